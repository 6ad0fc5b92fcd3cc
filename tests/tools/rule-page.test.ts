import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codeBlocks, parseMarkdown, readRulePage, section } from '../../tools/rule-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'rule-page-'));
const file = join(folder, 'rule.md');
afterAll(() => rmSync(folder, { recursive: true }));

const front = { title: 'A Title', impact: 'HIGH', description: 'Disallow it', tags: '[a, b]' };

function page(facts: Record<string, string>, body = '# A Title\n') {
  const lines = Object.entries(facts).map(([key, value]) => `${key}: ${value}`);
  writeFileSync(file, `---\n${lines.join('\n')}\n---\n\n${body}`);
  return () => readRulePage(file);
}

describe('a page', () => {
  it('gives what its front matter says', () => {
    expect(page(front)()).toMatchObject({ title: 'A Title', impact: 'HIGH', description: 'Disallow it', tags: ['a', 'b'] });
  });

  it.each([
    [{ ...front, impact: 'Severe' }, '"impact" of the front matter must be one of CRITICAL, HIGH, MEDIUM, LOW'],
    [{ ...front, description: '' }, '"description" of the front matter must be a text'],
    [{ ...front, tags: 'a' }, '"tags" of the front matter must be a list of words'],
    [{ ...front, title: 'Another' }, 'has no heading "# Another"'],
  ])('%j is refused', (facts, message) => {
    expect(page(facts)).toThrow(`${file}`);
    expect(page(facts)).toThrow(message);
  });

  it('without front matter is refused', () => {
    writeFileSync(file, '# A Title\n');
    expect(() => readRulePage(file)).toThrow(`${file} has no front matter`);
  });
});

it('finds blocks, also in lists, with verdict, flags and line', () => {
  const source = '## ❌ Incorrect\n\n```ts fix=a typed\nx\n```\n\n## ✅ Correct - b\n\n1. c\n   ```js\n   y\n   ```\n\n## Other\n\n    z\n';
  const blocks = codeBlocks(parseMarkdown(source));
  expect(blocks.map(({ language, code, line, verdict }) => ({ language, code, line, verdict }))).toEqual([
    { language: 'ts', code: 'x', line: 3, verdict: 'incorrect' },
    { language: 'js', code: 'y', line: 10, verdict: 'correct' },
    { language: '', code: 'z', line: 16, verdict: 'none' },
  ]);
  expect(blocks[0]!.info).toEqual(new Map([['fix', 'a']]));
  expect(blocks[0]!.flags).toEqual(new Set(['typed']));
});

it('cuts out a section', () => {
  const source = '# A\n\n## B\n\nx\n\n### C\n\n## D\n';
  const { start, end } = section(parseMarkdown(source), 'B', source)!;
  expect(source.slice(start, end)).toBe('\n\nx\n\n### C\n\n');
  expect(section(parseMarkdown(source), 'E', source)).toBeUndefined();
});

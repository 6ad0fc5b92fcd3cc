import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { codeBlocks, parseMarkdown, readRulePage } from '../../tools/rule-page.ts';
import { newRuleFiles } from '../../tools/rule-template.ts';
import { typeErrors } from '../support/type-check.ts';

it('a new rule has a page that can be read, and blocks that compile', { timeout: 60_000 }, () => {
  const files = newRuleFiles('no-example-thing');
  const folder = mkdtempSync(join(tmpdir(), 'new-rule-'));
  writeFileSync(join(folder, 'rule.md'), files.get('src/rules/no-example-thing/rule.md')!);
  const page = readRulePage(join(folder, 'rule.md'));
  rmSync(folder, { recursive: true });
  expect(page).toMatchObject({ title: 'No Example Thing', impact: 'LOW', tags: ['session'] });
  expect(page.blocks.map(({ verdict }) => verdict)).toEqual(['incorrect', 'correct']);
  const labelled = codeBlocks(parseMarkdown(files.get('tests/blocks/no-example-thing.md')!));
  expect(labelled.map(({ code }) => code.includes('// expect no-example-thing'))).toEqual([true, false]);
  const errors = typeErrors(new Map([...page.blocks, ...labelled].map(({ code }, index) => [String(index), code])));
  expect([...errors.values()].flat()).toEqual([]);
});

it.each(['', 'cache', 'NoCache', 'no_cache', '../no-cache'])('refuses the name "%s"', name => {
  expect(() => newRuleFiles(name)).toThrow('is no name for a rule');
});

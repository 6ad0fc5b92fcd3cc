import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import python from '../src/python/index.ts';
import { applied } from '../tools/lint-code.ts';
import { codeBlocks, parseMarkdown } from '../tools/rule-page.ts';
import { root } from '../tools/source-files.ts';
import { everyRule } from './support/blocks.ts';
import { identity, surplus } from './support/reports.ts';

const config = [python.configs.strict].flat().map(each => ({ ...each, rules: { ...each.rules, ...everyRule } })) as Linter.Config[];

function lint(code: string): Linter.LintMessage[] {
  return new Linter().verify(code, config, { filename: 'block.py' });
}

function comments(code: string): string[] {
  return [...code.matchAll(/#[^\n]*/gu)].map(([text]) => text.trim());
}

/** Which of some texts Python itself refuses; undefined where there is no Python. */
function refusedByPython(texts: readonly string[]): string[] | undefined {
  const program =
    'import ast, json, sys\nfor text in json.load(sys.stdin):\n    try: ast.parse(text)\n    except SyntaxError as error: print(json.dumps(f"{error}\\n{text}"))';
  const { status, stdout } = spawnSync('python3', ['-c', program], { input: JSON.stringify(texts), encoding: 'utf8' });
  return status === 0 ? stdout.split('\n').filter(Boolean).map(line => JSON.parse(line) as string) : undefined;
}

const folder = join(root, 'tests', 'blocks');
const blocks = readdirSync(folder)
  .filter(name => name.startsWith('python-'))
  .flatMap(file => codeBlocks(parseMarkdown(readFileSync(join(folder, file), 'utf8'))).map(block => ({ ...block, file })));

const suggested = blocks.flatMap(({ code, file, line }) => {
  const before = lint(code);
  return before.flatMap(report =>
    (report.suggestions ?? []).map(({ desc, fix }) => ({
      code,
      before,
      report,
      result: applied(code, fix),
      name: `${file}:${line} line ${report.line}: ${desc}`,
    })),
  );
});

describe('suggestions in Python blocks', () => {
  for (const { code, before, report, result, name } of suggested) {
    it(name, () => {
      const after = lint(result);
      const allowed = surplus(before.map(identity), [identity(report)]);
      expect(surplus(after.map(identity), allowed), result).toEqual([]);
      expect(surplus(comments(code), comments(result)), result).toEqual([]);
    });
  }

  it('are Python to Python itself', context => {
    const refused = refusedByPython(suggested.map(({ result }) => result));
    if (refused === undefined) {
      context.skip('there is no python3 here');
    }
    expect(refused).toEqual([]);
  });
});

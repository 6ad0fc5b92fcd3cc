import { basename } from 'node:path';
import { parseForESLint } from '@typescript-eslint/parser';
import { describe, expect, it } from 'vitest';
import { applied } from '../tools/lint-code.ts';
import type { Report } from '../tools/lint-code.ts';
import { blockFiles, labelledBlocks, lintBlock, pageBlocks, pages, strictRules } from './support/blocks.ts';
import type { LintedBlock } from './support/blocks.ts';
import { typeErrors } from './support/type-check.ts';

/** A suggestion on a block, and the text it makes. */
interface Suggested {
  readonly block: LintedBlock;
  readonly before: readonly Report[];
  readonly report: Report;
  readonly result: string;
  readonly name: string;
}

function suggestionsOf(block: LintedBlock): Suggested[] {
  const before = lintBlock(block, strictRules);
  return before.flatMap(report =>
    (report.suggestions ?? []).map(({ desc, fix }) => ({
      block,
      before,
      report,
      result: applied(block.code, fix),
      name: `${block.place} line ${report.line}: ${desc}`,
    })),
  );
}

/** What a report says, whatever line the code has moved to. */
function identity({ ruleId, message }: Report): string {
  return `${ruleId} ${message.replace(/\blines? \d+/gu, 'line')}`;
}

/** What is in `items` more often than in `others`. */
function surplus(items: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return items.filter(item => {
    const index = left.indexOf(item);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function comments({ code, extension }: LintedBlock, text = code): string[] {
  if (extension === 'py') {
    return [...text.matchAll(/#[^\n]*/gu)].map(([comment]) => comment.trim());
  }
  const { ast } = parseForESLint(text, { ecmaFeatures: { jsx: extension !== 'ts' } });
  return (ast.comments ?? []).map(({ value }) => value.trim());
}

const sources = [
  ...pages.map(page => ({ name: `${page.name}/rule.md`, blocks: pageBlocks(page) })),
  ...blockFiles.map(file => ({ name: basename(file), blocks: labelledBlocks(file) })),
];

const suggested = sources.map(({ name, blocks }) => ({ name, cases: blocks.flatMap(suggestionsOf) }));

for (const source of suggested.filter(({ cases }) => cases.length > 0)) {
  describe(`suggestions in ${source.name}`, () => {
    for (const { name, block, before, report, result } of source.cases) {
      it(name, () => {
        const after = lintBlock(block, strictRules, result);
        expect(after.find(({ fatal }) => fatal)?.message, result).toBeUndefined();
        const allowed = surplus(before.map(identity), [identity(report)]);
        expect(surplus(after.map(identity), allowed), result).toEqual([]);
        expect(surplus(comments(block), comments(block, result)), result).toEqual([]);
      });
    }
  });
}

it('suggestions on the pages keep the types right', { timeout: 60_000 }, () => {
  const cases = pages.flatMap(page => pageBlocks(page).filter(({ extension }) => extension === 'ts').flatMap(suggestionsOf));
  const errors = typeErrors(new Map(cases.map(({ result }, index) => [String(index), result])));
  const failures = cases.flatMap(({ name, result }, index) =>
    errors.get(String(index))!.map(({ line, message }) => `${name}\n${result.split('\n')[line - 1]}\n${message}`),
  );
  expect(failures).toEqual([]);
});

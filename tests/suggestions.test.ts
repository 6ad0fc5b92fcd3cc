import { parseForESLint } from '@typescript-eslint/parser';
import { describe, expect, it } from 'vitest';
import { lintBlock, strictRules } from './support/blocks.ts';
import type { LintedBlock } from './support/blocks.ts';
import { identity, surplus } from './support/reports.ts';
import { blockSources, suggestionsOf } from './support/suggested.ts';

function comments({ code, extension }: LintedBlock, text = code): string[] {
  if (extension === 'py') {
    return [...text.matchAll(/#[^\n]*/gu)].map(([comment]) => comment.trim());
  }
  const { ast } = parseForESLint(text, { ecmaFeatures: { jsx: extension !== 'ts' } });
  return (ast.comments ?? []).map(({ value }) => value.trim());
}

const suggested = blockSources.map(({ name, blocks }) => ({ name, cases: blocks.flatMap(suggestionsOf) }));

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

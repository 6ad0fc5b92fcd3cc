import { parseForESLint } from '@typescript-eslint/parser';
import { describe, expect, it } from 'vitest';
import { remedies } from '../src/sdk/settings-schema.ts';
import { applied } from '../tools/lint-code.ts';
import type { Report } from '../tools/lint-code.ts';
import { blockFiles, labelledBlocks, lintBlock, pageBlocks, pages, pythonBlockFiles, strictRules } from './support/blocks.ts';
import type { LintedBlock } from './support/blocks.ts';

const blocks = [...pages.flatMap(pageBlocks), ...[...blockFiles, ...pythonBlockFiles].flatMap(file => labelledBlocks(file))];

/** The fixes of one pass: those that overlap an earlier one wait for the next pass, as in `eslint --fix`. */
function onePass(code: string, reports: readonly Report[]): string {
  const fixes = reports.flatMap(({ fix }) => fix ?? []).sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  let end = -1;
  const chosen = fixes.filter(({ range }) => {
    const isFree = range[0] > end;
    if (isFree) end = range[1];
    return isFree;
  });
  return chosen.reduceRight((text, fix) => applied(text, fix), code);
}

function comments({ extension }: LintedBlock, text: string): string[] {
  if (extension === 'py') {
    return [...text.matchAll(/#[^\n]*/gu)].map(([comment]) => comment.trim()).sort();
  }
  const { ast } = parseForESLint(text, { ecmaFeatures: { jsx: extension !== 'ts' } });
  return (ast.comments ?? []).map(({ value }) => value.trim()).sort();
}

describe.each(remedies)('with the fix %s', fix => {
  const fixable = blocks.filter(block => lintBlock(block, strictRules, block.code, { fix }).some(report => report.fix));

  it('some blocks have something to fix', () => {
    expect(fixable.length).toBeGreaterThan(10);
  });

  it.each(fixable.map(block => [block.place, block] as const))('%s ends in three passes', (_, block) => {
    let { code } = block;
    let reports = lintBlock(block, strictRules, code, { fix });
    for (let pass = 0; pass < 3 && reports.some(report => report.fix); pass += 1) {
      code = onePass(code, reports);
      reports = lintBlock(block, strictRules, code, { fix });
    }
    expect(reports.filter(report => report.fix ?? report.fatal), code).toEqual([]);
    expect(comments(block, code)).toEqual(comments(block, block.code));
  });
});

describe('what suggestions write', () => {
  /** How many suggestions bring more matches of `pattern` than the code had. */
  const adding = (pattern: RegExp, settings: object) => {
    const count = (text: string) => text.match(pattern)?.length ?? 0;
    const suggestions = blocks.flatMap(block =>
      lintBlock(block, strictRules, block.code, settings).flatMap(report =>
        (report.suggestions ?? []).map(({ fix }) => [block.code, applied(block.code, fix)] as const),
      ),
    );
    return suggestions.filter(([before, after]) => count(after) > count(before)).length;
  };

  it('is an update where the SDK has it, and not where its version is older or unknown', { timeout: 300_000 }, () => {
    const update = /\.update\(/gu;
    expect(adding(update, { sdkVersion: '0.9.1' })).toBeGreaterThan(10);
    expect(adding(update, { sdkVersion: '0.9.0' })).toBe(0);
    expect(adding(update, {})).toBe(0);
  });

  it('resumes unless the SDK is known to be too old for it', { timeout: 300_000 }, () => {
    const resumption = /\buse\(/gu;
    expect(adding(resumption, { sdkVersion: '0.3.0' })).toBeGreaterThan(10);
    expect(adding(resumption, { sdkVersion: '0.2.6' })).toBe(0);
    expect(adding(resumption, {})).toBeGreaterThan(10);
  });
});

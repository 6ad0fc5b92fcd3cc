import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleName, type Report } from '../../tools/lint-code.ts';
import { everyRule, labelledBlocks, lintBlock, pageBlocks, pages, pythonBlockFiles, type LintedBlock } from '../support/blocks.ts';
import { pythonInverses, pythonRewrites, pythonSourceOf, type PythonRewrite } from './python-rewrites.ts';

const blocks: readonly LintedBlock[] = [...pythonBlockFiles.flatMap(labelledBlocks), ...pages.flatMap(pageBlocks)].filter(({ extension }) => extension === 'py');

/** Every block with `METAMORPHIC=all`, otherwise some of them, always the same. */
const chosen = (seed: number): readonly LintedBlock[] =>
  process.env['METAMORPHIC'] === 'all' ? blocks : fc.sample(fc.shuffledSubarray([...blocks], { minLength: 40, maxLength: 40 }), { numRuns: 1, seed })[0]!;

const shown = (reports: readonly Report[]): string[] => reports.map(report => `${report.line} ${ruleName(report) || report.message}`).sort();

function rewritten({ code }: LintedBlock, rewrite: PythonRewrite): string | undefined {
  const source = pythonSourceOf(code);
  const after = source && rewrite(source);
  return after !== undefined && after !== code && pythonSourceOf(after) ? after : undefined;
}

describe('a block of Python reports the same', () => {
  it.each(Object.entries(pythonRewrites).map(([name, rewrite], index) => ({ name, rewrite, index })))('$name', ({ rewrite, index }) => {
    const failures = [];
    for (const block of chosen(index)) {
      const code = rewritten(block, rewrite);
      if (code === undefined) continue;
      const [before, after] = [shown(lintBlock(block, everyRule)), shown(lintBlock(block, everyRule, code))];
      if (before.join() !== after.join()) failures.push({ block: block.place, before, after, code });
    }
    expect(failures).toEqual([]);
  }, 600_000);
});

describe('a block of Python reports nothing', () => {
  it.each(Object.entries(pythonInverses).map(([name, rewrite], index) => ({ name, rewrite, index })))('$name', ({ rewrite, index }) => {
    const failures = [];
    for (const block of chosen(200 + index)) {
      const code = rewritten(block, rewrite);
      const after = code === undefined ? [] : shown(lintBlock(block, everyRule, code));
      if (after.length > 0) failures.push({ block: block.place, after, code });
    }
    expect(failures).toEqual([]);
  }, 600_000);
});

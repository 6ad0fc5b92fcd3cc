import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ruleName, type Report } from '../../tools/lint-code.ts';
import { everyRule, lintBlock, type LintedBlock } from '../support/blocks.ts';

/** Every block with `METAMORPHIC=all`, otherwise `count` of them, always the same for a seed. */
export function chosen(blocks: readonly LintedBlock[], count: number, seed: number): readonly LintedBlock[] {
  return process.env['METAMORPHIC'] === 'all'
    ? blocks
    : fc.sample(fc.shuffledSubarray([...blocks], { minLength: count, maxLength: count }), { numRuns: 1, seed })[0]!;
}

/** Reports as the line and the rule of each. */
export function shown(reports: readonly Report[]): string[] {
  return reports.map(report => `${report.line} ${ruleName(report) || report.message}`).sort();
}

/** A test for each of some rewrites: a block is told by `told` alike before and after; `seed` draws the blocks of the first. */
export function itReportsTheSame<R>(
  rewrites: Readonly<Record<string, R>>,
  draw: (seed: number) => readonly LintedBlock[],
  rewritten: (block: LintedBlock, rewrite: R) => string | undefined,
  seed = 0,
  told = shown,
): void {
  it.each(Object.entries(rewrites).map(([name, rewrite], index) => ({ name, rewrite, index })))(
    '$name',
    ({ rewrite, index }) => {
      const failures = [];
      for (const block of draw(seed + index)) {
        const code = rewritten(block, rewrite as R);
        if (code === undefined) continue;
        const [before, after] = [told(lintBlock(block, everyRule)), told(lintBlock(block, everyRule, code))];
        if (before.join() !== after.join()) failures.push({ block: block.place, before, after, code });
      }
      expect(failures).toEqual([]);
    },
    600_000,
  );
}

/** A test for each of some rewrites after which a block has no report. */
export function itReportsNothing<R>(
  inverses: Readonly<Record<string, R>>,
  draw: (seed: number) => readonly LintedBlock[],
  rewritten: (block: LintedBlock, rewrite: R) => string | undefined,
): void {
  it.each(Object.entries(inverses).map(([name, rewrite], index) => ({ name, rewrite, index })))(
    '$name',
    ({ rewrite, index }) => {
      const failures = [];
      for (const block of draw(200 + index)) {
        const code = rewritten(block, rewrite as R);
        const after = code === undefined ? [] : shown(lintBlock(block, everyRule, code));
        if (after.length > 0) failures.push({ block: block.place, after, code });
      }
      expect(failures).toEqual([]);
    },
    600_000,
  );
}

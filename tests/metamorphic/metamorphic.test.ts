import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ruleName, type Report } from '../../tools/lint-code.ts';
import { blockFiles, everyRule, labelledBlocks, lintBlock, pageBlocks, pages, type LintedBlock } from '../support/blocks.ts';
import { sourceOf } from './edits.ts';
import { asTypeScript, inverses, moves, rewrites, type Rewrite } from './rewrites.ts';

const blocks: readonly LintedBlock[] = [...blockFiles.flatMap(labelledBlocks), ...pages.flatMap(pageBlocks)].filter(({ extension }) => extension !== 'py');

/** Every block with `METAMORPHIC=all`, otherwise some of them, always the same. */
const chosen = (seed: number): readonly LintedBlock[] =>
  process.env['METAMORPHIC'] === 'all' ? blocks : fc.sample(fc.shuffledSubarray([...blocks], { minLength: 20, maxLength: 20 }), { numRuns: 1, seed })[0]!;

const shown = (reports: readonly Report[]): string[] => reports.map(report => `${report.line} ${ruleName(report) || report.message}`).sort();

function rewritten(block: LintedBlock, rewrite: Rewrite): string | undefined {
  const source = sourceOf(block.code, block.extension);
  const code = source && rewrite(source);
  return code !== undefined && code !== block.code && sourceOf(code, block.extension) ? code : undefined;
}

describe('a block reports the same', () => {
  it.each(Object.entries(rewrites).map(([name, rewrite], index) => ({ name, rewrite, index })))('$name', ({ rewrite, index }) => {
    const failures = [];
    for (const block of chosen(index)) {
      const code = rewritten(block, rewrite);
      if (code === undefined) continue;
      const [before, after] = [shown(lintBlock(block, everyRule)), shown(lintBlock(block, everyRule, code))];
      if (before.join() !== after.join()) failures.push({ block: block.place, before, after, code });
    }
    expect(failures).toEqual([]);
  }, 600_000);

  it('as TypeScript', () => {
    for (const block of chosen(100).filter(({ extension }) => extension.startsWith('js'))) {
      const typed = { ...block, extension: asTypeScript(block.extension) };
      if (sourceOf(block.code, typed.extension)) expect({ block: block.place, reports: shown(lintBlock(typed, everyRule)) }).toEqual({ block: block.place, reports: shown(lintBlock(block, everyRule)) });
    }
  }, 600_000);
});

describe('a block reports the same, on whatever line', () => {
  const rulesOf = (reports: readonly Report[]): string[] => reports.map(report => ruleName(report) || report.message).sort();
  it.each(Object.entries(moves).map(([name, rewrite], index) => ({ name, rewrite, index })))('$name', ({ rewrite, index }) => {
    const failures = [];
    for (const block of chosen(300 + index)) {
      const code = rewritten(block, rewrite);
      const [before, after] = code === undefined ? [[], []] : [rulesOf(lintBlock(block, everyRule)), rulesOf(lintBlock(block, everyRule, code))];
      if (before.join() !== after.join()) failures.push({ block: block.place, before, after, code });
    }
    expect(failures).toEqual([]);
  }, 600_000);
});

describe('a block reports nothing', () => {
  it.each(Object.entries(inverses).map(([name, rewrite], index) => ({ name, rewrite, index })))('$name', ({ rewrite, index }) => {
    const failures = [];
    // settings may name as a client whatever they like
    for (const block of chosen(200 + index).filter(({ info }) => !info.has('settings'))) {
      const code = rewritten(block, rewrite);
      const after = code === undefined ? [] : shown(lintBlock(block, everyRule, code));
      if (after.length > 0) failures.push({ block: block.place, after, code });
    }
    expect(failures).toEqual([]);
  }, 600_000);
});

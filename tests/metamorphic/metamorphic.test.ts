import { describe, expect, it } from 'vitest';
import { ruleName, type Report } from '../../tools/lint-code.ts';
import { blockFiles, everyRule, labelledBlocks, lintBlock, pageBlocks, pages, type LintedBlock } from '../support/blocks.ts';
import { sourceOf } from './edits.ts';
import { chosen, itReportsNothing, itReportsTheSame, shown } from './laws.ts';
import { asTypeScript, inverses, moves, rewrites, type Rewrite } from './rewrites.ts';

const blocks: readonly LintedBlock[] = [...blockFiles.flatMap(labelledBlocks), ...pages.flatMap(pageBlocks)].filter(
  ({ extension }) => extension !== 'py',
);

const draw = (seed: number): readonly LintedBlock[] => chosen(blocks, 20, seed);

function rewritten(block: LintedBlock, rewrite: Rewrite): string | undefined {
  const source = sourceOf(block.code, block.extension);
  const code = source && rewrite(source);
  return code !== undefined && code !== block.code && sourceOf(code, block.extension) ? code : undefined;
}

describe('a block reports the same', () => {
  itReportsTheSame(rewrites, draw, rewritten);

  it('as TypeScript', () => {
    for (const block of draw(100).filter(({ extension }) => extension.startsWith('js'))) {
      const typed = { ...block, extension: asTypeScript(block.extension) };
      if (sourceOf(block.code, typed.extension))
        expect({ block: block.place, reports: shown(lintBlock(typed, everyRule)) }).toEqual({
          block: block.place,
          reports: shown(lintBlock(block, everyRule)),
        });
    }
  }, 600_000);
});

describe('a block reports the same, on whatever line', () => {
  const rulesOf = (reports: readonly Report[]): string[] => reports.map(report => ruleName(report) || report.message).sort();
  itReportsTheSame(moves, draw, rewritten, 300, rulesOf);
});

describe('a block reports nothing', () => {
  // settings may name as a client whatever they like
  itReportsNothing(inverses, seed => draw(seed).filter(({ info }) => !info.has('settings')), rewritten);
});

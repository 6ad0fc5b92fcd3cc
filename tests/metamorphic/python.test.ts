import { describe } from 'vitest';
import { labelledBlocks, pageBlocks, pages, pythonBlockFiles, type LintedBlock } from '../support/blocks.ts';
import { chosen, itReportsNothing, itReportsTheSame } from './laws.ts';
import { pythonInverses, pythonRewrites, pythonSourceOf, type PythonRewrite } from './python-rewrites.ts';

const blocks: readonly LintedBlock[] = [...pythonBlockFiles.flatMap(labelledBlocks), ...pages.flatMap(pageBlocks)].filter(
  ({ extension }) => extension === 'py',
);

const draw = (seed: number): readonly LintedBlock[] => chosen(blocks, 40, seed);

function rewritten({ code }: LintedBlock, rewrite: PythonRewrite): string | undefined {
  const source = pythonSourceOf(code);
  const after = source && rewrite(source);
  return after !== undefined && after !== code && pythonSourceOf(after) ? after : undefined;
}

describe('a block of Python reports the same', () => {
  itReportsTheSame(pythonRewrites, draw, rewritten);
});

describe('a block of Python reports nothing', () => {
  itReportsNothing(pythonInverses, draw, rewritten);
});

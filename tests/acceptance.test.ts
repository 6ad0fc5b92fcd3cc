import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleName } from '../tools/lint-code.ts';
import { blockFiles, everyRule, expectations, labelledBlocks, lintBlock } from './support/blocks.ts';

for (const file of blockFiles.filter(each => labelledBlocks(each).length > 0)) {
  describe(basename(file), () => {
    for (const block of labelledBlocks(file)) {
      it(block.place, () => {
        const reports = lintBlock(block, everyRule);
        expect(reports.filter(({ fatal }) => fatal)).toEqual([]);
        expect(reports.map(report => `${report.line} ${ruleName(report)}`).sort()).toEqual(expectations(block.code).sort());
      });
    }
  });
}

import { basename } from 'node:path';
import { expect, it } from 'vitest';
import plugin from '../../src/index.ts';
import { ruleName } from '../../tools/lint-code.ts';
import { blockFiles, everyRule, expectations, typedBlocks } from '../support/blocks.ts';
import { typedLinter } from '../support/typed.ts';

for (const file of blockFiles) {
  const { blocks, files } = typedBlocks(file);
  if (blocks.length > 0) {
    const named = blocks.map(block => [`${basename(file, '.md')}-${block.line}.${block.extension}`, block] as const);
    const lint = typedLinter(new Map([...files, ...named.map(([path, { code }]) => [path, code] as const)]));
    for (const [path, block] of named) {
      it(block.place, () => {
        const reports = lint(plugin, path, everyRule);
        expect(reports.filter(({ fatal }) => fatal)).toEqual([]);
        expect(reports.map(report => `${report.line} ${ruleName(report)}`).sort()).toEqual(expectations(block.code).sort());
      }, 60_000);
    }
  }
}

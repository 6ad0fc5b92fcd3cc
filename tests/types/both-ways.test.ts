import { basename } from 'node:path';
import { expect, it } from 'vitest';
import plugin from '../../src/index.ts';
import { ruleName } from '../../tools/lint-code.ts';
import type { Report } from '../../tools/lint-code.ts';
import { blockFiles, everyRule, labelledBlocks, lintBlock, pageBlocks, pages, settingsOf } from '../support/blocks.ts';
import type { LintedBlock } from '../support/blocks.ts';
import { typedLinter } from '../support/typed.ts';

const groups: readonly (readonly [string, readonly LintedBlock[]])[] = [
  ...blockFiles.map(file => [basename(file, '.md'), labelledBlocks(file)] as const),
  ...pages.map(page => [`${page.name} page`, pageBlocks(page).filter(({ extension }) => extension !== 'py')] as const),
];
const nameOf = (group: string, { line, extension }: LintedBlock): string => `${group.replace(' ', '-')}-${line}.${extension}`;
const lint = typedLinter(new Map(groups.flatMap(([group, blocks]) => blocks.map(block => [nameOf(group, block), block.code] as const))));

const shown = (report: Report): string => `${report.line}:${report.column} ${ruleName(report)} ${report.message}`;

it.each(groups)(
  'types neither add to nor take from what the code of %s tells',
  (group, blocks) => {
    for (const block of blocks) {
      const path = nameOf(group, block);
      expect({ block: block.place, reports: lint(plugin, path, everyRule, settingsOf(block)).map(shown) }).toEqual({
        block: block.place,
        reports: lintBlock(block, everyRule).map(shown),
      });
    }
  },
  300_000,
);

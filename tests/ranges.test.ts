import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../tools/source-files.ts';
import type { Report } from '../tools/lint-code.ts';
import { labelledBlocks, lintBlock, pageBlocks, pages, strictRules } from './support/blocks.ts';
import type { LintedBlock } from './support/blocks.ts';

const folder = join(root, 'tests', 'blocks');
const sources: { name: string; blocks: LintedBlock[] }[] = [
  ...pages.map(page => ({ name: `${page.name}/rule.md`, blocks: pageBlocks(page) })),
  ...readdirSync(folder)
    .filter(name => name.endsWith('.md'))
    .map(name => ({ name: basename(name), blocks: labelledBlocks(join(folder, name)) })),
];

/** Whether a report begins before another one, of its own rule and behind it in the file, but does not end before it. */
function overlaps(report: Report, next: Report): boolean {
  return (
    report.ruleId === next.ruleId && (report.endLine! > next.line || (report.endLine === next.line && report.endColumn! > next.column))
  );
}

it.each(sources)('in $name every squiggle is on one line, and no two of one rule touch each other', ({ blocks }) => {
  for (const block of blocks) {
    const reports = lintBlock(block, strictRules).filter(({ fatal }) => !fatal);
    expect(reports.filter(({ line, endLine }) => line !== endLine), block.place).toEqual([]);
    // editors keep the edits of suggestions by rule and place
    expect(reports.filter((report, index) => reports.slice(index + 1).some(next => overlaps(report, next))), block.place).toEqual([]);
  }
});

import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../tools/code-frame.ts';
import { applied, ruleName } from '../../tools/lint-code.ts';
import type { Report } from '../../tools/lint-code.ts';
import { root } from '../../tools/source-files.ts';
import { blockFiles, labelledBlocks, lintBlock, pageBlocks, pages, pythonBlockFiles, strictRules } from '../support/blocks.ts';
import type { LintedBlock } from '../support/blocks.ts';

const folder = join(root, 'tests', 'blocks', 'suggested');

const renew = '`npm run record-suggestions` writes the record anew: read its diff as if you had to apply it';

const sources = [
  ...pages.map(page => ({ name: `page-${page.name}.md`, blocks: pageBlocks(page) })),
  ...[...blockFiles, ...pythonBlockFiles].map(file => ({ name: basename(file), blocks: labelledBlocks(file) })),
];

/** What every suggestion of every report makes of a block, below the block's heading. */
function blockRecord(block: LintedBlock): string[] {
  const reports = lintBlock(block, strictRules);
  return reports.length === 0 ? [] : [`## ${block.heading}`, ...reports.flatMap(report => reportRecord(report, block))];
}

function reportRecord(report: Report, { code }: LintedBlock): string[] {
  const [first = ''] = code.split('\n').slice(report.line - 1);
  const suggestions = (report.suggestions ?? []).flatMap(({ desc, fix }) => [desc, fenced(diffLines(code, applied(code, fix)), 'diff')]);
  return [`### ${ruleName(report)}`, fenced(first.trim(), 'text'), ...(suggestions.length > 0 ? suggestions : ['No suggestion.'])];
}

function fenced(text: string, language: string): string {
  const fence = text.includes('```') ? '````' : '```';
  return `${fence}${language}\n${text}\n${fence}`;
}

describe('the record of what suggestions write', () => {
  const records = sources.flatMap(({ name, blocks }) => {
    const parts = blocks.flatMap(blockRecord);
    return parts.length > 0 ? [{ name, text: [`# What is suggested in ${name}`, ...parts].join('\n\n') + '\n' }] : [];
  });

  it.each(records)('is true for $name', async ({ name, text }) => {
    await expect(text, renew).toMatchFileSnapshot(join(folder, name));
  });

  it('has no page without a source', () => {
    expect(readdirSync(folder).filter(name => !records.some(record => record.name === name)), 'delete these').toEqual([]);
  });
});

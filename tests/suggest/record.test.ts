import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../tools/code-frame.ts';
import { applied, ruleName } from '../../tools/lint-code.ts';
import type { Report } from '../../tools/lint-code.ts';
import { root } from '../../tools/source-files.ts';
import { labelledBlocks, lintBlock, pythonBlockFiles, strictRules } from '../support/blocks.ts';
import type { LintedBlock } from '../support/blocks.ts';
import { blockSources } from '../support/suggested.ts';

const folder = join(root, 'tests', 'blocks', 'suggested');

const renew = '`npm run record-suggestions` writes the record anew: read its diff as if you had to apply it';

const sources = [...blockSources, ...pythonBlockFiles.map(file => ({ name: basename(file), blocks: labelledBlocks(file) }))];

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
  it.each(sources)('is true for $name', async ({ name, blocks }) => {
    const parts = blocks.flatMap(blockRecord);
    const path = join(folder, name);
    if (parts.length === 0) {
      expect(existsSync(path), `${name} has no report: delete its record`).toBe(false);
      return;
    }
    await expect([`# What is suggested in ${name}`, ...parts].join('\n\n') + '\n', renew).toMatchFileSnapshot(path);
  });

  it('has no page without a source', () => {
    expect(readdirSync(folder).filter(name => !sources.some(source => source.name === name)), 'delete these').toEqual([]);
  });
});

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.ts';
import { diffLines } from '../../tools/code-frame.ts';
import { applied, ruleName, sdkVersion } from '../../tools/lint-code.ts';
import type { Report } from '../../tools/lint-code.ts';
import { root } from '../../tools/source-files.ts';
import { blockFiles, labelledBlocks, lintBlock, pythonBlockFiles, strictRules, typedBlocks } from '../support/blocks.ts';
import type { LintedBlock } from '../support/blocks.ts';
import { blockSources } from '../support/suggested.ts';
import { typedLinter } from '../support/typed.ts';

const folder = join(root, 'tests', 'blocks', 'suggested');

const renew = '`npm run record-suggestions` writes the record anew: read its diff as if you had to apply it';

/** Blocks, and how they are linted. */
interface Source {
  readonly name: string;
  readonly blocks: readonly LintedBlock[];
  readonly lint: (block: LintedBlock) => readonly Report[];
}

const untyped = [...blockSources, ...pythonBlockFiles.map(file => ({ name: basename(file), blocks: labelledBlocks(file) }))];
const sources: readonly Source[] = [
  ...untyped.map(source => ({ ...source, lint: (block: LintedBlock) => lintBlock(block, strictRules) })),
  ...blockFiles.flatMap(typedSource),
];

/** The blocks of a file that need types, in one program with the files that they import. */
function typedSource(file: string): Source[] {
  const { blocks, files } = typedBlocks(file);
  const pathOf = ({ line, extension }: LintedBlock): string => `${basename(file, '.md')}-${line}.${extension}`;
  const lint = typedLinter(new Map([...files, ...blocks.map(block => [pathOf(block), block.code] as const)]));
  return blocks.length === 0
    ? []
    : [{ name: `typed-${basename(file)}`, blocks, lint: block => lint(plugin, pathOf(block), strictRules, { sdkVersion }) }];
}

/** What every suggestion of every report makes of a block, below the block's heading. */
function blockRecord(block: LintedBlock, reports: readonly Report[]): string[] {
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
  it.each(sources)('is true for $name', async ({ name, blocks, lint }) => {
    const parts = blocks.flatMap(block => blockRecord(block, lint(block)));
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

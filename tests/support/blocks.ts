import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Linter } from 'eslint';
import plugin from '../../src/index.ts';
import { extensionOf, lintCode, sdkVersion } from '../../tools/lint-code.ts';
import type { Report } from '../../tools/lint-code.ts';
import { codeBlocks, parseMarkdown, readRulePage } from '../../tools/rule-page.ts';
import type { Block, RulePage } from '../../tools/rule-page.ts';
import { root, ruleFolders } from '../../tools/source-files.ts';

/** A block that ESLint can lint, and where it stands. */
export interface LintedBlock extends Block {
  readonly extension: string;
  /** `file.md:LINE heading`, the name of a test. */
  readonly place: string;
}

/** Every rule as an error, with its default options. */
export const everyRule: Linter.RulesRecord = Object.fromEntries(
  Object.keys(plugin.rules ?? {}).map(name => [`composio-sessions/${name}`, 'error']),
);

/** Every rule as `strict` configures it. */
export const strictRules: Partial<Linter.RulesRecord> = plugin.configs.strict.rules ?? {};

/** The page of every rule that has code. */
export const pages: readonly (RulePage & { readonly name: string })[] = ruleFolders()
  .filter(({ code }) => code !== undefined)
  .map(({ name, page }) => ({ name, ...readRulePage(page) }));

const labelled = join(root, 'tests', 'blocks');

/** The files with labelled TypeScript and JavaScript blocks. */
export const blockFiles: readonly string[] = readdirSync(labelled)
  .filter(name => name.endsWith('.md') && !name.startsWith('python-'))
  .map(name => join(labelled, name));

/** The files with labelled Python blocks. */
export const pythonBlockFiles: readonly string[] = readdirSync(labelled)
  .filter(name => name.startsWith('python-'))
  .map(name => join(labelled, name));

/** The blocks of a labelled file that are for ESLint without types. */
export function labelledBlocks(file: string): LintedBlock[] {
  return linted(codeBlocks(parseMarkdown(readFileSync(file, 'utf8'))), basename(file)).filter(
    ({ flags }) => !flags.has('skip') && !flags.has('typed'),
  );
}

/** The blocks of a labelled file that need types, and the files that they may import: blocks with `file=PATH`. */
export function typedBlocks(file: string): { readonly blocks: readonly LintedBlock[]; readonly files: ReadonlyMap<string, string> } {
  const all = codeBlocks(parseMarkdown(readFileSync(file, 'utf8')));
  return {
    blocks: linted(all, basename(file)).filter(({ flags }) => flags.has('typed') && !flags.has('skip')),
    files: new Map(all.flatMap(({ info, code }) => (info.has('file') ? [[info.get('file')!, code]] : []))),
  };
}

/** The TypeScript and JavaScript blocks of a page. */
export function pageBlocks(page: RulePage & { readonly name: string }): LintedBlock[] {
  return linted(page.blocks, `${page.name}/rule.md`);
}

function linted(blocks: readonly Block[], file: string): LintedBlock[] {
  return blocks.flatMap(block => {
    const extension = extensionOf(block.language);
    return extension ? [{ ...block, extension, place: `${file}:${block.line} ${block.heading}` }] : [];
  });
}

/** The reports on a block, under the settings that `settings=JSON` in its info string names, and those given besides. */
export function lintBlock(
  block: LintedBlock,
  rules: Partial<Linter.RulesRecord>,
  code = block.code,
  settings: object = { sdkVersion },
): Report[] {
  return lintCode(plugin, code, block.extension, rules, { ...settings, ...settingsOf(block) });
}

/** The settings that the info string of a block names. */
export function settingsOf({ info }: LintedBlock): object {
  return JSON.parse(info.get('settings') ?? '{}') as object;
}

const folders = ruleFolders();

/**
 * What the labels of a block demand, as `LINE rule`: `// expect RULE` at the end of the line on which a report starts.
 * A rule that has a page and no code yet is not demanded.
 */
export function expectations(code: string): string[] {
  return code.split('\n').flatMap((line, index) => {
    const label = /(?:\/\/|#|\{\/\*)\s*expect\s+([a-z][\w\-, ]*?)(?:\s*\*\/\})?\s*$/u.exec(line);
    return (label?.[1]?.split(',') ?? []).map(rule => rule.trim()).filter(isWritten).map(rule => `${index + 1} ${rule}`);
  });
}

/** Whether a rule has code. */
export function isWritten(rule: string): boolean {
  const folder = folders.find(({ name }) => name === rule);
  if (!folder) throw new Error(`there is no rule ${rule}`);
  return folder.code !== undefined;
}

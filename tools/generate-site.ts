import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ESLint, Linter } from 'eslint';
import { changelogPage } from './changelog.ts';
import { comparisonTable } from './comparison.ts';
import type { Outputs } from './generate-source.ts';
import { presetsOf } from './generate-source.ts';
import { journeysOf } from './lifetime-facts.ts';
import { lifetimePicture } from './lifetime-picture.ts';
import { llmsOutputs } from './llms.ts';
import { rewritten } from './rewritten.ts';
import { presetBadge } from './rule-document.ts';
import type { RuleDocumentInput } from './rule-document.ts';
import { valueText } from './schema-text.ts';
import { skillOutputs } from './skill.ts';
import { root } from './source-files.ts';

/** The examples that are drawn, by the title of their section in `docs/how-it-decides.md`. */
const pictures = {
  'A cache in a service': 'cache',
  'Through a helper': 'helper',
  'A field for everybody': 'field',
  'A conversation of one user': 'conversation',
  'A Map that ends with the call': 'local',
  'An id instead of a session': 'stored-id',
} as const;

/** What the site has besides the rules' documents and the settings: pictures, tables, and the texts for machines. */
export function siteOutputs(
  inputs: readonly RuleDocumentInput[],
  plugin: ESLint.Plugin & { configs: { recommended: Linter.Config } },
  figure: string,
  documents: Outputs,
): Outputs {
  const example = (name: string) => readFileSync(join(root, 'examples', 'lifetimes', `${name}.ts`), 'utf8');
  const parts: Outputs = new Map([
    ...rewritten('docs/index.md', [{ title: 'What it catches', part: 'code', text: figure }]),
    ['docs/changelog.md', changelogPage(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'))],
    ...rewritten('docs/presets.md', [{ title: 'The rules in each', part: 'table', text: presetsTable(inputs) }]),
    ...rewritten('docs/comparison.md', [
      { title: 'What each says', part: 'table', text: comparisonTable(plugin, plugin.configs.recommended.rules ?? {}) },
      { title: 'The file', part: 'code', text: quoted('comparison/sessions.ts', 'ts') },
      { title: 'no-restricted-syntax', part: 'code', text: quoted('comparison/no-restricted-syntax.json', 'json') },
      { title: 'ast-grep', part: 'code', text: quoted('comparison/ast-grep.yml', 'yaml') },
    ]),
  ]);
  const pages: Outputs = new Map([...documents, ...parts]);
  return new Map([
    ...parts,
    ...Object.entries(pictures).map(
      ([title, name]) => [`docs/pictures/${name}.svg`, lifetimePicture(title, example(name), journeysOf(example(name)))] as const,
    ),
    ...skillOutputs(inputs.map(({ page }) => page)),
    ...llmsOutputs(inputs.map(({ name, page: { title, description } }) => ({ name, title, description })), pages),
  ]);
}

/** A file of `examples` as a code block. */
function quoted(path: string, language: string): string {
  return `\`\`\`${language}\n${readFileSync(join(root, 'examples', path), 'utf8').trimEnd()}\n\`\`\``;
}

function presetsTable(inputs: readonly RuleDocumentInput[]): string {
  const rows = inputs.map(({ name, page: { impact, description }, strictOptions }) => {
    const options = Object.keys(strictOptions).length > 0 ? `, \`${valueText(strictOptions)}\`` : '';
    const cells = [
      'recommended', 'strict',
    ].map(preset => (presetsOf(impact).includes(preset) ? `error${preset === 'strict' ? options : ''}` : 'off'));
    return `| [${name}](rules/${name}.md) | ${description} | ${cells.join(' | ')} |`;
  });
  return [
    `| Rule | What it is for | ${presetBadge('recommended')} | ${presetBadge('strict')} |`,
    '| :--- | :--- | :--- | :--- |',
    ...rows,
  ].join('\n');
}

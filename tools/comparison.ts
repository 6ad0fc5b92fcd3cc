import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ts as astGrep } from '@ast-grep/napi';
import type { NapiConfig } from '@ast-grep/napi';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import type { ESLint } from 'eslint';
import { parse as parseYaml } from 'yaml';
import { root } from './source-files.ts';

const read = (name: string) => readFileSync(join(root, 'examples', 'comparison', name), 'utf8');

/** A line of the compared file that is labelled as a fault, or as fine. */
interface Label {
  readonly line: number;
  readonly isFault: boolean;
  readonly text: string;
}

/** A way to look for kept sessions, and the lines of the file that it reports. */
interface Finder {
  readonly name: string;
  readonly lines: ReadonlySet<number>;
}

/** What the plugin and two sets of home-made patterns find in `examples/comparison/sessions.ts`, as a table. */
export function comparisonTable(plugin: ESLint.Plugin, rules: Partial<Linter.RulesRecord>): string {
  const code = read('sessions.ts');
  const selectors = JSON.parse(read('no-restricted-syntax.json')) as object[];
  const finders: Finder[] = [
    { name: 'this plugin', lines: reported(code, { plugins: { 'composio-sessions': plugin }, rules }) },
    { name: '`no-restricted-syntax`', lines: reported(code, { rules: { 'no-restricted-syntax': ['error', ...selectors] } }) },
    { name: 'ast-grep', lines: matched(code, parseYaml(read('ast-grep.yml')) as NapiConfig) },
  ];
  const labels = labelsOf(code);
  for (const { name, lines } of finders) {
    const stray = [...lines].find(line => !labels.some(label => label.line === line));
    if (stray !== undefined) throw new Error(`examples/comparison/sessions.ts:${stray}: ${name} reports a line without a label`);
  }
  const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    row('Line', 'What is there', ...finders.map(({ name }) => name)),
    row(':---', ':---', ...finders.map(() => ':---')),
    ...labels.map(label => row(label.line, label.text, ...finders.map(finder => verdict(label, finder)))),
    row('', '**Found and missed**', ...finders.map(finder => `**${score(labels, finder)}**`)),
  ].join('\n');
}

function labelsOf(code: string): Label[] {
  return code.split('\n').flatMap((text, index) => {
    const [, kind, what] = /\/\/ (fault|fine): (.+)$/u.exec(text) ?? [];
    return what === undefined ? [] : [{ line: index + 1, isFault: kind === 'fault', text: what }];
  });
}

function reported(code: string, config: Linter.Config): Set<number> {
  const messages = new Linter().verify(code, { files: ['**/*.ts'], languageOptions: { parser }, ...config }, { filename: 'sessions.ts' });
  return new Set(messages.map(({ line }) => line));
}

function matched(code: string, { rule }: NapiConfig): Set<number> {
  return new Set(astGrep.parse(code).root().findAll({ rule }).map(node => node.range().start.line + 1));
}

function verdict({ line, isFault }: Label, { lines }: Finder): string {
  if (isFault) return lines.has(line) ? '✅ found' : '❌ missed';
  return lines.has(line) ? '❌ false alarm' : '✅ silent';
}

function score(labels: readonly Label[], { lines }: Finder): string {
  const faults = labels.filter(({ isFault }) => isFault);
  const found = faults.filter(({ line }) => lines.has(line)).length;
  const alarms = labels.filter(({ isFault, line }) => !isFault && lines.has(line)).length;
  return `${found} of ${faults.length}, ${alarms} false ${alarms === 1 ? 'alarm' : 'alarms'}`;
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ESLint, Linter } from 'eslint';
import type { Outputs } from './generate-source.ts';
import { presetsOf } from './generate-source.ts';
import { ownReports, presetBadge, ruleDocument } from './rule-document.ts';
import type { RuleDocumentInput } from './rule-document.ts';
import { parseMarkdown, readRulePage, section } from './rule-page.ts';
import { propertySections } from './schema-text.ts';
import type { ShownSchema } from './schema-text.ts';
import { root } from './source-files.ts';
import type { RuleFolder } from './source-files.ts';

/** What the built plugin and the rules' pages say: `docs/rules`, and the generated parts of README and settings page. */
export async function documentOutputs(folders: readonly RuleFolder[]): Promise<Outputs> {
  const { default: plugin } = await built<{ default: ESLint.Plugin & { configs: { strict: Linter.Config } } }>('index.js');
  const { settingsSchema } = await built<{ settingsSchema: ShownSchema }>('sdk/settings.js');
  const inputs = folders.map(folder => documentInput(folder, plugin));
  return new Map([
    ...inputs.map(input => [`docs/rules/${input.name}.md`, ruleDocument(input)] as const),
    ...withSection('README.md', 'Rules', () => rulesTable(inputs)),
    ...withSection('docs/settings.md', 'Reference', () => propertySections(settingsSchema, '###', {})),
  ]);
}

/** A module of the build. */
async function built<Module>(path: string): Promise<Module> {
  return (await import(pathToFileURL(join(root, 'dist', path)).href)) as Module;
}

function documentInput({ name, page: file }: RuleFolder, plugin: ESLint.Plugin & { configs: { strict: Linter.Config } }): RuleDocumentInput {
  const page = readRulePage(file);
  const setting = plugin.configs.strict.rules?.[`composio-sessions/${name}`];
  return {
    name,
    page,
    plugin,
    rule: plugin.rules![name]! as RuleDocumentInput['rule'],
    presets: presetsOf(page.impact),
    strictOptions: (Array.isArray(setting) ? (setting[1] as Record<string, unknown>) : undefined) ?? {},
  };
}

/**
 * A file with the generated part of one section replaced: the table in it when there is one, everything in it otherwise.
 * Nothing when the file is not there.
 */
function withSection(path: string, title: string, content: () => string): Outputs {
  const file = join(root, path);
  if (!existsSync(file)) return new Map();
  const source = readFileSync(file, 'utf8');
  const found = section(parseMarkdown(source), title, source);
  if (!found) throw new Error(`${path} has no section "${title}" to write into`);
  const table = found.nodes.find(node => node.type === 'table')?.position;
  const [start, end] = table ? [table.start.offset!, table.end.offset!] : [found.start, found.end];
  const text = table ? content() : `\n\n${content()}\n${end === source.length ? '' : '\n'}`;
  return new Map([[path, source.slice(0, start) + text + source.slice(end)]]);
}

function rulesTable(inputs: readonly RuleDocumentInput[]): string {
  const rows = inputs.map(input => {
    const { name, page, presets } = input;
    const suggests = [...ownReports(input).values()].flat().some(({ suggestions }) => suggestions?.length);
    const badges = presets.map(preset => presetBadge(preset).split(' ')[0]).join(' ');
    return `| [${name}](docs/rules/${name}.md) | ${page.description} | ${badges} | ${suggests ? '💡' : ''} |`;
  });
  return ['| Name | Description | 💼 | 💡 |', '| :--- | :--- | :--- | :--- |', ...rows].join('\n');
}

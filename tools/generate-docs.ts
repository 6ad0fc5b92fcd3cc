import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ESLint, Linter } from 'eslint';
import { codeFrame, diffLines } from './code-frame.ts';
import { lintExample } from './example.ts';
import { siteOutputs } from './generate-site.ts';
import type { Outputs } from './generate-source.ts';
import { presetsOf } from './generate-source.ts';
import { applied } from './lint-code.ts';
import type { Report } from './lint-code.ts';
import { ownReports, presetBadge, ruleDocument } from './rule-document.ts';
import type { RuleDocumentInput } from './rule-document.ts';
import { readRulePage } from './rule-page.ts';
import { rewritten } from './rewritten.ts';
import { propertySections } from './schema-text.ts';
import type { ShownSchema } from './schema-text.ts';
import { root } from './source-files.ts';
import type { RuleFolder } from './source-files.ts';

/** What the built plugin and the rules' pages say: the rules' documents, the generated parts of README and site, the skill. */
export async function documentOutputs(folders: readonly RuleFolder[]): Promise<Outputs> {
  const { default: plugin } = await built<{ default: ESLint.Plugin & { configs: Record<'recommended' | 'strict', Linter.Config> } }>(
    'index.js',
  );
  const { settingsSchema } = await built<{ settingsSchema: ShownSchema }>('sdk/settings.js');
  const inputs = folders.map(folder => documentInput(folder, plugin));
  const shown = await figure(plugin);
  const documents: Outputs = new Map([
    ...inputs.map(input => [`docs/rules/${input.name}.md`, ruleDocument(input)] as const),
    ...rewritten('README.md', [
      { title: 'What it catches', part: 'code', text: shown },
      { title: 'Rules', part: 'table', text: rulesTable(inputs) },
    ]),
    ...rewritten('docs/settings.md', [
      { title: 'Handlers', part: 'table', text: handlersTable(await built('sdk/handlers.js')) },
      { title: 'Reference', part: 'everything', text: propertySections(settingsSchema, '###', {}) },
    ]),
  ]);
  return new Map([...documents, ...siteOutputs(inputs, plugin, shown, documents)]);
}

/** A module of the build. */
async function built<Module>(path: string): Promise<Module> {
  return (await import(pathToFileURL(join(root, 'dist', path)).href)) as Module;
}

function documentInput(
  { name, page: file }: RuleFolder,
  plugin: ESLint.Plugin & { configs: { strict: Linter.Config } },
): RuleDocumentInput {
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

/** The cache of the example service as the linter shows it, with what the first suggestion would do. */
async function figure(plugin: ESLint.Plugin): Promise<string> {
  const files = await lintExample(plugin, { 'composio-sessions/no-session-cache': 'error' });
  const faulty = files.find(({ reports }) => reports.length > 0);
  if (!faulty) throw new Error('the example service has no cached session to show in README.md');
  const { path, code } = faulty;
  const [report] = faulty.reports as [Report];
  const frame = codeFrame(code, report, report.message, 6);
  const [suggestion] = report.suggestions ?? [];
  const remedy = suggestion ? `\n\n💡 ${suggestion.desc}\n\n${diffLines(code, applied(code, suggestion.fix))}` : '';
  return `\`\`\`diff\n${path}:${report.line}:${report.column} ${report.ruleId}\n\n${frame}${remedy}\n\`\`\``;
}

/** What makes a function a handler, by the names that `src/sdk/handlers.ts` exports. */
const handlerForms = {
  handlerMethods: 'a callback given to a method',
  handlerFunctions: 'a callback given to a function',
  handlerConstructors: 'a callback given to a constructor',
  handlerProperties: 'a function in an object that is served or exported',
  routeExports: 'an exported function',
  handlerDecorators: 'a method with a decorator',
  timers: 'by the clock: a callback',
  timerDecorators: 'by the clock: a method with a decorator',
} as const;

function handlersTable(names: Readonly<Record<keyof typeof handlerForms, ReadonlySet<string>>>): string {
  const rows = Object.entries(handlerForms).map(
    ([key, form]) => `| ${form} | ${[...names[key as keyof typeof handlerForms]].map(name => `\`${name}\``).join(', ')} |`,
  );
  return ['| Form | Names |', '| :--- | :--- |', ...rows].join('\n');
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

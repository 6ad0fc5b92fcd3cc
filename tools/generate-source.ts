import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@typescript-eslint/parser';
import { readRulePage } from './rule-page.ts';
import type { Impact } from './rule-page.ts';
import { root } from './source-files.ts';
import type { RuleFolder } from './source-files.ts';

/** The file contents to be, by their path from the project's root. */
export type Outputs = Map<string, string>;

/** The configurations that a rule of this impact is in. */
export function presetsOf(impact: Impact): string[] {
  return impact === 'CRITICAL' || impact === 'HIGH' ? ['recommended', 'strict'] : ['strict'];
}

/** What `src/generated` holds: the rules' facts out of their pages, the index of rules, the presets, the package's facts. */
export function sourceOutputs(folders: readonly RuleFolder[]): Outputs {
  const written = folders.filter(folder => folder.code !== undefined);
  return new Map([
    ['src/generated/package-facts.ts', packageFacts()],
    ['src/generated/rules-meta.ts', rulesMeta(folders)],
    ['src/generated/rules.ts', rulesIndex(written)],
    ['src/generated/presets.ts', presets(written)],
  ]);
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly homepage: string;
}

function packageJson(): PackageJson {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageJson;
}

const origin = (source: string) => `// Made from ${source} by \`npm run generate\`.\n`;

function packageFacts(): string {
  const { name, version } = packageJson();
  return `${origin('package.json')}export const packageFacts = ${literal({ name, version })} as const;\n`;
}

function rulesMeta(folders: readonly RuleFolder[]): string {
  const repository = packageJson().homepage.replace(/#.*$/u, '');
  const facts = folders.map(({ name, page: file }) => {
    const { title, impact, description, tags } = readRulePage(file);
    const url = `${repository}/blob/main/docs/rules/${name}.md`;
    return [name, { title, impact, description, tags, url, recommended: presetsOf(impact).includes('recommended') }];
  });
  return `${origin("the rules' pages")}import type { RuleFacts } from '../create-session-rule.ts';

export const rulesMeta = ${literal(Object.fromEntries(facts))} as const satisfies Record<string, RuleFacts>;
`;
}

function rulesIndex(folders: readonly RuleFolder[]): string {
  return `${origin('the folders of src/rules')}${folders.map(({ name }) => `import ${camelCase(name)} from '../rules/${name}/rule.ts';\n`).join('')}
export const rules = {
${folders.map(({ name }) => `  '${name}': ${camelCase(name)},\n`).join('')}};
`;
}

function presets(folders: readonly RuleFolder[]): string {
  const stricter = folders.filter(exportsStrictOptions);
  const preset = (config: string) =>
    folders
      .filter(({ page }) => presetsOf(readRulePage(page).impact).includes(config))
      .map(folder => {
        const severity =
          config === 'strict' && stricter.includes(folder) ? `['error', ${camelCase(folder.name)}]` : "'error'";
        return `  'composio-sessions/${folder.name}': ${severity},\n`;
      })
      .join('');
  return `${origin("the impact in the rules' pages")}import type { Linter } from 'eslint';
${stricter.map(({ name }) => `import { strictOptions as ${camelCase(name)} } from '../rules/${name}/rule.ts';\n`).join('')}
export const recommended: Linter.RulesRecord = {
${preset('recommended')}};

export const strict: Linter.RulesRecord = {
${preset('strict')}};
`;
}

function exportsStrictOptions({ code }: RuleFolder): boolean {
  const program = parse(readFileSync(code!, 'utf8'), { sourceType: 'module' });
  return program.body.some(
    node =>
      node.type === 'ExportNamedDeclaration' &&
      node.declaration?.type === 'VariableDeclaration' &&
      node.declaration.declarations.some(({ id }) => id.type === 'Identifier' && id.name === 'strictOptions'),
  );
}

function camelCase(name: string): string {
  return name.replace(/-(.)/gu, (_, letter: string) => letter.toUpperCase());
}

/** A value as TypeScript source in the project's style. */
function literal(value: unknown, indent = ''): string {
  if (typeof value === 'string') return value.includes("'") ? JSON.stringify(value) : `'${value.replace(/\\/gu, '\\\\')}'`;
  if (Array.isArray(value)) return `[${value.map(item => literal(item)).join(', ')}]`;
  if (!(value instanceof Object)) return String(value);
  const inner = `${indent}  `;
  const key = (name: string) => (/^[\w$]+$/u.test(name) ? name : literal(name));
  return `{\n${Object.entries(value)
    .map(([name, item]) => `${inner}${key(name)}: ${literal(item, inner)},\n`)
    .join('')}${indent}}`;
}

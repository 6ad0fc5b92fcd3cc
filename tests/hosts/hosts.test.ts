import { beforeAll, describe, expect, it } from 'vitest';
import { folderIn, sharedProject } from '../support/project.ts';
import type { Files } from '../support/project.ts';
import { pinned } from '../support/versions.ts';
import { blocksAsFiles } from './blocks.ts';
import { components, documentation } from './components.ts';
import { eslintrc, flatConfig, importParser, oxlintrc, pythonConfig, tsconfig, typed, untyped } from './configs.ts';
import { eslintFindings, oxlintFindings } from './findings.ts';
import type { Findings } from './findings.ts';
import { readme, readmeWithHosts } from './hosts-table.ts';
import type { Host } from './hosts-table.ts';

const ran: Host[] = [];
const newest = pinned('eslint').eslint;
const parsers = pinned('@typescript-eslint/parser', 'typescript', '@composio/core');

/** A new folder in the project that has this ESLint. */
async function folderFor(eslint: string, files: Files): Promise<string> {
  return folderIn(await sharedProject({ ...parsers, eslint }), files);
}

const syntaxOnly = { ...blocksAsFiles, 'eslint.config.js': flatConfig(untyped, undefined, importParser) };
const withTypes = { ...blocksAsFiles, 'eslint.config.js': flatConfig(typed, undefined, importParser), 'tsconfig.json': tsconfig };

/** What the newest ESLint finds without types; every other host must find the same. */
let reference: Findings;

beforeAll(async () => {
  reference = await eslintFindings(['blocks'], { cwd: await folderFor(newest, syntaxOnly) });
});

it('has findings in every language to compare', () => {
  for (const extension of ['ts', 'tsx', 'js', 'jsx']) {
    expect(reference.filter(finding => finding.includes(`.${extension}:`))).not.toEqual([]);
  }
});

it.each(['8.57.1', '9.15.0', '9.39.5', newest])(
  'ESLint %s finds the same with and without type information',
  async version => {
    const env = version.startsWith('8.') ? { ESLINT_USE_FLAT_CONFIG: 'true' } : {};
    expect(await eslintFindings(['blocks'], { cwd: await folderFor(version, syntaxOnly), env })).toEqual(reference);
    expect(await eslintFindings(['blocks'], { cwd: await folderFor(version, withTypes), env })).toEqual(reference);
    ran.push({ name: 'ESLint', version, what: 'TypeScript, TSX, JavaScript and JSX, with and without type information' });
  },
);

it('ESLint 8 finds the same under a configuration of the old format', async () => {
  const cwd = await folderFor('8.57.1', { ...blocksAsFiles, '.eslintrc.cjs': eslintrc });
  expect(await eslintFindings(['--ext', '.js,.jsx,.ts,.tsx', 'blocks'], { cwd })).toEqual(reference);
  ran.push({ name: 'ESLint', version: '8.57.1', what: 'the same, configured by `.eslintrc`' });
});

it('oxlint finds the same', async () => {
  const cwd = folderIn(await sharedProject(pinned('oxlint')), { ...blocksAsFiles, '.oxlintrc.json': oxlintrc });
  expect(await oxlintFindings(['blocks'], { cwd })).toEqual(reference);
  ran.push({ name: 'oxlint (`jsPlugins`)', version: pinned('oxlint').oxlint, what: 'TypeScript, TSX, JavaScript and JSX' });
});

it('Python: every ESLint that knows languages finds the same', async () => {
  const found = new Map<string, Findings>();
  for (const eslint of ['9.15.0', '9.39.5', newest]) {
    const cwd = await folderFor(eslint, { ...blocksAsFiles, 'eslint.config.js': pythonConfig });
    found.set(eslint, await eslintFindings(['blocks/*.py'], { cwd }));
    ran.push({ name: 'Python', version: '3', what: 'its own language in ESLint', under: eslint });
  }
  expect(found.get(newest)).not.toEqual([]);
  for (const findings of found.values()) expect(findings).toEqual(found.get(newest));
});

it('@babel/eslint-parser gives the same findings in JavaScript and JSX', async () => {
  // the newest release for Node 20 takes ESLint 9
  const needed = { ...pinned('@babel/core', '@babel/eslint-parser'), eslint: '9.39.5' };
  const options = "{ parser, parserOptions: { requireConfigFile: false, babelOptions: { parserOpts: { plugins: ['jsx'] } } } }";
  const config = flatConfig(options, '**/*.{js,jsx}', "import parser from '@babel/eslint-parser';\n");
  const scripts = Object.entries(blocksAsFiles).filter(([path]) => /\.jsx?$/u.test(path));
  const cwd = folderIn(await sharedProject(needed), { ...Object.fromEntries(scripts), 'eslint.config.js': config });
  expect(await eslintFindings(['blocks'], { cwd })).toEqual(reference.filter(finding => /^[^:]*\.jsx?:/u.test(finding)));
  ran.push({ name: '@babel/eslint-parser', version: needed['@babel/eslint-parser'], what: 'JavaScript and JSX', under: needed.eslint });
});

describe.each([
  { parser: 'vue-eslint-parser', file: 'Chat.vue', finding: 'Chat.vue:19:3', packages: [] },
  { parser: 'svelte-eslint-parser', file: 'Chat.svelte', finding: 'Chat.svelte:11:5', packages: ['svelte'] },
] as const)('$parser', ({ parser, file, finding, packages }) => {
  it.each(['9.39.5', newest])('finds the cache in a component under ESLint %s', async eslint => {
    const needed = { ...pinned(parser, '@typescript-eslint/parser', 'typescript', ...packages), eslint };
    const config = flatConfig(
      "{ parser, parserOptions: { parser: typescript, sourceType: 'module' } }",
      file,
      `import * as parser from '${parser}';\nimport * as typescript from '@typescript-eslint/parser';\n`,
    );
    const cwd = folderIn(await sharedProject(needed), { ...components, 'eslint.config.js': config });
    expect(await eslintFindings([file], { cwd })).toEqual([`${finding} composio-sessions/no-session-cache`]);
    ran.push({ name: parser, version: needed[parser], what: "a component's script blocks", under: eslint });
  });
});

it.each(['9.39.5', newest])('@eslint/markdown: every block of a page is linted under ESLint %s', async eslint => {
  const needed = { ...pinned('@eslint/markdown', '@typescript-eslint/parser', 'typescript'), eslint };
  const config = flatConfig(untyped, '**/*.md/*.{js,ts,typescript}', `${importParser}import markdown from '@eslint/markdown';\n`).replace(
    'export default [',
    'export default [...markdown.configs.processor, ',
  );
  const cwd = folderIn(await sharedProject(needed), { ...documentation, 'eslint.config.js': config });
  expect(await eslintFindings(['guide.md'], { cwd })).toEqual([
    'guide.md:13:3 composio-sessions/no-session-cache',
    'guide.md:23:8 composio-sessions/no-session-field',
  ]);
  ran.push({ name: '@eslint/markdown', version: needed['@eslint/markdown'], what: 'code blocks, several to a file', under: eslint });
});

it('the README lists what ran here (npm run test:hosts -- -u writes it)', async () => {
  await expect(readmeWithHosts(ran)).toMatchFileSnapshot(readme);
});

import { existsSync } from 'node:fs';
import { parse, resolve } from 'node:path';
import markdown from '@eslint/markdown';
import * as parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';
import type { Linter } from 'eslint';
import python from '../src/python/index.ts';

/** A linter for the TypeScript, JavaScript and Python blocks of markdown files, wherever they lie on this machine. */
export function markdownLinter(plugin: ESLint.Plugin, rules: Partial<Linter.RulesRecord>): ESLint {
  return new ESLint({
    // ESLint ignores what lies outside of its working directory
    cwd: parse(process.cwd()).root,
    overrideConfigFile: true,
    overrideConfig: [
      ...markdown.configs.processor,
      {
        files: ['**/*.md/*.{js,javascript,jsx,mjs,cjs,ts,typescript,tsx,mts,cts}'],
        plugins: { 'composio-sessions': plugin },
        languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        rules,
      },
      {
        ...python.configs.strict,
        files: ['**/*.md/*.{py,python}'],
        plugins: { ...python.configs.strict.plugins, 'composio-sessions': plugin },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        rules,
      },
    ],
  });
}

/**
 * The absolute paths of the given files.
 * @throws an Error that names the first one that is not there or is no markdown.
 */
export function markdownFiles(names: readonly string[]): string[] {
  return names.map(name => {
    if (!name.endsWith('.md')) throw new Error(`${name} is no markdown file (its name must end in .md)`);
    if (!existsSync(name)) throw new Error(`there is no file ${name}`);
    return resolve(name);
  });
}

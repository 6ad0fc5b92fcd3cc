import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import type { ESLint } from 'eslint';
import python from '../src/python/index.ts';
import { root } from './source-files.ts';

const extensions: ReadonlyMap<string, string> = new Map([
  ['ts', 'ts'],
  ['typescript', 'ts'],
  ['tsx', 'tsx'],
  ['js', 'js'],
  ['javascript', 'js'],
  ['jsx', 'jsx'],
  ['py', 'py'],
  ['python', 'py'],
]);

/** The file extension for the language of a code block; undefined for what ESLint cannot lint. */
export function extensionOf(language: string): string | undefined {
  return extensions.get(language);
}

/** One report of a rule, or a syntax error. */
export type Report = Linter.LintMessage;

/** The version of the SDK that the project itself has installed: code blocks are checked against it. */
export const { version: sdkVersion } = JSON.parse(
  readFileSync(join(root, 'node_modules', '@composio', 'core', 'package.json'), 'utf8'),
) as {
  version: string;
};

/**
 * Lints a piece of code under the given rules: Python as such, anything else with the TypeScript parser and without type
 * information. Unless `settings` (those of the plugin) say otherwise, suggestions may write what the installed SDK has; of
 * Python's, none is installed.
 */
export function lintCode(
  plugin: ESLint.Plugin,
  code: string,
  extension: string,
  rules: Partial<Linter.RulesRecord>,
  settings: object = extension === 'py' ? {} : { sdkVersion },
): Report[] {
  const linter = new Linter({ configType: 'flat' });
  if (extension === 'py') {
    return linter.verify(
      code,
      {
        ...python.configs.strict,
        settings: { 'composio-sessions': settings },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        rules,
      },
      { filename: 'block.py' },
    );
  }
  return linter.verify(
    code,
    {
      files: ['**/*.{ts,tsx,js,jsx}'],
      plugins: { 'composio-sessions': plugin },
      settings: { 'composio-sessions': settings },
      languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: extension !== 'ts' } } },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
      rules,
    },
    { filename: `block.${extension}` },
  );
}

/** A rule's name without the plugin's prefix. */
export function ruleName(report: Report): string {
  return report.ruleId?.replace(/^composio-sessions\//u, '') ?? '';
}

/** The text after a fix or suggestion. */
export function applied(code: string, fix: { readonly range: readonly [number, number]; readonly text: string }): string {
  return code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]);
}

import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';
import type { Linter } from 'eslint';
import type { Report } from './lint-code.ts';
import { root } from './source-files.ts';

/** A file of the example service, and what the rules say about it. */
export interface ExampleFile {
  /** The path from the project's root. */
  readonly path: string;
  readonly code: string;
  readonly reports: readonly Report[];
}

/** Lints `examples/agent-service` under the given rules; the files come in the order of their paths. */
export async function lintExample(plugin: ESLint.Plugin, rules: Partial<Linter.RulesRecord>): Promise<ExampleFile[]> {
  const eslint = new ESLint({
    cwd: join(root, 'examples', 'agent-service'),
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.ts'], plugins: { 'composio-sessions': plugin }, languageOptions: { parser }, rules }],
  });
  const results = await eslint.lintFiles(['src']);
  return results
    .map(({ filePath, messages }) => ({
      path: relative(root, filePath).replaceAll('\\', '/'),
      code: readFileSync(filePath, 'utf8'),
      reports: messages,
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

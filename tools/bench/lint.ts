import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as parser from '@typescript-eslint/parser';
import { Linter, SourceCode } from 'eslint';
import type { ESLint } from 'eslint';

export interface Preset {
  readonly name: string;
  readonly plugins: Record<string, ESLint.Plugin>;
  readonly rules: Partial<Linter.RulesRecord>;
}

export const noRules: Preset = { name: 'no rules', plugins: {}, rules: {} };

const require = createRequire(import.meta.url);
const plugin = require('../../dist/index.js') as { configs: { strict: Linter.Config } } & ESLint.Plugin;

/** Our whole preset, as built: how a loader for TypeScript writes imports would be measured with the sources. */
export const strict: Preset = {
  name: 'composio-sessions (strict)',
  plugins: { 'composio-sessions': plugin },
  rules: plugin.configs.strict.rules!,
};

/** As many rules as ours, which do nothing: what ESLint itself takes to call them for each file. */
export const idleRules: Preset = {
  name: 'as many rules that do nothing',
  plugins: { idle: { rules: Object.fromEntries(Object.keys(strict.rules).map((_, index) => [`rule-${index}`, { create: () => ({}) }])) } },
  rules: Object.fromEntries(Object.keys(strict.rules).map((_, index) => [`idle/rule-${index}`, 'error'])),
};

/** What is spent, in milliseconds: the process's own time, so that what else the machine does is left out. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A file as the parser understands it, and how long that took; undefined for what it does not take. */
export function parsed(text: string, filename: string): { readonly time: number; readonly sourceCode: () => SourceCode } | undefined {
  const start = spent();
  try {
    const result = parser.parseForESLint(text, {
      filePath: filename, range: true, loc: true, tokens: true, comment: true, jsx: /x$/u.test(filename), sourceType: 'module',
    });
    const time = spent() - start;
    const { ast, scopeManager, visitorKeys, services } = result;
    return {
      time,
      sourceCode: () => new SourceCode({ text, ast, scopeManager, visitorKeys, parserServices: services } as unknown as SourceCode.Config),
    };
  } catch {
    return undefined;
  }
}

/** What ESLint makes of a configuration once in a run; it is not among what the package exports. */
type ConfigArray = Linter.Config[] & { normalizeSync(): void };
const { FlatConfigArray } = require(join(dirname(require.resolve('eslint/package.json')), 'lib/config/flat-config-array.js')) as {
  FlatConfigArray: new (configs: Linter.Config[], options: { basePath: string }) => ConfigArray;
};

/** A linter with the rules of a preset, whose configuration is read once, as in a run over many files. */
export function linterWith({ plugins, rules }: Preset): (sourceCode: SourceCode, filename: string) => Linter.LintMessage[] {
  const linter = new Linter();
  const configs = new FlatConfigArray(
    [
      {
        files: ['**/*.{js,jsx,ts,tsx}'],
        plugins,
        rules,
        languageOptions: { parser },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
      },
    ],
    { basePath: process.cwd() },
  );
  configs.normalizeSync();
  return (sourceCode, filename) => linter.verify(sourceCode, configs, { filename });
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as (options: { type: 'minor' }) => void;

/**
 * How long a piece of work takes, in milliseconds of the process's own time. The garbage of what ran before is collected
 * first, so that nobody pays for another's.
 */
export function timeOf(work: () => void): number {
  collectGarbage({ type: 'minor' });
  const start = spent();
  work();
  return spent() - start;
}

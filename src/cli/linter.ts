import type { ESLint, Linter } from 'eslint';
import plugin from '../index.ts';
import python from '../python/index.ts';
import { settingsKey } from '../sdk/settings.ts';
import type { Arguments } from './arguments.ts';

/**
 * An ESLint that knows this plugin's rules and nothing else.
 * @throws an Error that says what to install when ESLint or the parser is missing.
 */
export async function createLinter({ fix, remedy, strict }: Arguments, cwd: string): Promise<ESLint> {
  const { loadESLint } = await installed(() => import('eslint'));
  const parser = await installed(() => import('@typescript-eslint/parser'));
  const config: Linter.Config = {
    files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
    plugins: { [plugin.meta!.namespace!]: plugin },
    rules: plugin.configs[strict ? 'strict' : 'recommended'].rules!,
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
    ...(fix ? { settings: { [settingsKey]: { fix: remedy } } } : {}),
  };
  // the types are those of ESLint 10, which takes no options; ESLint 8 needs to be asked for this kind of configuration
  const FlatESLint = await (loadESLint as (options: { useFlatConfig: true }) => Promise<typeof ESLint>)({ useFlatConfig: true });
  const preset = python.configs[strict ? 'strict' : 'recommended'];
  const configs = takesLanguages(FlatESLint.version) ? [config, { ...preset, linterOptions: config.linterOptions! }] : [config];
  return new FlatESLint({ cwd, fix, overrideConfigFile: true, overrideConfig: configs });
}

/** Whether an ESLint knows languages other than JavaScript: 9.15 and newer do. */
function takesLanguages(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 9 || (major === 9 && minor >= 15);
}

async function installed<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(
      'composio-sessions-lint needs a linter and a parser beside it: npm install --save-dev eslint @typescript-eslint/parser typescript',
      { cause: error },
    );
  }
}

/** A result with this plugin's reports and syntax errors only: comments in a file can turn other rules on. */
export function ownResult(result: ESLint.LintResult): ESLint.LintResult {
  const messages = result.messages.filter(isOwn);
  const count = (severity: Linter.Severity, fixable = false) =>
    messages.filter(message => message.severity === severity && (!fixable || message.fix)).length;
  return {
    ...result,
    messages,
    suppressedMessages: result.suppressedMessages.filter(isOwn),
    errorCount: count(2),
    fatalErrorCount: messages.filter(({ fatal }) => fatal).length,
    warningCount: count(1),
    fixableErrorCount: count(2, true),
    fixableWarningCount: count(1, true),
  };
}

function isOwn({ ruleId }: Linter.LintMessage): boolean {
  return !ruleId || ruleId.startsWith(`${plugin.meta!.namespace}/`);
}

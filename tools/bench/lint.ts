import * as parser from '@typescript-eslint/parser';
import { Linter, SourceCode } from 'eslint';
import type { ESLint } from 'eslint';

export interface Preset {
  readonly name: string;
  readonly plugins: Record<string, ESLint.Plugin>;
  readonly rules: Partial<Linter.RulesRecord>;
}

export const noRules: Preset = { name: 'no rules', plugins: {}, rules: {} };

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

/** Lints parsed code, and tells how long that took. */
export function lint(sourceCode: SourceCode, filename: string, { plugins, rules }: Preset): { readonly time: number; readonly messages: Linter.LintMessage[] } {
  const linter = new Linter({ configType: 'flat' });
  const config: Linter.Config = { files: ['**/*.{js,ts,tsx}'], plugins, rules, languageOptions: { parser }, linterOptions: { reportUnusedDisableDirectives: 'off' } };
  const start = spent();
  const messages = linter.verify(sourceCode, config, { filename });
  return { time: spent() - start, messages };
}

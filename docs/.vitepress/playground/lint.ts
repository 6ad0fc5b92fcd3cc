import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint/universal';
import plugin from '../../../src/index.ts';
import python from '../../../src/python/index.ts';
import { readSettings, settingsKey } from '../../../src/sdk/settings.ts';
import type { Settings } from '../../../src/sdk/settings.ts';
import { factsOf } from './facts.ts';
import type { Answer, Finding, Language, Session } from './messages.ts';

const prefix = 'composio-sessions/';
const linter = new Linter({ configType: 'flat' });

/** Lints the code of a session under its preset, its own severities and its settings. */
export function lint(session: Session): Answer {
  const { given, settings, error } = settingsOf(session.settings);
  const config = { ...configOf(session.language), settings: { [settingsKey]: given }, rules: rulesOf(session) };
  const messages = linter.verify(session.code, config, { filename: `playground.${session.language}` });
  const broken = messages.some(({ fatal }) => fatal);
  return {
    findings: messages.map(message => findingOf(message, session.code)),
    facts: broken ? [] : factsOf(linter.getSourceCode(), settings),
    settingsError: error,
  };
}

/** How files of a language are read. */
function configOf(language: Language): Linter.Config {
  if (language === 'py') return python.configs.strict;
  return {
    files: ['**/*.{ts,tsx,js,jsx}'],
    plugins: { 'composio-sessions': plugin },
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: language !== 'ts' } } },
  };
}

function rulesOf({ preset, severities }: Session): Partial<Linter.RulesRecord> {
  const rules: Partial<Linter.RulesRecord> = { ...plugin.configs[preset].rules };
  for (const [name, severity] of Object.entries(severities)) {
    const [, ...options] = [rules[prefix + name]].flat();
    rules[prefix + name] = [severity, ...options];
  }
  return rules;
}

/** The settings that hold, in both forms; those without any where the given ones are wrong. */
function settingsOf(text: string): { given: object; settings: Settings; error?: string } {
  try {
    const given: unknown = text.trim() === '' ? {} : JSON.parse(text);
    return { given: given as object, settings: readSettings({ [settingsKey]: given }) };
  } catch (error) {
    const why = (error as Error).message;
    const given = {};
    return {
      given,
      settings: readSettings({ [settingsKey]: given }),
      error: error instanceof SyntaxError ? `This is not JSON: ${why}` : why,
    };
  }
}

function findingOf(
  { ruleId, severity, message, line, column, endLine, endColumn, suggestions = [] }: Linter.LintMessage,
  code: string,
): Finding {
  const from = offset(code, line, column);
  return {
    rule: ruleId?.replace(prefix, ''),
    severity: severity === 2 ? 'error' : 'warn',
    message,
    line,
    column,
    from,
    to: endLine === undefined ? Math.min(from + 1, code.length) : offset(code, endLine, endColumn!),
    remedies: suggestions.map(({ desc, fix }) => ({ text: desc, from: fix.range[0], to: fix.range[1], insert: fix.text })),
  };
}

/** The offset of a place, lines and columns counted from 1. */
function offset(code: string, line: number, column: number): number {
  let start = 0;
  for (let number = 1; number < line; number += 1) start = code.indexOf('\n', start) + 1;
  return start + column - 1;
}

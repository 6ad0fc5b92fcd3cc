import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { sessionFacts, type SourceCode, type Store } from '../../src/analysis/index.ts';
import { readSettings } from '../../src/sdk/settings.ts';
import { storeSuggestions, type Suggestion, type TextEdit } from '../../src/suggest/index.ts';

/** A block of code and what each suggestion for its first report makes of it. */
export interface Case {
  readonly name: string;
  readonly file: string;
  readonly language: string;
  readonly code: string;
  /** By message id; a suggestion that is not named must not be offered. */
  readonly outputs: Record<string, string>;
}

/** The cases of a markdown file: a heading, the code, then one block per suggestion. */
export function casesIn(path: string): Case[] {
  const cases: (Case & { outputs: Record<string, string> })[] = [];
  let name = '';
  const pattern = /^#+ (.*)$|^```(ts|js|tsx)(?: (\w+))?\n([\s\S]*?)^```$/gmu;
  for (const [, heading, language, suggestion, code] of readFileSync(path, 'utf8').matchAll(pattern)) {
    if (heading !== undefined) {
      name = heading;
    } else if (suggestion === undefined) {
      cases.push({ name, file: path, language: language!, code: code!, outputs: {} });
    } else {
      cases.at(-1)!.outputs[suggestion] = code!;
    }
  }
  return cases;
}

/** The markdown files of this folder's `cases`. */
export function caseFiles(): string[] {
  const folder = fileURLToPath(new URL('./cases/', import.meta.url));
  return readdirSync(folder)
    .filter(file => file.endsWith('.md'))
    .map(file => folder + file);
}

/** Each store of some code with its suggestions. */
export function suggest(
  code: string,
  language: string,
  version?: string,
): { store: Store; suggestions: Suggestion[] }[] {
  const found: { store: Store; suggestions: Suggestion[] }[] = [];
  const messages = new Linter().verify(
    code,
    [
      {
        files: ['**/*.{ts,tsx,js}'],
        languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: language !== 'ts' } } },
        plugins: {
          local: {
            rules: {
              suggest: {
                create: context => ({
                  'Program:exit'() {
                    const sourceCode = context.sourceCode as unknown as SourceCode;
                    for (const store of sessionFacts(sourceCode, readSettings({})).stores) {
                      found.push({ store, suggestions: storeSuggestions(store, sourceCode, { version }) });
                    }
                  },
                }),
              },
            },
          },
        },
        rules: { 'local/suggest': 'error' },
      },
    ],
    { filename: `file.${language}` },
  );
  if (messages.length > 0) {
    throw new Error(messages[0]!.message);
  }
  return found;
}

export function applied(code: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.range[0] - a.range[0])
    .reduce((text, { range, text: insert }) => text.slice(0, range[0]) + insert + text.slice(range[1]), code);
}

/** Throws when `code` does not parse; gives its comments otherwise. */
export function commentsOf(code: string, language: string): string[] {
  const { ast } = parser.parseForESLint(code, {
    comment: true,
    range: true,
    loc: true,
    sourceType: 'module',
    ecmaFeatures: { jsx: language !== 'ts' },
  });
  return (ast.comments ?? []).map(comment => comment.value.trim());
}

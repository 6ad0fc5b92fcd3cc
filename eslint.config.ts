import type { Linter } from 'eslint';
import stylistic from '@stylistic/eslint-plugin';
import { defineConfig } from 'eslint/config';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import tseslint from 'typescript-eslint';

/** What a folder may not import, as one rule. Every `regex` is tested against the import as it is written. */
function borders(...patterns: { regex: string; message: string; allowTypeImports?: boolean }[]): Linter.RulesRecord {
  return { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] };
}

const noTypescriptEslintAtRunTime = {
  regex: '^@typescript-eslint/',
  allowTypeImports: true,
  message: 'At run time this package would load ESLint and TypeScript; import its types only.',
};
const scopesBelongToAnalysis = {
  regex: '^(?:@eslint-community/eslint-utils|@typescript-eslint/scope-manager|eslint-scope)$',
  message: 'Scopes are the business of src/analysis; ask it for a fact.',
};

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'examples/', 'tests/pages/', 'docs/.vitepress/cache/', 'docs/.vitepress/dist/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.recommended,
  {
    plugins: { '@stylistic': stylistic },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@stylistic/max-len': [
        'error',
        { code: 140, ignorePattern: String.raw`^\s*\* \|`, ignoreRegExpLiterals: true, ignoreStrings: true, ignoreTemplateLiterals: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  { files: ['src/**/*.ts', 'tests/**/*.ts'], ...eslintPlugin.configs.recommended },
  { files: ['src/**/*.ts'], rules: borders(noTypescriptEslintAtRunTime, scopesBelongToAnalysis) },
  {
    files: ['src/sdk/**/*.ts'],
    rules: borders({ regex: '^(?!\\./)', message: 'src/sdk is data: it imports nothing from outside.' }),
  },
  {
    files: ['src/analysis/**/*.ts'],
    rules: borders(noTypescriptEslintAtRunTime, {
      regex: '/(?:rules|suggest|generated|create-session-rule)(?:/|\\.ts$)',
      message: 'The analysis knows nothing of rules, suggestions or their documentation.',
    }),
  },
  {
    files: ['src/suggest/**/*.ts'],
    rules: borders(noTypescriptEslintAtRunTime, scopesBelongToAnalysis, {
      regex: '/(?:rules|generated)(?:/|\\.ts$)',
      message: 'Suggestion builders know no rule.',
    }),
  },
  {
    files: ['src/rules/**/*.ts'],
    rules: borders(
      noTypescriptEslintAtRunTime,
      { regex: '/sdk/', allowTypeImports: true, message: 'A rule asks the analysis about the SDK; only types come from src/sdk.' },
      {
        regex:
          
          
          '^(?!\\./|\\.\\./[\\w-]+\\.ts$|(?:\\.\\./)+(?:analysis|suggest|sdk)/|\\.\\./\\.\\./create-session-rule\\.ts$|@typescript-eslint/)',
        message: 'A rule is a query: it imports src/analysis, src/suggest and createSessionRule.',
      },
    ),
  },
  { files: ['tools/**/*.ts', 'docs/.vitepress/build/*.ts'], rules: { 'no-console': 'off' } },
);

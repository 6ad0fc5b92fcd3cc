import { join } from 'node:path';
import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import type { ESLint } from 'eslint';
import ts from 'typescript';
import type { Report } from '../../tools/lint-code.ts';
import { root } from '../../tools/source-files.ts';

/** Where the files of a typed program seem to lie: a folder from which the real `@composio/core` is found. */
const folder = join(root, 'tests', 'types');

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowJs: true,
  checkJs: true,
  jsx: ts.JsxEmit.Preserve,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: ['node'],
};

/** Lints one file of a typed program. */
export type TypedLinter = (plugin: ESLint.Plugin, file: string, rules: Partial<Linter.RulesRecord>, settings?: object) => Report[];

/** A linter with type information over texts by their path, all in one program that nothing writes to disk. */
export function typedLinter(texts: ReadonlyMap<string, string>): TypedLinter {
  const files = new Map([...texts].map(([path, text]) => [join(folder, path), text]));
  const host = ts.createCompilerHost(options);
  const { directoryExists, fileExists, readFile, getSourceFile } = host;
  host.fileExists = file => files.has(file) || fileExists(file);
  host.directoryExists = path => [...files.keys()].some(file => file.startsWith(`${path}/`)) || directoryExists!(path);
  host.readFile = file => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, target, ...rest) => {
    const text = files.get(file);
    return text === undefined ? getSourceFile(file, target, ...rest) : ts.createSourceFile(file, text, target, true);
  };
  const program = ts.createProgram({ rootNames: [...files.keys()], options, host });
  return (plugin, path, rules, settings = {}) =>
    new Linter({ configType: 'flat', cwd: root }).verify(
      texts.get(path)!,
      {
        files: ['**/*.{ts,tsx,js,jsx,mts,cts}'],
        plugins: { 'composio-sessions': plugin },
        settings: { 'composio-sessions': settings },
        languageOptions: { parser, parserOptions: { programs: [program], ecmaFeatures: { jsx: !path.endsWith('.ts') } } },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
        rules,
      },
      { filename: join(folder, path) },
    );
}

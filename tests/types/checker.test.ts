import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import ts from 'typescript';
import { expect, it } from 'vitest';
import plugin from '../../src/index.ts';
import { everyRule } from '../support/blocks.ts';

const faulty = `import { Composio } from '@composio/core';
import { openSession } from './sessions.ts';
const composio = new Composio();
const kept = new Map<string, unknown>();
export async function handle(userId: string, other: unknown) {
  kept.set(userId, await composio.create(userId));
  kept.set('other', await openSession(userId));
}
`;
const unrelated = "import { readFile } from 'node:fs/promises';\nexport const load = (path: string) => readFile(path);\n";

/** Lints with a program whose type checker is what `change` makes of the real one. */
function lintWith(code: string, change: (checker: ts.TypeChecker) => ts.TypeChecker): Linter.LintMessage[] {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    noLib: true,
    noResolve: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name.endsWith('app.ts') ? ts.createSourceFile(name, code, ts.ScriptTarget.ES2022, true) : getSourceFile(name, ...rest);
  const program = ts.createProgram({ rootNames: ['app.ts'], options, host });
  const checker = change(program.getTypeChecker());
  program.getTypeChecker = () => checker;
  return new Linter({ configType: 'flat' }).verify(
    code,
    {
      files: ['**/*.ts'],
      plugins: { 'composio-sessions': plugin },
      languageOptions: { parser, parserOptions: { programs: [program] } },
      rules: everyRule,
    },
    { filename: 'app.ts' },
  );
}

/** A checker that tells `noted` of every question. */
function noting(checker: ts.TypeChecker, noted: (name: string) => void): ts.TypeChecker {
  return new Proxy(checker, {
    get: (target, name) => {
      noted(String(name));
      return Reflect.get(target, name) as unknown;
    },
  });
}

it('a checker that fails at every question costs no finding', () => {
  const reports = lintWith(faulty, checker =>
    noting(checker, () => {
      throw new Error('the checker gave up');
    }),
  );
  expect(reports.map(({ line, ruleId }) => `${line} ${ruleId}`)).toEqual(['6 composio-sessions/no-session-cache']);
});

it('a file that never gets to the SDK is not asked about', () => {
  const asked: string[] = [];
  lintWith(unrelated, checker => noting(checker, name => asked.push(name)));
  expect(asked.filter(name => /type|signature/iu.test(name))).toEqual([]);
});

it('what the code itself tells is not asked about', () => {
  const asked: string[] = [];
  lintWith(faulty.replace(/.*openSession.*\n/gu, ''), checker => noting(checker, name => asked.push(name)));
  expect(asked.filter(name => /ResolvedSignature/u.test(name))).toEqual([]);
});

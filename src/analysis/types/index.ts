import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../facts.ts';
import { CallReader, type TypedCall } from './calls.ts';
import { attempt, checkerOf, type Checker } from './checker.ts';
import { reachesCore } from './reach.ts';
import { Teller, type Told } from './tell.ts';
import { oncePer } from '../once-per.ts';

export type { Told, TypedCall };

/**
 * What the type checker knows, for whoever has one. Every answer only adds: nothing that is found without types is lost
 * with them, and a question that the checker fails at is answered with nothing.
 */
export interface Types {
  /** What the type of an expression, a binding or an annotation says. */
  tell(node: TSESTree.Node): readonly Told[];
  /** What a call that leads out of the file gives, when its signature says something. */
  call(node: TSESTree.CallExpression): TypedCall | undefined;
}

/** The types behind a file; undefined without type information. */
export function typesOf(sourceCode: SourceCode): Types | undefined {
  const checker = checkerOf(sourceCode);
  if (!checker) {
    return undefined;
  }
  const teller = tellerOf(checker.types, checker.program);
  const calls = new CallReader(checker, teller);
  return {
    tell: node =>
      attempt(() => {
        const at = checker.nodeOf(node);
        return at && teller.tell(checker.types.getTypeAtLocation(at));
      }) ?? [],
    call: node => attempt(() => calls.read(node)),
  };
}

/** Whether types can bring sessions into a file that names none: it imports a file that gets to the SDK. */
export function mayImportSessions(sourceCode: SourceCode, fileName: string): boolean {
  const checker = checkerOf(sourceCode);
  return checker !== undefined && reachesCore(checker, fileName);
}

/** One teller for a checker: the types of a program say the same in all its files. */
const tellerOf = oncePer((types: Checker['types'], program: Checker['program']) => new Teller({ program, types }));

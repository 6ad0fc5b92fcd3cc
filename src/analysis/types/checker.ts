import type { TSESTree } from '@typescript-eslint/utils';
import type * as ts from 'typescript';
import type { SourceCode } from '../facts.ts';

/** What the parser hands over when it was told to ask TypeScript. */
interface Services {
  readonly program: ts.Program;
  readonly esTreeNodeToTSNodeMap: { get(node: TSESTree.Node): ts.Node | undefined };
}

/** The type checker behind a linted file. */
export interface Checker {
  readonly program: ts.Program;
  readonly types: ts.TypeChecker;
  /** The checker's own node for a node of the linted tree. */
  nodeOf(node: TSESTree.Node): ts.Node | undefined;
}

/**
 * The type checker of a file, when the parser has one. TypeScript itself is never imported: where no parser brings it
 * (JavaScript, oxlint, other languages) there is none, and nothing is missing.
 */
export function checkerOf(sourceCode: SourceCode): Checker | undefined {
  const services = sourceCode.parserServices as Partial<Services> | null | undefined;
  const { program, esTreeNodeToTSNodeMap: nodes } = services ?? {};
  if (!program || !nodes) {
    return undefined;
  }
  const types = attempt(() => program.getTypeChecker());
  return types && { program, types, nodeOf: node => nodes.get(node) };
}

/** What the checker answers, and nothing where it fails: a type that cannot be worked out only says less. */
export function attempt<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

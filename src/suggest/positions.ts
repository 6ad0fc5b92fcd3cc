import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/facts.ts';
import { isFunction, wrappedParent } from '../analysis/tree.ts';

/** The white space that the line of `position` starts with. */
export function indentAt(sourceCode: SourceCode, position: number): string {
  const start = sourceCode.text.lastIndexOf('\n', position - 1) + 1;
  return /^[^\S\n]*/u.exec(sourceCode.text.slice(start, position))![0];
}

/** The statement (or class member) around `node`, `node` itself included. */
export function statementOf(node: TSESTree.Node): TSESTree.Node {
  let at = node;
  while (
    at.parent &&
    !/^(?:Program|BlockStatement|StaticBlock|SwitchCase|ClassBody|TSModuleBlock)$/u.test(at.parent.type)
  ) {
    at = at.parent;
  }
  return at;
}

/** The statement around `node` that stands in a block. */
export function blockStatementOf(node: TSESTree.Node): TSESTree.Node {
  let at = node;
  while (at.parent && at.parent.type !== 'BlockStatement' && !isFunction(at.parent)) {
    at = at.parent;
  }
  return at;
}

/** The outermost cast, `!` or chain around `node`. */
export function wrappedOutermost(node: TSESTree.Node): TSESTree.Node {
  const parent = wrappedParent(node);
  let at = node;
  while (at.parent && at.parent !== parent) {
    at = at.parent;
  }
  return at;
}

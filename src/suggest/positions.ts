import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/facts.ts';
import { isFunction, wrappedParent } from '../analysis/tree.ts';

/** The white space that the line of `position` starts with. */
export function indentAt(sourceCode: SourceCode, position: number): string {
  const start = sourceCode.text.lastIndexOf('\n', position - 1) + 1;
  return /^[^\S\n]*/u.exec(sourceCode.text.slice(start, position))![0];
}

/** One step of the file's indentation. */
export function indentUnit({ text }: SourceCode): string {
  return /^(?:\t| {2,8})(?=\S)/mu.exec(text)?.[0] ?? '  ';
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

/** Whether a node is a list of statements, to which one can be added. */
export function isStatementList(node: TSESTree.Node | undefined): boolean {
  return node !== undefined && /^(?:Program|BlockStatement|StaticBlock|SwitchCase|TSModuleBlock)$/u.test(node.type);
}

/** The innermost statement around `node`, also when it is the bare body of an `if` or a loop. */
export function innermostStatement(node: TSESTree.Node): TSESTree.Node {
  let at = node;
  while (at.parent && !isStatementList(at.parent) && !isBareBody(at)) {
    at = at.parent;
  }
  return at;
}

/** Whether a statement stands where a block could: behind an `if`, an `else` or the head of a loop. */
export function isBareBody(node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent?.type === 'IfStatement') {
    return parent.test !== node;
  }
  return (
    parent !== undefined && /^(?:DoWhile|For|ForIn|ForOf|While)Statement$/u.test(parent.type) && 'body' in parent && parent.body === node
  );
}

/** The statement around `node` that stands in a block. */
export function blockStatementOf(node: TSESTree.Node): TSESTree.Node {
  let at = node;
  while (at.parent && at.parent.type !== 'BlockStatement' && !isFunction(at.parent)) {
    at = at.parent;
  }
  return at;
}

/** Whether a statement ends with a `return` or `throw`. */
export function isLeaving(statement: TSESTree.Statement): boolean {
  const last = statement.type === 'BlockStatement' ? statement.body.at(-1) : statement;
  return last?.type === 'ReturnStatement' || last?.type === 'ThrowStatement';
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

/** The inside of a block, from its first token or comment to its last; any other statement whole. */
export function innerSpan(node: TSESTree.Node, sourceCode: SourceCode): [number, number] {
  if (node.type !== 'BlockStatement' || sourceCode.text[node.range[0]] !== '{') {
    return node.range;
  }
  const open = sourceCode.getFirstToken(node)!;
  const close = sourceCode.getLastToken(node)!;
  return [
    sourceCode.getTokenAfter(open, { includeComments: true })!.range[0],
    sourceCode.getTokenBefore(close, { includeComments: true })!.range[1],
  ];
}

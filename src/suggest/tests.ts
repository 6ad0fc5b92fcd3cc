import type { TSESTree } from '@typescript-eslint/utils';
import { unwrapped } from '../analysis/tree.ts';
import { isNothing } from './home.ts';

type Node = TSESTree.Node;

/** What a test finds empty: `x` of `!x`, `x == null`, `x === undefined`; `m.has(k)` of `!m.has(k)`. */
export function emptyTest(test: Node): Node | undefined {
  if (test.type === 'UnaryExpression' && test.operator === '!') {
    return unwrapped(test.argument);
  }
  return test.type === 'BinaryExpression' && ['==', '==='].includes(test.operator) && isNothing(test.right)
    ? unwrapped(test.left)
    : undefined;
}

/** Whether only the truth (or the presence) of an expression matters where it stands. */
export function isTested(node: Node): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case 'UnaryExpression':
      return parent.operator === '!' || parent.operator === 'typeof';
    case 'IfStatement':
    case 'WhileStatement':
    case 'ConditionalExpression':
      return parent.test === node;
    case 'BinaryExpression':
      return /^[!=]==?$/u.test(parent.operator) && isNothing(parent.right);
    case 'LogicalExpression':
      return parent.operator === '&&'
        ? parent.left === node || isTested(parent)
        : parent.operator === '||' && isTested(parent);
    default:
      return false;
  }
}

/** Whether an expression is what its function returns. */
export function isReturned(node: Node): boolean {
  const { parent } = node;
  return parent?.type === 'ReturnStatement' || (parent?.type === 'ArrowFunctionExpression' && parent.body === node);
}

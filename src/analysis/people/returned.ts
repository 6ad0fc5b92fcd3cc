import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../facts.ts';
import { isFunction } from '../tree.ts';

type Node = TSESTree.Node;

/** What a function returns, as written. */
export function returnedExpressions(node: FunctionNode): Node[] {
  if (node.body.type !== 'BlockStatement') {
    return [node.body];
  }
  const found: Node[] = [];
  const stack: Node[] = [...node.body.body];
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (at.type === 'ReturnStatement') {
      if (at.argument) {
        found.push(at.argument);
      }
      continue;
    }
    for (const key of ['consequent', 'alternate', 'body', 'block', 'handler', 'finalizer', 'cases'] as const) {
      const child = (at as unknown as Record<string, Node | Node[] | null | undefined>)[key];
      if (!isFunction(at) && child) {
        for (const each of Array.isArray(child) ? child : [child]) {
          stack.push(each);
        }
      }
    }
  }
  return found;
}

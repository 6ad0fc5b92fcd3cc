import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../facts.ts';
import { unwrapped, wrappedParent } from '../tree.ts';
import type { Graph } from './graph.ts';

type Node = TSESTree.Node;

/**
 * Where a function is called. One that a decorator of the file wraps is called wherever its name is: what the decorator
 * calls is all that it wraps. A name that is handed on leaves it at that.
 */
export function namedCallersOf(graph: Graph, node: FunctionNode): ReadonlySet<Node> {
  const name = isWrapped(node) && node.id ? graph.variableOf(node.id) : undefined;
  const reads = name?.references.filter(reference => reference.isRead()).map(({ identifier }) => identifier as Node) ?? [];
  const calls = reads.map(read => wrappedParent(read));
  return name && calls.every((call, index) => call?.type === 'CallExpression' && unwrapped(call.callee) === reads[index]) ? new Set(calls as Node[]) : graph.callersOf(node);
}

/** Whether a decorator of the file wraps a function of Python. */
export function isWrapped(node: FunctionNode): boolean {
  return (node as { readonly isWrapped?: boolean }).isWrapped === true;
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../facts.ts';
import { contains, unwrapped, wrappedParent } from '../tree.ts';
import type { Graph } from './graph.ts';

type Node = TSESTree.Node;

/**
 * Where a function is called. One that a decorator of the file wraps is called wherever its name is, and where the decorator
 * itself calls it: what the wrapper calls is all that the decorator wraps. A name that is handed on leaves it at that.
 */
export function namedCallersOf(graph: Graph, node: FunctionNode): ReadonlySet<Node> {
  const callers = graph.callersOf(node);
  const name = isWrapped(node) && node.id ? graph.variableOf(node.id) : undefined;
  const reads = name?.references.filter(reference => reference.isRead()).map(({ identifier }) => identifier as Node) ?? [];
  const calls = reads.map(read => wrappedParent(read));
  if (!name || !calls.every((call, index) => call?.type === 'CallExpression' && unwrapped(call.callee) === reads[index])) {
    return callers;
  }
  const wrappers = [...graph.named(node.id!).plainValues()].flatMap(value =>
    value.kind === 'function' && value.node !== node ? value.node : [],
  );
  return new Set([...(calls as Node[]), ...[...callers].filter(call => !wrappers.some(wrapper => contains(wrapper, call)))]);
}

/** Whether a decorator of the file wraps a function of Python. */
export function isWrapped(node: FunctionNode): boolean {
  return (node as { readonly isWrapped?: boolean }).isWrapped === true;
}

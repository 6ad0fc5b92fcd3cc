import type { TSESTree } from '@typescript-eslint/utils';
import type { Graph } from './flow/index.ts';
import { thisOf, unwrapped } from './tree.ts';

type Node = TSESTree.Node;

/** `this`, also where `const self = this` gives it a name: the expression, whose place in the code says whose it is. */
export function selfAt(graph: Graph, node: Node): TSESTree.ThisExpression | undefined {
  const inner = unwrapped(node);
  if (inner.type === 'ThisExpression') {
    return inner;
  }
  const variable = inner.type === 'Identifier' ? graph.variableOf(inner) : undefined;
  const declarator = variable?.defs[0]?.node;
  const initial =
    declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier' && declarator.init
      ? unwrapped(declarator.init)
      : undefined;
  return initial?.type === 'ThisExpression' && variable!.references.filter(reference => reference.isWrite()).length === 1
    ? initial
    : undefined;
}

/** Whose `this` stands there, under whatever name. */
export function ownerOfSelf(graph: Graph, node: Node): ReturnType<typeof thisOf> {
  const self = selfAt(graph, node);
  return self && thisOf(self);
}

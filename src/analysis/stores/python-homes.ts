import type { TSESTree } from '@typescript-eslint/utils';
import { homeImports, homeMembers, ownApplications } from '../../sdk/python.ts';
import type { Graph } from '../flow/index.ts';
import { importOf } from '../flow/imports.ts';
import type { Root } from './homes.ts';
import { lastName, propertyName, unwrapped } from '../tree.ts';

type Node = TSESTree.Node;

const roots: Readonly<Record<'between' | 'global' | 'request', Root>> = {
  between: { kind: 'request', isSession: true },
  global: { kind: 'global' },
  request: { kind: 'request', isSession: false },
};

/** The homes that Python's frameworks have, by what they are called and where they come from. */
export function pythonHome(graph: Graph, node: Node): Root | undefined {
  if (node.type === 'Identifier') {
    const imported = importOf(graph.variableOf(node));
    const known = imported && homeImports.get(`${imported.source}.${imported.name}`);
    return known ? roots[known] : ownApplications.test(node.name) ? roots.global : undefined;
  }
  if (node.type !== 'MemberExpression') {
    return undefined;
  }
  const name = propertyName(node) ?? '';
  const object = unwrapped(node.object);
  const known = homeMembers.get(name) ?? (object.type === 'Identifier' ? homeImports.get(`${object.name}.${name}`) : undefined);
  if (known) {
    return roots[known];
  }
  return ownApplications.test(name) || (name === 'client' && lastName(object) === 'interaction') ? roots.global : undefined;
}

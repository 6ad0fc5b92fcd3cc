import type { TSESTree } from '@typescript-eslint/utils';
import { idName } from '../../sdk/loggers.ts';
import { cargoOf } from '../stores/cargo.ts';
import type { Graph } from '../flow/index.ts';
import type { ObjectValue } from '../flow/values.ts';
import { isPropertyNamed, literalKey, nodesBelow, wrappedParent } from '../tree.ts';

type Node = TSESTree.Node;

/**
 * Whether code names a session's id.
 *
 * | code                                              |
 * | ------------------------------------------------- |
 * | `session.sessionId`, `sessionId`, `{ session_id: … }` |
 * | a variable that holds such an id                  |
 * | a whole session, or an object with one in it       |
 */
export function hasSessionId(graph: Graph, root: Node): boolean {
  for (const node of nodesBelow(root, graph.sourceCode.visitorKeys)) {
    if (isNamedId(node) || isIdOrSession(graph, node)) {
      return true;
    }
  }
  return false;
}

function isNamedId(node: Node): boolean {
  switch (node.type) {
    case 'Identifier':
      return idName.test(node.name);
    case 'MemberExpression':
      return isPropertyNamed(node, idName);
    case 'Property':
      return isPropertyNamed(node, idName);
    case 'Literal':
      return node.parent.type === 'CallExpression' && idName.test(literalKey(node) ?? '');
    default:
      return false;
  }
}

/** An object that an id was put into. */
function keepsId({ properties }: ObjectValue): boolean {
  return [...properties].some(([name, place]) => idName.test(name) || [...place.plainValues()].some(({ kind }) => kind === 'id'));
}

function isIdOrSession(graph: Graph, node: Node): boolean {
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') {
    return false;
  }
  const parent = wrappedParent(node);
  const isPart = parent?.type === 'MemberExpression' && parent.object !== undefined && !(parent.property === node && parent.computed);
  const place = graph.place(node);
  return [...place.plainValues()].some(value => value.kind === 'id' || (!isPart && value.kind === 'object' && keepsId(value))) || (!isPart && cargoOf(graph, place)?.holds === 'session');
}

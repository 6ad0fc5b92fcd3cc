import type { TSESTree } from '@typescript-eslint/utils';
import { idName } from '../../sdk/loggers.ts';
import type { Variable } from '../facts.ts';
import { cargoOf } from '../stores/cargo.ts';
import type { Graph } from '../flow/index.ts';
import type { ObjectValue } from '../flow/values.ts';
import { isAmong, isPropertyNamed, literalKey, nodesBelow, unwrapped, wrappedParent } from '../tree.ts';
import { oncePer } from '../once-per.ts';

type Node = TSESTree.Node;

/**
 * Whether code names a session's id.
 *
 * | code                                              |
 * | ------------------------------------------------- |
 * | `session.sessionId`, `sessionId`, `{ session_id: … }` |
 * | a variable that holds such an id, or by which a session is resumed |
 * | a whole session, or an object with one in it       |
 */
export function hasSessionId(graph: Graph, root: Node): boolean {
  for (const node of nodesBelow(root, graph.sourceCode.visitorKeys)) {
    if (isNamedId(node) || isIdOrSession(graph, node) || isResumedBy(graph, node)) {
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
      return node.parent.type === 'CallExpression' && isAmong(literalKey(node), idName);
    default:
      return false;
  }
}

/** An object that an id was put into. */
function keepsId({ properties }: ObjectValue): boolean {
  return [...properties].some(([name, place]) => idName.test(name) || [...place.plainValues()].some(({ kind }) => kind === 'id'));
}

/** `id` of `composio.use(id)` */
function isResumedBy(graph: Graph, node: Node): boolean {
  const variable = graph.variableOf(node);
  return variable !== undefined && resumedBy(graph).has(variable);
}

/** The variables by which sessions are resumed. */
const resumedBy = oncePer((graph: Graph): ReadonlySet<Variable> => {
  const given = [...graph.sessions.values()].flatMap(({ creation }) =>
    creation?.how === 'resume' && creation.user ? [graph.variableOf(unwrapped(creation.user))] : [],
  );
  return new Set(given.filter(each => each !== undefined));
});

function isIdOrSession(graph: Graph, node: Node): boolean {
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression') {
    return false;
  }
  const parent = wrappedParent(node);
  const isPart = parent?.type === 'MemberExpression' && parent.object !== undefined && !(parent.property === node && parent.computed);
  const place = graph.place(node);
  const isId = [...place.plainValues()].some(value => value.kind === 'id' || (!isPart && value.kind === 'object' && keepsId(value)));
  return isId || (!isPart && !isOnlyNamed(node) && cargoOf(graph, place)?.holds === 'session');
}

/** `session = undefined`, `if (session)`: the name is there, but nobody gets to see what it holds. */
function isOnlyNamed(node: Node): boolean {
  let at = node;
  while (at.parent?.type === 'UnaryExpression' || at.parent?.type === 'BinaryExpression' || at.parent?.type === 'LogicalExpression') {
    at = at.parent;
  }
  const { parent } = at;
  return parent?.type === 'AssignmentExpression'
    ? parent.left === at
    : (parent?.type === 'IfStatement' || parent?.type === 'ConditionalExpression') && parent.test === at;
}

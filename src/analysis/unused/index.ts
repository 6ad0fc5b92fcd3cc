import type { TSESTree } from '@typescript-eslint/utils';
import { writesOf } from '../definitions.ts';
import type { Creation, Store, Variable } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Graph } from '../flow/index.ts';
import { isInTest } from '../handlers.ts';
import { enclosingFunction, unwrapped } from '../tree.ts';
import { Fates } from './fates.ts';

type Node = TSESTree.Node;

/**
 * A creation whose session nothing uses.
 *
 * | how         | example                                                 |
 * | ----------- | ------------------------------------------------------- |
 * | discarded   | `await create(u);`, `create(u).catch(log);`             |
 * | unread      | `const session = await create(u);`                      |
 * | overwritten | `let session = await create(u); session = await create(v);` |
 */
export interface UnusedSession {
  readonly creation: Creation;
  readonly how: 'discarded' | 'overwritten' | 'unread';
  /** What stands where the value ends: a statement or a callback that drops it, or a binding that nobody reads. */
  readonly end: Node;
  /** The variables that hold it unread. */
  readonly variables: readonly Variable[];
}

/** Every creation of a session that nothing uses, in source order. */
export function unusedSessionsOf(
  { graph, exported }: FileContext,
  creations: readonly Creation[],
  stores: readonly Store[],
): UnusedSession[] {
  const stored = new Set(stores.flatMap(store => store.creations));
  const fates = new Fates(graph, exported);
  return creations.flatMap(creation => {
    if (creation.how !== 'create' || creation.evidence === 'signature' || stored.has(creation) || isInTest(graph, creation.call)) {
      return [];
    }
    const fate = fates.of(creation.call, []);
    if (!fate || (fate.variables.length > 0 && isExcerpt(graph, creation))) {
      return [];
    }
    return [{ creation, how: howOf(fate.variables, creation.call), ...fate }];
  });
}

function howOf(variables: readonly Variable[], call: Node): UnusedSession['how'] {
  if (variables.length === 0) {
    return 'discarded';
  }
  return variables.some(variable => writesOf(variable).some(({ identifier }) => identifier.range[0] > call.range[1]))
    ? 'overwritten'
    : 'unread';
}

/**
 * Whether a creation stands at the top level of a piece of code whose client is declared nowhere: an excerpt, such as a
 * documentation page has. What it does not show may read its variables.
 */
function isExcerpt(graph: Graph, { call, evidence }: Creation): boolean {
  let root: Node = unwrapped(call.callee);
  while (root.type === 'MemberExpression') {
    root = unwrapped(root.object);
  }
  return evidence === 'name' && !enclosingFunction(call) && root.type === 'Identifier' && !graph.variableOf(root);
}

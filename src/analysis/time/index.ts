import type { TSESTree } from '@typescript-eslint/utils';
import type { CodeRoot } from '../order/control-flow.ts';
import type { FileContext } from '../file.ts';
import type { FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { addTo } from '../grouped.ts';
import { enclosingFunction } from '../tree.ts';
import { dependenciesOf } from './dependencies.ts';
import { directEffects, effectiveNodes, type Effect } from './effects.ts';
import { calledAt } from './summaries.ts';
import type { Connections } from './changes.ts';
import type { LateUse } from './late.ts';
import type { Path } from './paths.ts';
import { lateUsesIn } from './typestate.ts';

export type { Connections } from './changes.ts';
export type { LateUse } from './late.ts';
export { siblingChangesOf, type SiblingChange } from './siblings.ts';

type Node = TSESTree.Node;

/** Every use of a session, its tools or what was built from them, behind a change or deletion, in source order. */
export function lateUsesOf({ graph, nodes }: FileContext, connections: Connections): LateUse[] {
  const concerned = concernedPlaces(graph);
  const isLate = (node: Node): boolean => directEffects(graph, node).some(effect => mayMatter(graph, concerned, effect));
  const changing = effectiveNodes(nodes).filter(isLate);
  if (changing.length === 0) {
    return [];
  }
  const withEffects = rootsAround(graph, changing, nodes);
  const withSessions = new Set<CodeRoot>();
  for (const node of nodes.of('CallExpression', 'Identifier', 'MemberExpression')) {
    for (const value of graph.place(node).plainValues()) {
      if (value.kind === 'session' || value.kind === 'tools') {
        withSessions.add(enclosingFunction(node) ?? graph.sourceCode.ast);
        break;
      }
    }
  }
  const found = [...withSessions].filter(root => withEffects.has(root)).flatMap(root => lateUsesIn(graph, root, connections));
  return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

/** The code around some nodes, and what calls that code, however many hops away. */
function rootsAround(graph: Graph, places: readonly Node[], { calls }: FileContext['nodes']): ReadonlySet<CodeRoot> {
  const found = new Set<CodeRoot>([graph.sourceCode.ast]);
  const callers = new Map<FunctionNode, Node[]>();
  for (const call of calls) {
    calledAt(graph, call).forEach(called => addTo(callers, called, call));
  }
  const open = [...places];
  for (let node = open.pop(); node; node = open.pop()) {
    for (let at = enclosingFunction(node); at && !found.has(at); at = enclosingFunction(at)) {
      found.add(at);
      callers.get(at)?.forEach(call => open.push(call));
    }
  }
  return found;
}

/** The variables (or `this`) that creations were made from; `any` where a caller may know them by names of its own. */
interface Concerned {
  readonly roots: ReadonlySet<Path['root']>;
  readonly any: boolean;
}

function concernedPlaces(graph: Graph): Concerned {
  const roots = new Set<Path['root']>();
  for (const { creation } of graph.sessions.values()) {
    for (const { path } of creation ? dependenciesOf(graph, creation).places : []) {
      roots.add(path.root);
    }
  }
  return { roots, any: [...roots].some(root => isGiven(graph, root)) };
}

/** Whether something may be another thing's name: a parameter of a function that the file calls, `this`. */
function isGiven(graph: Graph, root: Path['root']): boolean {
  const definition = root === 'this' ? undefined : root.defs[0];
  return root === 'this' || (definition?.type === 'Parameter' && graph.callers.has(definition.node as FunctionNode));
}

/** Whether an effect can make a session stale, or end it: a write matters where it may meet what a creation was made from. */
function mayMatter(graph: Graph, { roots, any }: Concerned, effect: Effect): boolean {
  return effect.kind !== 'write' && effect.kind !== 'mutate'
    ? true
    : roots.size > 0 && effect.paths.some(({ root }) => any || roots.has(root) || isGiven(graph, root));
}

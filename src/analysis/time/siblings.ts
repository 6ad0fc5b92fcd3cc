import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, FunctionNode } from '../facts.ts';
import type { FileContext } from '../file.ts';
import type { Graph } from '../flow/index.ts';
import { reaches } from '../order/reaches.ts';
import { memberAround } from '../stores/field-reads.ts';
import { awaited, contains, elementOf, enclosingFunction, isFunction, nodesBelow } from '../tree.ts';
import { changedPlace, type Dependency } from './dependencies.ts';
import { carriedOver } from './carried-over.ts';
import { directEffects, type Effect } from './effects.ts';
import { calledAt, summaryOf } from './summaries.ts';
import {
  insidePath,
  isKept,
  isRead,
  isUsedLater,
  keptIn,
  livesAsLong,
  nameOf,
  sharesThis,
  surroundings,
  type Keeper,
  type Kept,
} from './keepers.ts';
import { pathKey, pathOf } from './paths.ts';
import { PlaceWrites } from './place-writes.ts';

type Node = TSESTree.Node;

/** A write to what a kept session was made from, which leaves that session as it is for the next method or callback. */
export interface SiblingChange {
  readonly node: Node;
  readonly place: Dependency;
  /** The session's home as the code writes it. */
  readonly home: string;
  readonly keeper: Keeper;
  /** What made the session, and what changes it here. */
  readonly creation: Creation;
  readonly by: Effect;
}

/** Callers are followed this far back. */
const mostHops = 3;

/** Every change of a kept session's config that neither refreshes nor drops the session. */
export function siblingChangesOf(context: FileContext): SiblingChange[] {
  const found = new Map<Node, SiblingChange>();
  for (const kept of keptIn(context)) {
    const { keeper, dependencies } = kept;
    if (dependencies.places.length > 0 && isUsedLater(context, keeper)) {
      for (const change of changesOf(context, kept)) {
        found.set(change.node, found.get(change.node) ?? change);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function* changesOf(context: FileContext, { keeper, dependencies, creation }: Kept): Generator<SiblingChange> {
  const { graph, units } = context;
  for (const { node, around, effects } of PlaceWrites.of(context).that(keeper, dependencies)) {
    if (keeper.kind !== 'field' && units.of(around) === units.of(keeper.around)) {
      continue;
    }
    for (const effect of effects) {
      const place = changedPlace(dependencies, seenInside(context, keeper, effect));
      if (
        place &&
        livesAsLong(keeper, place.path) &&
        !isSettled(context, keeper, node, 0) &&
        !(place.isBeside && isMadeBeside(graph, keeper, around)) &&
        !isNoticed(context, keeper, node)
      ) {
        yield { node, place, home: nameOf(graph, keeper), keeper, creation, by: effect };
      }
    }
  }
}

/** An effect with the keeper's own names for what it writes. */
function seenInside({ graph }: FileContext, keeper: Keeper, effect: Effect): Effect {
  if (effect.kind !== 'write' && effect.kind !== 'mutate') {
    return effect;
  }
  const paths = effect.paths
    .filter(path => path.root !== 'this' || sharesThis(keeper, effect.node))
    .map(path => insidePath(graph, keeper, path));
  return { ...effect, paths };
}

/** Whether the session is renewed, updated or dropped behind `node`, here or by whoever calls this. */
function isSettled(context: FileContext, keeper: Keeper, node: Node, hops: number): boolean {
  const { graph } = context;
  const around = keeper.kind === 'field' ? memberAround(node) : enclosingFunction(node);
  if (!around) {
    return true;
  }
  if (keeper.kind === 'field' && elementOf(around)?.kind === 'constructor') {
    return true;
  }
  for (const other of nodesBelow(around.body, graph.sourceCode.visitorKeys)) {
    if (comesAfter(context, other, node) && renews(graph, keeper, other)) {
      return true;
    }
  }
  const callers = [...graph.callersOf(around)].filter(caller => surroundings(keeper).some(inside => contains(inside, caller)));
  const isPrivate = keeper.kind !== 'field' || isPrivateMember(around);
  return hops < mostHops && isPrivate && callers.length > 0 && callers.every(caller => isSettled(context, keeper, caller, hops + 1));
}

/** Whether a method that writes a field renews the session as well, from the value that it writes. */
function isMadeBeside(graph: Graph, keeper: Keeper, around: FunctionNode): boolean {
  return [...nodesBelow(around.body, graph.sourceCode.visitorKeys)].some(node => renews(graph, keeper, node));
}

/**
 * Whether whoever works with the session asks first for what the change leaves behind: a flag set beside it, or the changed
 * place itself. `if (this.dirty) this.session = await …`
 */
function isNoticed({ graph }: FileContext, keeper: Keeper, change: Node): boolean {
  const around = enclosingFunction(change);
  const left = new Set<string>();
  for (const node of around ? nodesBelow(around.body, graph.sourceCode.visitorKeys) : []) {
    for (const effect of directEffects(graph, node)) {
      if (effect.kind === 'write' || effect.kind === 'mutate') {
        effect.paths.forEach(path => left.add(pathKey(path)));
      }
    }
  }
  for (const inside of surroundings(keeper)) {
    for (const node of nodesBelow(inside, graph.sourceCode.visitorKeys)) {
      const reader = node.type === 'IfStatement' && asksFor(graph, node.test, left) ? enclosingFunction(node) : undefined;
      if (reader && reader !== around && renewsAndUses(graph, keeper, reader, node)) {
        return true;
      }
    }
  }
  return false;
}

function asksFor(graph: Graph, test: Node, left: ReadonlySet<string>): boolean {
  return [...nodesBelow(test, graph.sourceCode.visitorKeys)].some(node => {
    const path = node.type === 'Identifier' || node.type === 'MemberExpression' ? pathOf(graph, node) : undefined;
    return !!path && left.has(pathKey(path));
  });
}

/** Whether a function renews the session behind a test, and works with it. */
function renewsAndUses(graph: Graph, keeper: Keeper, reader: FunctionNode, test: Node): boolean {
  let isRenewed = false;
  let isUsed = false;
  for (const node of nodesBelow(reader.body, graph.sourceCode.visitorKeys)) {
    isRenewed ||= node.range[0] > test.range[0] && renews(graph, keeper, node);
    isUsed ||= isRead(graph, keeper, node);
  }
  return isRenewed && isUsed;
}

/** Whether `node` may run after `change`: on a way from it, or, where they stand in different functions, further down. */
function comesAfter({ graph }: FileContext, node: Node, change: Node): boolean {
  const around = enclosingFunction(node);
  if (!around || around !== enclosingFunction(change)) {
    return node.range[0] > change.range[0];
  }
  return mayRenew(node) && reaches(around, change, node, graph.sourceCode.visitorKeys);
}

function mayRenew(node: Node): boolean {
  return (
    node.type === 'AssignmentExpression' ||
    node.type === 'CallExpression' ||
    node.type === 'NewExpression' ||
    node.type === 'UnaryExpression'
  );
}

function isPrivateMember(member: FunctionNode): boolean {
  const { parent } = member;
  return (
    parent.type === 'MethodDefinition' &&
    (parent.accessibility === 'private' || parent.accessibility === 'protected' || parent.key.type === 'PrivateIdentifier')
  );
}

/** Whether a node assigns the keeper anew, updates or deletes its session, or calls something that does. */
function renews(graph: Graph, keeper: Keeper, node: Node): boolean {
  const settles = (effect: Effect): boolean => {
    switch (effect.kind) {
      case 'write':
        return effect.paths.some(
          path => isKept(graph, keeper, path) && (keeper.kind === 'path' || path.members.length === (keeper.kind === 'variable' ? 0 : 1)),
        );
      case 'update':
      case 'delete': {
        const path = pathOf(graph, awaited(effect.session));
        return !!path && isKept(graph, keeper, path);
      }
      default:
        return false;
    }
  };
  if (directEffects(graph, node).some(settles)) {
    return true;
  }
  if (node.type !== 'CallExpression') {
    return false;
  }
  return calledAt(graph, node).some(
    called => isFunction(called) && carriedOver(graph, node, called, summaryOf(graph, called)).some(settles),
  );
}

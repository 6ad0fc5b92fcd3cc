import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode, Variable } from '../facts.ts';
import { functionOfScope } from '../stores/homes.ts';
import { fieldReads, memberAround } from '../stores/field-reads.ts';
import type { FileContext } from '../file.ts';
import { contains, enclosingFunction, isFunction, nodesBelow } from '../tree.ts';
import { changedPlace, dependenciesOf, type Dependencies, type Dependency } from './dependencies.ts';
import { calledAt, carriedOver, directEffects, summaryOf, type Effect } from './effects.ts';
import { pathOf } from './paths.ts';

type Node = TSESTree.Node;

/** A write to what a kept session was made from, which leaves that session as it is for the next method or callback. */
export interface SiblingChange {
  readonly node: Node;
  readonly place: Dependency;
  /** The session's home as the code writes it. */
  readonly home: string;
}

/** What keeps a session between calls: a field of a class, or a variable around several callbacks. */
type Keeper =
  | { readonly kind: 'field'; readonly owner: ClassNode; readonly name: string }
  | { readonly kind: 'variable'; readonly variable: Variable; readonly around: FunctionNode };

/** Callers are followed this far back. */
const mostHops = 3;

/** Every change of a kept session's config that neither refreshes nor drops the session. */
export function siblingChangesOf(context: FileContext): SiblingChange[] {
  const found = new Map<Node, SiblingChange>();
  for (const { keeper, dependencies } of kept(context)) {
    if (dependencies.places.length > 0 && isUsedLater(context, keeper)) {
      for (const change of changesOf(context, keeper, dependencies)) {
        found.set(change.node, found.get(change.node) ?? change);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function* kept({ graph }: FileContext): Generator<{ keeper: Keeper; dependencies: Dependencies }> {
  for (const [owner, fields] of graph.fields) {
    for (const [key, place] of fields) {
      for (const value of place.plainValues()) {
        if (value.kind === 'session' && value.creation && !key.startsWith('static ')) {
          yield { keeper: { kind: 'field', owner, name: key }, dependencies: dependenciesOf(graph, value.creation) };
        }
      }
    }
  }
  for (const [variable, place] of graph.variables) {
    const around = functionOfScope(variable);
    if (around && variable.defs[0]?.type === 'Variable') {
      for (const value of place.plainValues()) {
        if (value.kind === 'session' && value.creation && contains(around, value.creation.call)) {
          yield { keeper: { kind: 'variable', variable, around }, dependencies: dependenciesOf(graph, value.creation) };
        }
      }
    }
  }
}

/** Whether some method or callback works with the kept session at another time than it is made. */
function isUsedLater({ graph, units }: FileContext, keeper: Keeper): boolean {
  if (keeper.kind === 'field') {
    return [...fieldReads(graph, keeper.owner, keeper.name)].length > 0;
  }
  const own = units.of(keeper.around);
  return keeper.variable.references.some(reference => reference.isRead() && units.at(reference.identifier as Node) !== own);
}

function* changesOf(context: FileContext, keeper: Keeper, dependencies: Dependencies): Generator<SiblingChange> {
  const { graph, units } = context;
  const inside = keeper.kind === 'field' ? keeper.owner : keeper.around;
  for (const node of nodesBelow(inside, graph.sourceCode.visitorKeys)) {
    const around = enclosingFunction(node);
    if (!around || (keeper.kind === 'variable' && units.of(around) === units.of(keeper.around))) {
      continue;
    }
    for (const effect of directEffects(graph, node)) {
      const place = changedPlace(dependencies, effect);
      if (place && isShared(keeper, place) && !isSettled(context, keeper, node, 0)) {
        yield { node, place, home: keeper.kind === 'field' ? `this.${keeper.name}` : keeper.variable.name };
      }
    }
  }
}

/** Whether a dependency lives as long as the session's keeper: a field, or a variable around the callbacks. */
function isShared(keeper: Keeper, { path }: Dependency): boolean {
  if (keeper.kind === 'field') {
    return path.root === 'this' && path.members.length > 0;
  }
  const declaredIn = path.root === 'this' ? undefined : functionOfScope(path.root);
  return declaredIn !== undefined && contains(declaredIn, keeper.around);
}

/** Whether the session is renewed, updated or dropped behind `node`, here or by whoever calls this. */
function isSettled(context: FileContext, keeper: Keeper, node: Node, hops: number): boolean {
  const { graph } = context;
  const around = keeper.kind === 'field' ? memberAround(node) : enclosingFunction(node);
  if (!around) {
    return true;
  }
  if (keeper.kind === 'field' && around.parent.type === 'MethodDefinition' && around.parent.kind === 'constructor') {
    return true;
  }
  for (const other of nodesBelow(around.body, graph.sourceCode.visitorKeys)) {
    if (other.range[0] > node.range[0] && renews(context, keeper, other)) {
      return true;
    }
  }
  const callers = [...(graph.callers.get(around) ?? [])].filter(caller => contains(keeper.kind === 'field' ? keeper.owner : keeper.around, caller));
  const isPrivate = keeper.kind === 'variable' || isPrivateMember(around);
  return hops < mostHops && isPrivate && callers.length > 0 && callers.every(caller => isSettled(context, keeper, caller, hops + 1));
}

function isPrivateMember(member: FunctionNode): boolean {
  const { parent } = member;
  return parent.type === 'MethodDefinition' && (parent.accessibility === 'private' || parent.accessibility === 'protected' || parent.key.type === 'PrivateIdentifier');
}

/** Whether a node assigns the keeper anew, updates or deletes its session, or calls something that does. */
function renews({ graph }: FileContext, keeper: Keeper, node: Node): boolean {
  const settles = (effect: Effect): boolean => {
    switch (effect.kind) {
      case 'write':
        return effect.paths.some(path => path.members.length === (keeper.kind === 'field' ? 1 : 0) && isKeeper(keeper, path));
      case 'update':
      case 'delete': {
        const path = pathOf(graph, effect.session);
        return !!path && isKeeper(keeper, path);
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
  return calledAt(graph, node).some(called => isFunction(called) && carriedOver(graph, node, called, summaryOf(graph, called)).some(settles));
}

function isKeeper(keeper: Keeper, { root, members }: { readonly root: Variable | 'this'; readonly members: readonly string[] }): boolean {
  return keeper.kind === 'field' ? root === 'this' && members[0] === keeper.name : root === keeper.variable;
}


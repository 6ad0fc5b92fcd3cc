import type { Creation, FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { fieldOrigin } from './fields.ts';
import { type Origin, originsOf } from './origins.ts';
import { contains, enclosingFunction, isField, nodesBelow } from '../tree.ts';

/** Whose a stored session is, seen from the object or closure that keeps it. */
export type Owner = 'constant' | 'identity' | 'other' | 'parameter';

/** Helpers are followed this many calls back. */
const mostHops = 4;

/** How an origin is seen from a home: `identity` of the home, or a parameter of the function that stores. */
export interface Viewpoint {
  readonly graph: Graph;
  readonly storing: FunctionNode | undefined;
  isIdentity(origin: Origin): boolean;
}

/** Whose the sessions of some creations are. */
export function ownerOf(view: Viewpoint, creations: readonly Creation[]): Owner {
  const owners = creations.flatMap(creation =>
    creation.user ? originsOf(view.graph, creation.user).map(origin => ownerOfOrigin(view, origin, 0)) : ['other' as const],
  );
  for (const owner of ['parameter', 'identity', 'other', 'constant'] as const) {
    if (owners.includes(owner)) {
      return owner;
    }
  }
  return 'other';
}

function ownerOfOrigin(view: Viewpoint, origin: Origin, hops: number): Owner {
  if (view.isIdentity(origin)) {
    return 'identity';
  }
  switch (origin.kind) {
    case 'constant':
      return 'constant';
    case 'field':
      return fieldOrigin(view.graph, origin) === 'constant' ? 'constant' : 'other';
    case 'parameter':
      return ownerOfParameter(view, origin, hops);
    case 'call':
      return origin.inputs.some(input => input.kind === 'parameter' && ownerOfOrigin(view, input, hops + 1) === 'parameter')
        ? 'parameter'
        : 'other';
    default:
      return 'other';
  }
}

/** A parameter of a helper stands for what the storing function gives it. */
function ownerOfParameter(view: Viewpoint, origin: Origin & { kind: 'parameter' }, hops: number): Owner {
  const { storing } = view;
  const isOwn = !storing || contains(origin.function, storing) || contains(storing, origin.function);
  if ((isOwn && !isPrivateMethod(origin.function)) || hops > mostHops) {
    return 'parameter';
  }
  const callers = [...view.graph.callersOf(origin.function)];
  const near = callers.filter(caller => storing && contains(storing, caller));
  const given = (near.length > 0 ? near : callers).flatMap(caller => {
    const argument = 'arguments' in caller ? caller.arguments[origin.index] : undefined;
    return argument ? originsOf(view.graph, argument).map(each => ownerOfOrigin(view, each, hops + 1)) : [];
  });
  for (const owner of ['parameter', 'identity', 'other', 'constant'] as const) {
    if (given.includes(owner)) {
      return owner;
    }
  }
  return 'parameter';
}

/** A private method has no callers but those of its class, so its parameters are what these give. */
export function isPrivateMethod({ parent }: FunctionNode): boolean {
  return (
    (parent.type === 'MethodDefinition' || isField(parent)) &&
    (parent.accessibility === 'private' || parent.key.type === 'PrivateIdentifier')
  );
}

/** Whether a creation's config reads a parameter of the function that stores. */
export function readsParameter(view: Viewpoint, creations: readonly Creation[]): boolean {
  return creations.some(({ config }) => {
    if (!config) {
      return false;
    }
    for (const node of nodesBelow(config, view.graph.sourceCode.visitorKeys)) {
      if (node.type === 'Identifier' && view.graph.references.has(node)) {
        if (originsOf(view.graph, node).some(origin => isOfCall(view, origin) && ownerOfOrigin(view, origin, 0) === 'parameter')) {
          return true;
        }
      }
    }
    return false;
  });
}

/** Whether an origin is a parameter of this very call: of the function that stores, or of one that it has create. */
function isOfCall({ graph, storing, isIdentity }: Viewpoint, origin: Origin): boolean {
  return (
    origin.kind === 'parameter' &&
    !isIdentity(origin) &&
    (!storing || contains(origin.function, storing) || runsWithin(graph, origin.function, storing, 0))
  );
}

/** Whether a function stands in another one, or is called from there, also through others. */
function runsWithin(graph: Graph, node: FunctionNode, around: FunctionNode, hops: number): boolean {
  if (contains(around, node)) {
    return true;
  }
  return hops < mostHops && [...graph.callersOf(node)].some(caller => {
    const calling = enclosingFunction(caller);
    return calling !== undefined && calling !== node && runsWithin(graph, calling, around, hops + 1);
  });
}

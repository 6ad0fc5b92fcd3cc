import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, FunctionNode, Variable } from '../facts.ts';
import { registrarOf } from '../handlers.ts';
import { functionOfScope } from '../stores/homes.ts';
import { fieldOrigin } from '../people/fields.ts';
import { originsOf, type Origin } from '../people/origins.ts';
import { contains, isNamed, unwrapped } from '../tree.ts';
import { script } from '../units.ts';
import type { Served, Serving } from './served.ts';
import { sessionUse, type SessionUse } from './uses.ts';

type Node = TSESTree.Node;

/** A handler's use of a session that was made outside it, for somebody else. */
export interface Capture extends SessionUse, Served {
  readonly variable: Variable;
}

/** Helpers are followed this many calls back to what they are given. */
const mostHops = 3;

/** What stands for one connection when handlers are registered on it. */
const connection = /^(?:socket|ws|websocket|conn|connection|peer|stream|channel)$/iu;

/**
 * The captured sessions of a file, the first use of each handler.
 *
 * | the session's user                                    | answer   |
 * | ----------------------------------------------------- | -------- |
 * | a constant, or from another module                    | captured |
 * | whatever a start-up function asks for                 | captured |
 * | a parameter of a handler beside the capturing one     | captured |
 * | a parameter of a function around the handler          | its own  |
 * | anything, when the variable lives within a handler    | its own: the connection's |
 * | a field that the constructor sets, an unknown call    | left alone |
 */
export function capturesOf(serving: Serving): Capture[] {
  const { graph, homes } = serving.context;
  const first = new Map<FunctionNode, Capture>();
  for (const variable of graph.variables.keys()) {
    const home = homes.ofVariable(variable).kind === 'closure' ? functionOfScope(variable) : undefined;
    if (!home || variable.references.length === 0) {
      continue;
    }
    let isOfHandler: boolean | undefined;
    for (const reference of variable.references) {
      const node = reference.identifier as Node;
      const use = reference.isRead() ? sessionUse(graph, node) : undefined;
      const served = use && serving.handlerWithin(node, home);
      if (!use || !served || (isOfHandler ??= serving.isWithinHandler(home))) {
        continue;
      }
      const creations = use.creations.filter(creation => isForeign(serving, creation, served.handler, home));
      const known = first.get(served.handler);
      if (creations.length > 0 && (!known || node.range[0] < known.node.range[0])) {
        first.set(served.handler, { ...use, ...served, creations, variable });
      }
    }
  }
  return [...first.values()];
}

/** Whether a session was made outside a handler, for a user that is not the handler's. */
function isForeign(serving: Serving, creation: Creation, handler: FunctionNode, home: FunctionNode): boolean {
  const { graph, units, handlers } = serving.context;
  if (!creation.user || contains(handler, creation.call)) {
    return false;
  }
  const verdicts = originsOf(graph, creation.user).map(origin => verdict(origin, 0));
  return !verdicts.includes('own') && verdicts.includes('foreign') && !isOnConnection(serving, handler, home);

  function verdict(origin: Origin, hops: number): 'foreign' | 'own' | 'unknown' {
    switch (origin.kind) {
      case 'constant':
      case 'imported':
        return 'foreign';
      case 'field':
        return fieldOrigin(graph, origin) === 'constant' ? 'foreign' : 'unknown';
      case 'parameter':
        if (contains(origin.function, handler)) {
          return 'own';
        }
        return handlers.kinds.has(origin.function) ? 'foreign' : ofGiven(origin, hops);
      case 'call': {
        const inputs = origin.inputs.map(input => verdict(input, hops + 1));
        return inputs.includes('own') ? 'own' : units.of(home) === script ? 'foreign' : 'unknown';
      }
      default:
        return 'unknown';
    }
  }

  /** A helper's parameter is what its callers give. */
  function ofGiven(origin: Origin & { kind: 'parameter' }, hops: number): 'foreign' | 'own' | 'unknown' {
    const answers: ('foreign' | 'own' | 'unknown')[] = [];
    for (const caller of graph.callersOf(origin.function)) {
      const given = caller.type === 'CallExpression' && hops < mostHops ? caller.arguments[origin.index] : undefined;
      answers.push(...(given ? originsOf(graph, given).map(inner => verdict(inner, hops + 1)) : ['unknown' as const]));
    }
    return answers.includes('own') ? 'own' : answers.includes('foreign') ? 'foreign' : 'unknown';
  }
}

/** Whether a handler listens on a connection that the function around it was given. */
function isOnConnection({ context }: Serving, handler: FunctionNode, home: FunctionNode): boolean {
  const registration = context.handlers.registrations.get(handler);
  const callee = registration && registrarOf(registration);
  const receiver = callee?.type === 'MemberExpression' ? unwrapped(callee.object) : undefined;
  const definition = receiver?.type === 'Identifier' ? context.graph.variableOf(receiver)?.defs[0] : undefined;
  return definition?.type === 'Parameter' && contains(definition.node as Node, home) && isNamed(receiver!, connection);
}

import type { TSESTree } from '@typescript-eslint/utils';
import { resolverObjects, scheduleProperties, taskProperties, toolProperties } from '../sdk/handlers.ts';
import type { FunctionNode } from './facts.ts';
import type { Graph } from './flow/index.ts';
import type { Place } from './flow/flow.ts';
import type { HandlerKind } from './handlers.ts';
import { isPropertyNamed, lastName, propertyName } from './tree.ts';

type Node = TSESTree.Node;
type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** How deep the paths and methods of a table of routes lie in each other. */
const routeDepth = 2;

/**
 * The handlers in the options that a call is given.
 *
 * | options                                    | handler                                       |
 * | ------------------------------------------ | --------------------------------------------- |
 * | `action({ args, handler })`                | somebody's request                            |
 * | `app.timer({ schedule, handler })`         | the clock's                                   |
 * | `task({ id, run })`                        | a job of the project                          |
 * | `tool({ description, handler })`           | none: the model's                             |
 * | `internalAction({ handler })`              | none: what the project calls itself           |
 */
export function* handlersInOptions(graph: Graph, call: Call): Generator<{ callback: FunctionNode; kind: HandlerKind }> {
  const name = lastName(call.callee) ?? '';
  if (name.startsWith('internal')) {
    return;
  }
  for (const argument of call.arguments) {
    if (argument.type !== 'ObjectExpression' || hasProperty(argument, toolProperties)) {
      continue;
    }
    const wanted = taskProperties.get(name) ?? 'handler';
    for (const property of argument.properties) {
      if (property.type === 'Property' && propertyName(property) === wanted) {
        const kind = hasProperty(argument, scheduleProperties) ? 'timer' : 'caller';
        for (const callback of functionsAt(graph.place(property.value))) {
          if (callback.params.length > 0) {
            yield { callback, kind };
          }
        }
      }
    }
  }
}

/** Whether an options object of a call says when the clock is to run it. */
export function isScheduled({ arguments: given }: Call): boolean {
  return given.some(argument => argument.type === 'ObjectExpression' && hasProperty(argument, scheduleProperties));
}

/** The functions in a table of routes: `{ '/chat': { POST: … }, '/ping': … }`. */
export function* routesIn(table: Place, depth = routeDepth): Generator<FunctionNode> {
  yield* functionsAt(table);
  for (const value of table.plainValues()) {
    if (value.kind === 'object' && depth > 0) {
      for (const inner of value.properties.values()) {
        yield* routesIn(inner, depth - 1);
      }
    }
  }
}

function* functionsAt(place: Place): Generator<FunctionNode> {
  for (const value of place.plainValues()) {
    if (value.kind === 'function') {
      yield value.node;
    }
  }
}

/** Whether a function answers an operation of a GraphQL schema: `{ Mutation: { chat: (parent, args, context) => … } }`. */
export function isResolver({ params, parent }: FunctionNode): boolean {
  const around = parent.type === 'Property' && parent.parent.type === 'ObjectExpression' ? parent.parent.parent : undefined;
  return params.length > 1 && around?.type === 'Property' && isPropertyNamed(around, resolverObjects);
}

/**
 * Which parameter of a handler holds what whoever calls it chose, when its place alone tells: the second of a resolver and
 * beside `args`, the first beside `input`.
 */
export function chosenParameter(node: FunctionNode): number | undefined {
  if (isResolver(node)) {
    return 1;
  }
  const options = node.parent.type === 'Property' ? node.parent.parent : undefined;
  if (options?.type !== 'ObjectExpression' || !isPropertyNamed(node.parent as TSESTree.Property, /^handler$/u)) {
    return undefined;
  }
  return hasProperty(options, new Set(['args'])) ? 1 : hasProperty(options, new Set(['input'])) ? 0 : undefined;
}

function hasProperty(object: Node, names: ReadonlySet<string>): boolean {
  return (
    object.type === 'ObjectExpression' &&
    object.properties.some(property => property.type === 'Property' && isPropertyNamed(property, names))
  );
}

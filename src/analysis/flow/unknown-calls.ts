import type { TSESTree } from '@typescript-eslint/utils';
import { builderName, chainedName, furtherName, memoizers, stateHooks } from '../../sdk/model.ts';
import { enclosingFunction, isFunction, lastName, propertyName, unwrapped, wrappedParent } from '../tree.ts';
import { importedNameOf, seedElements } from './calls.ts';
import { isAwaited, isHandedOn, isWaitedFor, sessionByReference } from './creations.ts';
import type { Place } from './flow.ts';
import type { Graph } from './graph.ts';
import { type ObjectValue, plain } from './values.ts';

type Call = TSESTree.CallExpression;

/**
 * What a call or `new` that leads out of the file may do.
 *
 * | call                                       | gives                                       |
 * | ------------------------------------------ | ------------------------------------------- |
 * | a callback without parameters, or awaited  | what the callback gives                     |
 * | any other callback, a memo's included      | a function that does as the callback        |
 * | `new X(a)`, `createX(a)`, `x.withY(a)`     | something that keeps `a`                    |
 */
export function connectUnknown(graph: Graph, node: Call | TSESTree.NewExpression): void {
  const result = graph.place(node);
  const name = importedNameOf(graph, node.callee) ?? lastName(node.callee);
  const isMemo = name !== undefined && (memoizers.has(name) || graph.settings.memoizers.includes(name)) && !stateHooks.has(name);
  const builds = node.type === 'NewExpression' || (name !== undefined && builderName.test(name));
  const built = builds ? graph.object(node, { label: 'built', assumed: true, made: name }) : undefined;
  if (built) {
    graph.flow.add(result, built);
    if (node.type === 'NewExpression') {
      seedElements(graph, node, built.promised);
    }
  }
  if (node.type === 'CallExpression') {
    connectBase(graph, node, name, built);
  }
  const isWaited = node.type === 'CallExpression' && isWaitedFor(node);
  for (const argument of node.arguments) {
    const place = graph.given(argument);
    graph.flow.watch(place, marked => {
      const value = plain(marked);
      if (value.kind === 'function' && node.type === 'CallExpression' && !graph.callers.get(value.node)?.has(node)) {
        if (isMemo || !(isWaited || (value.node.params.length === 0 && isHandedOn(node)))) {
          graph.flow.add(result, value);
        }
        if (!isMemo && (value.node.params.length === 0 || isWaited)) {
          graph.flow.edge(graph.returned(value.node), result);
        }
      }
      const byReference =
        value.kind === 'client-member' && node.type === 'CallExpression' && isAwaited(node)
          ? sessionByReference(graph, node, value)
          : undefined;
      if (byReference) {
        graph.flow.add(result, byReference);
      }
    });
    if (built) {
      graph.flow.edge(place, graph.property(built, '...'));
      connectReceiver(graph, node, place);
    }
  }
}

/**
 * `graph.addNode(…).compile()`, `agent.withConfig(…)`: what is made of something built keeps what that keeps, and it
 * itself what is added to it where it is made.
 */
function connectBase(graph: Graph, node: Call, name: string | undefined, built: ObjectValue | undefined): void {
  const callee = unwrapped(node.callee);
  const isFilling = name !== undefined && chainedName.test(name);
  if (callee.type !== 'MemberExpression' || name === undefined || !(isFilling || furtherName.test(name))) {
    return;
  }
  graph.flow.watch(graph.place(callee.object), marked => {
    const value = plain(marked);
    if (value.kind !== 'object' || !value.assumed) {
      return;
    }
    if (isFilling && enclosingFunction(value.node) === enclosingFunction(node)) {
      node.arguments.forEach(argument => graph.flow.edge(graph.given(argument), graph.property(value, '...')));
    }
    if (!isFilling || isChained(node, callee)) {
      const made = built ?? graph.object(node, { label: 'built', assumed: true, made: name });
      const kept = graph.property(made, '...');
      graph.flow.add(graph.place(node), made);
      graph.flow.edge(graph.property(value, '...'), kept);
      node.arguments.forEach(argument => graph.flow.edge(graph.given(argument), kept));
    }
  });
}

/** Whether a call stands in a chain: `timers.addJob(…)` by itself gives the job. */
function isChained(node: Call, { object }: TSESTree.MemberExpression): boolean {
  const made = unwrapped(object).type;
  const asked = wrappedParent(node);
  return (
    made === 'CallExpression' ||
    made === 'NewExpression' ||
    (asked?.type === 'MemberExpression' && wrappedParent(asked)?.type === 'CallExpression')
  );
}

/** `client.connect(transport)`: something unknown of the file keeps what it is connected to. */
function connectReceiver(graph: Graph, node: Call | TSESTree.NewExpression, given: Place): void {
  const callee = unwrapped(node.callee);
  if (node.type === 'CallExpression' && callee.type === 'MemberExpression' && propertyName(callee) === 'connect') {
    graph.flow.watch(graph.place(callee.object), marked => {
      const value = plain(marked);
      if (value.kind === 'object' && value.assumed) {
        graph.flow.edge(given, graph.property(value, '...'));
      }
    });
  }
}

/** Whether a call leads to something that the analysis knows. */
export function isResolved(graph: Graph, node: Call | TSESTree.NewExpression): boolean {
  const callee = unwrapped(node.callee);
  if (isFunction(callee) || callee.type === 'Super') {
    return true;
  }
  for (const value of graph.place(callee).plainValues()) {
    if (
      value.kind === 'function' ||
      value.kind === 'class' ||
      value.kind === 'setter' ||
      value.kind === 'session-method' ||
      value.kind === 'sdk-class' ||
      value.kind === 'client-member'
    ) {
      return true;
    }
  }
  return false;
}

import type { TSESTree } from '@typescript-eslint/utils';
import { builtFetchers } from '../../sdk/model.ts';
import type { FunctionNode } from '../facts.ts';
import { isFunction, lastName, unspread, unwrapped } from '../tree.ts';
import { recordCaller } from './calls.ts';
import type { Graph } from './graph.ts';
import type { MethodCall } from './method-call.ts';
import { fetched, methods } from './methods.ts';
import { staticMethods } from './statics.ts';

type Call = TSESTree.CallExpression;

/**
 * What the methods of JavaScript's own objects do with what is inside them, by name: the analysis has no types, and
 * these names mean the same on everything that has them.
 */
export function connectMethod(graph: Graph, node: Call, callee: TSESTree.MemberExpression, name: string): void {
  const call: MethodCall = {
    graph,
    node,
    receiver: graph.place(callee.object),
    result: graph.place(node),
    argument: index => unspread(node.arguments[index]),
  };
  if (unwrapped(callee.object).type === 'Identifier') {
    const object = lastName(callee.object);
    const isGlobal = !graph.references.has(unwrapped(callee.object));
    const statics = isGlobal ? staticMethods[`${object}.${name}`] : undefined;
    if (statics) {
      statics(call);
      return;
    }
  }
  if (builtFetchers.has(name)) {
    fetched(call);
  }
  if (Object.hasOwn(methods, name)) {
    methods[name]!(call);
  }
}

/** `useState(initial)`: the state and its setter. */
export function connectState(graph: Graph, node: Call): void {
  const object = graph.object(node, { label: 'state' });
  const state = graph.property(object, '0');
  graph.flow.add(graph.place(node), object);
  graph.flow.add(graph.property(object, '1'), graph.intern(node, 'setter', () => ({ kind: 'setter', target: state })));
  const [initial] = node.arguments;
  if (initial && isFunction(unwrapped(initial))) {
    const made = unwrapped(initial) as FunctionNode;
    recordCaller(graph, made, node);
    graph.flow.edge(graph.returned(made), state);
  } else if (initial) {
    graph.flow.edge(graph.place(initial), state);
  }
}

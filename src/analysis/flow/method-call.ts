import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../facts.ts';
import { contentOf } from '../parts.ts';
import { isFunction, lastName, propertyName, unwrapped } from '../tree.ts';
import { broughtBy, firstParameter, recordCaller } from './calls.ts';
import { sessionFrom } from './creations.ts';
import { Place } from './flow.ts';
import type { Graph } from './graph.ts';
import { plain, type Value } from './values.ts';

type Call = TSESTree.CallExpression;
type Node = TSESTree.Node;

/** A call of one of JavaScript's own methods, and what flows in and out of it. */
export interface MethodCall {
  readonly graph: Graph;
  readonly node: Call;
  readonly receiver: Place;
  readonly result: Place;
  /** The argument at a position, without spreads. */
  argument(index: number): Node | undefined;
}

/** Lets what is given to a function reach its parameters, and answers what stands for each of these. */
function placed(graph: Graph, called: FunctionNode, given: readonly (Place | undefined)[]): readonly (Place | undefined)[] {
  const places = firstParameter(called) > 0 ? [undefined, ...given] : given;
  places.slice(0, called.params.length).forEach((place, index) => {
    if (place) {
      graph.flow.edge(place, graph.parameter(called, index), called);
    }
  });
  return places;
}

/** Calls a callback with what `parameters` hold and passes its result to `to`. */
export function callback(call: MethodCall, index: number, parameters: readonly (Place | undefined)[], to?: Place): void {
  const { graph } = call;
  const given = call.argument(index);
  if (!given) {
    return;
  }
  const enter = (called: FunctionNode, from?: FunctionNode): void => {
    recordCaller(graph, called, call.node);
    const given = placed(graph, called, parameters);
    if (to) {
      graph.instantiate(called, given, to, from);
    }
  };
  if (isFunction(unwrapped(given))) {
    enter(unwrapped(given) as FunctionNode);
    return;
  }
  const seen = new Set<Value>();
  graph.flow.watch(graph.place(given), marked => {
    const value = plain(marked);
    if (value.kind === 'function' && !seen.has(marked)) {
      seen.add(marked);
      enter(value.node, broughtBy(marked, call.node));
    } else if (value.kind === 'parameter' && to) {
      const symbolic = new Place();
      graph.flow.add(symbolic, marked);
      graph.flow.edge(graph.result(symbolic, graph.callStep(given, parameters)), to);
    } else if (value.kind === 'setter' && parameters[0]) {
      graph.flow.edge(parameters[0], value.target);
    }
  });
}

/** Runs `each` for the containers that reach the receiver. */
export function containers(call: MethodCall, each: (elements: Place) => void): void {
  const name = lastName(call.node.callee);
  call.graph.flow.watch(call.receiver, marked => {
    const value = plain(marked);
    if (value.kind === 'object' && !definesMethod(value.node, name)) {
      each(value.elements);
    }
  });
}

/** A new array of what `to` collects. */
export function collected(call: MethodCall): Place {
  const array = call.graph.object(call.node, { label: 'collected', made: 'Array' });
  call.graph.flow.add(call.result, array);
  return array.elements;
}

/** The positions of an argument list that `apply` hands on. */
const applied = ['0', '1', '2', '3'];

/** `f.apply(self, list)` and `Reflect.apply(f, self, list)`. */
export function callWithList(call: MethodCall, called: Place, given: Node | undefined): void {
  const list = given && unwrapped(given);
  if (list?.type === 'ArrayExpression') {
    callIndirectly(call, called, list.elements);
  } else if (list) {
    const items = call.graph.place(list);
    enterAll(call, called, applied.map(index => call.graph.member(items, index)));
  }
}

/** `f.call(self, …)`: what is called takes the arguments as they are given. */
export function callIndirectly(call: MethodCall, called: Place, given: readonly (TSESTree.CallExpressionArgument | null)[]): void {
  const { graph, node } = call;
  enterAll(call, called, given.map(each => (each ? graph.place(contentOf(each)) : undefined)));
  graph.flow.watch(called, marked => {
    const value = plain(marked);
    const callee = called === call.receiver ? (node.callee as TSESTree.MemberExpression).object : node.arguments[0]!;
    const session = value.kind === 'client-member' ? sessionFrom(graph, node, value, { callee, arguments: given }) : undefined;
    if (session) {
      graph.flow.add(call.result, session);
    }
  });
}

function enterAll(call: MethodCall, called: Place, given: readonly (Place | undefined)[]): void {
  call.graph.flow.watch(called, marked => {
    const value = plain(marked);
    if (value.kind === 'function') {
      recordCaller(call.graph, value.node, call.node);
      call.graph.instantiate(value.node, placed(call.graph, value.node, given), call.result);
    }
  });
}

/** An array of the `[key, value]` pairs of a container. */
export function entriesOf(graph: Graph, container: ReturnType<Graph['object']>): ReturnType<Graph['object']> {
  const list = graph.object(container.node, { label: 'entries' });
  graph.flow.add(list.elements, graph.pair(container));
  return list;
}

/** What a method does with its first argument, when that stands for one value. */
export function given(each: (call: MethodCall, first: Place) => void) {
  return (call: MethodCall): void => {
    const first = call.argument(0);
    if (first) {
      each(call, call.graph.place(first));
    }
  };
}

/** A method that gives what it is given. */
export const whole = given((call, first) => call.graph.flow.edge(first, call.result));

/** An object literal with a method of that name does what its own code says. */
function definesMethod(node: Node, name: string | undefined): boolean {
  return (
    node.type === 'ObjectExpression' && node.properties.some(property => property.type === 'Property' && propertyName(property) === name)
  );
}

import type { TSESTree } from '@typescript-eslint/utils';
import { literalKey } from '../tree.ts';
import type { Place } from './flow.ts';
import type { Graph } from './graph.ts';
import { callback, callWithList, collected, entriesOf, given, whole, type MethodCall } from './method-call.ts';
import { plain } from './values.ts';

type Node = TSESTree.Node;

/** What the functions of `Promise`, `Object` and their like do, by their whole names. */
export const staticMethods: Record<string, ((call: MethodCall) => void) | undefined> = {
  'Reflect.apply': given((call, called) => callWithList(call, called, call.argument(2))),
  'Reflect.set': call => written(call, call.argument(2)),
  'Object.defineProperty'(call) {
    const described = call.argument(2);
    const { graph } = call;
    written(call, described, place => graph.member(place, 'value'));
  },
  'Promise.all': whole,
  'Promise.withResolvers'({ graph, node, result }) {
    const deferred = graph.object(node);
    const target = graph.property(deferred, 'promise');
    graph.flow.add(graph.property(deferred, 'resolve'), graph.intern(node, 'resolve', () => ({ kind: 'setter', target })));
    graph.flow.add(result, deferred);
  },
  'Promise.resolve': whole,
  'Promise.race': given((call, promises) => call.graph.flow.edge(call.graph.elements(promises), call.result)),
  'Promise.any': given((call, promises) => call.graph.flow.edge(call.graph.elements(promises), call.result)),
  'Promise.allSettled': given((call, promises) =>
    call.graph.flow.watch(promises, marked => {
      const value = plain(marked);
      if (value.kind === 'object') {
        call.graph.flow.add(call.result, settled(call, value));
      }
    }),
  ),
  'Array.of'(call) {
    const elements = collected(call);
    for (const argument of call.node.arguments) {
      call.graph.flow.edge(call.graph.place(argument), elements);
    }
  },
  'Array.from': given((call, all) => {
    const items = call.graph.elements(all);
    const elements = collected(call);
    if (call.argument(1)) {
      callback(call, 1, [items], elements);
    } else {
      call.graph.flow.edge(items, elements);
    }
  }),
  'Object.freeze': whole,
  'Object.seal': whole,
  'Object.values': whole,
  'Object.entries': given((call, all) =>
    call.graph.flow.watch(all, marked => {
      const value = plain(marked);
      if (value.kind === 'object') {
        call.graph.flow.add(call.result, entriesOf(call.graph, value));
      } else if (value.kind === 'tools') {
        const list = call.graph.object(call.node, { label: 'tools' });
        const pair = call.graph.object(call.node, { label: 'tool' });
        call.graph.flow.add(call.graph.property(pair, '1'), call.graph.partOf(value));
        call.graph.flow.add(list.elements, pair);
        call.graph.flow.add(call.result, list);
      }
    }),
  ),
  'Object.fromEntries': given((call, pairs) => call.graph.flow.edge(call.graph.member(call.graph.elements(pairs), '1'), collected(call))),
  'Map.groupBy': given(grouped),
  'Object.groupBy': given(grouped),
  'Object.assign': given(({ graph, node, result }, target) => {
    graph.flow.edge(target, result);
    for (const source of node.arguments.slice(1).map(argument => graph.place(argument))) {
      graph.flow.watch(source, marked => {
        const value = plain(marked);
        if (value.kind === 'object') {
          for (const [name, place] of value.properties) {
            graph.write(target, name, place);
          }
          graph.write(target, undefined, value.elements);
        } else if (value.kind === 'session' || value.kind === 'tools') {
          graph.write(target, '...', source);
        }
      });
    }
  }),
};

/** `Reflect.set(object, name, value)` */
function written({ graph, argument }: MethodCall, value: Node | undefined, step: (place: Place) => Place = place => place): void {
  const [object, key] = [argument(0), argument(1)];
  if (object && key && value) {
    graph.write(graph.place(object), literalKey(key), step(graph.place(value)));
  }
}

/** A container of the lists into which something is sorted. */
function grouped(call: MethodCall, all: Place): void {
  const { graph } = call;
  const items = graph.elements(all);
  const group = graph.object(call.node, { label: 'group', made: 'Array' });
  const groups = graph.object(call.node, { label: 'groups', made: 'Map' });
  graph.flow.edge(items, group.elements);
  graph.flow.add(groups.elements, group);
  graph.flow.add(call.result, groups);
  callback(call, 1, [items]);
}

/** The results of `Promise.allSettled`, position by position. */
function settled(call: MethodCall, given: ReturnType<Graph['object']>): ReturnType<Graph['object']> {
  const { graph } = call;
  const list = graph.object(call.node, { label: 'settled' });
  for (const [name, place] of given.properties) {
    const outcome = graph.object(call.node, { label: `settled ${name}` });
    graph.flow.edge(place, graph.property(outcome, 'value'));
    graph.flow.add(graph.property(list, name), outcome);
  }
  const any = graph.object(call.node, { label: 'settled any' });
  graph.flow.edge(given.elements, graph.property(any, 'value'));
  graph.flow.add(list.elements, any);
  return list;
}

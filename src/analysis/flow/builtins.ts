import type { TSESTree } from '@typescript-eslint/utils';
import { builtFetchers } from '../../sdk/model.ts';
import type { FunctionNode } from '../facts.ts';
import { isFunction, lastName, literalKey, propertyName, unspread, unwrapped } from '../tree.ts';
import { broughtBy, firstParameter, recordCaller } from './calls.ts';
import { sessionFrom } from './creations.ts';
import { Place } from './flow.ts';
import type { Graph } from './graph.ts';
import { plain, type Value } from './values.ts';

type Call = TSESTree.CallExpression;
type Node = TSESTree.Node;

interface MethodCall {
  readonly graph: Graph;
  readonly node: Call;
  readonly receiver: Place;
  readonly result: Place;
  /** The argument at a position, without spreads. */
  argument(index: number): Node | undefined;
}

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
    argument: index => {
      const argument = node.arguments[index];
      return unspread(argument);
    },
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
function callback(call: MethodCall, index: number, parameters: readonly (Place | undefined)[], to?: Place): void {
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
function containers(call: MethodCall, each: (elements: Place) => void): void {
  const name = lastName(call.node.callee);
  call.graph.flow.watch(call.receiver, marked => {
    const value = plain(marked);
    if (value.kind === 'object' && !definesMethod(value.node, name)) {
      each(value.elements);
    }
  });
}

/** Runs `each` for what hangs on a request under the key that a call names: `c.get('session')`. */
function passed(call: MethodCall, each: (place: Place) => void): void {
  const key = call.argument(0);
  const name = key && literalKey(key);
  if (name !== undefined) {
    call.graph.flow.watch(call.receiver, marked => {
      const value = plain(marked);
      if (value.kind === 'request') {
        each(call.graph.passed(value, name));
      }
    });
  }
}

/** An object literal with a method of that name does what its own code says. */
function definesMethod(node: Node, name: string | undefined): boolean {
  return node.type === 'ObjectExpression' && node.properties.some(property => property.type === 'Property' && propertyName(property) === name);
}

function store(call: MethodCall, index: number): void {
  const value = call.argument(index);
  if (value) {
    const place = call.graph.place(value);
    containers(call, elements => call.graph.flow.edge(place, elements));
  }
}

/** A new array of what `to` collects. */
function collected(call: MethodCall): Place {
  const array = call.graph.object(call.node, { label: 'collected', made: 'Array' });
  call.graph.flow.add(call.result, array);
  return array.elements;
}

const elementsOf = (call: MethodCall): Place => call.graph.elements(call.receiver);

function visitElements(call: MethodCall): void {
  const { graph } = call;
  callback(call, 0, [elementsOf(call)]);
  containers(call, elements => {
    callback({ ...call, graph }, 0, [elements]);
  });
}

function same(call: MethodCall): void {
  call.graph.flow.edge(call.receiver, call.result);
}

const methods: Record<string, (call: MethodCall) => void> = {
  then(call) {
    callback(call, 0, [call.receiver], call.result);
    callback(call, 1, [], call.result);
  },
  catch(call) {
    same(call);
    callback(call, 0, [], call.result);
  },
  finally(call) {
    same(call);
    callback(call, 0, []);
  },
  get(call) {
    containers(call, elements => call.graph.flow.edge(elements, call.result));
    passed(call, place => call.graph.flow.edge(place, call.result));
  },
  peek: call => containers(call, elements => call.graph.flow.edge(elements, call.result)),
  set(call) {
    const value = call.argument(1);
    store(call, 1);
    same(call);
    passed(call, place => value && call.graph.flow.edge(call.graph.place(value), place));
  },
  put: call => store(call, 1),
  getOrInsert(call) {
    store(call, 1);
    containers(call, elements => call.graph.flow.edge(elements, call.result));
  },
  getOrInsertComputed: call =>
    containers(call, elements => {
      callback(call, 1, [], elements);
      call.graph.flow.edge(elements, call.result);
    }),
  add(call) {
    const given = call.argument(0);
    if (!given || !isFunction(unwrapped(given))) {
      store(call, 0);
    }
    same(call);
  },
  push: call => call.node.arguments.forEach((_, index) => store(call, index)),
  unshift: call => call.node.arguments.forEach((_, index) => store(call, index)),
  fill(call) {
    store(call, 0);
    same(call);
  },
  splice: call => call.node.arguments.forEach((_, index) => index > 1 && store(call, index)),
  values: call =>
    call.graph.flow.watch(call.receiver, marked => {
      const value = plain(marked);
      if (value.kind === 'object') {
        const list = call.graph.object(value.node, { label: 'values' });
        call.graph.flow.edge(value.all, list.elements);
        call.graph.flow.add(call.result, list);
      }
    }),
  entries: call =>
    call.graph.flow.watch(call.receiver, marked => {
      const value = plain(marked);
      if (value.kind === 'object') {
        call.graph.flow.add(call.result, entriesOf(call.graph, value));
      }
    }),
  at: call => call.graph.flow.edge(elementsOf(call), call.result),
  // pydantic's, whose models have what they validate
  modelValidate: call => whole(call),
  parseObj: call => whole(call),
  validatePython: call => whole(call),
  pop: call => call.graph.flow.edge(elementsOf(call), call.result),
  shift: call => call.graph.flow.edge(elementsOf(call), call.result),
  next: call => call.graph.flow.edge(call.receiver, call.result),
  find(call) {
    visitElements(call);
    call.graph.flow.edge(elementsOf(call), call.result);
  },
  findLast(call) {
    visitElements(call);
    call.graph.flow.edge(elementsOf(call), call.result);
  },
  map: call => callback(call, 0, [elementsOf(call)], collected(call)),
  flatMap(call) {
    const results = call.graph.object(call.node, { label: 'results' });
    callback(call, 0, [elementsOf(call)], results.elements);
    call.graph.flow.edge(results.elements, collected(call));
    call.graph.flow.edge(call.graph.elements(results.elements), collected(call));
  },
  forEach: visitElements,
  some: visitElements,
  every: visitElements,
  filter(call) {
    same(call);
    visitElements(call);
  },
  slice: same,
  reverse: same,
  toReversed: same,
  sort: same,
  toSorted: same,
  flat(call) {
    same(call);
    call.graph.flow.edge(call.graph.elements(elementsOf(call)), collected(call));
  },
  concat(call) {
    same(call);
    const all = collected(call);
    for (const argument of call.node.arguments) {
      const given = argument.type === 'SpreadElement' ? call.graph.elements(call.graph.place(argument.argument)) : call.graph.place(argument);
      call.graph.flow.edge(call.graph.elements(given), all);
      call.graph.flow.watch(given, marked => {
        if (plain(marked).kind !== 'object') {
          call.graph.flow.add(all, marked);
        }
      });
    }
  },
  reduce(call) {
    const start = call.argument(1);
    if (start) {
      call.graph.flow.edge(call.graph.place(start), call.result);
    }
    callback(call, 0, [call.result, elementsOf(call)], call.result);
  },
  bind: same,
  call: call => callIndirectly(call, call.receiver, call.node.arguments.slice(1)),
  apply: call => callWithList(call, call.receiver, call.argument(1)),
};

/** What something built of a session, or of its MCP endpoint, fetches through it. */
function fetched(call: MethodCall): void {
  const { graph } = call;
  const visit = (place: Place, depth: number): void => {
    graph.flow.watch(place, marked => {
      const value = plain(marked);
      if (value.kind === 'tools' && value.what !== 'listing') {
        graph.flow.add(call.result, graph.tools(value.session, 'tools'));
      } else if (value.kind === 'session') {
        graph.flow.add(call.result, graph.tools(value, 'tools'));
      } else if (value.kind === 'object' && depth < mostNested) {
        visit(value.all, depth + 1);
      }
    });
  };
  graph.flow.watch(call.receiver, marked => {
    const value = plain(marked);
    if (value.kind === 'object' && value.assumed) {
      visit(value.all, 0);
    }
  });
}

/** `{ servers: { composio: { url: new URL(session.mcp.url) } } }`: options are looked into this deep. */
const mostNested = 6;

/** The positions of an argument list that `apply` hands on. */
const applied = ['0', '1', '2', '3'];

/** `f.apply(self, list)` and `Reflect.apply(f, self, list)`. */
function callWithList(call: MethodCall, called: Place, given: Node | undefined): void {
  const list = given && unwrapped(given);
  if (list?.type === 'ArrayExpression') {
    callIndirectly(call, called, list.elements);
  } else if (list) {
    const items = call.graph.place(list);
    enterAll(call, called, applied.map(index => call.graph.member(items, index)));
  }
}

function callIndirectly(call: MethodCall, called: Place, given: readonly (TSESTree.CallExpressionArgument | null)[]): void {
  const { graph, node } = call;
  enterAll(call, called, given.map(each => (each ? graph.place(each.type === 'SpreadElement' ? each.argument : each) : undefined)));
  graph.flow.watch(called, marked => {
    const value = plain(marked);
    const callee = node.callee.type === 'MemberExpression' && called === call.receiver ? node.callee.object : (node.arguments[0] ?? node.callee);
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
function entriesOf(graph: Graph, container: ReturnType<Graph['object']>): ReturnType<Graph['object']> {
  const list = graph.object(container.node, { label: 'entries' });
  graph.flow.add(list.elements, graph.pair(container));
  return list;
}

function argumentTo(index: number, step: (graph: Graph, place: Place) => Place = (_, place) => place) {
  return (call: MethodCall): void => {
    const given = call.argument(index);
    if (given) {
      call.graph.flow.edge(step(call.graph, call.graph.place(given)), call.result);
    }
  };
}

const whole = argumentTo(0);

const staticMethods: Record<string, ((call: MethodCall) => void) | undefined> = {
  'Reflect.apply'(call) {
    const called = call.argument(0);
    if (called) {
      callWithList(call, call.graph.place(called), call.argument(2));
    }
  },
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
  'Promise.race': argumentTo(0, (graph, place) => graph.elements(place)),
  'Promise.any': argumentTo(0, (graph, place) => graph.elements(place)),
  'Promise.allSettled'(call) {
    const { graph } = call;
    const given = call.argument(0);
    if (!given) {
      return;
    }
    graph.flow.watch(graph.place(given), marked => {
      const value = plain(marked);
      if (value.kind === 'object') {
        graph.flow.add(call.result, settled(call, value));
      }
    });
  },
  'Array.of'(call) {
    const elements = collected(call);
    for (const argument of call.node.arguments) {
      call.graph.flow.edge(call.graph.place(argument), elements);
    }
  },
  'Array.from'(call) {
    const given = call.argument(0);
    if (given) {
      const items = call.graph.elements(call.graph.place(given));
      const elements = collected(call);
      if (call.argument(1)) {
        callback(call, 1, [items], elements);
      } else {
        call.graph.flow.edge(items, elements);
      }
    }
  },
  'Object.freeze': whole,
  'Object.seal': whole,
  'Object.values': whole,
  'Object.entries'(call) {
    const given = call.argument(0);
    if (given) {
      call.graph.flow.watch(call.graph.place(given), marked => {
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
      });
    }
  },
  'Object.fromEntries'(call) {
    const given = call.argument(0);
    if (given) {
      const pairs = call.graph.elements(call.graph.place(given));
      call.graph.flow.edge(call.graph.member(pairs, '1'), collected(call));
    }
  },
  'Map.groupBy': grouped,
  'Object.groupBy': grouped,
  'Object.assign'(call) {
    const target = call.argument(0);
    if (!target) {
      return;
    }
    whole(call);
    for (const source of call.node.arguments.slice(1)) {
      call.graph.flow.watch(call.graph.place(source), marked => {
        const value = plain(marked);
        if (value.kind === 'object') {
          for (const [name, place] of value.properties) {
            call.graph.write(call.graph.place(target), name, place);
          }
          call.graph.write(call.graph.place(target), undefined, value.elements);
        } else if (value.kind === 'session' || value.kind === 'tools') {
          call.graph.write(call.graph.place(target), '...', call.graph.place(source));
        }
      });
    }
  },
};

/** `Reflect.set(object, name, value)` */
function written({ graph, argument }: MethodCall, value: Node | undefined, step: (place: Place) => Place = place => place): void {
  const [object, key] = [argument(0), argument(1)];
  if (object && key && value) {
    graph.write(graph.place(object), literalKey(key), step(graph.place(value)));
  }
}

/** A container of the lists into which something is sorted. */
function grouped(call: MethodCall): void {
  const { graph } = call;
  const given = call.argument(0);
  if (given) {
    const items = graph.elements(graph.place(given));
    const group = graph.object(call.node, { label: 'group', made: 'Array' });
    const groups = graph.object(call.node, { label: 'groups', made: 'Map' });
    graph.flow.edge(items, group.elements);
    graph.flow.add(groups.elements, group);
    graph.flow.add(call.result, groups);
    callback(call, 1, [items]);
  }
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


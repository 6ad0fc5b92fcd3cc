import { isFunction, literalKey, unwrapped } from '../tree.ts';
import type { Place } from './flow.ts';
import { callback, callIndirectly, callWithList, collected, containers, entriesOf, whole, type MethodCall } from './method-call.ts';
import type { Graph } from './graph.ts';
import { type ObjectValue, plain } from './values.ts';

/** What each method does, by its name. */
export const methods: Record<string, (call: MethodCall) => void> = {
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
    fromContainers(call);
    passed(call, place => call.graph.flow.edge(place, call.result));
  },
  peek: fromContainers,
  set(call) {
    const value = call.argument(1);
    store(call, 1);
    same(call);
    passed(call, place => value && call.graph.flow.edge(call.graph.place(value), place));
  },
  put: call => store(call, 1),
  getOrInsert(call) {
    store(call, 1);
    fromContainers(call);
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
  values: listed((graph, container) => {
    const list = graph.object(container.node, { label: 'values' });
    graph.flow.edge(container.all, list.elements);
    return list;
  }),
  entries: listed(entriesOf),
  at: call => call.graph.flow.edge(elementsOf(call), call.result),
  // pydantic's, whose models have what they validate
  modelValidate: whole,
  parseObj: whole,
  validatePython: whole,
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
      const given = call.graph.given(argument);
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

function fromContainers(call: MethodCall): void {
  containers(call, elements => call.graph.flow.edge(elements, call.result));
}

function store(call: MethodCall, index: number): void {
  const value = call.argument(index);
  if (value) {
    const place = call.graph.place(value);
    containers(call, elements => call.graph.flow.edge(place, elements));
  }
}

/** A list of what is in the containers that reach the receiver. */
function listed(list: (graph: Graph, container: ObjectValue) => ObjectValue) {
  return ({ graph, receiver, result }: MethodCall): void =>
    graph.flow.watch(receiver, marked => {
      const value = plain(marked);
      if (value.kind === 'object') {
        graph.flow.add(result, list(graph, value));
      }
    });
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

/** `{ servers: { composio: { url: new URL(session.mcp.url) } } }`: options are looked into this deep. */
const mostNested = 6;

/** What something built of a session, or of its MCP endpoint, fetches through it. */
export function fetched(call: MethodCall): void {
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

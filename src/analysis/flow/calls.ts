import type { TSESTree } from '@typescript-eslint/utils';
import { clientClones } from '../../sdk/model.ts';
import { constructorOf } from '../class-members.ts';
import type { FunctionNode } from '../facts.ts';
import { kept } from '../kept.ts';
import { contains, elementOf, enclosingClass, isFunction, lastName, propertyName, unwrapped } from '../tree.ts';
import { connectMethod } from './builtins.ts';
import { sessionFrom, sessionOf } from './creations.ts';
import { Place } from './flow.ts';
import { sdkModule, type Graph } from './graph.ts';
import { importedAt, importedBy, isSdkSource, loadedBy } from './imports.ts';
import { seedType } from './types.ts';
import { plain, type Value } from './values.ts';

type Node = TSESTree.Node;
type Call = TSESTree.CallExpression;

/** Lays the edges of a call: what its callee does with the arguments, and what it gives. */
export function connectCall(graph: Graph, node: Call): void {
  const callee = unwrapped(node.callee);
  const loaded = loadedBy(graph, node);
  if (loaded !== undefined) {
    if (isSdkSource(graph, loaded)) {
      graph.flow.add(graph.place(node), sdkModule);
    }
    return;
  }
  if (callee.type === 'Super') {
    connectSuper(graph, node);
    return;
  }
  if (isFunction(callee)) {
    callFunction(graph, node, callee);
    return;
  }
  if (callee.type === 'Identifier' && callee.name === 'String' && !graph.references.has(callee) && node.arguments[0]) {
    graph.flow.edge(graph.place(node.arguments[0]), graph.place(node));
  }
  connectFactory(graph, node, callee);
  if (callee.type === 'MemberExpression') {
    const name = propertyName(callee);
    if (name !== undefined) {
      connectMethod(graph, node, callee, name);
    }
  }
  const seen = new Set<Value>();
  graph.flow.watch(graph.place(callee), value => {
    const kept = value.kind === 'argument' && value.value.kind !== 'function' ? value.value : value;
    if (!seen.has(kept)) {
      seen.add(kept);
      apply(graph, node, value);
    }
  });
}

/** Calls `value` at `node`. */
function apply(graph: Graph, node: Call, value: Value): void {
  const bare = plain(value);
  const result = graph.place(node);
  switch (bare.kind) {
    case 'function':
      callFunction(graph, node, bare.node, broughtBy(value, node));
      break;
    case 'client-member':
      if (clientClones.has(bare.path)) {
        graph.flow.add(result, graph.client(bare.evidence));
      } else {
        const session = sessionFrom(graph, node, bare);
        if (session) {
          graph.flow.add(result, session);
        }
      }
      break;
    case 'session-method':
      graph.methodResult(bare.session, bare.name, result);
      break;
    case 'setter':
      if (node.arguments[0]) {
        passToSetter(graph, graph.place(node.arguments[0]), bare.target);
      }
      break;
    case 'parameter': {
      const symbolic = new Place();
      graph.flow.add(symbolic, value);
      const given = node.arguments.map(argument => (argument.type === 'SpreadElement' ? undefined : graph.place(argument)));
      graph.flow.edge(graph.result(symbolic, graph.callStep(node, given)), result);
      break;
    }
    default:
  }
}

/**
 * The function around a call whose caller brought the function that is called: what that gives leaves by way of the
 * parameter. A constructor gives nothing, and a rest parameter stands for no single argument.
 */
export function broughtBy(called: Value, call: Call): FunctionNode | undefined {
  if (called.kind !== 'argument' || !contains(called.node, call)) {
    return undefined;
  }
  const { params } = called.node;
  const isConstructor = elementOf(called.node)?.kind === 'constructor';
  return isConstructor || params.at(-1)?.type === 'RestElement' ? undefined : called.node;
}

/** A setter takes a value, or (React's) a function that gives one. */
function passToSetter(graph: Graph, given: Place, target: Place): void {
  graph.flow.edge(given, target);
  graph.flow.watch(given, marked => {
    const value = plain(marked);
    if (value.kind === 'function') {
      graph.instantiate(value.node, [target], target);
    }
  });
}

/** The user's own factories, by name and perhaps by module. */
function connectFactory(graph: Graph, node: Call, callee: Node): void {
  const { factories } = graph.settings;
  const imported = factories.some(({ from }) => from !== undefined) ? importedAt(graph, callee) : undefined;
  const isFactory = factories.some(({ from, name }) =>
    from === undefined ? lastName(callee) === name : imported?.source === from && imported.name === name,
  );
  if (isFactory) {
    graph.flow.add(graph.place(node), sessionOf(graph, node, 'create', 'settings'));
  }
}

/** The name under which a callee is exported by its module: `once` of `import { once as only }`. */
export function importedNameOf(graph: Graph, callee: Node): string | undefined {
  const imported = importedBy(graph, graph.variableOf(unwrapped(callee)));
  if (imported?.name !== 'default') {
    return imported?.name === '*' ? undefined : imported?.name;
  }
  // `lodash/memoize`, `lodash.memoize` and `./memoize.js` are named after what they export
  const file = imported.source.replace(/\.[cm]?[jt]sx?$/u, '').split(/[./]/u).at(-1)!;
  return file.replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
}

/**
 * Passes a call's arguments to a function of the file and its result back. A function that came in as an argument of
 * `from` gives what it gives to the caller who brought it: through `from`'s parameter.
 */
function callFunction(graph: Graph, node: Call | TSESTree.NewExpression, called: FunctionNode, from?: FunctionNode): void {
  recordCaller(graph, called, node);
  const given = passArguments(graph, node.arguments, called);
  if (node.type === 'CallExpression') {
    graph.instantiate(called, given, graph.place(node), from);
  }
}

/** Notes that `called` is called at `node`. */
export function recordCaller(graph: Graph, called: FunctionNode, node: Node): void {
  kept(graph.callers, called, () => new Set<Node>()).add(node);
}

/** The position of the first parameter that an argument stands for: TypeScript's `this` comes before it. */
export function firstParameter({ params: [first] }: FunctionNode): number {
  return first?.type === 'Identifier' && first.name === 'this' ? 1 : 0;
}

function passArguments(
  graph: Graph,
  given: readonly TSESTree.CallExpressionArgument[],
  called: FunctionNode,
): (Place | undefined)[] {
  const places: (Place | undefined)[] = [];
  const first = firstParameter(called);
  for (let index = first; index < called.params.length; index += 1) {
    const isRest = called.params[index]!.type === 'RestElement';
    const arguments_ = isRest ? given.slice(index - first) : given.slice(index - first, index - first + 1);
    for (const argument of arguments_) {
      const place = graph.given(argument);
      graph.flow.edge(place, graph.parameter(called, index), called);
      if (!isRest) {
        places[index] = place;
      }
    }
  }
  return places;
}

function connectSuper(graph: Graph, node: Call): void {
  const superClass = enclosingClass(node)?.superClass;
  const above = superClass && graph.classOf(superClass);
  const made = above && constructorOf(above);
  if (made) {
    callFunction(graph, node, made);
  }
}

const collections = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array']);

/** Lays the edges of `new X(…)`. */
export function connectNew(graph: Graph, node: TSESTree.NewExpression): void {
  const callee = unwrapped(node.callee);
  const result = graph.place(node);
  if (callee.type === 'Identifier' && !graph.references.has(callee)) {
    if (callee.name === 'Promise') {
      connectPromise(graph, node);
      return;
    }
    if (collections.has(callee.name)) {
      connectCollection(graph, node, callee.name);
      return;
    }
    if (callee.name === 'Proxy' && node.arguments[0] && node.arguments[0].type !== 'ObjectExpression') {
      graph.flow.edge(graph.place(node.arguments[0]), result);
    }
  }
  graph.flow.watch(graph.place(callee), marked => {
    const value = plain(marked);
    if (value.kind === 'sdk-class') {
      graph.flow.add(result, graph.client('import'));
    } else if (value.kind === 'class') {
      const owner = value.node;
      graph.flow.add(result, graph.intern(owner, 'instance', () => ({ kind: 'instance', node: owner })));
      if (owner.superClass) {
        graph.flow.watch(graph.place(owner.superClass), above => {
          if (plain(above).kind === 'sdk-class') {
            graph.flow.add(result, graph.client('import'));
          }
        });
      }
      const made = constructorOf(owner) ?? constructorOf(graph.rootClass(owner));
      if (made) {
        callFunction(graph, node, made);
      }
    } else if (value.kind === 'function') {
      callFunction(graph, node, value.node);
    }
  });
}

function connectCollection(graph: Graph, node: TSESTree.NewExpression, made: string): void {
  const object = graph.object(node, { made });
  graph.flow.add(graph.place(node), object);
  seedElements(graph, node, object.promised);
  const [first] = node.arguments;
  if (first && first.type !== 'SpreadElement') {
    const items = graph.elements(graph.place(first));
    graph.flow.edge(made.endsWith('Map') ? graph.member(items, '1') : items, object.elements);
  }
}

/** `new Map<string, ToolRouterSession>()` holds what its last type argument says. */
export function seedElements(graph: Graph, node: TSESTree.NewExpression, promised: Place): void {
  const element = node.typeArguments?.params.at(-1);
  if (element) {
    seedType(graph, promised, element);
  }
}

function connectPromise(graph: Graph, node: TSESTree.NewExpression): void {
  const executor = node.arguments[0] && unwrapped(node.arguments[0]);
  if (executor && isFunction(executor)) {
    recordCaller(graph, executor, node);
    if (executor.params.length > 0) {
      const target = graph.place(node);
      const place = new Place();
      graph.flow.add(place, graph.intern(node, 'resolve', () => ({ kind: 'setter', target })));
      graph.bind(executor.params[0]!, place);
    }
  }
}

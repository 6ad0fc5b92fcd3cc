import type { TSESTree } from '@typescript-eslint/utils';
import { loadingOptions, memoDecorators, memoizers, stateHooks } from '../../sdk/model.ts';
import { memoDecorators as pythonMemos } from '../../sdk/python.ts';
import type { FunctionNode } from '../facts.ts';
import type { Settings } from '../../sdk/settings.ts';
import { accessorOf } from '../class-members.ts';
import { exportedMember } from '../exports.ts';
import { importedNameOf } from '../flow/calls.ts';
import { Place } from '../flow/flow.ts';
import { callStep } from '../flow/values.ts';
import type { FileNodes, Graph } from '../flow/index.ts';
import { isPython } from '../language.ts';
import { contentOf } from '../parts.ts';
import { isInFlight } from './exemptions.ts';
import { isStateSetter } from './state-setters.ts';
import { functionOfScope } from './homes.ts';
import {
  chainRoot,
  contains,
  decoratorsOf,
  enclosingFunction,
  isAmong,
  isClass,
  isFunction,
  isPropertyNamed,
  lastName,
  literalKey,
  nodesBelow,
  propertyName,
  unwrapped,
} from '../tree.ts';

type Node = TSESTree.Node;

/** A place in the code where something is put somewhere, before it is known what and for how long. */
export interface Candidate {
  /** What a report would point at. */
  readonly site: Node;
  /**
   * | how      | example                                      | target        |
   * | -------- | -------------------------------------------- | ------------- |
   * | assign   | `x = v`, `this.x = v`, `o.p = v`             | the left side |
   * | element  | `o[k] = v`                                   | `o`           |
   * | merge    | `Object.assign(o, { k: v })`, `Reflect.set(o, k, v)` | `o`   |
   * | call     | `map.set(k, v)`, `list.push(v)`              | the receiver  |
   * | register | `app.set('session', v)`, `app.decorate(…)`   | the receiver  |
   * | memo     | `memoize(f)`, `@Memoize() m()`               | the call      |
   * | state    | `useMemo(f)`, `useState(f)`, `setSession(v)` | the call      |
   * | export   | `export default v`                           | the statement |
   */
  readonly how: 'assign' | 'call' | 'element' | 'export' | 'memo' | 'merge' | 'register' | 'state';
  readonly target: Node;
  readonly value: Place;
  readonly valueNode: Node | undefined;
  readonly key: Node | undefined;
}

/** The name of the property that a merging call writes. */
export function mergedName({ how, key }: Candidate): string | undefined {
  return how === 'merge' && key ? propertyName({ computed: false, key }) : undefined;
}

/** Which argument of a storing method is the value, and which the key. */
const storingMethods: Readonly<Record<string, { readonly value: number | 'all'; readonly key?: number }>> = {
  set: { value: 1, key: 0 },
  put: { value: 1, key: 0 },
  getOrInsert: { value: 1, key: 0 },
  getOrInsertComputed: { value: 1, key: 0 },
  setex: { value: 2, key: 0 },
  add: { value: 0 },
  push: { value: 'all' },
  fill: { value: 0 },
  unshift: { value: 'all' },
  enqueue: { value: 0 },
  append: { value: 0 },
};

/** Receivers that register something for the whole application. */
const applications = /^(?:app|server|fastify|application|instance)$/u;

/** The nodes that may store something. */
const storing = [
  'AccessorProperty', 'ArrowFunctionExpression', 'AssignmentExpression', 'CallExpression', 'ExportDefaultDeclaration',
  'FunctionDeclaration', 'MethodDefinition',
  'NewExpression', 'PropertyDefinition', 'TSParameterProperty', 'VariableDeclarator',
] as const;

/** Every place where something is stored. */
export function* candidatesOf(graph: Graph, nodes: FileNodes, settings: Settings): Generator<Candidate> {
  for (const node of nodes.of(...storing)) {
    switch (node.type) {
      case 'VariableDeclarator':
        if (node.init) {
          yield* bound(graph, node.id, graph.place(node.init), node, node.init);
        }
        break;
      case 'AssignmentExpression':
        if (['=', '??=', '||='].includes(node.operator)) {
          yield* bound(graph, node.left, graph.place(node.right), node, node.right);
        }
        break;
      case 'AccessorProperty':
      case 'PropertyDefinition':
        if (node.value) {
          yield { site: node, how: 'assign', target: node, value: graph.place(node.value), valueNode: node.value, key: undefined };
        }
        break;
      case 'TSParameterProperty':
        if (node.parameter.type === 'AssignmentPattern') {
          const { right } = node.parameter;
          yield { site: node, how: 'assign', target: node, value: graph.place(right), valueNode: right, key: undefined };
        }
        break;
      case 'CallExpression':
        yield* ofCall(graph, node, settings);
        break;
      case 'NewExpression':
        yield* ofLoader(graph, node);
        break;
      case 'MethodDefinition':
        yield* ofDecorators(graph, node, node.value);
        break;
      case 'FunctionDeclaration':
      case 'ArrowFunctionExpression':
        yield* ofDecorators(graph, node, node);
        break;
      case 'ExportDefaultDeclaration':
        if (!isFunction(node.declaration) && !isClass(node.declaration) && node.declaration.type !== 'Identifier') {
          yield {
            site: node,
            how: 'export',
            target: node,
            value: graph.place(node.declaration),
            valueNode: node.declaration,
            key: undefined,
          };
        }
        break;
      default:
    }
  }
}

/** `this.session = …` where the class has `set session(value)`: what that does with the value is a store of its own. */
function hasSetter(graph: Graph, { object }: TSESTree.MemberExpression, name: string | undefined): boolean {
  return [...graph.place(object).plainValues()].some(
    value =>
      (value.kind === 'instance' || value.kind === 'class') &&
      name !== undefined &&
      accessorOf(value.node, 'set', name) !== undefined,
  );
}

function* bound(graph: Graph, pattern: Node, value: Place, site: Node, valueNode: Node | undefined): Generator<Candidate> {
  const target = unwrapped(pattern);
  switch (target.type) {
    case 'Identifier':
      yield { site, how: 'assign', target, value, valueNode, key: undefined };
      break;
    case 'MemberExpression': {
      const name = propertyName(target);
      if (hasSetter(graph, target, name)) {
        break;
      }
      if (exportedMember(target) !== undefined) {
        yield { site, how: 'export', target, value, valueNode, key: undefined };
      } else if (name === undefined) {
        yield { site, how: 'element', target: target.object, value, valueNode, key: target.property };
      } else {
        yield { site, how: 'assign', target, value, valueNode, key: undefined };
      }
      break;
    }
    case 'ObjectPattern':
      for (const property of target.properties) {
        if (property.type === 'Property') {
          yield* bound(graph, property.value, graph.member(value, propertyName(property)), site, undefined);
        } else {
          yield* bound(graph, property.argument, value, site, undefined);
        }
      }
      break;
    case 'ArrayPattern':
      for (const [index, element] of target.elements.entries()) {
        if (element && element.type !== 'RestElement') {
          yield* bound(graph, element, graph.member(value, String(index)), site, undefined);
        }
      }
      break;
    case 'AssignmentPattern':
      yield* bound(graph, target.left, value, site, undefined);
      break;
    default:
  }
}

function* ofCall(graph: Graph, node: TSESTree.CallExpression, settings: Settings): Generator<Candidate> {
  const callee = unwrapped(node.callee);
  const name = importedNameOf(graph, callee) ?? lastName(callee);
  if (name === undefined) {
    return;
  }
  const at = (index: number): Node | undefined => {
    const argument = node.arguments[index];
    return argument && contentOf(argument);
  };
  const [first] = node.arguments;
  const isMemo = settings.memoizers.includes(name) || (memoizers.has(name) && !isOfTheFile(graph, callee));
  if (isMemo && !stateHooks.has(name) && first) {
    yield { site: node, how: 'memo', target: node, value: resultOf(graph, first), valueNode: first, key: undefined };
    return;
  }
  if (stateHooks.has(name) && first) {
    const value = name !== 'useRef' && isFunction(unwrapped(first)) ? resultOf(graph, first) : graph.place(first);
    yield { site: node, how: 'state', target: node, value, valueNode: first, key: undefined };
    return;
  }
  if (first && isStateSetter(graph, callee)) {
    const value = isFunction(unwrapped(first)) ? resultOf(graph, first) : graph.place(first);
    yield { site: node, how: 'state', target: node, value, valueNode: first, key: undefined };
    return;
  }
  if (callee.type === 'MemberExpression' && name === 'then' && first?.type === 'Identifier' && isStateSetter(graph, first)) {
    yield { site: node, how: 'state', target: node, value: graph.place(callee.object), valueNode: callee.object, key: undefined };
    return;
  }
  if (callee.type !== 'MemberExpression') {
    return;
  }
  if (name === 'assign' && lastName(callee.object) === 'Object' && first) {
    yield* assigned(graph, node, at);
    return;
  }
  if (isReflective(graph, callee) && first && at(1) && at(2)) {
    const [target, key, given] = [at(0)!, at(1)!, at(2)!];
    const value = name === 'set' ? graph.place(given) : graph.member(graph.place(given), 'value');
    yield { site: node, how: literalKey(key) === undefined ? 'element' : 'merge', target, value, valueNode: given, key };
    return;
  }
  const receiver = lastName(callee.object);
  const isApplication = receiver !== undefined && applications.test(receiver);
  if ((name === 'decorate' || (name === 'set' && isApplication && first && literalKey(first) !== undefined)) && at(1)) {
    yield { site: node, how: 'register', target: callee.object, value: graph.place(at(1)!), valueNode: at(1), key: first };
    return;
  }
  if (name === 'splice') {
    for (const argument of node.arguments.slice(2)) {
      yield { site: node, how: 'call', target: callee.object, value: graph.place(argument), valueNode: argument, key: undefined };
    }
    return;
  }
  const storing = Object.hasOwn(storingMethods, name) ? storingMethods[name] : undefined;
  if (!storing || isOfTheFile(graph, callee) || (name === 'add' && isJob(graph, callee.object, first))) {
    return;
  }
  if (storing.value === 'all') {
    for (const argument of node.arguments) {
      yield { site: node, how: 'call', target: callee.object, value: graph.given(argument), valueNode: argument, key: undefined };
    }
  } else if (at(storing.value)) {
    const value = at(storing.value)!;
    const key = storing.key === undefined ? undefined : at(storing.key);
    const stored = name === 'getOrInsertComputed' ? resultOf(graph, value) : graph.place(value);
    yield { site: node, how: 'call', target: callee.object, value: stored, valueNode: value, key };
  }
}

/** `Reflect.set(…)`, `Object.defineProperty(…)` */
function isReflective(graph: Graph, { object, property }: TSESTree.MemberExpression): boolean {
  const path =
    object.type === 'Identifier' && property.type === 'Identifier' && !graph.references.has(object)
      ? `${object.name}.${property.name}`
      : '';
  return path === 'Reflect.set' || path === 'Object.defineProperty';
}

/** A cache that is given the function which fills it: `new DataLoader(load)`, `new LRUCache({ fetchMethod })`. */
function* ofLoader(graph: Graph, node: TSESTree.NewExpression): Generator<Candidate> {
  const [first] = node.arguments;
  if (!first || first.type === 'SpreadElement' || isOfTheFile(graph, node.callee)) {
    return;
  }
  const options = unwrapped(first);
  const loads =
    options.type === 'ObjectExpression'
      ? options.properties.find(property => property.type === 'Property' && isPropertyNamed(property, loadingOptions))
      : undefined;
  const filler = lastName(node.callee) === 'DataLoader' ? first : loads?.type === 'Property' ? loads.value : undefined;
  if (filler) {
    yield { site: node, how: 'memo', target: node, value: resultOf(graph, filler), valueNode: filler, key: undefined };
  }
}

/** `queue.add(async () => …)`: on anything but a set, a function that is added is a job to run. */
function isJob(graph: Graph, receiver: Node, given: Node | undefined): boolean {
  const isSet = [...graph.place(receiver).plainValues()].some(value => value.kind === 'object' && isAmong(value.made, /Set$/u));
  return !isSet && given !== undefined && isFunction(unwrapped(given));
}

/** A method that the file itself defines stores where its own code does. */
function isOfTheFile(graph: Graph, callee: Node): boolean {
  return [...graph.place(callee).plainValues()].some(value => value.kind === 'function');
}

/** `Object.assign(target, { name: value })`, property by property; what another source holds goes in as a whole. */
function* assigned(graph: Graph, node: TSESTree.CallExpression, at: (index: number) => Node | undefined): Generator<Candidate> {
  const target = at(0)!;
  for (const source of node.arguments.slice(1)) {
    const literal = unwrapped(source);
    if (literal.type === 'ObjectExpression') {
      for (const property of literal.properties) {
        if (property.type === 'Property') {
          const how = propertyName(property) === undefined ? 'element' : 'merge';
          yield { site: node, how, target, value: graph.place(property.value), valueNode: property.value, key: property.key };
        }
      }
    } else if (source.type !== 'SpreadElement') {
      yield { site: node, how: 'element', target, value: graph.place(source), valueNode: source, key: undefined };
    }
  }
}

/** What the functions that `node` may be return. */
function resultOf(graph: Graph, node: Node): Place {
  const result = new Place();
  for (const value of graph.place(node).plainValues()) {
    if (value.kind === 'function') {
      for (const returned of graph.returned(value.node).values) {
        result.take(returned);
      }
    } else if (value.kind === 'client-member') {
      for (const returned of graph.result(graph.place(node)).values) {
        result.take(returned);
      }
    }
  }
  return result;
}

/**
 * Whether a decorator keeps what the function below it returns. One that the file has for Python's functions is seen at
 * work instead; on a method it counts where it keeps what a call of its parameter gives.
 */
export function isMemo(graph: Graph, { expression, parent }: TSESTree.Decorator): boolean {
  const name = lastName(expression);
  const callee = expression.type === 'CallExpression' ? expression.callee : expression;
  const own = isPython(graph.sourceCode)
    ? [...graph.place(callee).plainValues()].flatMap(value => (value.kind === 'function' ? value.node : []))
    : [];
  return own.length > 0
    ? parent.type !== 'FunctionDeclaration' && own.some(decorator => keepsResults(graph, decorator))
    : name !== undefined && (memoDecorators.test(name) || pythonMemos.has(name));
}

function keepsResults(graph: Graph, decorator: FunctionNode): boolean {
  const isResult = (node: Node | undefined): boolean =>
    node?.type === 'ArrayExpression'
      ? node.elements.some(each => each?.type === 'Identifier' && isResult(each))
      : !!node &&
        [...graph.place(node).plainValues()].some(
          value =>
            value.kind === 'parameter' && contains(decorator, value.node) && value.path.length === 1 && value.path[0]!.startsWith(callStep),
        );
  for (const node of nodesBelow(decorator, graph.sourceCode.visitorKeys)) {
    const stores =
      node.type === 'AssignmentExpression'
        ? bound(graph, node.left, graph.place(node.right), node, node.right)
        : node.type === 'CallExpression'
          ? ofCall(graph, node, graph.settings)
          : [];
    for (const store of stores) {
      if (outlivesCall(graph, store) && isResult(store.valueNode) && !isInFlight(graph, store)) {
        return true;
      }
    }
  }
  return false;
}

/**
 * Whether something is stored in what the function around it does not have for itself: a dictionary outside, or of the
 * object whose method is called.
 */
function outlivesCall(graph: Graph, { target, how }: Candidate): boolean {
  const variable = graph.variableOf(chainRoot(target));
  const around = enclosingFunction(target);
  const isOfSelf = how !== 'assign' && target.type === 'MemberExpression' && variable?.defs[0]?.name === around?.params[0];
  return !!variable && (isOfSelf || functionOfScope(variable) !== around);
}

function* ofDecorators(graph: Graph, node: Node, made: Node): Generator<Candidate> {
  for (const decorator of decoratorsOf(node)) {
    if (isMemo(graph, decorator) && isFunction(made)) {
      yield { site: decorator, how: 'memo', target: node, value: graph.returned(made), valueNode: made, key: undefined };
    }
  }
}

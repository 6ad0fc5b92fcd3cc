import type { TSESTree } from '@typescript-eslint/utils';
import {
  assignedEvents,
  commandLineModules,
  disconnectEvents,
  handlerConstructors,
  handlerDecorators,
  handlerFunctions,
  handlerMethods,
  handlerProperties,
  lifeCycleEvents,
  messageProperties,
  needsEvent,
  needsParameter,
  ownReceivers,
  ownServer,
  requestExports,
  requestNames,
  requestParts,
  routeExports,
  routeObjects,
  routeParameters,
  schedulers,
  sharedServers,
  testCalls,
  timerDecorators,
  timers,
} from '../sdk/handlers.ts';
import { handlerProperties as pythonProperties } from '../sdk/python.ts';
import type { Settings } from '../sdk/settings.ts';
import type { Exports } from './exports.ts';
import type { FunctionNode } from './facts.ts';
import { isResolved } from './flow/unknown-calls.ts';
import type { FileNodes, Graph } from './flow/index.ts';
import { loadedBy } from './flow/imports.ts';
import { handlersInOptions, isResolver, isScheduled, routesIn } from './handler-objects.ts';
import { pythonHandler, pythonRegistration } from './handlers-python.ts';
import { isPython } from './language.ts';
import { functionTypes } from './nodes.ts';
import {
  awaited,
  decoratorsOf,
  endsWithPath,
  hasDirective,
  isFunction,
  isNamed,
  isPropertyNamed,
  lastName,
  literalKey,
  propertyName,
  unwrapped,
} from './tree.ts';
import { globalObjects } from './scopes.ts';

type Node = TSESTree.Node;
type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** Who calls a handler: somebody with a request, or the clock. */
export type HandlerKind = 'caller' | 'timer';

/** The call that makes a function a handler, and the event or path it names. */
export interface Registration {
  /** The call that takes the handler, or the assignment of `socket.onmessage = …`. */
  readonly call: Call | TSESTree.AssignmentExpression;
  readonly event: string | undefined;
}

/** What registers a handler, as the code names it: `app.post`, `socket.onmessage`. */
export function registrarOf({ call }: Registration): Node {
  return unwrapped(call.type === 'AssignmentExpression' ? call.left : call.callee);
}

/** The handlers of a file, and what was found on the way. */
export interface Handlers {
  readonly kinds: ReadonlyMap<FunctionNode, HandlerKind>;
  /** Where a handler is registered; exported and decorated ones are registered by somebody else. */
  readonly registrations: ReadonlyMap<FunctionNode, Registration>;
  /** Callbacks that run when a connection closes. */
  readonly closing: ReadonlySet<FunctionNode>;
  /** A file that is a command-line program: every handler is the script's own. */
  readonly isCommandLine: boolean;
}

/** Finds the functions that the outside world calls once per message or request. */
export function handlersOf(graph: Graph, nodes: FileNodes, exported: Exports, settings: Settings): Handlers {
  const kinds = new Map<FunctionNode, HandlerKind>();
  const registrations = new Map<FunctionNode, Registration>();
  const closing = new Set<FunctionNode>();
  const isCommandLine = isCommandLineProgram(graph, nodes);
  if (!isCommandLine) {
    for (const call of nodes.calls) {
      const kind = registration(call, settings) ?? (isPython(graph.sourceCode) ? pythonRegistration(call) : undefined);
      if (kind) {
        for (const { callback, event } of callbacksOf(graph, call, settings)) {
          if (event !== undefined && lifeCycleEvents.test(event)) {
            if (disconnectEvents.test(event)) {
              closing.add(callback);
            }
          } else if (kind === 'timer' || callback.params.length > 0 || !isNamed(call.callee, needsParameter) || isRoute(call, event)) {
            kinds.set(callback, kind);
            registrations.set(callback, { call, event });
          }
        }
      } else if (!isResolved(graph, call)) {
        for (const { callback, kind: found } of handlersInOptions(graph, call)) {
          kinds.set(callback, found);
          registrations.set(callback, { call, event: undefined });
        }
      }
    }
  }
  for (const { callback, call, event } of isCommandLine ? [] : assignedHandlers(graph, nodes)) {
    if (disconnectEvents.test(event)) {
      closing.add(callback);
    } else if (!lifeCycleEvents.test(event)) {
      kinds.set(callback, 'caller');
      registrations.set(callback, { call, event });
    }
  }
  for (const { name, node } of exported.values) {
    addExported(graph, name, node, kinds);
  }
  for (const node of nodes.of(...functionTypes, 'MethodDefinition')) {
    if (isPython(graph.sourceCode)) {
      const made = node.type === 'MethodDefinition' ? node.value : node;
      const kind = isFunction(made) && !isCommandLine ? pythonHandler(graph, node, made) : undefined;
      if (kind === 'closing') {
        closing.add(made as FunctionNode);
      } else if (kind) {
        kinds.set(made as FunctionNode, kind);
      }
    } else if (node.type === 'MethodDefinition' && isFunction(node.value)) {
      const kind = decorated(node);
      if (kind) {
        kinds.set(node.value, kind);
      }
    } else if (isFunction(node) && (hasDirective(node.body, 'use server') || isResolver(node))) {
      kinds.set(node, 'caller');
    }
  }
  return { kinds, registrations, closing, isCommandLine };
}

/** `socket.onmessage = …`, as `socket.on('message', …)`. */
function* assignedHandlers(
  graph: Graph,
  nodes: FileNodes,
): Generator<{ callback: FunctionNode; call: TSESTree.AssignmentExpression; event: string }> {
  for (const call of nodes.of('AssignmentExpression')) {
    const event = call.left.type === 'MemberExpression' ? assignedEvents.exec(propertyName(call.left) ?? '')?.[1] : undefined;
    if (event === undefined || isGlobalObject(graph, (call.left as TSESTree.MemberExpression).object)) {
      continue;
    }
    for (const value of graph.place(call.right).plainValues()) {
      if (value.kind === 'function') {
        yield { callback: value.node, call, event };
      }
    }
  }
}

/** `self.onmessage = …` in a worker: only the program itself sends anything there. */
function isGlobalObject(graph: Graph, node: Node): boolean {
  return node.type === 'Identifier' && globalObjects.has(node.name) && !graph.variableOf(node);
}

/** What says that a callback is a route's although it takes nothing: a path before it, or a tRPC procedure around it. */
function isRoute(call: Call, event: string | undefined): boolean {
  if (event?.startsWith('/')) {
    return true;
  }
  let at: Node = unwrapped(call.callee);
  while (at.type === 'MemberExpression' || at.type === 'CallExpression') {
    if (isNamed(at, /procedure$/iu)) {
      return true;
    }
    at = unwrapped(at.type === 'MemberExpression' ? at.object : at.callee);
  }
  return at.type === 'Identifier' && /procedure$/iu.test(at.name);
}

function addExported(graph: Graph, name: string, node: Node, kinds: Map<FunctionNode, HandlerKind>): void {
  const isAction = hasDirective(graph.sourceCode.ast, 'use server');
  for (const value of graph.place(node).plainValues()) {
    if (value.kind === 'function') {
      if (isAction || routeExports.has(name) || (requestExports.has(name) && takesRequest(value.node)) || isController(value.node)) {
        kinds.set(value.node, 'caller');
      }
    } else if (value.kind === 'object' && routeObjects.has(name)) {
      for (const inner of value.all.plainValues()) {
        if (inner.kind === 'function' && takesRequest(inner.node)) {
          kinds.set(inner.node, 'caller');
        }
      }
    } else if (value.kind === 'object' && name === 'default') {
      for (const [property, place] of value.properties) {
        for (const inner of place.plainValues()) {
          if (inner.kind === 'function' && handlerProperties.has(property)) {
            kinds.set(inner.node, 'caller');
          } else if (inner.kind === 'function' && property === 'scheduled') {
            kinds.set(inner.node, 'timer');
          }
        }
      }
    }
  }
}

function takesRequest(node: FunctionNode): boolean {
  const [first] = node.params;
  return first?.type === 'ObjectPattern'
    ? first.properties.some(property => property.type === 'Property' && isPropertyNamed(property, requestParts))
    : first?.type === 'Identifier' && requestNames.test(first.name);
}

/** `(req, res) => …` */
function isController({ params }: FunctionNode): boolean {
  return routeParameters.every((pattern, index) => {
    const parameter = params[index];
    return parameter?.type === 'Identifier' && pattern.test(parameter.name);
  });
}

function decorated(node: TSESTree.MethodDefinition): HandlerKind | undefined {
  for (const { expression } of decoratorsOf(node)) {
    const name = lastName(expression);
    if (name !== undefined && handlerDecorators.has(name)) {
      return 'caller';
    }
    if (name !== undefined && timerDecorators.has(name)) {
      return 'timer';
    }
  }
  return undefined;
}

/** Whether a call registers a handler. */
function registration(call: Call, settings: Settings): HandlerKind | undefined {
  const callee = unwrapped(call.callee);
  const name = lastName(callee);
  if (name === undefined) {
    return undefined;
  }
  if (timers.has(name)) {
    return 'timer';
  }
  if (settings.handlers.some(handler => endsWithPath(callee, handler.call))) {
    return 'caller';
  }
  if (call.type === 'NewExpression') {
    return handlerConstructors.has(name) ? 'caller' : undefined;
  }
  if (name === 'createFunction' && isScheduled(call)) {
    return 'timer';
  }
  if (callee.type !== 'MemberExpression') {
    return handlerFunctions.has(name) ? 'caller' : undefined;
  }
  if (
    call.arguments.some(
      argument =>
        argument.type === 'ObjectExpression' &&
        argument.properties.some(property => property.type === 'Property' && isPropertyNamed(property, messageProperties)),
    )
  ) {
    return 'caller';
  }
  const receiver = lastName(callee.object);
  if (name === 'define' && !schedulers.test(receiver ?? '')) {
    return undefined;
  }
  if (needsEvent.has(name) && call.arguments.length < 2) {
    return undefined;
  }
  if (!handlerMethods.has(name) && !handlerFunctions.has(name)) {
    return undefined;
  }
  return receiver !== undefined && ownReceivers.test(receiver) ? undefined : 'caller';
}

function* callbacksOf(graph: Graph, call: Call, settings: Settings): Generator<{ callback: FunctionNode; event: string | undefined }> {
  const event = call.arguments[0] ? literalKey(call.arguments[0]) : undefined;
  const known = settings.handlers.find(handler => endsWithPath(unwrapped(call.callee), handler.call));
  for (const [index, argument] of call.arguments.entries()) {
    if (known?.argument !== undefined && index !== known.argument) {
      continue;
    }
    for (const value of graph.place(argument).plainValues()) {
      if (value.kind === 'function') {
        yield { callback: value.node, event };
      } else if (value.kind === 'object') {
        for (const [property, place] of value.properties) {
          if (property === 'routes') {
            for (const callback of routesIn(place)) {
              yield { callback, event };
            }
          }
          for (const inner of place.plainValues()) {
            if (
              inner.kind === 'function' &&
              (handlerProperties.has(property) || messageProperties.has(property) || pythonProperties.has(property))
            ) {
              yield { callback: inner.node, event };
            }
          }
        }
      }
    }
  }
}

function isCommandLineProgram(graph: Graph, nodes: FileNodes): boolean {
  const imported = [
    ...nodes.of('ImportDeclaration').flatMap(({ importKind, source }) => (importKind === 'type' ? [] : source.value)),
    ...nodes.of('CallExpression').flatMap(node => loadedBy(graph, node) ?? []),
  ];
  const mayBeOwn = !imported.some(name => sharedServers.test(name));
  if (imported.some(name => commandLineModules.has(name) || (mayBeOwn && ownServer.test(name)))) {
    return true;
  }
  for (const node of nodes.of('CallExpression', 'MemberExpression')) {
    if (
      node.type === 'MemberExpression' &&
      node.object.type === 'Identifier' &&
      node.object.name === 'process' &&
      isPropertyNamed(node, /^(?:argv|stdin)$/u)
    ) {
      return true;
    }
    if (mayBeOwn && node.type === 'CallExpression' && isNamed(node.callee, /^(?:run|start)$/u) && node.arguments.some(isStdio)) {
      return true;
    }
  }
  return false;
}

/** `mcp.run("stdio")`, `mcp.run(transport="stdio")` */
function isStdio(node: Node): boolean {
  return node.type === 'ObjectExpression'
    ? node.properties.some(property => property.type === 'Property' && isStdio(property.value))
    : literalKey(node) === 'stdio';
}

/**
 * Whether a call belongs to a test framework (`it`, `test.only`, `beforeAll`, `describe.each(…)`): the name is a global
 * or comes from elsewhere. A parameter or a function of the file with such a name is something else.
 */
export function isTestCall(graph: Graph, call: Call): boolean {
  let callee = unwrapped(call.callee);
  while (callee.type === 'MemberExpression' || callee.type === 'CallExpression' || callee.type === 'TaggedTemplateExpression') {
    callee = unwrapped(
      callee.type === 'MemberExpression' ? callee.object : callee.type === 'CallExpression' ? callee.callee : callee.tag,
    );
  }
  if (callee.type !== 'Identifier' || !testCalls.has(callee.name)) {
    return false;
  }
  const definition = graph.variableOf(callee)?.defs[0];
  const initial = definition?.node.type === 'VariableDeclarator' ? definition.node.init : null;
  return !definition || definition.type === 'ImportBinding' || (initial !== null && isOfFramework(awaited(initial)));
}

/** `require('node:test')`, `await import('vitest')`, `base.extend({ … })` */
function isOfFramework(initial: Node): boolean {
  const made = initial.type === 'MemberExpression' ? awaited(initial.object) : initial;
  return made.type === 'ImportExpression' || (made.type === 'CallExpression' && [
    'extend', 'require',
  ].includes(lastName(made.callee) ?? ''));
}

/** The callback of a test framework around `node`, if there is one. */
export function isInTest(graph: Graph, node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (isFunction(at) && ((at.parent.type === 'CallExpression' && isTestCall(graph, at.parent)) || (at as { isTest?: boolean }).isTest)) {
      return true;
    }
  }
  return false;
}

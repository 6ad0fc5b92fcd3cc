import type { TSESTree } from '@typescript-eslint/utils';
import { authConfigChanges, connectionChanges, deletions } from '../../sdk/model.ts';
import type { FunctionNode, Variable } from '../facts.ts';
import type { FileNodes, Graph } from '../flow/index.ts';
import { awaited, contains, enclosingFunction, isFunction, lastName, nodesBelow, propertyName, unwrapped } from '../tree.ts';
import { everyMember, originalPath, pathOf, patternPath, someMember, type Path } from './paths.ts';
import { isSure } from './sureness.ts';

type Node = TSESTree.Node;

/**
 * What one node does to sessions or to what they were made from.
 *
 * | kind        | example                                                       |
 * | ----------- | ------------------------------------------------------------- |
 * | write       | `toolkits = x`, `config.toolkits = x`, `delete config.toolkits` |
 * | mutate      | `toolkits.push(x)`, `enabled.add(x)`                          |
 * | connection  | `composio.connectedAccounts.delete(id)`                       |
 * | auth-config | `composio.authConfigs.update(id, …)`                          |
 * | update      | `session.update(…)`                                           |
 * | delete      | `session.delete()`, `composio.sessions.delete(session.sessionId)` |
 * | use         | what a called function of the file does with a session        |
 */
export type Effect =
  | { readonly kind: 'auth-config' | 'connection'; readonly node: Node; readonly name: string; readonly user: Node | undefined }
  | { readonly kind: 'delete' | 'update' | 'use'; readonly node: Node; readonly session: Node; readonly isUpkeep?: boolean }
  | { readonly kind: 'mutate'; readonly node: Node; readonly paths: readonly Path[] }
  | {
      readonly kind: 'write';
      readonly node: Node;
      readonly paths: readonly Path[];
      /** The expression that is written, where it is written whole. */
      readonly value: Node | undefined;
      /** Whether no call of the function around it leaves there what was there before. */
      readonly isSure: boolean;
    };

const mutating = new Set(['push', 'unshift', 'splice', 'pop', 'shift', 'fill', 'copyWithin', 'reverse', 'sort', 'add', 'delete', 'clear', 'set']);

/** The nodes of a file that `directEffects` may have something to say of. */
export function effectiveNodes(nodes: FileNodes): Node[] {
  const hasTargets = nodes.of('ForInStatement', 'ForOfStatement').some(({ left }) => left.type !== 'VariableDeclaration');
  return nodes.of('AssignmentExpression', 'CallExpression', 'UnaryExpression', 'UpdateExpression', ...(hasTargets ? (['Identifier', 'MemberExpression'] as const) : []));
}

/** What `node` itself does, calls of functions of the file left out. */
export function directEffects(graph: Graph, node: Node): Effect[] {
  switch (node.type) {
    case 'AssignmentExpression':
      return targets(node.left).flatMap(target => written(graph, node, target));
    case 'UpdateExpression':
      return written(graph, node, node.argument);
    case 'UnaryExpression':
      return node.operator === 'delete' ? written(graph, node, node.argument) : [];
    case 'Identifier':
    case 'MemberExpression':
      return isLoopTarget(node) ? written(graph, node, node) : [];
    case 'CallExpression':
      return callEffects(graph, node);
    default:
      return [];
  }
}

/** The variables and members that a pattern writes. */
function targets(pattern: Node): Node[] {
  const target = unwrapped(pattern);
  switch (target.type) {
    case 'ObjectPattern':
      return target.properties.flatMap(property => targets(property.type === 'Property' ? property.value : property.argument));
    case 'ArrayPattern':
      return target.elements.flatMap(element => (element ? targets(element) : []));
    case 'AssignmentPattern':
      return targets(target.left);
    case 'RestElement':
      return targets(target.argument);
    default:
      return [target];
  }
}

/** `toolkit` of `for (toolkit of toolkits)`: each turn writes what was there before the loop. */
function isLoopTarget(node: Node): boolean {
  let at = node;
  while (at.parent && /^(?:ArrayPattern|AssignmentPattern|ObjectPattern|Property|RestElement)$/u.test(at.parent.type)) {
    at = at.parent;
  }
  return (at.parent?.type === 'ForOfStatement' || at.parent?.type === 'ForInStatement') && at.parent.left === at;
}

function written(graph: Graph, node: Node, target: Node): Effect[] {
  const path = pathOf(graph, target);
  if (!path) {
    return [];
  }
  const value = node.type === 'AssignmentExpression' && unwrapped(node.left) === target ? node.right : undefined;
  const paths = path.members.length > 0 ? both(graph, path) : [path];
  return [{ kind: 'write', node, paths, value, isSure: isSure(graph, node, paths) }];
}

/** A path as written, and by its first name. */
function both(graph: Graph, path: Path): Path[] {
  const original = originalPath(graph, path);
  return original === path ? [path] : [path, original];
}

function callEffects(graph: Graph, node: TSESTree.CallExpression): Effect[] {
  const effects: Effect[] = [];
  const callee = unwrapped(node.callee);
  for (const value of graph.place(callee).plainValues()) {
    if (value.kind === 'client-member') {
      if (connectionChanges.has(value.path)) {
        const takesUser = value.path === 'toolkits.authorize' || value.path.endsWith('.initiate') || value.path.endsWith('.link');
        effects.push({ kind: 'connection', node, name: value.path, user: takesUser ? node.arguments[0] : undefined });
      } else if (authConfigChanges.has(value.path)) {
        effects.push({ kind: 'auth-config', node, name: value.path, user: undefined });
      } else if (deletions.has(value.path) && node.arguments[0]) {
        effects.push({ kind: 'delete', node, session: node.arguments[0] });
      }
    } else if (value.kind === 'session-method' && callee.type === 'MemberExpression' && (value.name === 'update' || value.name === 'delete')) {
      effects.push({ kind: value.name, node, session: callee.object });
    }
  }
  if (callee.type === 'MemberExpression') {
    const name = propertyName(callee);
    const path = pathOf(graph, callee.object);
    if (name !== undefined && mutating.has(name) && path) {
      effects.push({ kind: 'mutate', node, paths: both(graph, path) });
    }
    if (name === 'assign' && lastName(callee.object) === 'Object' && node.arguments[0]) {
      effects.push(...assigned(graph, node, node.arguments[0]));
    }
  }
  return dedupe(effects);
}

function dedupe(effects: Effect[]): Effect[] {
  const seen = new Set<string>();
  return effects.filter(effect => !seen.has(effect.kind) && seen.add(effect.kind));
}

/** `Object.assign(config, { toolkits })` writes what its literal names, or anything. */
function assigned(graph: Graph, node: TSESTree.CallExpression, target: Node): Effect[] {
  const path = pathOf(graph, target);
  if (!path) {
    return [];
  }
  const names = node.arguments.slice(1).flatMap(source => {
    const literal = unwrapped(source);
    return literal.type === 'ObjectExpression'
      ? literal.properties.map(property => (property.type === 'Property' ? (propertyName(property) ?? everyMember) : everyMember))
      : [everyMember];
  });
  return [{ kind: 'write', node, paths: names.flatMap(name => both(graph, { root: path.root, members: [...path.members, name] })), value: undefined, isSure: false }];
}

/** Calls are followed this deep. */
const mostHops = 5;

/** The functions of the file that run when `node` is evaluated: callees, and callbacks that it calls at once. */
export function calledAt(graph: Graph, node: Node): FunctionNode[] {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') {
    return [];
  }
  const called = new Set<FunctionNode>();
  const callee = unwrapped(node.callee);
  if (isFunction(callee)) {
    called.add(callee);
  }
  for (const value of graph.place(callee).plainValues()) {
    if (value.kind === 'function') {
      called.add(value.node);
    }
  }
  for (const argument of node.arguments) {
    const inner = unwrapped(argument);
    if (isFunction(inner) && graph.callers.get(inner)?.has(node)) {
      called.add(inner);
    }
  }
  return [...called];
}

const summaries = new WeakMap<FunctionNode, readonly Effect[]>();

/** Everything that a function does when it is called, callbacks that run at once and functions that it calls included. */
export function summaryOf(graph: Graph, node: FunctionNode, hops = 0): readonly Effect[] {
  const known = summaries.get(node);
  if (known) {
    return known;
  }
  summaries.set(node, []);
  const effects: Effect[] = [];
  for (const inner of nodesBelow(node.body, graph.sourceCode.visitorKeys)) {
    const around = enclosingFunction(inner);
    if (around !== node && around && !runsInside(graph, around, node)) {
      continue;
    }
    effects.push(...directEffects(graph, inner), ...usesOf(graph, inner));
    if (hops < mostHops) {
      for (const called of calledAt(graph, inner)) {
        if (!contains(node, called)) {
          const carried = carriedOver(graph, inner as TSESTree.CallExpression, called, summaryOf(graph, called, hops + 1));
          effects.push(...carried.map(effect => (effect.kind === 'write' ? { ...effect, isSure: effect.isSure && isSure(graph, inner, effect.paths) } : effect)));
        }
      }
    }
  }
  summaries.set(node, effects);
  return effects;
}

/** Whether a callback inside `node` runs while `node` does. */
function runsInside(graph: Graph, callback: FunctionNode, node: FunctionNode): boolean {
  for (let at: FunctionNode | undefined = callback; at && at !== node; at = enclosingFunction(at)) {
    const callers = graph.callers.get(at);
    if (!callers || ![...callers].some(caller => contains(node, caller))) {
      return false;
    }
  }
  return true;
}

/** A session that a function works with or passes on. */
function usesOf(graph: Graph, node: Node): Effect[] {
  if (node.type === 'MemberExpression' && propertyName(node) === 'mcp') {
    const isSession = [...graph.place(node).plainValues()].some(value => value.kind === 'tools' && value.what === 'mcp');
    return isSession ? [{ kind: 'use', node, session: node.object }] : [];
  }
  if (node.type === 'CallExpression') {
    const callee = unwrapped(node.callee);
    const uses: Effect[] = [];
    if (callee.type === 'MemberExpression') {
      for (const value of graph.place(callee).plainValues()) {
        if (value.kind === 'session-method' && value.name !== 'update' && value.name !== 'delete') {
          uses.push({ kind: 'use', node, session: callee.object });
          break;
        }
        const [id] = node.arguments;
        if (value.kind === 'client-member' && /(?:^|\.)use$/u.test(value.path) && id?.type === 'MemberExpression' && propertyName(id) === 'sessionId') {
          uses.push({ kind: 'use', node, session: id.object, isUpkeep: true });
          break;
        }
      }
    }
    if (calledAt(graph, node).length === 0) {
      for (const part of node.arguments.flatMap(partsOf)) {
        if ([...graph.place(part).plainValues()].some(value => value.kind === 'session' || value.kind === 'tools')) {
          uses.push({ kind: 'use', node, session: part });
        }
      }
    }
    return uses;
  }
  return [];
}

/** The names that an argument hands over, alone or inside a literal. */
function partsOf(argument: Node): Node[] {
  const inner = unwrapped(argument);
  switch (inner.type) {
    case 'Identifier':
      return [inner];
    case 'ArrayExpression':
      return inner.elements.flatMap(element => (element ? partsOf(element) : []));
    case 'ObjectExpression':
      return inner.properties.flatMap(property => partsOf(property.type === 'Property' ? property.value : property));
    case 'SpreadElement':
      return partsOf(inner.argument);
    default:
      return [];
  }
}

/** A called function's effects with its parameters standing for the arguments; what it did to its own variables is gone. */
export function carriedOver(graph: Graph, call: TSESTree.CallExpression | TSESTree.NewExpression, called: FunctionNode, effects: readonly Effect[]): Effect[] {
  const isInline = contains(call, called);
  return effects.flatMap((effect): Effect[] => {
    const node = isInline ? effect.node : call;
    switch (effect.kind) {
      case 'write':
      case 'mutate': {
        const paths = effect.paths.flatMap(path => {
          const outside = outsidePath(graph, call, called, path, effect.kind === 'write');
          return outside ? [outside] : [];
        });
        return paths.length > 0 ? [{ ...effect, node, paths }] : [];
      }
      case 'update':
      case 'delete':
      case 'use': {
        const session = outsideExpression(graph, call, called, effect.session);
        return session ? [{ ...effect, node, session }] : [];
      }
      default:
        return [{ ...effect, node }];
    }
  });
}

function outsidePath(graph: Graph, call: TSESTree.CallExpression | TSESTree.NewExpression, called: FunctionNode, path: Path, isWrite: boolean): Path | undefined {
  if (path.root === 'this') {
    if (called.type === 'ArrowFunctionExpression') {
      return path;
    }
    if (isOwnMethod(call)) {
      return path;
    }
    const callee = unwrapped(call.callee);
    const receiver = callee.type === 'MemberExpression' ? pathOf(graph, callee.object) : undefined;
    return receiver && { root: receiver.root, members: [...receiver.members, ...path.members] };
  }
  const parameter = parameterOf(called, path.root);
  if (!parameter) {
    const definedIn = path.root.scope.block as Node;
    return contains(called, definedIn) ? undefined : path;
  }
  if (isWrite && path.members.length === 0) {
    return undefined;
  }
  const { argument, rest } = givenTo(call, parameter, path.members);
  const given = argument && pathOf(graph, argument);
  return given && { root: given.root, members: [...given.members, ...rest] };
}

/** A parameter, by its position and the properties that lead to it in a pattern. */
interface Parameter {
  readonly index: number;
  readonly members: readonly string[];
}

function parameterOf(called: FunctionNode, variable: Variable): Parameter | undefined {
  const definition = variable.defs[0];
  if (definition?.type !== 'Parameter' || definition.node !== called) {
    return undefined;
  }
  for (const [index, parameter] of called.params.entries()) {
    const members = patternPath(parameter.type === 'AssignmentPattern' ? parameter.left : parameter, variable);
    if (members) {
      return { index, members };
    }
  }
  return undefined;
}

/** The argument that a parameter and members below it stand for: as far into an object literal as it is written out. */
function givenTo(call: TSESTree.CallExpression | TSESTree.NewExpression, { index, members }: Parameter, below: readonly string[] = []): { argument: Node | undefined; rest: readonly string[] } {
  let argument: Node | undefined = call.arguments[index];
  const rest = [...members, ...below];
  while (argument && rest.length > 0) {
    const literal: Node = unwrapped(argument);
    if (literal.type !== 'ObjectExpression') {
      break;
    }
    const name = rest.shift();
    const property = literal.properties.find(each => each.type === 'Property' && propertyName(each) === name);
    argument = property?.type === 'Property' ? property.value : undefined;
  }
  return { argument, rest };
}

/** An expression inside a called function, seen from its call; undefined for what is the function's own. */
export function outsideExpression(graph: Graph, call: TSESTree.CallExpression | TSESTree.NewExpression, called: FunctionNode, session: Node): Node | undefined {
  const members: string[] = [];
  let root = awaited(session);
  while (root.type === 'MemberExpression') {
    members.unshift(propertyName(root) ?? someMember);
    root = awaited(root.object);
  }
  if (root.type === 'ThisExpression') {
    return called.type === 'ArrowFunctionExpression' || isOwnMethod(call) ? session : undefined;
  }
  const variable = graph.variableOf(root);
  if (!variable) {
    return undefined;
  }
  const parameter = parameterOf(called, variable);
  return parameter ? givenTo(call, parameter, members).argument : contains(called, variable.scope.block as Node) ? undefined : session;
}

/** `this.method()`: the method's `this` is the caller's. */
function isOwnMethod(call: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const callee = unwrapped(call.callee);
  return callee.type === 'MemberExpression' && ['Super', 'ThisExpression'].includes(unwrapped(callee.object).type);
}

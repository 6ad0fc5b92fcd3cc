import type { TSESTree } from '@typescript-eslint/utils';
import { singletonDecorators } from '../sdk/handlers.ts';
import { sessionMember } from '../sdk/model.ts';
import { cargoOf } from './carriers.ts';
import type { ClassNode, Creation, FunctionNode, Reason } from './facts.ts';
import { isWork } from './flow/calls.ts';
import type { FileNodes, Graph } from './flow/index.ts';
import type { Handlers } from './handlers.ts';
import { isLazy } from './lazy.ts';
import { messageNames } from '../sdk/handlers.ts';
import { fieldOrigin, originsOf, returnedExpressions, type Origin } from './people.ts';
import { awaited, contains, enclosingClass, enclosingFunction, isFunction, lastName, nodesBelow, propertyName, unwrapped, wrappedParent } from './tree.ts';

type Node = TSESTree.Node;

/** Whose a stored session is, seen from the object or closure that keeps it. */
export type Owner = 'constant' | 'identity' | 'other' | 'parameter';

/** Helpers are followed this many calls back. */
const mostHops = 4;

/** Parameter names that bring a user or a configuration of the caller's own. */
const takesUser =
  /(?:^|_|(?<=[a-z0-9])(?=[A-Z]))(?:user|uid|account|customer|tenant|org|organization|workspace|team|member|toolkits?|config)(?:_?ids?|_?slug)?$/iu;

/** Whether a parameter name says that the caller brings a user, tenant or toolkit of its own. */
export function bringsUser(name: string): boolean {
  return takesUser.test(name);
}

/** The names that a function's parameters bind, destructured ones included. */
export function parameterNames(node: FunctionNode): string[] {
  const names: string[] = [];
  const add = (pattern: Node): void => {
    switch (pattern.type) {
      case 'Identifier':
        names.push(pattern.name);
        break;
      case 'AssignmentPattern':
        add(pattern.left);
        break;
      case 'RestElement':
        add(pattern.argument);
        break;
      case 'TSParameterProperty':
        add(pattern.parameter);
        break;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'Property') {
            names.push(propertyName(property) ?? '');
            add(property.value);
          } else {
            add(property.argument);
          }
        }
        break;
      case 'ArrayPattern':
        for (const element of pattern.elements) {
          if (element) {
            add(element);
          }
        }
        break;
      default:
    }
  };
  node.params.forEach(add);
  return names;
}

/** How an origin is seen from a home: `identity` of the home, or a parameter of the function that stores. */
export interface Viewpoint {
  readonly graph: Graph;
  readonly storing: FunctionNode | undefined;
  isIdentity(origin: Origin): boolean;
}

/** Whose the sessions of some creations are. */
export function ownerOf(view: Viewpoint, creations: readonly Creation[]): Owner {
  const owners = creations.flatMap(creation =>
    creation.user ? originsOf(view.graph, creation.user).map(origin => ownerOfOrigin(view, origin, 0)) : ['other' as const],
  );
  for (const owner of ['parameter', 'identity', 'other', 'constant'] as const) {
    if (owners.includes(owner)) {
      return owner;
    }
  }
  return 'other';
}

function ownerOfOrigin(view: Viewpoint, origin: Origin, hops: number): Owner {
  if (view.isIdentity(origin)) {
    return 'identity';
  }
  switch (origin.kind) {
    case 'constant':
      return 'constant';
    case 'field':
      return fieldOrigin(view.graph, origin.owner, origin.name) === 'constant' ? 'constant' : 'other';
    case 'parameter':
      return ownerOfParameter(view, origin, hops);
    case 'call':
      return origin.inputs.some(input => input.kind === 'parameter' && ownerOfOrigin(view, input, hops + 1) === 'parameter') ? 'parameter' : 'other';
    default:
      return 'other';
  }
}

/** A parameter of a helper stands for what the storing function gives it. */
function ownerOfParameter(view: Viewpoint, origin: Origin & { kind: 'parameter' }, hops: number): Owner {
  const { storing } = view;
  if (!storing || contains(origin.function, storing) || contains(storing, origin.function) || hops > mostHops) {
    return 'parameter';
  }
  const callers = [...(view.graph.callers.get(origin.function) ?? [])];
  const near = callers.filter(caller => contains(storing, caller));
  const given = (near.length > 0 ? near : callers).flatMap(caller => {
    const argument = caller.type === 'CallExpression' || caller.type === 'NewExpression' ? caller.arguments[origin.index] : undefined;
    return argument ? originsOf(view.graph, argument).map(each => ownerOfOrigin(view, each, hops + 1)) : [];
  });
  for (const owner of ['parameter', 'identity', 'other', 'constant'] as const) {
    if (given.includes(owner)) {
      return owner;
    }
  }
  return 'parameter';
}

/** Whether a creation's config reads a parameter of the function that stores. */
export function readsParameter(view: Viewpoint, creations: readonly Creation[]): boolean {
  return creations.some(({ config }) => {
    if (!config) {
      return false;
    }
    for (const node of nodesBelow(config, view.graph.sourceCode.visitorKeys)) {
      if (node.type === 'Identifier' && view.graph.references.has(node)) {
        if (originsOf(view.graph, node).some(origin => origin.kind === 'parameter' && !view.isIdentity(origin) && ownerOfOrigin(view, origin, 0) === 'parameter')) {
          return true;
        }
      }
    }
    return false;
  });
}

/** One field of one class, with what is needed to judge a store into it. */
export interface FieldStore {
  readonly graph: Graph;
  readonly nodes: FileNodes;
  readonly handlers: Handlers;
  readonly owner: ClassNode;
  readonly field: string;
  readonly isStatic: boolean;
  readonly site: Node;
  readonly creations: readonly Creation[];
}

/** The function of a class body that `node` stands in: a method, the constructor, or an arrow in a field. */
export function memberAround(node: Node): FunctionNode | undefined {
  let member: FunctionNode | undefined;
  const owner = enclosingClass(node);
  for (let at = enclosingFunction(node); at && owner && contains(owner, at); at = enclosingFunction(at)) {
    member = at;
  }
  return member;
}

const isConstructor = (node: FunctionNode | undefined): boolean =>
  node?.parent.type === 'MethodDefinition' && node.parent.kind === 'constructor';

/** The view from an object: a field that its constructor sets is its identity, and so is a function around the class. */
export function viewOfField(graph: Graph, owner: ClassNode, storing: FunctionNode | undefined): Viewpoint {
  return {
    graph,
    storing,
    isIdentity: origin =>
      (origin.kind === 'field' && !origin.isStatic && fieldOrigin(graph, origin.owner, origin.name) === 'identity') ||
      (origin.kind === 'parameter' && (isConstructor(origin.function) || contains(origin.function, owner))),
  };
}

/**
 * Why a store into a class field is a fault; `conversation` when the class is the conversation of a user that it was
 * made for, and nothing when a method starts the conversation for the user that it is given. The table is in
 * `docs/how-it-decides.md`.
 */
export function judgeField(store: FieldStore): Reason | undefined {
  const { graph, owner, site, creations } = store;
  if (store.isStatic || isSingleton(store)) {
    return 'singleton';
  }
  const storing = memberAround(site);
  const view = viewOfField(graph, owner, storing);
  const lazy = isFieldLazy(store, storing);
  switch (ownerOf(view, creations)) {
    case 'constant':
      return 'constant-user';
    case 'identity':
      if (lazy && readsParameter(view, creations)) {
        return 'ignores-config';
      }
      return hasForeignReader(store, lazy ? undefined : storing) ? 'shared-object' : 'conversation';
    case 'parameter':
      if (lazy) {
        return 'ignores-user';
      }
      if (hasForeignReader(store, storing)) {
        return 'shared-object';
      }
      return storing && doesMessageWork(store, storing) ? 'message-work' : undefined;
    default:
      return lazy ? 'ignores-user' : 'outlives';
  }
}

/** Lazy where it is written, or because every way into the storing method asks for the field first. */
export function isFieldLazy(store: FieldStore, storing: FunctionNode | undefined): boolean {
  const tested = { kind: 'field', name: store.field } as const;
  if (isLazy(store.graph, store.site, tested) || twinsOf(store, storing).some(name => isLazy(store.graph, store.site, { kind: 'field', name }))) {
    return true;
  }
  return !!storing && [...(store.graph.callers.get(storing) ?? [])].some(caller => contains(store.owner, caller) && isLazy(store.graph, caller, tested));
}

/** Fields that the storing method fills together with this one: asking for one of them asks for all. */
function twinsOf({ graph, field }: FieldStore, storing: FunctionNode | undefined): string[] {
  const names = new Set<string>();
  const emptied = new Set<string>();
  for (const node of storing ? nodesBelow(storing.body, graph.sourceCode.visitorKeys) : []) {
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && node.left.object.type === 'ThisExpression') {
      const name = propertyName(node.left);
      const isEmpty = node.right.type === 'Literal' && !node.right.value;
      if (name !== undefined && name !== field) {
        (isEmpty ? emptied : names).add(name);
      }
    }
  }
  return [...names].filter(name => !emptied.has(name));
}

/** Whether one object of the class serves the whole process. */
export function isSingleton({ graph, nodes, owner, handlers, field }: Pick<FieldStore, 'field' | 'graph' | 'handlers' | 'nodes' | 'owner'>): boolean {
  for (const { expression } of owner.decorators ?? []) {
    const name = lastName(expression);
    if (name !== undefined && singletonDecorators.has(name) && !/\b(?:REQUEST|TRANSIENT)\b/u.test(graph.sourceCode.getText(expression))) {
      return true;
    }
  }
  for (const call of nodes.calls) {
    if (call.type === 'NewExpression' && graph.classOf(call.callee) === owner && !enclosingFunction(call) && !isInsideClass(call)) {
      return true;
    }
  }
  for (const [variable, place] of graph.variables) {
    const isModule = variable.scope.type === 'module' || variable.scope.type === 'global';
    if (isModule && [...place.plainValues()].some(value => value.kind === 'instance' && value.node === owner)) {
      return true;
    }
  }
  for (const fields of graph.fields.values()) {
    for (const [name, place] of fields) {
      if (name.startsWith('static ') && [...place.plainValues()].some(value => value.kind === 'instance' && value.node === owner)) {
        return true;
      }
    }
  }
  return [...handlers.kinds.keys()].some(handler => contains(owner, handler) && isRegisteredInside(handler) && readsField(graph, handler, field));
}

function isInsideClass(node: Node): boolean {
  return enclosingClass(node) !== undefined;
}

/** A handler that a method registers on something that is no connection of its own. */
function isRegisteredInside(handler: FunctionNode): boolean {
  const call = handler.parent;
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') {
    return false;
  }
  return !/^(?:socket|ws|connection|conn|stream|channel)$/iu.test(lastName(call.callee.object) ?? '');
}

function readsField(graph: Graph, inside: Node, field: string): boolean {
  return [...fieldReads(graph, inside, field)].length > 0;
}

/** Every read of `this.field` below a node, `const { field } = this` included. */
export function* fieldReads(graph: Graph, inside: Node, field: string): Generator<Node> {
  for (const node of nodesBelow(inside, graph.sourceCode.visitorKeys)) {
    if (node.type === 'VariableDeclarator' && node.id.type === 'ObjectPattern' && node.init?.type === 'ThisExpression') {
      yield* node.id.properties.filter(property => property.type === 'Property' && propertyName(property) === field);
    }
    if (node.type === 'MemberExpression' && propertyName(node) === field && unwrapped(node.object).type === 'ThisExpression') {
      const { parent } = node;
      if (!(parent.type === 'AssignmentExpression' && parent.left === node)) {
        yield node;
      }
    }
  }
}

/** Whether a read only looks after the session (or asks whether there is one). */
function isUpkeep(read: Node): boolean {
  const parent = wrappedParent(read, true);
  if (parent?.type === 'MemberExpression' && unwrapped(parent.object) === read) {
    const name = propertyName(parent);
    const member = name === undefined ? 'data' : sessionMember(name);
    return member === 'change' || member === 'id';
  }
  return parent?.type === 'IfStatement' || (parent?.type === 'UnaryExpression' && parent.operator === '!') || isComparison(parent);
}

function isComparison(node: Node | undefined): boolean {
  return node?.type === 'BinaryExpression' && ['===', '!==', '==', '!='].includes(node.operator);
}

/** Whether a method that works with the field takes a user, tenant or toolkit of its own. */
function hasForeignReader({ graph, owner, field }: FieldStore, storing: FunctionNode | undefined): boolean {
  const readers = new Set<FunctionNode>();
  for (const member of owner.body.body) {
    const value = 'value' in member ? member.value : undefined;
    if (value && isFunction(value) && !isConstructor(value)) {
      if ([...fieldReads(graph, value, field)].some(read => !isUpkeep(read))) {
        readers.add(value);
      }
    }
  }
  for (const reader of [...readers]) {
    if (returnedExpressions(reader).some(expression => [...fieldReads(graph, expression, field)].some(read => awaited(expression) === read))) {
      for (const caller of graph.callers.get(reader) ?? []) {
        const member = contains(owner, caller) ? memberAround(caller) : undefined;
        if (member) {
          readers.add(member);
        }
      }
    }
  }
  return [...readers].some(reader => reader !== storing && parameterNames(reader).some(bringsUser));
}

/** Whether the storing method itself does a message's work on what it has just stored. */
function doesMessageWork({ graph, field, site }: FieldStore, storing: FunctionNode): boolean {
  for (const read of fieldReads(graph, storing, field)) {
    const parent = wrappedParent(read);
    if (parent?.type === 'MemberExpression' && unwrapped(parent.object) === read) {
      const name = propertyName(parent);
      const member = name === undefined ? 'data' : sessionMember(name);
      if ((member === 'work' || member === 'fetch') && !isStoredInField(parent)) {
        return true;
      }
    } else if (isArgument(read) && !contains(site, read)) {
      return true;
    }
  }
  return takesMessage(storing) && returnsWork(graph, storing);
}

/** `this.tools = await this.session.tools()` is set-up. */
function isStoredInField(member: Node): boolean {
  let at: Node = member;
  for (let parent = wrappedParent(at, true); parent; parent = wrappedParent(at, true)) {
    if (parent.type === 'CallExpression' && unwrapped(parent.callee) === unwrapped(at)) {
      at = parent;
    } else {
      return parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression' && parent.left.object.type === 'ThisExpression';
    }
  }
  return false;
}

function isArgument(read: Node): boolean {
  let at: Node = read;
  for (let parent = wrappedParent(at, true); parent; parent = wrappedParent(at, true)) {
    if (parent.type === 'CallExpression' || parent.type === 'NewExpression') {
      return unwrapped(parent.callee) !== at && !isStoredInField(parent);
    }
    if (parent.type !== 'Property' && parent.type !== 'ObjectExpression' && parent.type !== 'SpreadElement') {
      return false;
    }
    at = parent;
  }
  return false;
}

/** Whether a function's parameters bring a message. */
export function takesMessage(node: FunctionNode): boolean {
  return parameterNames(node).some(name => messageNames.test(name));
}

/** Whether a function returns what a call on a session, or with its tools, gave. */
function returnsWork(graph: Graph, node: FunctionNode): boolean {
  return returnedExpressions(node).some(expression => isWorkResult(graph, expression, 0));
}

function isWorkResult(graph: Graph, expression: Node, hops: number): boolean {
  const inner = awaited(expression);
  if (inner.type === 'Identifier' && hops < 3) {
    const definition = graph.variableOf(inner)?.defs[0]?.node as Node | undefined;
    return definition?.type === 'VariableDeclarator' && !!definition.init && isWorkResult(graph, definition.init, hops + 1);
  }
  if (inner.type === 'MemberExpression') {
    return isWorkResult(graph, inner.object, hops + 1);
  }
  if (inner.type !== 'CallExpression') {
    return false;
  }
  for (const value of graph.place(inner.callee).plainValues()) {
    if (value.kind === 'session-method' && isWork(value.name)) {
      return sessionMember(value.name) === 'work';
    }
  }
  return !cargoOf(graph, graph.place(inner)) && inner.arguments.some(argument => argument.type !== 'SpreadElement' && cargoOf(graph, graph.place(argument)) !== undefined);
}

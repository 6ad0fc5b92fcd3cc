import type { TSESTree } from '@typescript-eslint/utils';
import { constantOf } from '../constants.ts';
import type { ClassNode, FunctionNode, Variable } from '../facts.ts';
import { isImported } from '../flow/imports.ts';
import type { Graph } from '../flow/index.ts';
import { ownerOfSelf, selfAt } from '../self.ts';
import { awaited, isFunction, isNamed, lastName, propertyName, thisOf, unwrapped } from '../tree.ts';
import { returnedExpressions } from './returned.ts';

type Node = TSESTree.Node;

/**
 * Where a user, an id or a key comes from.
 *
 * | kind      | example                                                                |
 * | --------- | ---------------------------------------------------------------------- |
 * | constant  | a literal, `process.env.X`, a module constant, a function that returns one |
 * | parameter | `userId`, `req.user.id`, a variable taken from one                     |
 * | field     | `this.userId`, `this.request.user.id`, whose `path` is `user.id`       |
 * | call      | what an unknown call gives: `await currentUser()`; `inputs` are its own |
 * | imported  | a binding or property of another module                                |
 * | unknown   | anything else                                                          |
 */
export type Origin =
  | { readonly kind: 'call'; readonly node: Node; readonly inputs: readonly Origin[] }
  | { readonly kind: 'constant'; readonly node: Node }
  | {
      readonly kind: 'field';
      readonly node: Node;
      readonly owner: ClassNode;
      readonly name: string;
      readonly isStatic: boolean;
      readonly path: Path;
    }
  | { readonly kind: 'imported'; readonly node: Node }
  | { readonly kind: 'parameter'; readonly node: Node; readonly function: FunctionNode; readonly index: number; readonly name: string }
  | { readonly kind: 'unknown'; readonly node: Node };

/** The properties that are taken of something, one below the other; undefined where one is computed. */
export type Path = readonly (string | undefined)[];

/** Hops after which an origin is unknown. */
const mostHops = 12;

/** Functions that hand their argument through in another form. */
const conversions = new Set(['String', 'Number', 'encodeURIComponent', 'decodeURIComponent', 'Boolean']);

const stringMethods = new Set(['toString', 'trim', 'toLowerCase', 'toUpperCase', 'slice', 'replace', 'padStart', 'at', 'valueOf']);

/** Every place that an expression's value may come from. */
export function originsOf(graph: Graph, node: Node, hops = 0): Origin[] {
  const inner = awaited(node);
  if (hops > mostHops) {
    return [{ kind: 'unknown', node: inner }];
  }
  const next = (other: Node): Origin[] => originsOf(graph, other, hops + 1);
  switch (inner.type) {
    case 'Literal':
      return [{ kind: 'constant', node: inner }];
    case 'TemplateLiteral':
      return inner.expressions.length === 0 ? [{ kind: 'constant', node: inner }] : varying(inner, inner.expressions.flatMap(next));
    case 'BinaryExpression':
      return varying(inner, [...(inner.left.type === 'PrivateIdentifier' ? [] : next(inner.left)), ...next(inner.right)]);
    case 'LogicalExpression':
      return [...next(inner.left), ...next(inner.right)];
    case 'ConditionalExpression':
      return [...next(inner.consequent), ...next(inner.alternate)];
    case 'AssignmentExpression':
      return next(inner.right);
    case 'SequenceExpression':
      return next(inner.expressions.at(-1)!);
    case 'Identifier':
      return ofIdentifier(graph, inner, hops);
    case 'MemberExpression':
      return ofMember(graph, inner, hops);
    case 'CallExpression':
      return ofCall(graph, inner, hops);
    default:
      return [{ kind: 'unknown', node: inner }];
  }
}

/** A text put together varies with whatever part of it varies. */
function varying(node: Node, parts: Origin[]): Origin[] {
  const open = parts.filter(part => part.kind !== 'constant');
  return open.length > 0 ? open : [{ kind: 'constant', node }];
}

function ofIdentifier(graph: Graph, node: TSESTree.Identifier, hops: number): Origin[] {
  const variable = graph.variableOf(node);
  if (!variable) {
    return node.name === 'undefined' ? [{ kind: 'constant', node }] : [{ kind: 'unknown', node }];
  }
  return ofVariable(graph, variable, node, hops);
}

function ofVariable(graph: Graph, variable: Variable, node: Node, hops: number): Origin[] {
  const definition = variable.defs[0];
  if (isImported(graph, variable)) {
    return [{ kind: 'imported', node }];
  }
  if (definition?.type === 'Parameter' && isFunction(definition.node)) {
    return ofParameter(graph, variable, definition.node, definition.name as Node, hops);
  }
  if (definition?.type !== 'Variable') {
    return [{ kind: 'unknown', node }];
  }
  const declarator = definition.node as Node;
  if (declarator.type === 'VariableDeclarator' && isLoopHead(declarator)) {
    const loop = declarator.parent.parent as TSESTree.ForOfStatement;
    return [{ kind: 'call', node: loop, inputs: originsOf(graph, loop.right, hops + 1) }];
  }
  const ofThis = declarator.type === 'VariableDeclarator' && fieldTaken(declarator, variable, node);
  if (ofThis) {
    return [ofThis];
  }
  const written: Origin[] = [];
  for (const reference of variable.references) {
    const { writeExpr } = reference;
    if (reference.isWrite() && isCounted(reference.identifier as Node)) {
      written.push({ kind: 'unknown', node });
    }
    if (!reference.isWrite() || !writeExpr) {
      continue;
    }
    const isPattern = reference.init && declarator.type === 'VariableDeclarator' && declarator.id.type !== 'Identifier';
    const taken = isPattern ? constantOf(graph, reference.identifier as Node) : undefined;
    if (taken && taken !== reference.identifier) {
      written.push(...originsOf(graph, taken, hops + 1));
    } else if (isPattern && isConstantObject(graph, writeExpr as Node)) {
      written.push({ kind: 'unknown', node });
    } else {
      const origins = originsOf(graph, writeExpr as Node, hops + 1);
      written.push(...(isPattern ? origins.map(origin => partOf(origin, reference.identifier as Node)) : origins));
    }
  }
  return written.length > 0 ? written : [{ kind: 'unknown', node }];
}

/** `n++` and `text += x` make another value each time. */
function isCounted(identifier: Node): boolean {
  const { parent } = identifier;
  return (
    parent?.type === 'UpdateExpression' ||
    (parent?.type === 'AssignmentExpression' && parent.left === identifier && /^[^=?|&]/u.test(parent.operator))
  );
}

/** `const { userId } = this.options`: a part of what the field has. */
function partOf(origin: Origin, identifier: Node): Origin {
  if (origin.kind !== 'field') {
    return origin;
  }
  const path: (string | undefined)[] = [];
  for (let at: Node | undefined = identifier; at && at.type !== 'VariableDeclarator'; at = at.parent) {
    if (at.type === 'Property') {
      path.unshift(propertyName(at));
    } else if (at.type === 'ArrayPattern') {
      path.unshift(undefined);
    }
  }
  return { ...origin, path: [...origin.path, ...path] };
}

/** `const { userId } = this` */
function fieldTaken(declarator: TSESTree.VariableDeclarator, variable: Variable, node: Node): Origin | undefined {
  const owner = declarator.init?.type === 'ThisExpression' ? thisOf(declarator) : undefined;
  if (!owner || !('owner' in owner) || declarator.id.type !== 'ObjectPattern') {
    return undefined;
  }
  for (const property of declarator.id.properties) {
    if (property.type === 'Property' && variable.identifiers.some(identifier => identifier === property.value)) {
      const name = propertyName(property);
      return name === undefined ? undefined : { kind: 'field', node, owner: owner.owner, name, isStatic: owner.isStatic, path: [] };
    }
  }
  return undefined;
}

function isLoopHead(declarator: TSESTree.VariableDeclarator): boolean {
  const loop = declarator.parent.parent;
  return (loop.type === 'ForOfStatement' || loop.type === 'ForInStatement') && loop.left === declarator.parent;
}

function isConstantObject(graph: Graph, node: Node): boolean {
  return originsOf(graph, node).every(origin => origin.kind === 'constant' && origin.node.type !== 'MemberExpression');
}

function ofParameter(graph: Graph, variable: Variable, owner: FunctionNode, name: Node, hops: number): Origin[] {
  const index = owner.params.findIndex(parameter => parameter.range[0] <= name.range[0] && name.range[1] <= parameter.range[1]);
  const origins: Origin[] = [{ kind: 'parameter', node: name, function: owner, index, name: variable.name }];
  const initial = name.parent?.type === 'AssignmentPattern' && name.parent.left === name ? name.parent.right : undefined;
  if (initial) {
    origins.push(...originsOf(graph, initial, hops + 1));
  }
  for (const reference of variable.references) {
    if (reference.isWrite() && reference.writeExpr && reference.writeExpr !== initial) {
      origins.push(...originsOf(graph, reference.writeExpr as Node, hops + 1));
    }
  }
  return origins;
}

function ofMember(graph: Graph, node: TSESTree.MemberExpression, hops: number): Origin[] {
  const name = propertyName(node);
  const object = awaited(node.object);
  if (isProcessEnv(node)) {
    return [{ kind: 'constant', node }];
  }
  if (selfAt(graph, object)) {
    const owner = ownerOfSelf(graph, object);
    return owner && 'owner' in owner && name !== undefined
      ? [{ kind: 'field', node, owner: owner.owner, name, isStatic: owner.isStatic, path: [] }]
      : [{ kind: 'unknown', node }];
  }
  if (object.type === 'Identifier' && graph.variableOf(object)?.defs[0]?.type === 'TSEnumName') {
    return [{ kind: 'constant', node }];
  }
  const owner = graph.classOf(object);
  if (owner && name !== undefined) {
    return [{ kind: 'field', node, owner, name, isStatic: true, path: [] }];
  }
  const written = writtenProperty(graph, object, name);
  return written ? originsOf(graph, written, hops + 1) : asPart(node, name, originsOf(graph, object, hops + 1));
}

/** A property of a constant object is not known to be constant; of anything else it is that thing's. */
function asPart(node: Node, name: string | undefined, origins: Origin[]): Origin[] {
  return origins.map(origin => {
    if (origin.kind === 'field') {
      return { ...origin, path: [...origin.path, name] };
    }
    return origin.kind === 'constant' && !isProcessEnv(origin.node) ? { kind: 'unknown', node } : origin;
  });
}

/** Where a part of a value comes from: what object literals write out is looked up in them. */
export function originsOfPart(graph: Graph, value: Node, path: Path): Origin[] {
  const [name, ...rest] = path;
  const literal = unwrapped(value);
  if (path.length === 0 || literal.type !== 'ObjectExpression') {
    return originsOf(graph, value);
  }
  const spread: Origin[] = [];
  for (const property of literal.properties.toReversed()) {
    if (property.type === 'SpreadElement') {
      spread.push(...originsOfPart(graph, property.argument, path));
    } else if (name !== undefined && propertyName(property) === name) {
      return [...originsOfPart(graph, property.value, rest), ...spread];
    }
  }
  return spread.length > 0 ? spread : [{ kind: 'unknown', node: literal }];
}

/** The value of a property that an object literal of the file writes out. */
export function writtenProperty(graph: Graph, object: Node, name: string | undefined): Node | undefined {
  const definition = object.type === 'Identifier' ? graph.variableOf(object)?.defs[0] : undefined;
  const literal = definition?.node.type === 'VariableDeclarator' && definition.node.init ? unwrapped(definition.node.init) : object;
  if (literal.type !== 'ObjectExpression' || name === undefined) {
    return undefined;
  }
  for (const property of literal.properties) {
    if (property.type === 'Property' && propertyName(property) === name && property.kind === 'init') {
      return property.value;
    }
  }
  return undefined;
}

/** Whether `node` is `process.env`, `import.meta.env` or something below it. */
function isProcessEnv(node: Node): boolean {
  let at = unwrapped(node);
  while (at.type === 'MemberExpression') {
    const name = propertyName(at);
    const object = unwrapped(at.object);
    if (
      name === 'env' &&
      ((object.type === 'Identifier' && /^(?:process|Bun|Deno)$/u.test(object.name)) || object.type === 'MetaProperty')
    ) {
      return true;
    }
    at = object;
  }
  return false;
}

function ofCall(graph: Graph, node: TSESTree.CallExpression, hops: number): Origin[] {
  const callee = unwrapped(node.callee);
  const name = lastName(callee);
  const [first] = node.arguments;
  if (callee.type === 'Identifier' && name !== undefined && conversions.has(name) && first) {
    return originsOf(graph, first, hops + 1);
  }
  if (callee.type === 'MemberExpression' && name !== undefined && stringMethods.has(name)) {
    return originsOf(graph, callee.object, hops + 1);
  }
  if (callee.type === 'MemberExpression' && (name === 'get' || name === 'getOrThrow') && isNamed(callee.object, /config|env/iu)) {
    return [{ kind: 'constant', node }];
  }
  const called: FunctionNode[] = [];
  for (const value of graph.place(callee).plainValues()) {
    if (value.kind === 'function') {
      called.push(value.node);
    }
  }
  if (called.length === 1 && hops < mostHops / 2) {
    return called.flatMap(each => ofReturned(graph, each, node, hops));
  }
  const inputs = node.arguments.flatMap(argument => originsOf(graph, argument, hops + 1));
  if (callee.type === 'MemberExpression') {
    inputs.push(...originsOf(graph, callee.object, hops + 1));
  }
  return [{ kind: 'call', node, inputs }];
}

function ofReturned(graph: Graph, called: FunctionNode, call: TSESTree.CallExpression, hops: number): Origin[] {
  const returned = returnedExpressions(called);
  if (returned.length === 0) {
    return [{ kind: 'call', node: call, inputs: [] }];
  }
  return returned.flatMap(expression =>
    originsOf(graph, expression, hops + 2).flatMap(origin => {
      if (origin.kind === 'parameter' && origin.function === called) {
        const given = call.arguments[origin.index];
        return given ? originsOf(graph, given, hops + 2) : [{ kind: 'unknown' as const, node: call }];
      }
      return [origin];
    }),
  );
}

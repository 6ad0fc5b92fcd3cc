import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from './facts.ts';
import type { Graph } from './flow/index.ts';
import { variablesOf } from './scopes.ts';
import { isFunction, isPropertyNamed, lastName, literalKey, propertyName, unwrapped } from './tree.ts';

type Node = TSESTree.Node;

/** Constants are followed this far, and searched for writes this deep. */
const mostHops = 6;

/** A name in a list that the code writes out. */
export interface LiteralName {
  readonly value: string;
  readonly node: Node;
}

/**
 * The literal behind an expression, through variables that nothing writes.
 *
 * | expression                        | gives             |
 * | --------------------------------- | ----------------- |
 * | a literal, also `as const`        | itself            |
 * | `x` of `const x = …`              | what is behind `…` |
 * | `x.p` of `const x = { p: … }`, `enum x { p = … }` | what is behind `…` |
 * | `p` of `const { p } = x` with it  | what is behind `…` |
 * | `Object.freeze(…)`                | what is behind `…` |
 * | anything else                     | the expression    |
 */
export function constantOf(graph: Graph, node: Node, hops = 0): Node {
  const inner = unwrapped(node);
  if (hops > mostHops) {
    return inner;
  }
  switch (inner.type) {
    case 'Identifier': {
      const variable = graph.variableOf(inner);
      const initial = initialOf(graph, variable) ?? takenOf(graph, variable, hops);
      return initial ? constantOf(graph, initial, hops + 1) : inner;
    }
    case 'MemberExpression': {
      const value = propertyOf(graph, inner.object, constantName(graph, inner, hops + 1), hops);
      return value ? constantOf(graph, value, hops + 1) : inner;
    }
    case 'CallExpression': {
      const [first] = inner.arguments;
      const isFrozen =
        inner.callee.type === 'MemberExpression' && lastName(inner.callee.object) === 'Object' && lastName(inner.callee) === 'freeze';
      return isFrozen && first ? constantOf(graph, first, hops + 1) : inner;
    }
    default:
      return inner;
  }
}

/** What a constant object, or an enumeration, has under a name. */
function propertyOf(graph: Graph, node: Node, name: string | undefined, hops: number): Node | undefined {
  const enumeration = graph.variableOf(unwrapped(node))?.defs[0]?.node as Node | undefined;
  if (enumeration?.type === 'TSEnumDeclaration') {
    return enumeration.body.members.find(({ id }) => name !== undefined && (id.type === 'Identifier' ? id.name : literalKey(id)) === name)
      ?.initializer;
  }
  const object = constantOf(graph, node, hops + 1);
  const value = object.type === 'ObjectExpression' && name !== undefined ? writtenProperty(graph, object, name, hops) : undefined;
  return value === 'unknown' ? undefined : value;
}

/**
 * What an object literal writes under a name, spreads of constants included; `unknown` when another spread or a computed
 * key may have written it.
 */
export function writtenProperty(graph: Graph, object: TSESTree.ObjectExpression, name: string, hops = 0): Node | 'unknown' | undefined {
  let found: Node | 'unknown' | undefined;
  for (const property of object.properties) {
    if (property.type === 'SpreadElement') {
      const spread = constantOf(graph, property.argument, hops + 1);
      const isKnown = spread.type === 'ObjectExpression' && hops <= mostHops;
      found = isKnown ? (writtenProperty(graph, spread, name, hops + 1) ?? found) : 'unknown';
      continue;
    }
    const written = constantName(graph, property, hops + 1);
    if (written === name) {
      found = property.kind === 'init' ? property.value : 'unknown';
    } else if (written === undefined) {
      found = 'unknown';
    }
  }
  return found;
}

/** The name of a property or member, also where it is computed from a constant: `{ [TOOLKITS]: list }`. */
export function constantName(graph: Graph, node: TSESTree.MemberExpression | TSESTree.Property, hops = 0): string | undefined {
  return propertyName(node) ?? (node.computed ? literalText(graph, 'property' in node ? node.property : node.key, hops) : undefined);
}

/** The text of a string literal, also behind a constant. */
export function literalText(graph: Graph, node: Node, hops = 0): string | undefined {
  const literal = constantOf(graph, node, hops);
  return literal.type === 'Literal' && typeof literal.value !== 'string' ? undefined : literalKey(literal);
}

/**
 * The names of a list that is literal throughout, spreads of other such lists included; on demand, also those that are only
 * spread on a condition (`...(work ? ['slack'] : [])`).
 */
export function literalNames(graph: Graph, node: Node, wanted: 'all that may be' | 'all' = 'all', hops = 0): LiteralName[] | undefined {
  const list = constantOf(graph, node);
  if (hops > mostHops) {
    return undefined;
  }
  if (list.type === 'ConditionalExpression' && wanted === 'all that may be' && hops > 0) {
    const [one, other] = [list.consequent, list.alternate].map(each => literalNames(graph, each, wanted, hops + 1));
    return one && other && [...one, ...other];
  }
  if (list.type !== 'ArrayExpression') {
    return undefined;
  }
  const names: LiteralName[] = [];
  for (const element of list.elements) {
    if (element?.type === 'SpreadElement') {
      const spread = literalNames(graph, element.argument, wanted, hops + 1);
      if (!spread) {
        return undefined;
      }
      names.push(...spread.map(({ value }) => ({ value, node: element })));
      continue;
    }
    const value = element ? literalText(graph, element) : undefined;
    if (!element || value === undefined) {
      return undefined;
    }
    names.push({ value, node: element });
  }
  return names;
}

/** The value of a variable that nothing but its declaration writes, neither the variable nor what is in it. */
function initialOf(graph: Graph, variable: Variable | undefined): Node | undefined {
  const definition = variable?.defs[0];
  if (!variable || variable.defs.length !== 1 || definition?.type !== 'Variable') {
    return undefined;
  }
  const declarator = definition.node as Node;
  const initial = declarator.type === 'VariableDeclarator' && declarator.id.type === 'Identifier' ? declarator.init : null;
  return initial && !isMutated(graph, variable) ? initial : undefined;
}

/** What a pattern takes out of a constant object for a variable that nothing else writes. */
function takenOf(graph: Graph, variable: Variable | undefined, hops: number): Node | undefined {
  const definition = variable?.defs[0];
  const declarator = definition?.type === 'Variable' && variable?.defs.length === 1 ? (definition.node as Node) : undefined;
  if (
    declarator?.type !== 'VariableDeclarator' ||
    declarator.id.type !== 'ObjectPattern' ||
    !declarator.init ||
    isMutated(graph, variable!)
  ) {
    return undefined;
  }
  const taken = declarator.id.properties.find(property => property.type === 'Property' && property.value === definition!.name);
  return taken?.type === 'Property' ? propertyOf(graph, declarator.init, propertyName(taken), hops) : undefined;
}

const mutated = new WeakMap<Variable, boolean>();

/** Whether something writes a variable after its declaration, or what is in it, also through another name. */
function isMutated(graph: Graph, variable: Variable, hops = 0): boolean {
  let known = mutated.get(variable);
  if (known === undefined) {
    mutated.set(variable, false);
    known =
      hops > mostHops ||
      variable.references.some(reference =>
        reference.isWrite() ? !reference.init : isMutatedThrough(graph, reference.identifier as Node, hops),
      );
    mutated.set(variable, known);
  }
  return known;
}

const mutators = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin']);

/** Whether what stands around an expression writes into its value. */
function isMutatedThrough(graph: Graph, node: Node, hops: number): boolean {
  const parent = node.parent!;
  const isNext = (variable: Variable | undefined): boolean => variable !== undefined && isMutated(graph, variable, hops + 1);
  switch (parent.type) {
    case 'MemberExpression':
      return parent.object === node && isMemberMutated(graph, parent, hops);
    case 'VariableDeclarator':
      return parent.init === node && variablesOf(graph.sourceCode, parent).some(isNext);
    case 'AssignmentExpression':
      return parent.right === node && !(parent.left.type === 'Identifier' && !isNext(graph.variableOf(parent.left)));
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee !== node && isArgumentMutated(graph, parent, node, hops);
    case 'Property':
      return parent.value === node && isMutatedThrough(graph, parent.parent, hops);
    case 'ArrayExpression':
    case 'ConditionalExpression':
    case 'LogicalExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
      return isMutatedThrough(graph, parent, hops);
    default:
      return false;
  }
}

function isMemberMutated(graph: Graph, member: TSESTree.MemberExpression, hops: number): boolean {
  const { parent } = member;
  switch (parent.type) {
    case 'AssignmentExpression':
      return parent.left === member || isMutatedThrough(graph, member, hops);
    case 'UpdateExpression':
      return true;
    case 'UnaryExpression':
      return parent.operator === 'delete';
    case 'CallExpression':
      return parent.callee === member ? isPropertyNamed(member, mutators) : isMutatedThrough(graph, member, hops);
    default:
      return isMutatedThrough(graph, member, hops);
  }
}

/** An argument is written by `Object.assign`, or by a function of the file that writes its parameter. */
function isArgumentMutated(graph: Graph, call: TSESTree.CallExpression | TSESTree.NewExpression, argument: Node, hops: number): boolean {
  const index = call.arguments.indexOf(argument as TSESTree.CallExpressionArgument);
  const callee = unwrapped(call.callee);
  if (index === 0 && callee.type === 'MemberExpression' && lastName(callee.object) === 'Object' && lastName(callee) === 'assign') {
    return true;
  }
  if (index === 0 && callee.type === 'MemberExpression' && lastName(callee.object) === 'Object' && lastName(callee) === 'freeze') {
    return isMutatedThrough(graph, call, hops);
  }
  for (const value of graph.place(callee).plainValues()) {
    const parameter = value.kind === 'function' ? value.node.params[index] : undefined;
    if (parameter?.type === 'Identifier' && isMutated(graph, graph.variableOf(parameter)!, hops + 1)) {
      return true;
    }
  }
  return isFunction(callee);
}

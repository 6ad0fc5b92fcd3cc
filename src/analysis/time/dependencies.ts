import type { TSESTree } from '@typescript-eslint/utils';
import { configKeys } from '../../sdk/model.ts';
import { constantName } from '../constants.ts';
import { writesOf } from '../definitions.ts';
import type { Creation } from '../facts.ts';
import { isImported } from '../flow/imports.ts';
import type { Graph } from '../flow/index.ts';
import { contentsOf } from '../parts.ts';
import {
  awaited,
  contains,
  enclosingFunction,
  isFunction,
  isNamed,
  isPropertyNamed,
  nodesBelow,
  propertyName,
  siteOf,
  unwrapped,
} from '../tree.ts';
import { returnedExpressions } from '../people/returned.ts';
import { carriedOver } from './carried-over.ts';
import type { Effect } from './effects.ts';
import { calledAt } from './summaries.ts';
import { everyMember, isPrefix, originalPath, pathOf, type Path } from './paths.ts';

type Node = TSESTree.Node;

/**
 * A place that a creation was made from.
 *
 * | role    | example                                     | a change of it is                        |
 * | ------- | ------------------------------------------- | ---------------------------------------- |
 * | config  | `create(u, config)`, `{ ...config }`        | a reassignment, a write to a session option |
 * | value   | `{ toolkits }`, `{ toolkits: config.toolkits }` | a reassignment, any mutation          |
 * |         | content that the next creation reads again  |                                          |
 * | content | `toolkits` of `const config = { toolkits }` | a mutation                               |
 * | user    | `create(userId)`                            | a reassignment                           |
 */
export interface Dependency {
  readonly role: 'config' | 'content' | 'user' | 'value';
  readonly path: Path;
  /** A field that is given what the creation reads, and which the creation does not read itself. */
  readonly isBeside?: boolean;
  /** The body of a loop around the creation that gives the variable a value for each turn: what else writes the name changes nothing. */
  readonly turn?: Node;
}

/** What a creation depends on, and what else decides whether a change concerns it. */
export interface Dependencies {
  readonly places: readonly Dependency[];
  readonly pinsAccounts: boolean;
  readonly pinsAuthConfigs: boolean;
  readonly user: TSESTree.Expression | undefined;
}

/** Methods that give something new and leave their receiver as it is. */
const copies = new Set(['map', 'filter', 'concat', 'slice', 'flatMap', 'flat', 'values', 'keys', 'toSorted', 'split', 'trim']);

/** Reads what a creation's arguments read. */
export function dependenciesOf(graph: Graph, { call, config, user, how }: Creation): Dependencies {
  const places: Dependency[] = [];
  if (config) {
    readConfig(graph, config, places, call);
  }
  if (user && how === 'create') {
    for (const part of textParts(graph, user)) {
      const path = pathOf(graph, part);
      if (path) {
        places.push({ role: 'user', path });
      }
    }
  }
  const names = new Set(config ? [...nodesBelow(config, graph.sourceCode.visitorKeys)].flatMap(namesIn) : []);
  return { places: withTurns(places, call), pinsAccounts: names.has('connectedAccounts'), pinsAuthConfigs: names.has('authConfigs'), user };
}

/** What a text is made of: `id` of `String(id)` and of `` `app:${id}` ``; `count` of `` `guest-${count}` `` only counts. */
function textParts(graph: Graph, node: Node): readonly Node[] {
  const inner = unwrapped(node);
  const isConverted = inner.type === 'CallExpression' && isNamed(inner.callee, /^String$/u);
  const parts = inner.type === 'TemplateLiteral' ? inner.expressions : isConverted ? inner.arguments : undefined;
  return parts?.filter(part => !isCounter(graph, part)) ?? [inner];
}

function isCounter(graph: Graph, node: Node): boolean {
  return graph.variableOf(node)?.references.some(reference => reference.isRead() && reference.isWrite()) === true;
}

/** The places with the loop around `call`, if any, whose head gives them their value: Python has one variable for all turns. */
export function withTurns(places: readonly Dependency[], call: Node): Dependency[] {
  return places.map(place => {
    const turn = turnOf(place.path, call);
    return turn ? { ...place, turn } : place;
  });
}

function turnOf({ root }: Path, call: Node): Node | undefined {
  const writes = root === 'this' ? [] : writesOf(root);
  for (let at = call.parent; at && !isFunction(at); at = at.parent) {
    const { left, body } = at.type === 'ForOfStatement' ? at : {};
    if (left && body && contains(body, call) && writes.some(({ identifier }) => contains(left, identifier as Node))) {
      return body;
    }
  }
  return undefined;
}

function namesIn(node: Node): string[] {
  return node.type === 'Identifier' ? [node.name] : node.type === 'Literal' && typeof node.value === 'string' ? [node.value] : [];
}

function add(graph: Graph, places: Dependency[], role: Dependency['role'], node: Node): void {
  const path = pathOf(graph, node);
  if (path && (path.root === 'this' || !isImported(graph, path.root))) {
    places.push({ role, path });
    const original = originalPath(graph, path);
    if (original !== path) {
      places.push({ role, path: original });
    }
  }
}

function readConfig(graph: Graph, node: Node, places: Dependency[], call: Node): void {
  const inner = awaited(node);
  switch (inner.type) {
    case 'ObjectExpression':
      readLiteral(graph, inner, places, 'value');
      break;
    case 'ConditionalExpression':
      readConfig(graph, inner.consequent, places, call);
      readConfig(graph, inner.alternate, places, call);
      break;
    case 'LogicalExpression':
      readConfig(graph, inner.left, places, call);
      readConfig(graph, inner.right, places, call);
      break;
    case 'Identifier':
    case 'MemberExpression': {
      add(graph, places, 'config', inner);
      const definition = graph.variableOf(inner)?.defs[0]?.node as Node | undefined;
      const literal = definition?.type === 'VariableDeclarator' && definition.init ? unwrapped(definition.init) : undefined;
      if (literal?.type === 'ObjectExpression') {
        const content: Dependency[] = [];
        readLiteral(graph, literal, content, 'content');
        places.push(...content.map(place => (isReadAgain(place.path, literal, call) ? { ...place, role: 'value' as const } : place)));
      }
      break;
    }
    case 'CallExpression':
      readMadeConfig(graph, inner, places);
      break;
    default:
  }
}

/** `create(u, configOf(toolkits))`: what a function of the file puts into the literal that it returns. */
function readMadeConfig(graph: Graph, made: TSESTree.CallExpression, places: Dependency[]): void {
  for (const called of calledAt(graph, made)) {
    for (const returned of returnedExpressions(called)) {
      const literal = awaited(returned);
      const content: Dependency[] = [];
      if (literal.type === 'ObjectExpression') {
        readLiteral(graph, literal, content, 'content');
      }
      for (const { role, path } of content) {
        for (const effect of carriedOver(graph, made, called, [{ kind: 'mutate', node: made, paths: [path] }])) {
          places.push(...(effect.kind === 'mutate' ? effect.paths.map(each => ({ role, path: each })) : []));
        }
      }
    }
  }
}

/** Whether the next creation reads a place of its config's literal anew: a field, a variable around the function or loop. */
function isReadAgain({ root }: Path, literal: Node, call: Node): boolean {
  const around = enclosingFunction(siteOf(call));
  if (around !== enclosingFunction(siteOf(literal))) {
    return false;
  }
  if (root === 'this') {
    return true;
  }
  const declared = root.identifiers[0] as Node | undefined;
  if (!declared || (around && !contains(around, declared))) {
    return !!declared;
  }
  for (let at = literal.parent; at && at !== around; at = at.parent) {
    if (isLoop(at) && contains(at, call)) {
      return !contains(at, declared);
    }
  }
  return false;
}

function isLoop({ type }: Node): boolean {
  return (
    type === 'ForOfStatement' ||
    type === 'ForInStatement' ||
    type === 'ForStatement' ||
    type === 'WhileStatement' ||
    type === 'DoWhileStatement'
  );
}

function readLiteral(graph: Graph, literal: TSESTree.ObjectExpression, places: Dependency[], role: 'content' | 'value'): void {
  for (const property of literal.properties) {
    if (property.type === 'SpreadElement') {
      readSpread(graph, property.argument, places, role);
      continue;
    }
    const name = constantName(graph, property);
    if (name !== undefined && configKeys.has(name)) {
      readValue(graph, property.value, places, role);
    }
  }
}

/** `...config`, and `...(toolkits.length > 0 ? { toolkits } : {})`. */
function readSpread(graph: Graph, node: Node, places: Dependency[], role: 'content' | 'value'): void {
  const inner = unwrapped(node);
  switch (inner.type) {
    case 'ObjectExpression':
      readLiteral(graph, inner, places, role);
      break;
    case 'ConditionalExpression':
      readSpread(graph, inner.consequent, places, role);
      readSpread(graph, inner.alternate, places, role);
      break;
    case 'LogicalExpression':
      readSpread(graph, inner.right, places, role);
      if (inner.operator !== '&&') {
        readSpread(graph, inner.left, places, role);
      }
      break;
    default:
      add(graph, places, role === 'value' ? 'config' : 'content', inner);
  }
}

function readValue(graph: Graph, node: Node, places: Dependency[], role: 'content' | 'value'): void {
  const inner = awaited(node);
  switch (inner.type) {
    case 'Identifier':
    case 'MemberExpression':
      add(graph, places, role, inner);
      break;
    case 'ArrayExpression':
    case 'ObjectExpression':
      for (const content of contentsOf(inner)) {
        readValue(graph, content, places, role);
      }
      break;
    case 'ConditionalExpression':
      readValue(graph, inner.consequent, places, role);
      readValue(graph, inner.alternate, places, role);
      break;
    case 'LogicalExpression':
      readValue(graph, inner.left, places, role);
      readValue(graph, inner.right, places, role);
      break;
    case 'CallExpression': {
      const callee = unwrapped(inner.callee);
      if (callee.type === 'MemberExpression' && isPropertyNamed(callee, copies) && !isFunction(callee.object)) {
        readValue(graph, callee.object, places, role);
      } else if (callee.type === 'MemberExpression' && propertyName(callee) === 'from' && inner.arguments[0]) {
        readValue(graph, inner.arguments[0], places, role);
      }
      break;
    }
    default:
  }
}

/** Whether an effect changes what a creation was made from; the dependency that it changes. */
export function changedPlace(dependencies: Dependencies, effect: Effect): Dependency | undefined {
  if (effect.kind !== 'write' && effect.kind !== 'mutate') {
    return undefined;
  }
  return dependencies.places.find(
    place =>
      (!place.turn || contains(place.turn, effect.node)) && effect.paths.some(path => isChanged(place, path, effect.kind === 'mutate')),
  );
}

function isChanged({ role, path }: Dependency, written: Path, isMutation: boolean): boolean {
  if (!isMutation && isPrefix(written, path)) {
    return role !== 'content';
  }
  if (role === 'user' || !isPrefix(path, written)) {
    return false;
  }
  const below = written.members[path.members.length];
  if (below === undefined) {
    return isMutation;
  }
  return role !== 'config' || below === everyMember || configKeys.has(below);
}

import type { TSESTree } from '@typescript-eslint/utils';
import { constantOf } from '../constants.ts';
import type { ClassNode } from '../facts.ts';
import { homeMembers } from '../../sdk/python.ts';
import type { FileContext } from '../file.ts';
import type { Graph } from '../flow/index.ts';
import { isPython } from '../language.ts';
import { originsOf } from '../people/origins.ts';
import { type Candidate, mergedName } from './candidates.ts';
import { cargoOf, isCollection } from './cargo.ts';
import type { Way } from './homes.ts';
import { selfAt } from '../self.ts';
import {
  awaited,
  chainRoot,
  enclosingClass,
  inline,
  isField,
  isNamed,
  isPropertyNamed,
  literalKey,
  parameterName,
  propertyName,
  unwrapped,
} from '../tree.ts';

type Node = TSESTree.Node;

/** Stands for every name that a key may have when it is worked out. */
const anyKey = '[]';

/** Objects that keep sessions under two or more names, or under one that is worked out. */
export function dictionariesOf({ graph }: FileContext, candidates: readonly Candidate[]): Set<string> {
  const names = new Map<string, Set<string>>();
  for (const { how, target, value, key } of candidates) {
    const object =
      how === 'merge' || how === 'element' ? target : how === 'assign' && target.type === 'MemberExpression' ? target.object : undefined;
    if (object && !selfAt(graph, object) && !graph.classOf(object) && cargoOf(graph, value)) {
      const text = objectName(graph, object);
      const known = names.get(text) ?? new Set();
      const isWorkedOut = how === 'element' && key && !isConstantKey(graph, key);
      known.add(isWorkedOut ? anyKey : inline(graph.sourceCode, key ?? (target as TSESTree.MemberExpression).property));
      names.set(text, known);
    }
  }
  return new Set([...names].filter(([, keys]) => keys.size > 1 || keys.has(anyKey)).map(([object]) => object));
}

/** An object by the way to it, and by where the name at its root is declared: another function's `state` is another one. */
function objectName(graph: Graph, object: Node): string {
  const declared = graph.variableOf(chainRoot(object))?.identifiers[0];
  return `${declared?.range?.[0] ?? ''} ${inline(graph.sourceCode, object)}`;
}

export function wayOf({ homes, graph }: FileContext, candidate: Candidate): Way {
  const { target, how } = candidate;
  if (isField(target)) {
    const owner = target.parent.parent as ClassNode;
    return { root: { kind: 'field', owner, name: propertyName(target) ?? '', isStatic: target.static }, isElement: false };
  }
  if (target.type === 'TSParameterProperty') {
    const owner = enclosingClass(target)!;
    return { root: { kind: 'field', owner, name: parameterName(target).name, isStatic: false }, isElement: false };
  }
  if (how === 'register') {
    return { root: { kind: 'global' }, isElement: false };
  }
  if (how === 'assign' && target.type === 'Identifier') {
    const variable = graph.variableOf(target);
    if (!variable) {
      return { root: { kind: 'global' }, isElement: false };
    }
    const root = homes.ofVariable(variable);
    const isOwn = root.kind === 'closure' && candidate.site.type === 'VariableDeclarator';
    return { root: isOwn ? { kind: 'local', variable } : root, isElement: false };
  }
  if (how === 'element' && candidate.key && selfAt(graph, target) && isSymbol(graph, candidate.key)) {
    return { root: { kind: 'unknown' }, isElement: false };
  }
  if (how === 'merge' && selfAt(graph, target)) {
    const way = homes.of(target);
    return way.root.kind === 'field' ? { root: { ...way.root, name: mergedName(candidate) ?? '' }, isElement: false } : way;
  }
  if (how === 'assign' && target.type === 'MemberExpression') {
    const object = homes.of(target.object);
    return object.root.kind === 'request' ? object : homes.of(target);
  }
  return homes.of(target);
}

/** Whether a store puts something into a container rather than under one name. */
export function isContainerStore(context: FileContext, candidate: Candidate, way: Way, dictionaries: ReadonlySet<string>): boolean {
  const { graph } = context;
  const { how, target } = candidate;
  if (how === 'call') {
    return true;
  }
  if (how === 'element') {
    const isConstant = candidate.key && isConstantKey(graph, candidate.key);
    return way.root.kind === 'global'
      ? !isConstant && isBelowGlobal(context, target)
      : !isConstant || dictionaries.has(objectName(graph, target));
  }
  if (how === 'merge' && (way.isElement || dictionaries.has(objectName(graph, target)))) {
    return true;
  }
  if (how === 'assign' && target.type === 'MemberExpression') {
    if (way.isElement || dictionaries.has(objectName(graph, target.object))) {
      return true;
    }
  }
  return isCollection(graph, candidate.value);
}

/** Names of names are followed this far. */
const mostHops = 4;

/** `globalThis.sessions`, `app.locals.sessions`, and what is named after them: not the global object itself, but one that it holds. */
function isBelowGlobal(context: FileContext, target: Node, hops = 0): boolean {
  const { graph, homes } = context;
  const inner = awaited(target);
  if (inner.type === 'AssignmentExpression') {
    return isBelowGlobal(context, inner.left, hops);
  }
  if (inner.type === 'Identifier') {
    const writes = graph.variableOf(inner)?.references.flatMap(({ writeExpr }) => (writeExpr ? [writeExpr as Node] : [])) ?? [];
    return hops < mostHops && writes.some(write => isBelowGlobal(context, write, hops + 1));
  }
  if (
    inner.type !== 'MemberExpression' ||
    propertyName(inner) === 'locals' ||
    (isPython(graph.sourceCode) && isPropertyNamed(inner, homeMembers))
  ) {
    return false;
  }
  return homes.of(inner.object).root.kind === 'global';
}

/** `useRef(…).current` */
export function isRefObject(graph: Graph, target: TSESTree.MemberExpression): boolean {
  const object = unwrapped(target.object);
  const definition = object.type === 'Identifier' ? (graph.variableOf(object)?.defs[0]?.node as Node | undefined) : undefined;
  return (
    propertyName(target) === 'current' &&
    definition?.type === 'VariableDeclarator' &&
    definition.init?.type === 'CallExpression' &&
    /useRef$/u.test(inline(graph.sourceCode, definition.init.callee))
  );
}

function isConstantKey(graph: Graph, key: Node): boolean {
  return literalKey(key) !== undefined || originsOf(graph, key).every(origin => origin.kind === 'constant');
}

/** `kSession` of `const kSession = Symbol()`: one field, by a name that nothing here follows. */
function isSymbol(graph: Graph, key: Node): boolean {
  const made = constantOf(graph, key);
  return made.type === 'CallExpression' && isNamed(made.callee, /^Symbol$/u);
}

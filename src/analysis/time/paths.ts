import type { TSESTree } from '@typescript-eslint/utils';
import { writesOf } from '../definitions.ts';
import type { Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { awaited, isFunction, literalKey, propertyName, unwrapped } from '../tree.ts';

type Node = TSESTree.Node;

/** A place that code can write to: a variable or `this`, and properties below it. */
export interface Path {
  readonly root: Variable | 'this';
  readonly members: readonly string[];
}

/** A member whose name is computed. */
export const someMember = '[]';
/** Every member at once: what `Object.assign` may write. */
export const everyMember = '[*]';

const mostHops = 4;

/** The place that an expression names, or undefined when it is more than a name. */
export function pathOf(graph: Graph, node: Node): Path | undefined {
  const members: string[] = [];
  let inner = unwrapped(node);
  while (inner.type === 'MemberExpression') {
    members.unshift(propertyName(inner) ?? someMember);
    inner = unwrapped(inner.object);
  }
  if (inner.type === 'ThisExpression') {
    return { root: 'this', members };
  }
  const variable = graph.variableOf(inner);
  return variable && { root: variable, members };
}

/**
 * The same place by its first name: `toolkits` after `const { toolkits } = config` is `config.toolkits`. Only for
 * variables that are never given anything else.
 */
export function originalPath(graph: Graph, path: Path, hops = 0): Path {
  const { root } = path;
  if (root === 'this' || hops > mostHops || root.defs[0]?.type !== 'Variable') {
    return path;
  }
  const writes = writesOf(root);
  const declarator = root.defs[0].node as Node;
  if (writes.length !== 1 || declarator.type !== 'VariableDeclarator' || !declarator.init) {
    return path;
  }
  const initial = awaited(declarator.init);
  const below =
    initial.type === 'Identifier' || initial.type === 'MemberExpression' || initial.type === 'ThisExpression'
      ? pathOf(graph, initial)
      : undefined;
  const inside = below && patternPath(declarator.id, root);
  return below && inside
    ? originalPath(graph, { root: below.root, members: [...below.members, ...inside, ...path.members] }, hops + 1)
    : path;
}

/** The properties that lead to a variable in a pattern. */
export function patternPath(pattern: Node, variable: Variable): string[] | undefined {
  if (pattern.type === 'Identifier') {
    return variable.identifiers.includes(pattern) ? [] : undefined;
  }
  if (pattern.type === 'AssignmentPattern') {
    return patternPath(pattern.left, variable);
  }
  if (pattern.type === 'ObjectPattern') {
    for (const property of pattern.properties) {
      if (property.type === 'Property') {
        const rest = patternPath(property.value, variable);
        const name = propertyName(property);
        if (rest && name !== undefined) {
          return [name, ...rest];
        }
      }
    }
  }
  return undefined;
}

/** Whether `outer` names `inner` or something around it. */
export function isPrefix(outer: Path, inner: Path): boolean {
  return (
    outer.root === inner.root &&
    outer.members.length <= inner.members.length &&
    outer.members.every((name, index) => name === inner.members[index] || name === everyMember)
  );
}

/** A key that equal paths share. */
export function pathKey({ root, members }: Path): string {
  return [root === 'this' ? 'this' : `${root.name}@${root.identifiers[0]?.range[0]}`, ...members].join('.');
}

/** A place by a key that equal names share. */
export interface Key {
  readonly text: string;
  /** True for one of several: `sessions[i]`, `byName.get('a')`. */
  readonly isElement: boolean;
}

/**
 * The key of the place that an expression names.
 *
 * | expression                  | names                                          |
 * | --------------------------- | ---------------------------------------------- |
 * | `session`, `state.session`  | that place                                     |
 * | `entry.session` in a loop with its own `entry` | an element, too                   |
 * | `sessions[i]`, `byName.get('a')` | an element, told apart by what stands as its key |
 * | `sessions[next()]`          | nothing that another expression could name again |
 */
export function keyOf(graph: Graph, node: Node): Key | undefined {
  const inner = awaited(node);
  const path = pathOf(graph, inner);
  if (path && !path.members.some(name => name === someMember || /^\d+$/u.test(name))) {
    return { text: pathKey(path), isElement: path.members.length > 0 && isOfOneTurn(graph, path) };
  }
  const [container, index] =
    inner.type === 'MemberExpression'
      ? [inner.object, inner.property]
      : inner.type === 'CallExpression' && inner.callee.type === 'MemberExpression' && propertyName(inner.callee) === 'get'
        ? [inner.callee.object, inner.arguments[0]]
        : [];
  if (!container || !index) {
    return undefined;
  }
  if (inner.type === 'MemberExpression' && !inner.computed) {
    const around = keyOf(graph, container);
    return around && { text: `${around.text}.${propertyName(inner)}`, isElement: around.isElement };
  }
  return elementKey(graph, container, index);
}

/** The key of an element: `container[index]`, `container.get(index)`. */
export function elementKey(graph: Graph, container: Node, index: Node): Key | undefined {
  const around = keyOf(graph, container);
  const literal = literalKey(index);
  const name = literal === undefined ? pathOf(graph, index) : undefined;
  return around && (literal !== undefined || name)
    ? { text: `${around.text}.${literal ?? `[${pathKey(name!)}]`}`, isElement: true }
    : undefined;
}

/** Whether a path starts at one of several: `entry.session` where each turn of a loop has its own `entry`. */
export function isOfOneTurn(graph: Graph, path: Path): boolean {
  const { root, members } = originalPath(graph, path);
  if (root === 'this') {
    return false;
  }
  const writes = root.defs[0]?.type === 'Variable' ? writesOf(root) : [];
  return members.includes(someMember) || writes.some(({ identifier }) => isInLoop(identifier as Node));
}

function isInLoop(node: Node): boolean {
  for (let at = node.parent; at && !isFunction(at); at = at.parent) {
    if (isLoop(at)) {
      return true;
    }
  }
  return false;
}

function isLoop({ type }: Node): boolean {
  return (
    type === 'DoWhileStatement' ||
    type === 'ForInStatement' ||
    type === 'ForOfStatement' ||
    type === 'ForStatement' ||
    type === 'WhileStatement'
  );
}

/** Whether the place of one key is the other's, or lies inside it. */
export function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`);
}

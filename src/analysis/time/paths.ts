import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { awaited, propertyName, unwrapped } from '../tree.ts';

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
  const writes = root.references.filter(reference => reference.isWrite());
  const declarator = root.defs[0].node as Node;
  if (writes.length !== 1 || declarator.type !== 'VariableDeclarator' || !declarator.init) {
    return path;
  }
  const initial = awaited(declarator.init);
  const below = initial.type === 'Identifier' || initial.type === 'MemberExpression' || initial.type === 'ThisExpression' ? pathOf(graph, initial) : undefined;
  const inside = below && patternPath(declarator.id, root);
  return below && inside ? originalPath(graph, { root: below.root, members: [...below.members, ...inside, ...path.members] }, hops + 1) : path;
}

/** The properties that lead to a variable in a pattern. */
function patternPath(pattern: Node, variable: Variable): string[] | undefined {
  if (pattern.type === 'Identifier') {
    return variable.identifiers.includes(pattern) ? [] : undefined;
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
  return outer.root === inner.root && outer.members.length <= inner.members.length && outer.members.every((name, index) => name === inner.members[index] || name === everyMember);
}

/** A key that equal paths share. */
export function pathKey({ root, members }: Path): string {
  return [root === 'this' ? 'this' : `${root.name}@${root.identifiers[0]?.range[0] ?? ''}`, ...members].join('.');
}

import type { TSESTree } from '@typescript-eslint/utils';
import { unwrapped } from './tree.ts';

type Node = TSESTree.Node;

/** What a part of a literal or pattern, or an argument, is about: a property's value, what is spread, what takes the rest. */
export function contentOf(part: Node): Node {
  return part.type === 'Property' ? part.value : part.type === 'SpreadElement' || part.type === 'RestElement' ? part.argument : part;
}

/** What the parts of a literal or pattern are about, in the order of the source. */
export function contentsOf(
  whole: TSESTree.ArrayExpression | TSESTree.ArrayPattern | TSESTree.ObjectExpression | TSESTree.ObjectPattern,
): Node[] {
  const parts: readonly (Node | null)[] = 'properties' in whole ? whole.properties : whole.elements;
  return parts.filter(part => part !== null).map(contentOf);
}

/** The variables and members that a pattern binds or writes, in the order of the source. */
export function targetsOf(pattern: Node): Node[] {
  const target = unwrapped(pattern);
  switch (target.type) {
    case 'ArrayPattern':
    case 'ObjectPattern':
      return contentsOf(target).flatMap(targetsOf);
    case 'AssignmentPattern':
      return targetsOf(target.left);
    case 'RestElement':
      return targetsOf(target.argument);
    case 'TSParameterProperty':
      return targetsOf(target.parameter);
    default:
      return [target];
  }
}

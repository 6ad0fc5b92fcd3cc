import type { TSESTree } from '@typescript-eslint/utils';
import { contentOf } from '../parts.ts';
import { propertyName } from '../tree.ts';

type Node = TSESTree.Node;

/** The properties that lead from a value to what a pattern binds to `name`; undefined when it binds nothing to it. */
export function bindingPath(pattern: Node, name: Node): string[] | undefined {
  switch (pattern.type) {
    case 'Identifier':
      return pattern === name ? [] : undefined;
    case 'AssignmentPattern':
      return bindingPath(pattern.left, name);
    case 'RestElement':
      return bindingPath(pattern.argument, name);
    case 'TSParameterProperty':
      return bindingPath(pattern.parameter, name);
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        const path = bindingPath(contentOf(property), name);
        if (path) {
          return property.type === 'Property' ? [propertyName(property) ?? '*', ...path] : path;
        }
      }
      return undefined;
    case 'ArrayPattern':
      for (const [index, element] of pattern.elements.entries()) {
        const path = element ? bindingPath(element, name) : undefined;
        if (path) {
          return element!.type === 'RestElement' ? path : [String(index), ...path];
        }
      }
      return undefined;
    default:
      return undefined;
  }
}

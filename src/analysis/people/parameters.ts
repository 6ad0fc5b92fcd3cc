import type { TSESTree } from '@typescript-eslint/utils';
import { messageNames } from '../../sdk/handlers.ts';
import type { FunctionNode } from '../facts.ts';
import { propertyName } from '../tree.ts';

type Node = TSESTree.Node;

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

/** Whether a function's parameters bring a message. */
export function takesMessage(node: FunctionNode): boolean {
  return parameterNames(node).some(name => messageNames.test(name));
}

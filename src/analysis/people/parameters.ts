import type { TSESTree } from '@typescript-eslint/utils';
import { messageNames } from '../../sdk/handlers.ts';
import type { FunctionNode } from '../facts.ts';
import { targetsOf } from '../parts.ts';
import { propertyName } from '../tree.ts';

/** Parameter names that bring a user or a configuration of the caller's own. */
const takesUser =
  /(?:^|_|(?<=[a-z0-9])(?=[A-Z]))(?:user|uid|account|customer|tenant|org|organization|workspace|team|member|toolkits?|config)(?:_?ids?|_?slug)?$/iu;

/** Whether a parameter name says that the caller brings a user, tenant or toolkit of its own. */
export function bringsUser(name: string): boolean {
  return takesUser.test(name);
}

/** The names that a function's parameters bind, destructured ones included. */
export function parameterNames(node: FunctionNode): string[] {
  return node.params.flatMap(targetsOf).flatMap(target => [(target as TSESTree.Identifier).name, ...keysTo(target, node)]);
}

/** The keys under which a pattern takes something out: `user` and `id` of `{ user: { id: given } }`. */
function keysTo(target: TSESTree.Node, within: FunctionNode): string[] {
  const keys: string[] = [];
  for (let at = target.parent; at && at !== within; at = at.parent) {
    const key = at.type === 'Property' ? propertyName(at) : undefined;
    if (key !== undefined) {
      keys.push(key);
    }
  }
  return keys;
}

/** Whether a function's parameters bring a message. */
export function takesMessage(node: FunctionNode): boolean {
  return parameterNames(node).some(name => messageNames.test(name));
}

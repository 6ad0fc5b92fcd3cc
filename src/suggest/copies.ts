import type { TSESTree } from '@typescript-eslint/utils';
import { propertyName, unwrapped } from '../analysis/tree.ts';
import { memberText } from './names.ts';

type Node = TSESTree.Node;

/** What is added to a container. */
export interface Added {
  readonly value: TSESTree.Expression;
  readonly key: Node | undefined;
}

/**
 * What an assignment adds to a container by putting a copy with one thing more in its place.
 *
 * | code                                       |
 * | ------------------------------------------ |
 * | `byUser = { ...byUser, [userId]: session }` |
 * | `list = [...list, session]`                |
 * | `map = new Map([...map, [userId, session]])` |
 * | `list = list.concat(session)`              |
 */
export function addedByCopy({ left, operator, right }: TSESTree.AssignmentExpression): Added | undefined {
  const home = memberText(unwrapped(left));
  const copy = operator === '=' && home !== '' ? unwrapped(right) : undefined;
  const isHome = (node: Node | null | undefined) => node !== null && node !== undefined && memberText(unwrapped(node)) === home;
  const isSpread = (node: Node | null | undefined) => node?.type === 'SpreadElement' && isHome(node.argument);
  switch (copy?.type) {
    case 'ObjectExpression': {
      const [first, second, third] = copy.properties;
      return isSpread(first) && !third ? ofProperty(second) : undefined;
    }
    case 'ArrayExpression': {
      const [added, other] = copy.elements.filter(element => !isSpread(element));
      return copy.elements.length === 2 && added && !other ? ofArgument(added) : undefined;
    }
    case 'NewExpression': {
      const [entries] = copy.arguments;
      const [first, second, third] = entries?.type === 'ArrayExpression' ? entries.elements : [];
      const [key, value] = second?.type === 'ArrayExpression' ? second.elements : [];
      const added = value && ofArgument(value);
      return isSpread(first) && !third && key && added ? { ...added, key } : undefined;
    }
    case 'CallExpression': {
      const callee = unwrapped(copy.callee);
      const [added, other] = copy.arguments;
      const isConcat = callee.type === 'MemberExpression' && propertyName(callee) === 'concat' && isHome(callee.object);
      return isConcat && added && !other && added.type !== 'ArrayExpression' ? ofArgument(added) : undefined;
    }
    default:
      return undefined;
  }
}

/** What `Object.assign(byUser, { [userId]: session })` adds to its first argument. */
export function addedByAssign(node: Node | undefined): (Added & { readonly home: Node }) | undefined {
  const isAssign =
    node?.type === 'CallExpression' && node.callee.type === 'MemberExpression' && memberText(node.callee) === 'Object.assign';
  const [home, from, other] = isAssign ? node.arguments : [];
  const [property, another] = from?.type === 'ObjectExpression' ? from.properties : [];
  const added = another || other ? undefined : ofProperty(property);
  return home && added && { ...added, home };
}

function ofProperty(property: TSESTree.ObjectExpression['properties'][number] | undefined): Added | undefined {
  const isPlain = property?.type === 'Property' && property.kind === 'init' && !property.method && !property.shorthand;
  return isPlain ? { value: property.value as TSESTree.Expression, key: property.key } : undefined;
}

function ofArgument(node: Node): Added | undefined {
  return node.type === 'SpreadElement' ? undefined : { value: node as TSESTree.Expression, key: undefined };
}

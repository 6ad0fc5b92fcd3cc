import type { TSESTree } from '@typescript-eslint/utils';
import { isPropertyNamed, propertyName } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { removeElement } from './lists.ts';
import { reduceTo } from './reduce.ts';
import { isOnlyCreation, isPromise } from './remove-creation.ts';

type Node = TSESTree.Node;

/** Takes a creation out of what holds it along with other things; tells whether that could be done. */
export function removePart(call: Node, draft: Draft): boolean {
  return removeFromSequence(call, draft) || removeFromObject(call, draft) || removeFromArray(call, draft);
}

/** `(f(), await create(u));`, of which only the other part is left. */
function removeFromSequence(call: Node, draft: Draft): boolean {
  const part = partIn('SequenceExpression', call);
  const sequence = part?.parent;
  const others =
    sequence?.type === 'SequenceExpression' && sequence.parent.type === 'ExpressionStatement'
      ? sequence.expressions.filter(each => each !== part)
      : [];
  const [other, another] = others;
  if (!part || !sequence || !other || another || !isOnlyCreation(part, call)) {
    return false;
  }
  reduceTo(draft, sequence, other);
  return true;
}

/** `b` of `const { a, b } = { a: 1, b: await create(u) }`. */
function removeFromObject(call: Node, draft: Draft): boolean {
  const part = partIn('Property', call);
  const property = part?.parent;
  const object = property?.type === 'Property' && property.value === part ? property.parent : undefined;
  const pattern = object?.parent.type === 'VariableDeclarator' && object.parent.init === object ? object.parent.id : undefined;
  const name = property?.type === 'Property' ? propertyName(property) : undefined;
  if (
    !part ||
    object?.type !== 'ObjectExpression' ||
    pattern?.type !== 'ObjectPattern' ||
    name === undefined ||
    !isOnlyCreation(part, call)
  ) {
    return false;
  }
  const bound = pattern.properties.findIndex(each => each.type === 'Property' && propertyName(each) === name);
  const isPlain = [...object.properties, ...pattern.properties].every(each => each.type === 'Property' && !each.computed);
  if (!isPlain || object.properties.length === 1 || (bound >= 0 && pattern.properties.length === 1)) {
    return false;
  }
  removeElement(object.properties, object.properties.indexOf(property as TSESTree.Property), draft);
  if (bound >= 0) {
    removeElement(pattern.properties, bound, draft);
  }
  return true;
}

/** The part around a call that stands in a node of some type directly. */
function partIn(type: 'Property' | 'SequenceExpression', call: Node): Node | undefined {
  let part = call;
  while (part.parent && part.parent.type !== (type as Node['type']) && !/(?:Function|Statement|Declaration)/u.test(part.parent.type)) {
    part = part.parent;
  }
  return part.parent?.type === (type as Node['type']) ? part : undefined;
}

/** Takes a creation out of the array of a `Promise.all`, and out of the pattern that takes its results apart. */
function removeFromArray(call: Node, draft: Draft): boolean {
  let element = call;
  while (element.parent && element.parent.type !== 'ArrayExpression' && element.parent.type !== 'BlockStatement') {
    element = element.parent;
  }
  const array = element.parent;
  if (array?.type !== 'ArrayExpression' || !isOnlyCreation(element, call) || array.elements.some(each => each?.type === 'SpreadElement')) {
    return false;
  }
  const combined = array.parent;
  const callee = combined.type === 'CallExpression' ? combined.callee : undefined;
  const isCombined = callee?.type === 'MemberExpression' && isPromise(callee.object) && isPropertyNamed(callee, /^all(?:Settled)?$/u);
  if (!isCombined && combined.type !== 'VariableDeclarator') {
    return false;
  }
  const index = array.elements.indexOf(element as TSESTree.Expression);
  removeElement(array.elements, index, draft);
  const waited = combined.parent?.type === 'AwaitExpression' ? combined.parent : undefined;
  if (waited?.parent?.type === 'ExpressionStatement') {
    return true;
  }
  const declarator = isCombined ? waited?.parent : combined;
  const pattern = declarator?.type === 'VariableDeclarator' ? declarator.id : undefined;
  if (pattern?.type !== 'ArrayPattern') {
    return false;
  }
  if (pattern.elements[index]) {
    removeElement(pattern.elements, index, draft);
  } else if (index === 0 && pattern.elements.length > 0) {
    const comma = draft.sourceCode.getTokenAfter(draft.sourceCode.getFirstToken(pattern)!)!;
    draft.remove([comma.range[0], draft.sourceCode.getTokenAfter(comma)!.range[0]]);
  } else if (index < pattern.elements.length) {
    draft.refuse();
  }
  return true;
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, UnusedSession } from '../analysis/index.ts';
import { targetsOf } from '../analysis/parts.ts';
import { variablesOf } from '../analysis/scopes.ts';
import { contains, enclosingFunction, isFunction, isPropertyNamed, propertyName, unwrapped } from '../analysis/tree.ts';
import { type Draft, statementOf, type TextEdit } from './draft.ts';
import { removeLeftovers } from './leftovers.ts';
import { removeElement } from './lists.ts';
import { isNothing } from './home.ts';
import { isPure } from './pure.ts';
import { removePart } from './remove-part.ts';

type Node = TSESTree.Node;

/**
 * Takes away a creation that nothing uses, with what only waits for it and keeps it.
 *
 * | code                                        | becomes                    |
 * | ------------------------------------------- | -------------------------- |
 * | `await create(u);`, `session = await create(u);` | nothing               |
 * | `const session = await create(u);`          | nothing                    |
 * | `let session = await create(u);`, given another later | `let session;`   |
 * | `await create(u).then(() => f());`, `.finally(…)` | `await f();`         |
 * | `const pending = create(u); await pending;` | nothing                    |
 * | `[session, x] = await Promise.all([create(u), f()])` | `[x] = await Promise.all([f()])` |
 * | `const { session, x } = { session: await create(u), x: 1 }` | `const { x } = { x: 1 }` |
 * | `(f(), await create(u));`                   | `f();`                     |
 */
export function removeCreation({ creation: { call }, variables }: UnusedSession, draft: Draft): TextEdit[] | undefined {
  const statement = wholeStatement(call);
  if (statement.type === 'ExpressionStatement' && isOnlyCreation(statement.expression, call)) {
    draft.removeStatement(statement);
    removeBareDeclarations(variables, call, draft);
  } else if (removeBeforeThen(call, draft)) {
    removeLeftovers(draft);
    return draft.edits();
  } else if (statement.type === 'VariableDeclaration') {
    removeFromDeclaration(statement, call, variables, draft);
  } else if (!removePart(call, draft)) {
    return undefined;
  }
  removeLeftovers(draft);
  return draft.edits();
}

/** The statement that makes the session, with the `users.forEach(…)` around it that does nothing else. */
function wholeStatement(call: Node): Node {
  let statement = nearestStatement(call);
  for (let fn = enclosingFunction(statement); fn && isFunction(fn); fn = enclosingFunction(statement)) {
    const outer = nearestStatement(fn);
    if (outer.type !== 'ExpressionStatement' || !isOnlyCreation(outer.expression, call)) {
      break;
    }
    statement = outer;
  }
  return statement;
}

function nearestStatement(node: Node): Node {
  let at = node;
  while (at.parent && at.type !== 'ExpressionStatement' && at.type !== 'VariableDeclaration') {
    at = at.parent;
  }
  return at;
}

/** Whether evaluating `node` does nothing but make the session, wait for it and see to its failure. */
export function isOnlyCreation(node: Node | null | undefined, call: Node): boolean {
  const inner = node ? unwrapped(node) : undefined;
  if (!inner || inner === call) {
    return !inner || (call as TSESTree.CallExpression).arguments.every(isPure);
  }
  if (!contains(inner, call)) {
    return isPure(inner);
  }
  switch (inner.type) {
    case 'AwaitExpression':
    case 'SpreadElement':
      return isOnlyCreation(inner.argument, call);
    case 'UnaryExpression':
      return inner.operator === 'void' && isOnlyCreation(inner.argument, call);
    case 'AssignmentExpression':
      return inner.left.type === 'Identifier' && isOnlyCreation(inner.right, call);
    case 'LogicalExpression':
      return isOnlyCreation(inner.left, call) && isOnlyCreation(inner.right, call);
    case 'ConditionalExpression':
      return isPure(inner.test) && isOnlyCreation(inner.consequent, call) && isOnlyCreation(inner.alternate, call);
    case 'ArrayExpression':
      return inner.elements.every(element => isOnlyCreation(element, call));
    case 'CallExpression':
      return isOnlyCombined(inner, call);
    default:
      return false;
  }
}

/** `Promise.all([create(u)])`, `users.map(u => create(u))`, `create(u).catch(…)`. */
function isOnlyCombined(outer: TSESTree.CallExpression, call: Node): boolean {
  const callee = unwrapped(outer.callee);
  const [first, ...others] = outer.arguments;
  if (isFunction(callee)) {
    return outer.arguments.length === 0 && isOnlyCreation(soleValue(callee.body), call);
  }
  if (callee.type !== 'MemberExpression') {
    return isPlanned(callee) && !!first && isFunction(first) && isOnlyCreation(soleValue(first.body), call) && others.every(isPure);
  }
  switch (propertyName(callee)) {
    case 'catch':
      return contains(callee.object, call) && isOnlyCreation(callee.object, call);
    case 'then':
      return (
        contains(callee.object, call) &&
        isOnlyCreation(callee.object, call) &&
        (!first || isEmptyFunction(first) || givesOn(first) || isNothing(first)) &&
        others.every(isPure)
      );
    case 'all':
    case 'allSettled':
      return isPromise(callee.object) && isOnlyCreation(first, call);
    case 'any':
    case 'race':
      return (
        isPromise(callee.object) &&
        first?.type === 'ArrayExpression' &&
        first.elements.every(element => isOnlyCreation(element, call) || isTimer(element))
      );
    case 'forEach':
    case 'map':
      return isPure(callee.object) && !!first && isFunction(first) && isOnlyCreation(soleValue(first.body), call);
    default:
      return false;
  }
}

/** What a callback evaluates, when it is one thing. */
function soleValue(body: Node): Node {
  const [only, other] = body.type === 'BlockStatement' ? body.body : [];
  return only?.type === 'ExpressionStatement' && !other ? only.expression : body;
}

/** `setTimeout`, whose timer is thrown away. */
function isPlanned(callee: Node): boolean {
  return callee.type === 'Identifier' && /^(?:queueMicrotask|setImmediate|setInterval|setTimeout)$/u.test(callee.name);
}

/** `made => made`. */
function givesOn(node: Node): boolean {
  const [parameter] = isFunction(node) ? node.params : [];
  return isFunction(node) && parameter?.type === 'Identifier' && node.body.type === 'Identifier' && node.body.name === parameter.name;
}

export function isPromise(node: Node): boolean {
  return node.type === 'Identifier' && node.name === 'Promise';
}

/** What a creation races against: a call of plain values, such as `timeout(5_000)`. */
function isTimer(node: Node | null): boolean {
  return node?.type === 'CallExpression' && node.arguments.every(isPure);
}

function isEmptyFunction(node: Node): boolean {
  return isFunction(node) && node.body.type === 'BlockStatement' && node.body.body.length === 0;
}

/** `await create(u).then(() => f())`: what comes then comes at once. */
function removeBeforeThen(call: Node, draft: Draft): boolean {
  const member = call.parent?.type === 'MemberExpression' ? call.parent : undefined;
  const then = member && isPropertyNamed(member, /^(?:finally|then)$/u) ? member.parent : undefined;
  const [done] = then?.type === 'CallExpression' ? then.arguments : [];
  const isWaited = then?.parent?.type === 'AwaitExpression' && then.parent.parent.type === 'ExpressionStatement';
  if (
    !then ||
    !isWaited ||
    !done ||
    !isFunction(done) ||
    takesSomething(done, draft) ||
    done.body.type === 'BlockStatement' ||
    !isOnlyCreation(call, call)
  ) {
    return false;
  }
  draft.reduce(then, then.range, { span: done.body.range });
  return true;
}

/** Whether a callback reads what it is given. */
function takesSomething(fn: FunctionNode, { sourceCode }: Draft): boolean {
  return variablesOf(sourceCode, fn).some(({ references }) => references.some(reference => reference.isRead()));
}

/** `let session;` goes with the only assignment to it. */
function removeBareDeclarations(variables: UnusedSession['variables'], call: Node, draft: Draft): void {
  for (const variable of variables) {
    const declarator = variable.defs[0]?.node as Node | undefined;
    const isBare = declarator?.type === 'VariableDeclarator' && !declarator.init && declarator.parent.type === 'VariableDeclaration';
    const isOnly = variable.references.every(({ identifier }) => contains(statementOf(call), identifier as Node));
    if (isBare && isOnly && declarator.parent.declarations.length === 1 && statementOf(declarator) === declarator.parent) {
      draft.remove(declarator.parent.range);
    }
  }
}

function removeFromDeclaration(
  declaration: TSESTree.VariableDeclaration,
  call: Node,
  variables: UnusedSession['variables'],
  draft: Draft,
): void {
  const index = declaration.declarations.findIndex(declarator => contains(declarator, call));
  const declarator = declaration.declarations[index]!;
  const others = variables.flatMap(({ references }) =>
    references.map(({ identifier }) => identifier as Node).filter(identifier => !contains(declarator, identifier)),
  );
  const idle = others.map(each => idleStatement(each, draft));
  const isAlone = idle.every(each => each !== undefined);
  const isWhole = isOnlyCreation(declarator.init, call) && variables.length > 0;
  if (isWhole && isAlone && targetsOf(declarator.id).length === variables.length) {
    idle.forEach(each => draft.removeStatement(each!));
    if (declaration.declarations.length === 1) {
      draft.remove(declaration.range);
    } else {
      removeElement(declaration.declarations, index, draft);
    }
  } else if (isWhole && declaration.kind !== 'const' && declarator.id.type === 'Identifier') {
    draft.remove([declarator.id.range[1], declarator.init!.range[1]]);
  } else if (others.length > 0 || !removePart(call, draft)) {
    draft.refuse();
  }
}

/** The statement around a name that does nothing with it: `void session;`, `await pending;`, `const unread = session;`. */
function idleStatement(identifier: Node, { sourceCode }: Draft): Node | undefined {
  const { parent } = identifier;
  if (parent?.type === 'VariableDeclarator' && parent.init === identifier) {
    const isUnread = variablesOf(sourceCode, parent).every(({ references }) => references.every(({ init }) => init));
    return isUnread && parent.parent.declarations.length === 1 && statementOf(parent) === parent.parent ? parent.parent : undefined;
  }
  const isDropped = parent?.type === 'AwaitExpression' || (parent?.type === 'UnaryExpression' && parent.operator === 'void');
  const statement = isDropped ? parent.parent : parent;
  return statement?.type === 'ExpressionStatement' ? statement : undefined;
}

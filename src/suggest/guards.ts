import type { TSESTree } from '@typescript-eslint/utils';
import type { Store } from '../analysis/facts.ts';
import { awaited, enclosingFunction, lastName, nodesBelow, propertyName, wrappedParent } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import type { HomeUse } from './home-uses.ts';
import { variableOf } from './names.ts';
import { innermostStatement, wrappedOutermost } from './positions.ts';
import { isIdRead } from './resume-context.ts';
import { emptyTest, isTested } from './tests.ts';

type Node = TSESTree.Node;

/** The reads of a function that are left when what only a kept session needs is removed. */
export function neededReads(reads: readonly HomeUse[], store: Store, draft: Draft): HomeUse[] {
  const asking = reads.filter(({ node }) => !removeGuard(node, store, draft));
  const updates = asking.filter(({ node }) => removeUpdate(node, store, draft)).map(({ node }) => node);
  return asking.filter(({ node }) => !updates.includes(node) && !updates.some(update => guards(node, update)));
}

/** Whether a read is the test of an `if` that does nothing but what another read stands in. */
function guards(test: Node, { range: [start, end] }: Node): boolean {
  const guard = wrappedOutermost(test).parent;
  const body = guard?.type === 'IfStatement' && guard.test === wrappedOutermost(test) && !guard.alternate ? guard.consequent : undefined;
  const [only, other] = body?.type === 'BlockStatement' ? body.body : [body];
  return only !== undefined && !other && only.range[0] <= start && end <= only.range[1];
}

/**
 * Removes what only a kept session needs, as there always is one now: `if (!this.session) throw …`, `if (!this.session)
 * return`, `if (!this.session) await this.start()`, `this.session ?? (await this.start())`.
 */
function removeGuard(read: Node, store: Store, draft: Draft): boolean {
  const test = wrappedOutermost(read).parent;
  if (
    test?.type === 'LogicalExpression' &&
    test.operator !== '&&' &&
    test.left === wrappedOutermost(read) &&
    test.parent.type === 'ExpressionStatement' &&
    isStoringCall(test.right, store)
  ) {
    draft.removeStatement(test.parent);
    return true;
  }
  const guard = test?.parent;
  if (guard?.type !== 'IfStatement' || guard.test !== test || guard.alternate || emptyTest(guard.test) !== read) {
    return false;
  }
  const body = guard.consequent.type === 'BlockStatement' ? guard.consequent.body : [guard.consequent];
  const [only, other] = body;
  const isNeeded =
    !only ||
    other ||
    !(
      only.type === 'ThrowStatement' ||
      (only.type === 'ReturnStatement' && !only.argument) ||
      (only.type === 'ExpressionStatement' && isStoringCall(only.expression, store))
    );
  if (isNeeded) {
    return false;
  }
  draft.removeStatement(guard);
  return true;
}

/**
 * Removes `await this.session.update({ toolkits: this.toolkits })` where every session is created with `{ toolkits:
 * this.toolkits }`, and the `if (this.session)` around it.
 */
function removeUpdate(read: Node, { creations }: Store, draft: Draft): boolean {
  const call = isUpdate(read) ? wrappedParent(wrappedOutermost(read).parent!) : undefined;
  const statement = call && innermostStatement(call);
  const isOnly = statement?.type === 'ExpressionStatement' && awaited(statement.expression) === call;
  const [creation, other] = creations;
  const config = creation?.call.arguments[1];
  if (call?.type !== 'CallExpression' || !isOnly || !config || other || !isSameText(call.arguments[0], config, draft)) {
    return false;
  }
  draft.removeStatement(statement);
  return true;
}

/** Whether two expressions are written alike and name the same things. */
function isSameText(one: Node | undefined, other: Node, { sourceCode }: Draft): boolean {
  const variables = (node: Node) => [...nodesBelow(node, sourceCode.visitorKeys)].map(each => variableOf(sourceCode, each));
  return (
    one !== undefined &&
    sourceCode.getText(one) === sourceCode.getText(other) &&
    variables(one).every((variable, index) => variable === variables(other)[index])
  );
}

/** Whether a fresh session is of no use for a read: it only updates it, only asks whether it is there, only takes its id. */
export function isInVain(read: Node, reads: readonly HomeUse[], { sourceCode }: Draft): boolean {
  const outer = wrappedOutermost(read);
  const alias = outer.parent?.type === 'VariableDeclarator' ? variableOf(sourceCode, outer.parent.id) : undefined;
  const isAsked = isTested(outer) || alias?.references.some(({ identifier }) => isTested(identifier as Node));
  return isAsked || (isUpdate(read) && reads.at(-1)?.node === read) || reads.every(({ node }) => isIdRead(node));
}

/** `this.session.update`. */
export function isUpdate(read: Node): boolean {
  const outer = wrappedOutermost(read);
  const { parent } = outer;
  return parent?.type === 'MemberExpression' && parent.object === outer && propertyName(parent) === 'update';
}

/** Whether an expression calls the function that did nothing but store. */
function isStoringCall(node: Node, { site, storedBy }: Store): boolean {
  const call = awaited(node);
  const fn = enclosingFunction(site);
  return (
    call.type === 'CallExpression' &&
    storedBy !== undefined &&
    lastName(call.callee) === storedBy &&
    fn?.body.type === 'BlockStatement' &&
    fn.body.body.length === 1
  );
}

/** Whether one of a function's reads deletes the session that others work with: only the kept one could be another by then. */
export function deletesAndGoesOn(reads: readonly HomeUse[]): boolean {
  return reads.length > 1 && reads.some(({ node }) => {
    const member = wrappedOutermost(node).parent;
    return member?.type === 'MemberExpression' && propertyName(member) === 'delete' && member.parent.type === 'CallExpression';
  });
}


import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/facts.ts';
import { decoratorsOf, isFunction, isPropertyNamed, propertyName, unwrapped } from '../analysis/tree.ts';
import { type Draft, statementOf } from './draft.ts';
import { firstAtOrAfter, membersNamed } from './file-index.ts';
import { nodesOf } from './file-nodes.ts';
import { clashesAround } from './names.ts';
import { innerSpan, indentAt } from './positions.ts';
import { isPure } from './pure.ts';
import { oncePer } from '../analysis/once-per.ts';

type Node = TSESTree.Node;
const holderTypes = [
  'TryStatement', 'IfStatement', 'ForInStatement', 'ForOfStatement', 'StaticBlock', 'ExpressionStatement', 'MethodDefinition',
] as const;
type Holder = Extract<Node, { readonly type: (typeof holderTypes)[number] }>;

/**
 * Takes away what the changes left without anything to do; tells whether there was something.
 *
 * | code                                   | when                                    |
 * | -------------------------------------- | --------------------------------------- |
 * | `if (x) { … }`                         | the test does nothing but ask           |
 * | `for (const x of xs) { … }`            | the list does nothing but being there   |
 * | `xs.forEach(x => { … });`              | the same                                |
 * | `try { … } catch { … }`, `static { … }` | always                                 |
 * | `finally { … }`                        | always; without a `catch`, the `try` goes with it |
 * | `private start() { … }`                | nothing calls it any more               |
 */
export function removeEmptied(draft: Draft): boolean {
  let found = false;
  for (const node of changedHolders(draft)) {
    if (draft.survives(node) && statementOf(node) === node && emptied(node, draft)) {
      found = true;
    }
  }
  return found;
}

/** What may be left empty, and what of it holds each. */
const holdersOf = oncePer((sourceCode: SourceCode) => {
  const holders = nodesOf(sourceCode)
    .of(...holderTypes)
    .filter(node => node.type === 'TryStatement' || bodyOf(node) !== undefined);
  const around = new Map<Holder, Holder>();
  const open: Holder[] = [];
  for (const node of holders) {
    while (open.length > 0 && open.at(-1)!.range[1] <= node.range[0]) {
      open.pop();
    }
    if (open.length > 0) {
      around.set(node, open.at(-1)!);
    }
    open.push(node);
  }
  return { holders, around };
});

/** What may be left empty and has a change in it, parents first. */
function changedHolders(draft: Draft): Holder[] {
  const { holders, around } = holdersOf(draft.sourceCode);
  const found = new Set<Holder>();
  for (const [start, end] of draft.changed()) {
    const first = firstAtOrAfter(holders, start);
    for (let at: Holder | undefined = holders[first - 1]; at && !found.has(at); at = around.get(at)) {
      if (at.range[1] > start) {
        found.add(at);
      }
    }
    for (let at = first; at < holders.length && holders[at]!.range[0] < end; at += 1) {
      found.add(holders[at]!);
    }
  }
  return [...found].sort((one, other) => one.range[0] - other.range[0]);
}

/** The block without which a statement does nothing. */
function bodyOf(node: Exclude<Holder, TSESTree.TryStatement>): TSESTree.BlockStatement | TSESTree.StaticBlock | undefined {
  switch (node.type) {
    case 'IfStatement':
      return !node.alternate && isPure(node.test) ? blockOf(node.consequent) : undefined;
    case 'ForInStatement':
      return isPure(node.right) ? blockOf(node.body) : undefined;
    case 'ForOfStatement':
      return !node.await && isPure(node.right) ? blockOf(node.body) : undefined;
    case 'StaticBlock':
      return node.body.length > 0 ? node : undefined;
    case 'ExpressionStatement':
      return callbackBody(node.expression);
    case 'MethodDefinition':
      return isPrivate(node) ? blockOf(node.value.body) : undefined;
  }
}

function blockOf(node: Node | null | undefined): TSESTree.BlockStatement | undefined {
  return node?.type === 'BlockStatement' && node.body.length > 0 ? node : undefined;
}

/** The body of what `xs.forEach(…)` calls. */
function callbackBody(node: Node): TSESTree.BlockStatement | undefined {
  const call = unwrapped(node);
  const [callback] = call.type === 'CallExpression' && call.arguments.length === 1 ? call.arguments : [];
  const callee = call.type === 'CallExpression' ? unwrapped(call.callee) : undefined;
  const isEach = callee?.type === 'MemberExpression' && isPropertyNamed(callee, /^(?:forEach|map)$/u) && isPure(callee.object);
  return isEach && isFunction(callback) ? blockOf(callback.body) : undefined;
}

function emptied(node: Holder, draft: Draft): boolean {
  if (node.type === 'TryStatement') {
    return draft.dialect.isPython ? false : emptiedTry(node, draft);
  }
  const body = bodyOf(node);
  const isHere = body && (node.type === 'IfStatement' || !draft.dialect.isPython);
  if (!isHere || !isEmptied(body, draft) || (node.type === 'MethodDefinition' && isCalled(node, draft))) {
    return false;
  }
  if (node.type === 'StaticBlock' || node.type === 'MethodDefinition') {
    draft.remove(node.range);
  } else {
    draft.removeStatement(node);
  }
  return true;
}

/** A method that only its class can call. */
function isPrivate(method: TSESTree.MethodDefinition): boolean {
  const { accessibility, key, kind } = method;
  return kind === 'method' && decoratorsOf(method).length === 0 && (accessibility === 'private' || key.type === 'PrivateIdentifier');
}

function isCalled(method: TSESTree.MethodDefinition, draft: Draft): boolean {
  const name = propertyName(method);
  return name === undefined || membersNamed(draft.sourceCode, name).some(member => draft.survives(member));
}

function emptiedTry(node: TSESTree.TryStatement, draft: Draft): boolean {
  const { block, handler } = node;
  const finalizer = node.finalizer && draft.survives(node.finalizer) ? node.finalizer : undefined;
  const isDone = blockOf(finalizer) && isEmptied(finalizer!, draft);
  const isEmpty = blockOf(block) && isEmptied(block, draft);
  if (isEmpty && (!finalizer || isDone)) {
    draft.removeStatement(node);
    return true;
  }
  if (isDone && draft.sourceCode.getCommentsInside(finalizer!).length > 0) {
    return false;
  }
  if (isDone && handler) {
    draft.replace([handler.range[1], node.range[1]], '');
    return true;
  }
  const left = isEmpty ? finalizer : isDone ? block : undefined;
  if (!left || clashesAround(left, draft.sourceCode)) {
    return false;
  }
  const span = innerSpan(left, draft.sourceCode);
  draft.rewrite(node.range, { span, from: indentAt(draft.sourceCode, span[0]), to: indentAt(draft.sourceCode, node.range[0]) });
  return true;
}

/** Whether the changes left no statement in a block, though comments may be left. */
function isEmptied(block: TSESTree.BlockStatement | TSESTree.StaticBlock, draft: Draft): boolean {
  if (block.body.some(statement => draft.survives(statement))) {
    return false;
  }
  const { sourceCode } = draft;
  const inside = sourceCode
    .getCommentsInside(block)
    .reduce((text, comment) => text.replace(sourceCode.getText(comment as never), ''), draft.textOf(block.range));
  return /^(?:static\s*)?\{\s*\}$/u.test(inside);
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/facts.ts';
import { decoratorsOf, isFunction, isPropertyNamed, nodesBelow, propertyName, unwrapped } from '../analysis/tree.ts';
import { type Draft, statementOf } from './draft.ts';
import { fileIndex } from './file-index.ts';
import { innerSpan, indentAt } from './positions.ts';
import { isPure } from './pure.ts';

type Node = TSESTree.Node;

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
  for (const node of holdersOf(draft.sourceCode)) {
    if (draft.changesIn(node) && draft.survives(node) && statementOf(node) === node && emptied(node, draft)) {
      found = true;
    }
  }
  return found;
}

const holders = new WeakMap<SourceCode, readonly Node[]>();

/** What may be left empty in a file. */
function holdersOf(sourceCode: SourceCode): readonly Node[] {
  let known = holders.get(sourceCode);
  if (!known) {
    const all = [...nodesBelow(sourceCode.ast, sourceCode.visitorKeys)];
    holders.set(sourceCode, (known = all.filter(node => node.type === 'TryStatement' || bodyOf(node) !== undefined)));
  }
  return known;
}

/** The block without which a statement does nothing. */
function bodyOf(node: Node): TSESTree.BlockStatement | TSESTree.StaticBlock | undefined {
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
    default:
      return undefined;
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

function emptied(node: Node, draft: Draft): boolean {
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
  return name === undefined || (fileIndex(draft.sourceCode).members.get(name) ?? []).some(member => draft.survives(member));
}

function emptiedTry(node: TSESTree.TryStatement, draft: Draft): boolean {
  const { block, finalizer, handler } = node;
  const isDone = blockOf(finalizer) && isEmptied(finalizer!, draft);
  if (blockOf(block) && isEmptied(block, draft) && (!finalizer || isDone)) {
    draft.removeStatement(node);
    return true;
  }
  if (!isDone || draft.sourceCode.getCommentsInside(finalizer!).length > 0) {
    return false;
  }
  if (handler) {
    draft.replace([handler.range[1], node.range[1]], '');
    return true;
  }
  if (block.body.some(statement => /Declaration$/u.test(statement.type))) {
    // what it declares might mean something else outside
    return false;
  }
  const span = innerSpan(block, draft.sourceCode);
  draft.rewrite(node.range, { span, from: indentAt(draft.sourceCode, span[0]), to: indentAt(draft.sourceCode, node.range[0]) });
  return true;
}

/** Whether the changes left no statement in a block, though comments may be left. */
function isEmptied(block: TSESTree.BlockStatement | TSESTree.StaticBlock, draft: Draft): boolean {
  if (block.body.some(statement => draft.survives(statement))) {
    return false;
  }
  const { sourceCode } = draft;
  const inside = sourceCode.getCommentsInside(block).reduce((text, comment) => text.replace(sourceCode.getText(comment as never), ''), draft.textOf(block.range));
  return /^(?:static\s*)?\{\s*\}$/u.test(inside);
}

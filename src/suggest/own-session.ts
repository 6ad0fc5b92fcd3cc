import type { TSESTree } from '@typescript-eslint/utils';
import { writesOf } from '../analysis/definitions.ts';
import type { Creation, SourceCode } from '../analysis/facts.ts';
import { enclosingFunction, isFunction, isNamed, nodesBelow, propertyName, unwrapped, wrappedParent } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { fillBefore } from './insert.ts';
import { removeLeftovers } from './leftovers.ts';
import { isSeenAt, variableOf } from './names.ts';
import { assignsNothing } from './pure.ts';
import { reduceTo } from './reduce.ts';
import type { ForUser } from './sharing/own-user.ts';
import { type Search, userFor } from './user-at-hand.ts';

type Node = TSESTree.Node;

/**
 * Creates a session for the user at hand where one was resumed by an id that may be anybody's:
 *
 * ```
 * composio.use(req.body.sessionId)                →   composio.create(req.user.id)
 * id ? await use(id) : await create(user.id, c)   →   await create(user.id, c)
 * ```
 */
export function createInstead(creation: Creation, search: Search, draft: Draft): ForUser | undefined {
  const { call } = creation;
  const own = alternativeTo(creation, search);
  if (own) {
    reduceTo(draft, own.choice, own.branch);
    removeLeftovers(draft);
    return { user: draft.sourceCode.getText(own.user), edits: draft.edits() };
  }
  const callee = unwrapped(call.callee);
  const config = configFor(creation, search);
  const [id] = call.arguments;
  if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'use' || callee.computed || config === undefined) {
    return undefined;
  }
  if (!id || call.arguments.length > 1 || !assignsNothing(id, draft.sourceCode.visitorKeys) || isForMany(call)) {
    return undefined;
  }
  for (let fn = enclosingFunction(call); fn; fn = enclosingFunction(fn)) {
    const user = userFor(fn, call, search);
    if (user && fillBefore(call, fn, user.lines, draft)) {
      draft.replace(callee.property.range, 'create');
      if (!replaceArgument(call, id, user.text + config, draft)) {
        return undefined;
      }
      removeLeftovers(draft);
      return leavesUnread(id, draft) ? undefined : { user: user.text, edits: draft.edits() };
    }
  }
  return undefined;
}

/**
 * Writes another argument for the only one of a call; in Python with its name, which the old one may have, too. Not for a
 * call that something else makes: `to_thread(composio.use, id)`.
 */
function replaceArgument({ callee, range }: Creation['call'], id: Node, written: string, draft: Draft): boolean {
  if (!draft.dialect.isPython) {
    draft.replace(id.range, written);
    return true;
  }
  const opening = /^[\s)]*\(/u.exec(draft.sourceCode.text.slice(callee.range[1], range[1]));
  if (opening) {
    draft.replace([callee.range[1] + opening[0].length, range[1] - 1], `user_id=${written}`);
  }
  return opening !== null;
}

/** Whether a call stands in a loop: several ids are resumed there, for which one session is none. */
function isForMany(call: Node): boolean {
  for (let at: Node | undefined = call; at; at = at.parent) {
    if (
      /^(?:For|While|DoWhile)/u.test(at.type) ||
      (isFunction(at) && at.parent.type === 'CallExpression' && isNamed(at.parent.callee, /^(?:each|filter|flatMap|forEach|map|reduce)$/u))
    ) {
      return true;
    }
  }
  return false;
}

/** Whether the changes leave a variable that held the id, and is no parameter, without anybody who reads it. */
function leavesUnread(id: Node, draft: Draft): boolean {
  return [...nodesBelow(id, draft.sourceCode.visitorKeys)].some(node => {
    const variable = variableOf(draft.sourceCode, node);
    const declared = variable?.defs[0];
    const isFilled = declared?.type === 'Variable' && !(declared.node.type === 'VariableDeclarator' && isFunction(declared.node.init));
    return (
      isFilled &&
      draft.survives(declared.name) &&
      !variable!.references.some(reference => reference.isRead() && draft.survives(reference.identifier))
    );
  });
}

/** The other side of a choice between resuming and creating, when that one is for a user who may be trusted. */
function alternativeTo(
  { call }: Creation,
  { creations, isWanted }: Search,
): { readonly choice: Node; readonly branch: Node; readonly user: Node } | undefined {
  const choice = wrappedParent(call, true);
  if (choice?.type !== 'ConditionalExpression') {
    return undefined;
  }
  const branch = [choice.consequent, choice.alternate].find(each => each.range[0] > call.range[1] || each.range[1] < call.range[0])!;
  const other = creations.find(each => each.how === 'create' && wrappedParent(each.call, true) === choice);
  return other?.user && isWanted(other.user) ? { choice, branch, user: other.user } : undefined;
}

/** The configuration that the file creates its sessions with, as an argument; undefined when they differ. */
function configFor({ call }: Creation, { creations, sourceCode }: Search): string | undefined {
  const configs = creations.flatMap(({ how, config }) => (how === 'create' ? [config] : []));
  const texts = new Set(configs.map(config => (config ? `, ${sourceCode.getText(config)}` : '')));
  const [text = ''] = texts;
  return texts.size < 2 && configs.every(config => !config || isSeenAt(config, call, sourceCode)) ? text : undefined;
}

/** Whether an id is written down for good, so that nothing in the file is there to keep it. */
export function isConstantId({ user }: Creation, sourceCode: SourceCode): boolean {
  const id = user && unwrapped(user);
  const variable = id && variableOf(sourceCode, id);
  const declared = variable?.defs[0]?.node as Node | undefined;
  const value = declared?.type === 'VariableDeclarator' && writesOf(variable!).length === 1 ? declared.init : id;
  const inner = value && unwrapped(value);
  return inner?.type === 'Literal' || (inner?.type === 'MemberExpression' && /^process\.env\b/u.test(sourceCode.getText(inner)));
}

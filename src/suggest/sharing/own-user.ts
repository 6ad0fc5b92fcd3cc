import type { TSESTree } from '@typescript-eslint/utils';
import type { Sharing } from '../../analysis/index.ts';
import { enclosingFunction, isFunction, literalKey, nodesBelow, propertyName } from '../../analysis/tree.ts';
import type { Draft, TextEdit } from '../draft.ts';
import { fill } from '../insert.ts';
import { removeLeftovers } from '../leftovers.ts';
import { indentUnit, innermostStatement } from '../positions.ts';
import { isPure } from '../pure.ts';
import { usesSemicolons } from '../readers.ts';
import { likelyUser } from '../user-at-hand.ts';

type Node = TSESTree.Node;

/** A rewrite, and the user that it writes. */
export interface ForUser {
  readonly user: string;
  readonly edits: TextEdit[] | undefined;
}

/** Puts the user that the code has at hand in the place of one user for everybody. */
export function useOwnUser({ node }: Sharing, isUntyped: boolean, draft: Draft): ForUser | undefined {
  for (let fn = isArgument(node) && doesNothing(node, draft) ? enclosingFunction(node) : undefined; fn; fn = enclosingFunction(fn)) {
    const user = likelyUser(fn, draft.sourceCode, isUntyped);
    if (user !== undefined) {
      draft.replace(node.range, user);
      removeLeftovers(draft);
      return { user, edits: draft.edits() };
    }
  }
  return undefined;
}

/** Whether an expression neither assigns nor does one thing after the other: `(count(), 'team')`. */
function doesNothing(node: Node, { sourceCode }: Draft): boolean {
  return ![...nodesBelow(node, sourceCode.visitorKeys)].some(({ type }) => /^(?:Assignment|Sequence|Update)Expression$/u.test(type));
}

function isArgument(node: Node): boolean {
  return node.parent?.type === 'CallExpression' && node.parent.callee !== node;
}

/**
 * Throws where there is no user instead of falling back to one:
 *
 * ```
 * create(userId ?? 'default')   →   if (!userId) throw new Error('A user is required');
 *                                   create(userId)
 * ```
 */
export function insistOnUser({ node }: Sharing, draft: Draft): TextEdit[] | undefined {
  const fallback = node.parent;
  const statement = innermostStatement(node);
  const lookUp = fallback && lookUpOf(fallback, draft);
  if (fallback && lookUp !== undefined) {
    draft.replace(fallback.range, lookUp);
    return draft.edits();
  }
  const asked = fallback && isArgument(fallback) ? userBeside(node, fallback) : undefined;
  if (!fallback || !asked) {
    return undefined;
  }
  if (enclosingFunction(statement) !== enclosingFunction(node) || !enclosingFunction(node) || /^(?:For|While|DoWhile|Switch)/u.test(statement.type)) {
    return undefined;
  }
  const quote = draft.sourceCode.text[node.range[0]];
  const user = draft.quote(asked.user);
  const semi = usesSemicolons(draft.sourceCode) ? ';' : '';
  fill({ statement, side: 'before' }, draft.dialect.insist(asked.test === asked.user ? user : draft.quote(asked.test), `${quote}A user is required${quote}`, indentUnit(draft.sourceCode), semi), draft);
  draft.replace(fallback.range, user);
  return draft.edits();
}

/** `body["user_id"]`, which fails where there is none, for Python's `body.get("user_id", "default")`. */
function lookUpOf(fallback: Node, { dialect, sourceCode }: Draft): string | undefined {
  const call = dialect.isPython && fallback.type === 'LogicalExpression' ? fallback.left : undefined;
  const callee = call?.type === 'CallExpression' && call.range[1] === fallback.range[1] ? call.callee : undefined;
  const [key] = call?.type === 'CallExpression' ? call.arguments : [];
  return key && callee?.type === 'MemberExpression' && propertyName(callee) === 'get' ? `${sourceCode.getText(callee.object)}[${sourceCode.getText(key)}]` : undefined;
}

/** What a fallback falls back from, and what it asks for that: `userId ?? node`, `user ? user.id : node`. */
function userBeside(node: Node, fallback: Node): { readonly user: Node; readonly test: Node } | undefined {
  if (fallback.type === 'LogicalExpression') {
    return fallback.right === node && fallback.operator !== '&&' && isPath(fallback.left) ? { user: fallback.left, test: fallback.left } : undefined;
  }
  const isChoice = fallback.type === 'ConditionalExpression' && fallback.alternate === node && isPath(fallback.test) && isPath(fallback.consequent);
  return isChoice ? { user: fallback.consequent, test: fallback.test } : undefined;
}

/** `userId`, `req.user?.id`: what a test narrows. */
function isPath(node: Node): boolean {
  return isPure(node) && /^(?:ChainExpression|Identifier|MemberExpression)$/u.test(node.type);
}

/** Takes the default of a user parameter away, where every call in the file gives a user. */
export function requireUser({ node }: Sharing, isUntyped: boolean, draft: Draft): TextEdit[] | undefined {
  const pattern = node.parent;
  const fn = pattern?.parent;
  if (pattern?.type !== 'AssignmentPattern' || pattern.left.type !== 'Identifier' || !isFunction(fn) || literalKey(node) === undefined) {
    return undefined;
  }
  const index = fn.params.indexOf(pattern);
  const { sourceCode } = draft;
  const name = fn.id?.name;
  const isGiven = [...nodesBelow(sourceCode.ast, sourceCode.visitorKeys)].every(
    each => each.type !== 'CallExpression' || each.callee.type !== 'Identifier' || each.callee.name !== name || each.arguments.length > index,
  );
  const isBehindDefault = draft.dialect.isPython && fn.params.slice(0, index).some(parameter => parameter.type === 'AssignmentPattern');
  if (name === undefined || !isGiven || isBehindDefault) {
    return undefined;
  }
  const type = isUntyped || pattern.left.typeAnnotation ? '' : ': string';
  const { typeAnnotation } = pattern.left;
  draft.replace([Math.max(pattern.left.range[1], typeAnnotation?.range[1] ?? 0), pattern.range[1]], type);
  return draft.edits();
}

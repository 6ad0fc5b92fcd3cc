import type { TSESTree } from '@typescript-eslint/utils';
import type { Sharing } from '../../analysis/index.ts';
import { enclosingFunction, nodesBelow, propertyName } from '../../analysis/tree.ts';
import type { Draft, TextEdit } from '../draft.ts';
import { fill, fillBefore } from '../insert.ts';
import { removeLeftovers } from '../leftovers.ts';
import { variableOf } from '../names.ts';
import { indentUnit, innermostStatement } from '../positions.ts';
import { isPure } from '../pure.ts';
import { usesSemicolons } from '../readers.ts';
import { reduceTo } from '../reduce.ts';
import { type Search, userFor } from '../user-at-hand.ts';

type Node = TSESTree.Node;

/** A rewrite, and the user that it writes. */
export interface ForUser {
  readonly user: string;
  readonly edits: TextEdit[] | undefined;
}

/** Puts the user that the code has at hand in the place of one user for everybody. */
export function useOwnUser({ node }: Sharing, search: Search, draft: Draft): ForUser | undefined {
  const constant = constantIn(node);
  const variable = variableOf(draft.sourceCode, constant);
  const isWanted = (path: Node): boolean =>
    variable === undefined ||
    ![...nodesBelow(path, draft.sourceCode.visitorKeys)].some(each => variableOf(draft.sourceCode, each) === variable);
  for (let fn = isArgument(node) ? enclosingFunction(node) : undefined; fn; fn = enclosingFunction(fn)) {
    const user = userFor(fn, node, { ...search, isWanted });
    if (user && fillBefore(node, fn, user.lines, draft)) {
      draft.replace(constant.range, user.text);
      removeLeftovers(draft);
      return { user: user.text, edits: draft.edits() };
    }
  }
  return undefined;
}

/** What an argument comes down to: `'team'` of `(id = 'team')` and of `(count(), 'team')`. */
function constantIn(node: Node): Node {
  if (node.type === 'AssignmentExpression' && node.operator === '=') {
    return constantIn(node.right);
  }
  return node.type === 'SequenceExpression' ? constantIn(node.expressions.at(-1)!) : node;
}

/** Whether an expression is given to a call. */
export function isArgument(node: Node): boolean {
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
  if (
    enclosingFunction(statement) !== enclosingFunction(node) ||
    !enclosingFunction(node) ||
    /^(?:For|While|DoWhile|Switch)/u.test(statement.type)
  ) {
    return undefined;
  }
  const quote = draft.sourceCode.text[node.range[0]];
  const user = draft.quote(asked.user);
  const semi = usesSemicolons(draft.sourceCode) ? ';' : '';
  fill(
    { statement, side: 'before' },
    draft.dialect.insist(
      asked.test === asked.user ? user : draft.quote(asked.test),
      `${quote}A user is required${quote}`,
      indentUnit(draft.sourceCode),
      semi,
    ),
    draft,
  );
  reduceTo(draft, fallback, asked.user);
  return draft.edits();
}

/** `body["user_id"]`, which fails where there is none, for Python's `body.get("user_id", "default")`. */
function lookUpOf(fallback: Node, { dialect, sourceCode }: Draft): string | undefined {
  const call = dialect.isPython && fallback.type === 'LogicalExpression' ? fallback.left : undefined;
  const callee = call?.type === 'CallExpression' && call.range[1] === fallback.range[1] ? call.callee : undefined;
  const [key] = call?.type === 'CallExpression' ? call.arguments : [];
  return key && callee?.type === 'MemberExpression' && propertyName(callee) === 'get'
    ? `${sourceCode.getText(callee.object)}[${sourceCode.getText(key)}]`
    : undefined;
}

/** What a fallback falls back from, and what it asks for that: `userId ?? node`, `userId ||= node`, `user ? user.id : node`. */
function userBeside(node: Node, fallback: Node): { readonly user: Node; readonly test: Node } | undefined {
  if (fallback.type === 'LogicalExpression' || fallback.type === 'AssignmentExpression') {
    return fallback.right === node && /^(?:\?\?|\|\|)=?$/u.test(fallback.operator) && isPath(fallback.left)
      ? { user: fallback.left, test: fallback.left }
      : undefined;
  }
  const isChoice =
    fallback.type === 'ConditionalExpression' && fallback.alternate === node && isPath(fallback.test) && isPath(fallback.consequent);
  return isChoice ? { user: fallback.consequent, test: fallback.test } : undefined;
}

/** `userId`, `req.user?.id`: what a test narrows. */
function isPath(node: Node): boolean {
  return isPure(node) && /^(?:ChainExpression|Identifier|MemberExpression)$/u.test(node.type);
}

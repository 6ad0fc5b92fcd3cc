import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, Sharing, SourceCode } from '../../analysis/index.ts';
import { enclosingFunction, isFunction, literalKey, nodesBelow, propertyName } from '../../analysis/tree.ts';
import type { Draft, TextEdit } from '../draft.ts';
import { fileIndex } from '../file-index.ts';
import { nodesOf, ofFile } from '../file-nodes.ts';
import { fill } from '../insert.ts';
import { removeLeftovers } from '../leftovers.ts';
import { isNameTaken, memberText, variableOf } from '../names.ts';
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

const callsByName = ofFile(sourceCode => {
  const found = new Map<string, TSESTree.CallExpression[]>();
  for (const call of nodesOf(sourceCode).of('CallExpression')) {
    if (call.callee.type === 'Identifier') {
      const ofName = found.get(call.callee.name);
      if (ofName) {
        ofName.push(call);
      } else {
        found.set(call.callee.name, [call]);
      }
    }
  }
  return found;
});

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
  const isGiven = name !== undefined && (callsByName(sourceCode).get(name) ?? []).every(call => call.arguments.length > index);
  const isBehindDefault = draft.dialect.isPython && fn.params.slice(0, index).some(parameter => parameter.type === 'AssignmentPattern');
  if (!isGiven || isBehindDefault) {
    return undefined;
  }
  const type = isUntyped || pattern.left.typeAnnotation ? '' : ': string';
  const { typeAnnotation } = pattern.left;
  draft.replace([Math.max(pattern.left.range[1], typeAnnotation?.range[1] ?? 0), pattern.range[1]], type);
  return draft.edits();
}

/**
 * Takes the user as a parameter, where a function of its own creates for `'default'` and nothing in the file calls it:
 *
 * ```
 * export async function triage(text: string) {       export async function triage(text: string, userId: string) {
 *   const session = await create('default');      →    const session = await create(userId);
 * ```
 */
export function takeUser({ node, inHandler }: Extract<Sharing, { kind: 'default-user' }>, isUntyped: boolean, draft: Draft): TextEdit[] | undefined {
  const { sourceCode, dialect } = draft;
  const fn = isArgument(node) && !isAssigned(node) ? enclosingFunction(node) : undefined;
  const name = 'userId';
  if (dialect.isPython || inHandler || !fn || literalKey(node) === undefined || isNameTaken(sourceCode, name, fn) || !isKnownByName(fn, sourceCode)) {
    return undefined;
  }
  const last = fn.params.at(-1);
  const isLastNeeded = !last || last.type === 'ObjectPattern' || last.type === 'ArrayPattern' || (last.type === 'Identifier' && !last.optional);
  const open = sourceCode.getFirstToken(fn, token => token.value === '(');
  const close = last ? sourceCode.getTokenAfter(last, token => token.value === ')') : open && sourceCode.getTokenAfter(open);
  if (!isLastNeeded || !open || !close || close.value !== ')' || open.range[0] > (last ?? fn.body).range[0]) {
    return undefined;
  }
  draft.insert(last ? last.range[1] : close.range[0], `${last ? ', ' : ''}${name}${isUntyped ? '' : ': string'}`);
  draft.replace(node.range, name);
  return draft.edits();
}

/** Whether what is created is kept: the next caller would get it, whoever that is. */
function isAssigned(node: Node): boolean {
  let at = node.parent;
  while (at && !isFunction(at) && at.type !== 'AssignmentExpression') {
    at = at.parent;
  }
  return at?.type === 'AssignmentExpression';
}

/** Whether a function is exported, and neither called nor handed on in the file. */
function isKnownByName(fn: FunctionNode, sourceCode: SourceCode): boolean {
  const { parent } = fn;
  const assigned = parent.type === 'AssignmentExpression' && parent.right === fn ? parent.left : undefined;
  if (assigned?.type === 'MemberExpression') {
    const name = propertyName(assigned);
    const members = name === undefined ? [] : (fileIndex(sourceCode).members.get(name) ?? []);
    return /^(?:module\.)?exports\./u.test(memberText(assigned)) && members.every(member => member === assigned);
  }
  const declared = fn.type === 'FunctionDeclaration' ? fn : parent.type === 'VariableDeclarator' && parent.init === fn ? parent : undefined;
  const variable = declared?.id?.type === 'Identifier' ? variableOf(sourceCode, declared.id) : undefined;
  const around = declared?.type === 'VariableDeclarator' ? declared.parent.parent : declared?.parent;
  return around?.type === 'ExportNamedDeclaration' && variable !== undefined && variable.references.every(({ init }) => init);
}

import type { TSESTree } from '@typescript-eslint/utils';
import { writesOf } from '../../analysis/definitions.ts';
import type { Sharing, Variable } from '../../analysis/index.ts';
import { asWritten } from '../../analysis/language.ts';
import { namesMany, namesOne } from '../../analysis/sharing/names.ts';
import { contains, enclosingFunction, isFunction, nodesBelow } from '../../analysis/tree.ts';
import { type Draft, statementOf } from '../draft.ts';
import { fileIndex } from '../file-index.ts';
import { fill } from '../insert.ts';
import { type Declared, declaredBy, relationOf } from '../late/handed-out.ts';
import { removeLeftovers } from '../leftovers.ts';
import { endOfLine } from '../lists.ts';
import { isPropertyName, isShadowed, memberText, variableOf } from '../names.ts';
import { indentAt, indentUnit, innermostStatement, isStatementList, wrappedOutermost } from '../positions.ts';
import { type Search, type UserAtHand, userFor } from '../user-at-hand.ts';
import type { ForUser } from './own-user.ts';

type Node = TSESTree.Node;

/** Creates the captured session in the handler that uses it, for that handler's own user; in a timer for the same one. */
export function moveIntoHandler(sharing: Extract<Sharing, { kind: 'captured' }>, search: Search, draft: Draft): ForUser | undefined {
  const { handler, handlerKind, creation } = sharing;
  const isTimer = handlerKind === 'timer';
  const same = isTimer && creation.user ? { text: draft.sourceCode.getText(wrappedOutermost(creation.user)), lines: [] } : undefined;
  const user = isTimer ? same : userFor(handler, handler.body, search);
  return user === undefined || !creation.user ? undefined : movedInto(sharing, handler.body, user, draft);
}

/** Creates the session for each user of a loop in the loop's body. */
export function moveIntoLoop(sharing: Extract<Sharing, { kind: 'loop' }>, draft: Draft): ForUser | undefined {
  const user = isInInnerLoop(sharing, draft) ? undefined : userOf(sharing, draft);
  return user === undefined ? undefined : movedInto(sharing, sharing.over.body, { text: user, lines: [] }, draft);
}

/** Whether another loop in the body goes around the use that may be over users, too. */
function isInInnerLoop({ node, over: { body } }: Extract<Sharing, { kind: 'loop' }>, { sourceCode }: Draft): boolean {
  for (let at = node.parent; at && at !== body && contains(body, at); at = at.parent) {
    const names = at.type === 'ForOfStatement' ? [at.left, at.right].map(each => lastWordOf(sourceCode.getText(each))) : ['users'];
    if (/^(?:For|While|DoWhile)/u.test(at.type) && names.some(name => namesOne(name) || namesMany(name))) {
      return true;
    }
  }
  return false;
}

/** `tasks` of `const task of user.tasks`. */
function lastWordOf(text: string): string {
  return /[\w$]*(?=\W*$)/u.exec(text)![0];
}

/** How a loop names the id of its user: `row.userId`, `id` of an array of strings, `user.id` where the file has that. */
function userOf({ over: { each, all } }: Extract<Sharing, { kind: 'loop' }>, { sourceCode }: Draft): string | undefined {
  if (/(?:^|\.)user_?id$|^id$/iu.test(each)) {
    return asWritten(sourceCode, each);
  }
  const item = elementType(all, { sourceCode });
  if (item?.type === 'TSStringKeyword') {
    return each;
  }
  const members = item?.type === 'TSTypeLiteral' ? item.members : undefined;
  for (const name of ['id', 'userId']) {
    const isTyped = members?.some(
      member =>
        member.type === 'TSPropertySignature' &&
        member.key.type === 'Identifier' &&
        member.key.name === name &&
        member.typeAnnotation?.typeAnnotation.type === 'TSStringKeyword',
    );
    const isUsed =
      !members &&
      fileIndex(sourceCode)
        .members.get(name)
        ?.some(node => memberText(node) === `${each}.${name}`);
    if (isTyped || isUsed) {
      return asWritten(sourceCode, `${each}.${name}`);
    }
  }
  return undefined;
}

/** The type that the elements of a variable are declared with. */
function elementType(all: Node, { sourceCode }: Pick<Draft, 'sourceCode'>): TSESTree.TypeNode | undefined {
  const name = variableOf(sourceCode, all)?.defs[0]?.name as Node | undefined;
  const type = name?.type === 'Identifier' ? name.typeAnnotation?.typeAnnotation : undefined;
  return type?.type === 'TSArrayType' ? type.elementType : undefined;
}

function movedInto({ node, creation }: Sharing, body: Node, user: UserAtHand, draft: Draft): ForUser | undefined {
  const { sourceCode } = draft;
  const variable = variableOf(sourceCode, rootOf(node));
  const chain = variable && chainOf(variable, creation.call, draft);
  const at = placeIn(body, node);
  const fn = at && enclosingFunction(at);
  const given = creation.user && wrappedOutermost(creation.user);
  if (
    !chain ||
    !at ||
    !given ||
    creation.call.arguments[0] !== given ||
    !fn ||
    !(fn.async || draft.dialect.isPython) ||
    (draft.dialect.isPython && at === body) ||
    !isPortable(chain, at, given, draft)
  ) {
    return undefined;
  }
  const isEarly = variable.references.some(
    ({ identifier }) => contains(body, identifier as Node) && (identifier as Node).range[0] < at.range[0],
  );
  if (isEarly) {
    return undefined;
  }
  const lines = [...user.lines, ...chain.map(({ statement }) => textFor(statement, given, user.text, at, draft))];
  if (at === body && isFunction(body.parent)) {
    intoBlock(at, lines, draft);
  } else {
    fill({ statement: at, side: 'before' }, lines, draft);
  }
  for (const part of [creation.call.callee, ...creation.call.arguments.slice(1), ...chain.slice(1).map(({ init }) => init)]) {
    draft.quote(part);
  }
  removeUnread([...chain].reverse(), body, draft);
  removeLeftovers(draft);
  return { user: user.text, edits: draft.edits() };
}

function rootOf(node: Node): Node {
  return node.type === 'MemberExpression' ? rootOf(node.object) : node;
}

/** The declarations that lead from a creation to a variable; undefined when anything else does. */
function chainOf(variable: Variable, call: Node, draft: Draft): Declared[] | undefined {
  const definition = variable.defs[0]?.node as Node | undefined;
  const declared = definition ? declaredBy(statementOf(definition), draft) : undefined;
  const isPlain = declared?.variable === variable && isStatementList(declared.statement.parent) && writesOf(variable).length === 1;
  if (!declared || !isPlain) {
    return undefined;
  }
  if (contains(declared.init, call)) {
    return [declared];
  }
  for (const node of relationOf(declared.init) === 'data' ? [] : nodesBelow(declared.init, draft.sourceCode.visitorKeys)) {
    const source = node.type === 'Identifier' && !isPropertyName(node) ? variableOf(draft.sourceCode, node) : undefined;
    const before = source && source !== variable ? chainOf(source, call, draft) : undefined;
    if (before) {
      return [...before, declared];
    }
  }
  return undefined;
}

/** The statement of a body in front of which the session is created; the body itself when it is an expression. */
function placeIn(body: Node, node: Node): Node | undefined {
  if (body.type === 'BlockStatement') {
    const statement = body.body.find(each => contains(each, node));
    return statement && isInSameFunction(statement, node) ? statement : undefined;
  }
  const isArrowBody = isFunction(body.parent) && body.parent.body === body;
  return isArrowBody ? body : innermostStatement(node);
}

function isInSameFunction(one: Node, other: Node): boolean {
  return enclosingFunction(one) === enclosingFunction(other);
}

/** Whether everything that the declarations name, but for the user, means the same in the new place. */
function isPortable(chain: readonly Declared[], at: Node, user: Node, { sourceCode }: Draft): boolean {
  const fn = enclosingFunction(at);
  const own = new Set(chain.map(({ variable }) => variable));
  return chain.every(({ init }) =>
    [...nodesBelow(init, sourceCode.visitorKeys)].every(node => {
      const variable =
        node.type === 'Identifier' && !isPropertyName(node) && !contains(user, node) ? variableOf(sourceCode, node) : undefined;
      if (node.type === 'ThisExpression' && fn?.type !== 'ArrowFunctionExpression') {
        return false;
      }
      if (!variable || own.has(variable) || contains(init, variable.scope.block as Node)) {
        return true;
      }
      return contains(variable.scope.block as Node, at) && !isShadowed(variable, at, sourceCode);
    }),
  );
}

/** The text of a declaration with another user, as it is indented in another place. */
function textFor(statement: Node, from: Node, user: string, at: Node, { sourceCode }: Draft): string {
  const end = endOfLine(sourceCode, statement.range[1]);
  const text = contains(statement, from)
    ? sourceCode.text.slice(statement.range[0], from.range[0]) + user + sourceCode.text.slice(from.range[1], end)
    : sourceCode.text.slice(statement.range[0], end);
  return text.replaceAll(`\n${indentAt(sourceCode, statement.range[0])}`, `\n${indentAt(sourceCode, at.range[0])}`);
}

/** `item => work(item)` with declarations in front of the work. */
function intoBlock(body: Node, lines: readonly string[], draft: Draft): void {
  const { sourceCode, eol } = draft;
  const outer = indentAt(sourceCode, body.range[0]);
  const inner = outer + indentUnit(sourceCode);
  // `item => ({ … })`: the parentheses end where the function does
  const span = [
    sourceCode.getTokenAfter(sourceCode.getTokenBefore(body, token => token.value === '=>')!)!.range[0],
    body.parent!.range[1],
  ] as const;
  const semi = sourceCode.text.includes(';') ? ';' : '';
  draft.replace(
    span,
    `{${lines.map(line => eol + inner + line).join('')}${eol}${inner}return `,
    { span: body.range, from: outer, to: inner },
    `${semi}${eol}${outer}}`,
  );
}

/** Takes away the declarations that nothing outside the body reads any more, the last one first. */
function removeUnread(chain: readonly Declared[], body: Node, draft: Draft): void {
  const gone: Node[] = [body];
  for (const { variable, statement } of chain) {
    const isRead = variable.references.some(({ identifier, init }) => !init && !gone.some(each => contains(each, identifier as Node)));
    if (isRead) {
      return;
    }
    const span = [statement.range[0], endOfLine(draft.sourceCode, statement.range[1])] as const;
    draft.remove(span, span);
    gone.push(statement);
  }
}


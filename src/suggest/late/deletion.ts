import type { TSESTree } from '@typescript-eslint/utils';
import { writesOf } from '../../analysis/definitions.ts';
import type { LateUse, Variable } from '../../analysis/index.ts';
import { variablesOf } from '../../analysis/scopes.ts';
import { awaited, contains, enclosingFunction, isFunction, lastName, nodesBelow, unwrapped } from '../../analysis/tree.ts';
import type { Draft, TextEdit } from '../draft.ts';
import { firstAtOrAfter } from '../file-index.ts';
import { fill } from '../insert.ts';
import { endOfLine } from '../lists.ts';
import { isNameTaken, memberText, variableOf } from '../names.ts';
import { indentAt, innermostStatement, isStatementList } from '../positions.ts';
import { isPure } from '../pure.ts';
import { rootOf } from '../resume-context.ts';
import { holderOf } from '../spans.ts';
import { namesAny, relationOf } from './handed-out.ts';
import { statementsOf } from './move-down.ts';
import { sessionVariable } from './renew.ts';

type Node = TSESTree.Node;

/** Takes a deletion away that comes after another. */
export function removeSecond({ node, causes }: LateUse, draft: Draft): TextEdit[] | undefined {
  return causes.some(cause => cause.kind === 'delete' && cause.node === node) ? removed(node, draft) : undefined;
}

/** Takes the deletion away: what is handed out behind it is of no use without the session. */
export function removeDeletion({ by }: LateUse, draft: Draft): TextEdit[] | undefined {
  return removed(by.node, draft);
}

function removed(deletion: Node, draft: Draft): TextEdit[] | undefined {
  const statement = deletingStatement(deletion);
  const { parent } = statement ?? {};
  if (!statement || !parent || !(isFunction(parent.parent) || parent.type === 'Program')) {
    return undefined;
  }
  draft.remove(statement.range);
  return draft.edits();
}

/**
 * Moves the deletion behind the last use, and out of the loop that comes round to it:
 *
 * ```
 * await session.delete();                         const result = await session.search({ query });
 * return session.search({ query });            →  await session.delete();
 *                                                 return result;
 * ```
 */
export function moveDeletion(use: LateUse, draft: Draft): TextEdit[] | undefined {
  const statement = deletingStatement(use.by.node);
  const variable = sessionVariable(use, draft) ?? namedAlike(use, draft);
  const isOnly = use.causes.filter(({ kind }) => kind === 'delete').length === 1;
  const list = statement && isStatementList(statement.parent) ? statementsOf(statement.parent!) : [];
  if (!statement || !variable || !isOnly || isResumed(use.node) || list.length === 0) {
    return undefined;
  }
  const variables = withHandedOut(variable, use, draft);
  const behind = list.slice(firstAtOrAfter(list, statement.range[1]));
  const loop = loopAround(statement);
  if (!holderOf(use.node.range, behind, ({ range }) => range)) {
    return loop && list.length > 1 && contains(loop, use.node) && !isRead(variable, loop) ? moved(statement, loop, draft) : undefined;
  }
  const last = lastNaming(behind, variables);
  const passed = last ? behind.slice(0, firstAtOrAfter(behind, last.range[0])) : [];
  if (!last || passed.some(each => mayLeave(each, draft)) || isKeptByCallback(last, variables, draft)) {
    return undefined;
  }
  if (last.type !== 'ReturnStatement') {
    return mayLeave(last, draft) ? undefined : moved(statement, last, draft);
  }
  return movedBeforeReturn(statement, last, draft);
}

/** The variable whose session, under one name, is deleted and used, where it stands for one thing all the time: `each` of a loop. */
function namedAlike({ by, node }: LateUse, { sourceCode }: Draft): Variable | undefined {
  const [deleted, used] = [by.node, node].map(each => memberText(each.type === 'CallExpression' ? unwrapped(each.callee) : each));
  const variable = variableOf(sourceCode, rootOf(by.node));
  const isAlike =
    /^\w/u.test(deleted!) && used!.startsWith(deleted!.replace(/delete$/u, '')) && variable === variableOf(sourceCode, rootOf(node));
  return isAlike && variable && writesOf(variable).length === 1 ? variable : undefined;
}

/** `await session.delete();`, or the `if` that does nothing else. */
function deletingStatement(deletion: Node): Node | undefined {
  const statement = innermostStatement(deletion);
  if (statement.type !== 'ExpressionStatement' || awaited(statement.expression) !== deletion) {
    return undefined;
  }
  const block = statement.parent.type === 'BlockStatement' && statement.parent.body.length === 1 ? statement.parent : statement;
  const guard = block.parent;
  const isGuarded =
    guard?.type === 'IfStatement' && guard.consequent === block && !guard.alternate && isPure(guard.test) && isStatementList(guard.parent);
  return isGuarded ? guard : isStatementList(statement.parent) ? statement : undefined;
}

function moved(statement: Node, target: Node, draft: Draft): TextEdit[] | undefined {
  const { sourceCode } = draft;
  fill({ statement: target, side: 'after' }, [textOf(statement, target, draft)], draft);
  const span = [statement.range[0], endOfLine(sourceCode, statement.range[1])] as const;
  draft.remove(span, span);
  return draft.edits();
}

/** The text of a statement with the comment behind it, as it is indented at another place. */
function textOf(statement: Node, target: Node, { sourceCode }: Draft): string {
  const text = sourceCode.text.slice(statement.range[0], endOfLine(sourceCode, statement.range[1]));
  const [from, to] = [statement, target].map(({ range }) => indentAt(sourceCode, range[0])) as [string, string];
  return text.replaceAll(`\n${from}`, `\n${to}`);
}

/** Keeps what is returned in a variable until the session is deleted. */
function movedBeforeReturn(statement: Node, last: TSESTree.ReturnStatement, draft: Draft): TextEdit[] | undefined {
  const { sourceCode } = draft;
  const fn = enclosingFunction(last);
  const name = fn && ['result', 'answer', 'returned'].find(each => !isNameTaken(sourceCode, each, fn));
  const value = last.argument;
  const { isPython, binding } = draft.dialect;
  if (!fn || !(fn.async || isPython) || !value || name === undefined || handsOut(value)) {
    return undefined;
  }
  const isCall = unwrapped(value).type === 'CallExpression';
  if (isPython && isCall && fn.async) {
    // a coroutine that the caller waits for
    return undefined;
  }
  const semi = sourceCode.getLastToken(last)?.value === ';' ? ';' : '';
  const indent = indentAt(sourceCode, last.range[0]);
  draft.rewrite(
    last.range,
    `${binding('const', name)} = ${isCall && !isPython ? 'await ' : ''}`,
    { span: value.range },
    `${semi}${draft.eol}${indent}${textOf(statement, last, draft)}${draft.eol}${indent}return ${name}${semi}`,
  );
  const span = [statement.range[0], endOfLine(sourceCode, statement.range[1])] as const;
  draft.remove(span, span);
  return draft.edits();
}

/** Whether a value is the session or what came from it, and not what work with it gave. */
function handsOut(value: Node): boolean {
  const inner = awaited(value);
  switch (inner.type) {
    case 'CallExpression':
      return relationOf(inner) !== 'data';
    case 'Literal':
    case 'TemplateLiteral':
      return false;
    default:
      return true;
  }
}

function isResumed(node: Node): boolean {
  return node.type === 'CallExpression' && lastName(node.callee) === 'use';
}

/** The session's variable with the other names of it and those of what it handed out. */
function withHandedOut(variable: Variable, { node }: LateUse, draft: Draft): Set<Variable> {
  const variables = new Set([variable]);
  const around = enclosingFunction(node) ?? draft.sourceCode.ast;
  for (const each of variables) {
    for (const { identifier } of each.references) {
      for (let at: Node | undefined = identifier as Node; at && at !== around; at = at.parent) {
        if (at.type === 'VariableDeclarator' && at.init && contains(at.init, identifier as Node) && relationOf(at.init) !== 'data') {
          variablesOf(draft.sourceCode, at).forEach(declared => variables.add(declared));
        }
      }
    }
  }
  return variables;
}

/** The last of some statements that names one of `variables`. */
function lastNaming(statements: readonly Node[], variables: Iterable<Variable>): Node | undefined {
  let last: Node | undefined;
  for (const { identifiers, references } of variables) {
    for (const name of [...identifiers, ...references.map(({ identifier }) => identifier as Node)]) {
      const statement = holderOf(name.range, statements, ({ range }) => range);
      if (statement && (!last || statement.range[0] > last.range[0])) {
        last = statement;
      }
    }
  }
  return last;
}

/** Whether control may leave the list of statements from inside a statement. */
function mayLeave(statement: Node, { sourceCode }: Draft): boolean {
  return [...nodesBelow(statement, sourceCode.visitorKeys)].some(
    node => /^(?:Break|Continue|Return|Throw)Statement$/u.test(node.type) && enclosingFunction(node) === enclosingFunction(statement),
  );
}

/** Whether a callback in a statement names the session: it may run later. */
function isKeptByCallback(statement: Node, variables: ReadonlySet<Variable>, draft: Draft): boolean {
  return [...nodesBelow(statement, draft.sourceCode.visitorKeys)].some(node => isFunction(node) && namesAny(node, variables, draft));
}

/** The loop whose body a statement stands in directly. */
function loopAround(statement: Node): Node | undefined {
  const loop = statement.parent?.parent;
  return loop && /^(?:For|While|DoWhile)/u.test(loop.type) && isStatementList(loop.parent) ? loop : undefined;
}

/** Whether a variable is declared inside a loop, or read behind it. */
function isRead({ references, defs }: Variable, loop: Node): boolean {
  const declared = defs[0]?.node as Node | undefined;
  return !declared || contains(loop, declared) || references.some(({ identifier }) => (identifier as Node).range[0] >= loop.range[1]);
}

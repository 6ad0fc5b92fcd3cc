import type { TSESTree } from '@typescript-eslint/utils';
import type { ForeignToolkit, ToolkitSet, Variable } from '../analysis/index.ts';
import { contains, enclosingFunction, isFunction, literalKey, nodesBelow, unwrapped } from '../analysis/tree.ts';
import type { Draft, TextEdit } from './draft.ts';
import { fill } from './insert.ts';
import { appendElement, quoteOf, removeElement } from './lists.ts';
import { isPropertyName, namesOf, variableOf } from './names.ts';
import { innermostStatement } from './positions.ts';
import { isPure } from './pure.ts';

type Node = TSESTree.Node;

/** Gives the session the toolkit that it is asked for, in every list of toolkits that it may have. */
export function addToolkit({ sets, toolkit, node, asked }: ForeignToolkit, draft: Draft): TextEdit[] | undefined {
  for (const set of sets) {
    const list = set.list && unwrapped(set.list);
    const isDone = list && (set.kind === 'only' ? addName(set.list!, toolkit, node, draft) : takeName(list, set, asked, draft));
    if (!isDone) {
      return undefined;
    }
  }
  return draft.edits();
}

function addName(listed: Node, toolkit: string, asked: Node, draft: Draft): boolean {
  const { sourceCode } = draft;
  const list = unwrapped(listed);
  const array = editable(list, draft);
  if (array) {
    const quote = quoteOf(sourceCode, ...array.elements, asked);
    appendElement(array, quote + toolkit + quote, draft);
    return true;
  }
  if (list.type !== 'Identifier' || listed !== list || isShared(list, draft)) {
    return false;
  }
  const quote = quoteOf(sourceCode, asked);
  const { parent } = list;
  const key = parent.type === 'Property' && parent.shorthand ? `${list.name}: ` : '';
  draft.replace(list.range, `${key}[...${draft.quote(list)}, ${quote}${toolkit}${quote}]`);
  return true;
}

/** Takes what is asked for out of a list of what is disabled. */
function takeName(list: Node, { names }: ToolkitSet, asked: string, draft: Draft): boolean {
  const array = editable(list, draft);
  const name = names.find(each => `${asked.toLowerCase()}_`.startsWith(`${each.toLowerCase()}_`))?.toLowerCase();
  const index = array ? array.elements.findIndex(element => element && literalKey(element)?.toLowerCase() === name) : -1;
  if (!array || index < 0) {
    return false;
  }
  removeElement(array.elements, index, draft);
  return true;
}

/** The array literal that a list is written as, when nothing but this configuration has it. */
function editable(list: Node, draft: Draft): TSESTree.ArrayExpression | undefined {
  if (list.type === 'ArrayExpression') {
    return isShared(list, draft) ? undefined : list;
  }
  const variable = variableOf(draft.sourceCode, list);
  const declarator = variable?.defs[0]?.node as Node | undefined;
  const initial = declarator?.type === 'VariableDeclarator' && declarator.init ? unwrapped(declarator.init) : undefined;
  const isOwn = variable && initial?.type === 'ArrayExpression' && readsOf(variable).length === 1 && !isExported(declarator!);
  return isOwn && !isShared(list, draft) ? initial : undefined;
}

/** Whether a node stands in a constant that more than one place reads. */
function isShared(node: Node, draft: Draft): boolean {
  for (let at = node.parent; at && !isFunction(at); at = at.parent) {
    if (at.type === 'CallExpression') {
      return false;
    }
    if (at.type === 'VariableDeclarator') {
      const variable = variableOf(draft.sourceCode, at.id);
      return !variable || readsOf(variable).length > 1 || isExported(at);
    }
  }
  return true;
}

function readsOf({ references }: Variable): Variable['references'] {
  return references.filter(reference => reference.isRead());
}

function isExported(declarator: Node): boolean {
  return declarator.parent?.parent?.type === 'ExportNamedDeclaration';
}

/**
 * Creates a session with what is asked for in front of the statement that asks, and asks that one. One of two things
 * that a call asks for by turns is left: the other one is not that session's.
 */
export function createSessionFor(foreign: ForeignToolkit, draft: Draft): TextEdit[] | undefined {
  const { sourceCode } = draft;
  const { call, session, creations, hasOtherUses } = foreign;
  const [creation] = creations;
  const statement = innermostStatement(call);
  const around = enclosingFunction(call);
  const list = toolkitsAsked(foreign, draft);
  const { isPython } = draft.dialect;
  const isPlace = enclosingFunction(statement) === around && (isPython || (around?.async ?? creation?.enclosing === undefined));
  if (
    !hasOtherUses ||
    !creation?.user ||
    creation.how !== 'create' ||
    creations.length !== 1 ||
    !list ||
    !isPlace ||
    (creation.call.parent.type !== 'AwaitExpression' && !isPython)
  ) {
    return undefined;
  }
  if (
    foreign.node.parent?.type === 'ConditionalExpression' ||
    !isVisitor(creation.user, around) ||
    ![creation.user, creation.call.callee].every(part => isSeenFrom(part, call, draft))
  ) {
    return undefined;
  }
  const name = freeName(foreign.toolkit, namesOf(sourceCode), isPython ? '_session' : 'Session');
  const end = sourceCode.getText(statement).endsWith(';') ? ';' : '';
  const [callee, user] = [draft.quote(creation.call.callee), draft.quote(creation.user)];
  const created = draft.dialect.isPython
    ? `${callee}(user_id=${user}, toolkits=[${list}])`
    : `await ${callee}(${user}, { toolkits: [${list}] })`;
  fill({ statement, side: 'before' }, [`${draft.dialect.binding('const', name)} = ${created}${end}`], draft);
  draft.replace(session.range, name);
  return draft.edits();
}

/** The toolkits that a call names, as an array would list them. */
function toolkitsAsked({ node, isTool, toolkit }: ForeignToolkit, draft: Draft): string | undefined {
  const { sourceCode } = draft;
  const quote = quoteOf(sourceCode, node);
  if (isTool) {
    return quote + toolkit + quote;
  }
  const array = node.parent?.type === 'ArrayExpression' ? node.parent : undefined;
  const names = array ? array.elements : [node];
  return names.every(each => each && literalKey(each) !== undefined) ? names.map(each => sourceCode.getText(each!)).join(', ') : undefined;
}

/** Whether a user is somebody in particular where the session is made: only a script may have a user of its own. */
function isVisitor(user: Node, around: Node | undefined): boolean {
  return isPure(user) && (around === undefined || (user.type !== 'Literal' && user.type !== 'TemplateLiteral'));
}

/** Whether everything that an expression names means the same at `node`, and is never given another value. */
function isSeenFrom(expression: Node, node: Node, { sourceCode }: Draft): boolean {
  for (const inner of nodesBelow(expression, sourceCode.visitorKeys)) {
    if (inner.type === 'ThisExpression' && enclosingFunction(expression) !== enclosingFunction(node)) {
      return false;
    }
    const variable = inner.type === 'Identifier' && !isPropertyName(inner) ? variableOf(sourceCode, inner) : undefined;
    if (!variable) {
      continue;
    }
    const isConstant = variable.references.every(reference => !reference.isWrite() || reference.init);
    const isVisible = contains(variable.scope.block as Node, node);
    if (!isConstant || !isVisible || isNamedUser(variable, expression)) {
      return false;
    }
  }
  return true;
}

/** `const USER = 'default'`: one user for everybody, of which one session is enough. */
function isNamedUser({ defs, scope }: Variable, expression: Node): boolean {
  const declarator = defs[0]?.node as Node | undefined;
  return (
    expression.type === 'Identifier' &&
    scope.type === 'module' &&
    declarator?.type === 'VariableDeclarator' &&
    declarator.init?.type === 'Literal'
  );
}

/** `slackSession`, or with a number behind it. */
function freeName(toolkit: string, taken: ReadonlySet<string>, ending: string): string {
  const base = `${toolkit
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+(\w?)/gu, (_, letter: string) => letter.toUpperCase())
    .replace(/^(?=\d)/u, '_')}${ending}`;
  let name = base;
  const isTaken = (each: string): boolean =>
    taken.has(each) || taken.has(each.replaceAll(/_(\w)/gu, (_, letter: string) => letter.toUpperCase()));
  for (let number = 2; isTaken(name); number += 1) {
    name = `${base}${number}`;
  }
  return name;
}

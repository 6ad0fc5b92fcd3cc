import type { TSESTree } from '@typescript-eslint/utils';
import type { ErrorLog } from '../analysis/index.ts';
import { variablesOf } from '../analysis/scopes.ts';
import { contains, isFunction, nodesBelow, propertyName } from '../analysis/tree.ts';
import { type Draft, indentAt, type TextEdit } from './draft.ts';
import { appendArgument, endOfLine, newLine, prependProperty } from './lists.ts';
import { writeIdInPython } from './log-id-python.ts';
import { isNameTaken, isPropertyName, variableOf } from './names.ts';
import { isPure } from './pure.ts';

type Node = TSESTree.Node;
type Try = TSESTree.TryStatement;

/** Adds the id of a session that can be named where the error is logged. */
export function addSessionId({ log, session }: ErrorLog, draft: Draft): TextEdit[] | undefined {
  return session &&
    writeId(
      log,
      session.isId ? draft.dialect.word(session.text) : draft.dialect.sessionId(draft.dialect.word(session.text), session.isOptional),
      draft,
    )
    ? draft.edits()
    : undefined;
}

/** Moves the creation out of the `try`, so that the handler sees the session, and adds its id. */
export function hoistCreation({ log, attempt, inside, isUnbound }: ErrorLog, draft: Draft): TextEdit[] | undefined {
  const declaration = inside && declarationIn(attempt, inside);
  if (!attempt || !declaration || !moveOut(attempt, declaration, draft)) {
    return undefined;
  }
  return isUnbound || writeId(log, draft.dialect.sessionId(draft.dialect.word(inside!.name), false), draft) ? draft.edits() : undefined;
}

/** Declares the session in front of the `try` and leaves the creation where it is, and adds its id. */
export function declareBefore({ log, attempt, inside, isUnbound }: ErrorLog, draft: Draft): TextEdit[] | undefined {
  const declaration = inside && declarationIn(attempt, inside);
  const declarator = declaration?.declarations[0];
  if (
    !attempt ||
    !declarator ||
    isUnbound ||
    declaration.declarations.length > 1 ||
    declarator.id.type !== 'Identifier' ||
    !isFree([inside!.name], attempt, draft)
  ) {
    return undefined;
  }
  const isCaptured = inside!.references.some(({ from }) => from.variableScope !== inside!.scope.variableScope);
  if (isCaptured || !isInBlock(attempt)) {
    return undefined;
  }
  const { name, typeAnnotation } = declarator.id;
  const type = typeAnnotation ? `${draft.sourceCode.getText(typeAnnotation)} | undefined` : '';
  const end = draft.sourceCode.getText(declaration).endsWith(';') ? ';' : '';
  draft.insert(
    attempt.range[0],
    `${draft.dialect.binding('let', draft.dialect.word(name))}${draft.dialect.isPython ? '' : type}${draft.dialect.unset}${end}${newLine(draft, attempt.range)}`,
  );
  draft.replace([declaration.range[0], declarator.id.range[1]], draft.dialect.word(name));
  return writeId(log, draft.dialect.sessionId(draft.dialect.word(name), true), draft) ? draft.edits() : undefined;
}

/** The statement directly inside a `try` that declares a variable. */
function declarationIn(attempt: Try | undefined, { defs }: NonNullable<ErrorLog['inside']>): TSESTree.VariableDeclaration | undefined {
  const declaration = (defs[0]?.node as Node | undefined)?.parent;
  return declaration?.type === 'VariableDeclaration' && declaration.parent === attempt?.block ? declaration : undefined;
}

function isInBlock({ parent }: Try): boolean {
  return parent.type === 'BlockStatement' || parent.type === 'Program' || parent.type === 'StaticBlock' || parent.type === 'TSModuleBlock';
}

/** Lets the `try` begin behind a declaration; what stands before it must be declarations that cannot fail. */
function moveOut(attempt: Try, declaration: TSESTree.VariableDeclaration, draft: Draft): boolean {
  const { sourceCode } = draft;
  const { body } = attempt.block;
  const moved = body.slice(0, body.indexOf(declaration) + 1);
  const isSafe = moved.every(
    statement =>
      statement === declaration || (statement.type === 'VariableDeclaration' && statement.declarations.every(each => isPure(each.init))),
  );
  const names = moved.flatMap(statement => variablesOf(sourceCode, statement).map(({ name }) => name));
  if (!isInBlock(attempt) || !isSafe || !isFree(names, attempt, draft)) {
    return false;
  }
  const first = draft.dialect.isPython
    ? attempt.block
    : sourceCode.getTokenAfter(sourceCode.getFirstToken(attempt.block)!, { includeComments: true })!;
  const end = endOfLine(sourceCode, declaration.range[1]);
  const blank = /^[^\S\n]*\n(?:[^\S\n]*\n)+/u.exec(sourceCode.text.slice(end))?.[0].length ?? 1;
  draft.replace(
    [attempt.range[0], end + blank - 1],
    { span: [first.range[0], end], from: indentAt(sourceCode, declaration.range[0]), to: indentAt(sourceCode, attempt.range[0]) },
    newLine(draft, attempt.range) + draft.dialect.tryHead,
  );
  return true;
}

/** Whether names that move out of a `try` are no one else's where it stands. */
function isFree(names: readonly string[], attempt: Try, { sourceCode }: Draft): boolean {
  const around = attempt.parent;
  const params = isFunction(around.parent) ? around.parent.params : [];
  if (names.some(name => params.some(param => isNameTaken(sourceCode, name, param)))) {
    return false;
  }
  for (const node of nodesBelow(around, sourceCode.visitorKeys)) {
    if (node.type === 'Identifier' && names.includes(node.name) && !isPropertyName(node) && !contains(attempt.block, node)) {
      const isUnbound = !!attempt.handler && contains(attempt.handler, node) && !variableOf(sourceCode, node);
      if (!isUnbound) {
        return false;
      }
    }
  }
  return true;
}

/**
 * Writes the id into a log call.
 *
 * | log                                  | gets                                             |
 * | ------------------------------------ | ------------------------------------------------ |
 * | `logger.error('…', { userId })`      | `sessionId` in front of the object's properties  |
 * | `console.error('…', error)`          | `{ sessionId }` as a further argument            |
 * | `Sentry.captureException(error)`     | `{ extra: { sessionId } }` as a further argument |
 * | `.catch(logger.error)`               | `error => logger.error(error, { sessionId })`    |
 */
function writeId({ node, isReference, context, takesMore }: ErrorLog['log'], id: string, draft: Draft): boolean {
  if (draft.dialect.isPython) {
    return node.type === 'CallExpression' && writeIdInPython(node, id, context, draft);
  }
  const property = id === 'sessionId' ? id : `sessionId: ${id}`;
  const added = context ? `{ ${context}: { ${property} } }` : `{ ${property} }`;
  if (!takesMore && !context) {
    return false;
  }
  if (isReference) {
    draft.replace(node.range, `error => ${draft.quote(node)}(error, ${added})`);
    return true;
  }
  const call = node as TSESTree.CallExpression;
  const object = context ? call.arguments[1] : call.arguments.find(argument => argument.type === 'ObjectExpression');
  if (!object) {
    const isComplete = !context || call.arguments.length === 1;
    if (isComplete) {
      appendArgument(call, added, draft);
    }
    return isComplete;
  }
  if (object.type !== 'ObjectExpression') {
    return false;
  }
  const inner = context && object.properties.find(each => each.type === 'Property' && propertyName(each) === context);
  const value = inner?.type === 'Property' ? inner.value : undefined;
  if (value && value.type !== 'ObjectExpression') {
    return false;
  }
  prependProperty(value ?? object, context && !value ? `${context}: { ${property} }` : property, draft);
  return true;
}

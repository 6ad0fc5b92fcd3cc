import { readCompound, readTypeParameters } from './compound.ts';
import { type Cursor, keywords } from './cursor.ts';
import { checkTarget, readExpression, readStarExpressions, readTarget, tupleOf } from './expressions.ts';
import type { Alias, Block, Expression, Statement } from './tree.ts';

const augmented = new Set(['+=', '-=', '*=', '/=', '//=', '%=', '@=', '&=', '|=', '^=', '>>=', '<<=', '**=']);

/** The statements of a whole file. */
export function readFile(cursor: Cursor): Statement[] {
  return readLines(cursor, () => cursor.isOf('end'));
}

function readLines(cursor: Cursor, isOver: () => boolean): Statement[] {
  const statements: Statement[] = [];
  while (!isOver()) {
    if (cursor.isOf('newline')) {
      cursor.next();
    } else if (cursor.isOf('indent')) {
      cursor.fail('unexpected indent', cursor.token.end);
    } else {
      readStatement(cursor, statements);
    }
  }
  return statements;
}

function readStatement(cursor: Cursor, into: Statement[]): void {
  const compound = readCompound(cursor);
  if (compound) {
    into.push(compound);
  } else {
    readSimpleStatements(cursor, into);
  }
}

function readSimpleStatements(cursor: Cursor, into: Statement[]): void {
  for (;;) {
    into.push(readSimple(cursor));
    if (cursor.take(';')) {
      if (cursor.token.type === 'newline') {
        break;
      }
      continue;
    }
    if (cursor.token.type !== 'newline') {
      cursor.fail();
    }
    break;
  }
  cursor.next();
}

/** The body of a compound statement, with the colon before it: indented lines, or statements on the same line. */
export function readBlock(cursor: Cursor): Block {
  if (!cursor.take(':')) {
    cursor.fail("expected ':'");
  }
  const statements: Statement[] = [];
  if (cursor.isOf('newline')) {
    cursor.next();
    if (!cursor.isOf('indent')) {
      cursor.fail('expected an indented block');
    }
    cursor.next();
    readLines(cursor, () => cursor.isOf('dedent') || cursor.isOf('end')).forEach(statement => statements.push(statement));
    if (cursor.isOf('dedent')) {
      cursor.next();
    }
  } else {
    readSimpleStatements(cursor, statements);
  }
  return { statements, start: statements[0]?.start ?? cursor.last, end: statements.at(-1)?.end ?? cursor.last };
}

function readSimple(cursor: Cursor): Statement {
  const { token } = cursor;
  const { start } = token;
  if (token.type === 'name') {
    switch (token.text) {
      case 'pass':
      case 'break':
      case 'continue':
        cursor.next();
        return { type: token.text === 'pass' ? 'Pass' : token.text === 'break' ? 'Break' : 'Continue', start, end: token.end };
      case 'return': {
        cursor.next();
        const value = cursor.isEnd() ? undefined : readStarExpressions(cursor);
        return { type: 'Return', value, start, end: cursor.last };
      }
      case 'raise': {
        cursor.next();
        const error = cursor.isEnd() ? undefined : readExpression(cursor);
        const cause = error && cursor.take('from') ? readExpression(cursor) : undefined;
        return { type: 'Raise', error, cause, start, end: cursor.last };
      }
      case 'global':
      case 'nonlocal':
        cursor.next();
        return { type: token.text === 'global' ? 'Global' : 'Nonlocal', names: cursor.list(() => cursor.name()), start, end: cursor.last };
      case 'del': {
        cursor.next();
        const targets = tupleOf(cursor, () => readTarget(cursor));
        return { type: 'Delete', targets: targets.type === 'Tuple' ? targets.elements : [targets], start, end: cursor.last };
      }
      case 'assert': {
        cursor.next();
        const test = readExpression(cursor);
        const message = cursor.take(',') ? readExpression(cursor) : undefined;
        return { type: 'Assert', test, message, start, end: cursor.last };
      }
      case 'import':
        cursor.next();
        return { type: 'Import', names: cursor.list(() => readAlias(cursor, true)), start, end: cursor.last };
      case 'from':
        return readImportFrom(cursor);
      case 'type':
        if (cursor.peek(1)?.type === 'name' && !keywords.has(cursor.peek(1)!.text) && (cursor.is('=', 2) || cursor.is('[', 2))) {
          cursor.next();
          const name = cursor.name();
          readTypeParameters(cursor);
          cursor.expect('=');
          return { type: 'TypeAlias', name, value: readExpression(cursor), start, end: cursor.last };
        }
        break;
      default:
    }
  }
  return readExpressionStatement(cursor);
}

function readAlias(cursor: Cursor, isDotted: boolean): Alias {
  const first = cursor.name();
  while (isDotted && cursor.take('.')) {
    cursor.name();
  }
  const pathEnd = cursor.last;
  const as = cursor.take('as') ? cursor.name() : undefined;
  return { path: cursor.text.slice(first.start, pathEnd).replaceAll(/\s/gu, ''), pathEnd, as, start: first.start, end: cursor.last };
}

function readImportFrom(cursor: Cursor): Statement {
  const { start } = cursor.next();
  const moduleStart = cursor.token.start;
  while (cursor.is('.') || cursor.is('...')) {
    cursor.next();
  }
  if (!cursor.is('import')) {
    cursor.name();
    while (cursor.take('.')) {
      cursor.name();
    }
  } else if (cursor.token.start === moduleStart) {
    cursor.fail();
  }
  const moduleEnd = cursor.last;
  const module = cursor.text.slice(moduleStart, moduleEnd).replaceAll(/\s/gu, '');
  cursor.expect('import');
  if (cursor.take('*')) {
    return { type: 'ImportFrom', module, moduleStart, moduleEnd, names: [], isAll: true, start, end: cursor.last };
  }
  const names: Alias[] = [];
  if (cursor.take('(')) {
    do {
      if (cursor.is(')') && names.length > 0) {
        break;
      }
      names.push(readAlias(cursor, false));
    } while (cursor.take(','));
    cursor.expect(')');
  } else {
    names.push(...cursor.list(() => readAlias(cursor, false)));
  }
  return { type: 'ImportFrom', module, moduleStart, moduleEnd, names, isAll: false, start, end: cursor.last };
}

function readExpressionStatement(cursor: Cursor): Statement {
  const { start } = cursor.token;
  const first = readStarExpressions(cursor);
  if (cursor.is(':') && (first.type === 'Name' || first.type === 'Attribute' || first.type === 'Subscript')) {
    cursor.next();
    const annotation = readExpression(cursor);
    const value = cursor.take('=') ? readStarExpressions(cursor) : undefined;
    return { type: 'AnnotatedAssign', target: first, annotation, value, start, end: cursor.last };
  }
  if (cursor.token.type === 'op' && augmented.has(cursor.token.text)) {
    if (first.type !== 'Name' && first.type !== 'Attribute' && first.type !== 'Subscript') {
      cursor.fail(`'${cursor.text.slice(first.start, first.end)}' is an illegal expression for augmented assignment`, first.start);
    }
    const operator = cursor.next().text;
    return { type: 'AugmentedAssign', target: first, operator, value: readStarExpressions(cursor), start, end: cursor.last };
  }
  if (cursor.is('=')) {
    const targets: Expression[] = [];
    let value = first;
    while (cursor.take('=')) {
      checkTarget(cursor, value);
      targets.push(value);
      value = readStarExpressions(cursor);
    }
    return { type: 'Assign', targets, value, start, end: cursor.last };
  }
  return { type: 'Expression', value: first, start, end: cursor.last };
}

import { readArguments, readParameters } from './arguments.ts';
import type { Cursor } from './cursor.ts';
import {
  readExpression,
  readNamedExpression,
  readStarExpressions,
  readStarOrExpression,
  readStarOrNamed,
  readTarget,
  readTargets,
  tupleOf,
} from './expressions.ts';
import { readPattern } from './patterns.ts';
import { readBlock } from './statements.ts';
import type { Block, Case, Expression, Handler, Name, Statement, WithItem } from './tree.ts';

/** A statement that has a body; undefined when none starts here. */
export function readCompound(cursor: Cursor): Statement | undefined {
  const { token } = cursor;
  if (token.type === 'op') {
    return token.text === '@' ? readDecorated(cursor) : undefined;
  }
  if (token.type !== 'name') {
    return undefined;
  }
  switch (token.text) {
    case 'if':
      return readIf(cursor);
    case 'while':
      return readWhile(cursor);
    case 'for':
      return readFor(cursor, token.start, false);
    case 'try':
      return readTry(cursor);
    case 'with':
      return readWith(cursor, token.start, false);
    case 'def':
      return readFunction(cursor, token.start, [], false);
    case 'class':
      return readClass(cursor, token.start, []);
    case 'async':
      return readAsync(cursor, token.start, []);
    case 'match': {
      const subject = cursor.attempt(() => readMatchHead(cursor));
      return subject && readMatch(cursor, token.start, subject);
    }
    default:
      return undefined;
  }
}

function readAsync(cursor: Cursor, start: number, decorators: Expression[]): Statement {
  cursor.next();
  if (cursor.is('def')) {
    return readFunction(cursor, start, decorators, true);
  }
  if (decorators.length === 0 && cursor.is('for')) {
    return readFor(cursor, start, true);
  }
  return decorators.length === 0 && cursor.is('with') ? readWith(cursor, start, true) : cursor.fail();
}

function readDecorated(cursor: Cursor): Statement {
  const { start } = cursor.token;
  const decorators: Expression[] = [];
  while (cursor.take('@')) {
    decorators.push(readNamedExpression(cursor));
    if (cursor.token.type !== 'newline') {
      cursor.fail();
    }
    cursor.next();
  }
  if (cursor.is('class')) {
    return readClass(cursor, start, decorators);
  }
  return cursor.is('async') ? readAsync(cursor, start, decorators) : readFunction(cursor, start, decorators, false);
}

function readFunction(cursor: Cursor, start: number, decorators: Expression[], isAsync: boolean): Statement {
  const head = isAsync ? cursor.peek(-1)!.start : cursor.token.start;
  cursor.expect('def');
  const name = cursor.name();
  readTypeParameters(cursor);
  cursor.expect('(');
  const parameters = readParameters(cursor, ')', true);
  cursor.expect(')');
  const returns = cursor.take('->') ? readStarExpressions(cursor) : undefined;
  const body = readBlock(cursor);
  return { type: 'Function', name, isAsync, decorators, head, parameters, returns, body, start, end: body.end };
}

function readClass(cursor: Cursor, start: number, decorators: Expression[]): Statement {
  const head = cursor.token.start;
  cursor.expect('class');
  const name = cursor.name();
  readTypeParameters(cursor);
  const bases = cursor.take('(') ? readArguments(cursor) : [];
  const body = readBlock(cursor);
  return { type: 'Class', name, decorators, head, bases, body, start, end: body.end };
}

/** `[T: int = str, *Ts, **P]` */
export function readTypeParameters(cursor: Cursor): void {
  if (!cursor.take('[')) {
    return;
  }
  do {
    if (cursor.is(']')) {
      break;
    }
    if (!cursor.take('*')) {
      cursor.take('**');
    }
    cursor.name();
    if (cursor.take(':')) {
      readExpression(cursor);
    }
    if (cursor.take('=')) {
      readStarOrExpression(cursor);
    }
  } while (cursor.take(','));
  cursor.expect(']');
}

function readIf(cursor: Cursor): Statement {
  const { start } = cursor.next();
  const test = readNamedExpression(cursor);
  const body = readBlock(cursor);
  let orElse: Block | undefined;
  if (cursor.is('elif')) {
    const inner = readIf(cursor);
    orElse = { statements: [inner], start: inner.start, end: inner.end };
  } else if (cursor.take('else')) {
    orElse = readBlock(cursor);
  }
  return { type: 'IfStatement', test, body, orElse, start, end: (orElse ?? body).end };
}

function readElse(cursor: Cursor): Block | undefined {
  return cursor.take('else') ? readBlock(cursor) : undefined;
}

function readWhile(cursor: Cursor): Statement {
  const { start } = cursor.next();
  const test = readNamedExpression(cursor);
  const body = readBlock(cursor);
  const orElse = readElse(cursor);
  return { type: 'While', test, body, orElse, start, end: (orElse ?? body).end };
}

function readFor(cursor: Cursor, start: number, isAsync: boolean): Statement {
  cursor.expect('for');
  const target = readTargets(cursor);
  cursor.expect('in');
  const iterable = readStarExpressions(cursor);
  const body = readBlock(cursor);
  const orElse = readElse(cursor);
  return { type: 'For', isAsync, target, iterable, body, orElse, start, end: (orElse ?? body).end };
}

function readTry(cursor: Cursor): Statement {
  const { start } = cursor.next();
  const body = readBlock(cursor);
  const handlers: Handler[] = [];
  while (cursor.is('except')) {
    const from = cursor.next().start;
    cursor.take('*');
    const kind = cursor.is(':') ? undefined : tupleOf(cursor, () => readExpression(cursor));
    const name = kind && cursor.take('as') ? cursor.name() : undefined;
    const block = readBlock(cursor);
    handlers.push({ kind, name, body: block, start: from, end: block.end });
  }
  const orElse = handlers.length > 0 ? readElse(cursor) : undefined;
  const final = cursor.take('finally') ? readBlock(cursor) : undefined;
  if (handlers.length === 0 && !final) {
    cursor.fail("expected 'except' or 'finally' block");
  }
  return { type: 'Try', body, handlers, orElse, final, start, end: (final ?? orElse ?? handlers.at(-1)!.body).end };
}

function readWith(cursor: Cursor, start: number, isAsync: boolean): Statement {
  cursor.expect('with');
  const items =
    cursor.attempt(() => {
      cursor.expect('(');
      const listed: WithItem[] = [];
      while (!cursor.is(')')) {
        listed.push(readWithItem(cursor));
        if (!cursor.take(',')) {
          break;
        }
      }
      cursor.expect(')');
      return cursor.is(':') && listed.length > 0 ? listed : undefined;
    }) ?? cursor.list(() => readWithItem(cursor));
  const body = readBlock(cursor);
  return { type: 'With', isAsync, items, body, start, end: body.end };
}

function readWithItem(cursor: Cursor): WithItem {
  const value = readExpression(cursor);
  const target = cursor.take('as') ? readTarget(cursor) : undefined;
  return { value, target, start: value.start, end: (target ?? value).end };
}

/** `match` is a name, too: what follows tells. */
function readMatchHead(cursor: Cursor): Expression | undefined {
  cursor.next();
  const subject = tupleOf(cursor, () => readStarOrNamed(cursor));
  return cursor.take(':') && cursor.next().type === 'newline' && cursor.next().type === 'indent' && cursor.is('case') ? subject : undefined;
}

function readMatch(cursor: Cursor, start: number, subject: Expression): Statement {
  const cases: Case[] = [];
  while (!cursor.isOf('dedent') && !cursor.isOf('end')) {
    const from = cursor.expect('case').start;
    const captures: Name[] = [];
    const pattern = tupleOf(cursor, () => readPattern(cursor, captures));
    const guard = cursor.take('if') ? readNamedExpression(cursor) : undefined;
    const body = readBlock(cursor);
    cases.push({ pattern, captures, guard, body, start: from, end: body.end });
  }
  if (cursor.token.type === 'dedent') {
    cursor.next();
  }
  return { type: 'Match', subject, cases, start, end: cases.at(-1)!.end };
}

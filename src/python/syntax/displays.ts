import type { Cursor } from './cursor.ts';
import { readBinary, readExpression, readNamedExpression, readOr, readStarOrNamed, readTargets, readYield } from './expressions.ts';
import { readStrings } from './strings.ts';
import type { Comprehension, Expression, Sequence } from './tree.ts';

/** A literal, a name, or something in brackets. */
export function readAtom(cursor: Cursor): Expression {
  const { token } = cursor;
  const { start, end } = token;
  switch (token.type) {
    case 'number':
      cursor.next();
      return { type: 'Number', text: token.text, start, end };
    case 'string':
      return readStrings(cursor);
    case 'name':
      switch (token.text) {
        case 'True':
        case 'False':
        case 'None':
          cursor.next();
          return { type: 'Constant', value: token.text === 'None' ? null : token.text === 'True', start, end };
        default:
          return cursor.name();
      }
    case 'op':
      switch (token.text) {
        case '...':
          cursor.next();
          return { type: 'Constant', value: '...', start, end };
        case '(':
          return readParenthesised(cursor);
        case '[':
          return readListDisplay(cursor);
        case '{':
          return readBraces(cursor);
        default:
          return cursor.fail();
      }
    default:
      return cursor.fail();
  }
}

/** `(value)` is the value itself; parentheses belong to tuples and generators. */
function readParenthesised(cursor: Cursor): Expression {
  const { start } = cursor.next();
  if (cursor.take(')')) {
    return { type: 'Tuple', elements: [], start, end: cursor.last };
  }
  if (cursor.is('yield')) {
    const value = readYield(cursor);
    cursor.expect(')');
    return value;
  }
  const from = cursor.token.start;
  const first = readStarOrNamed(cursor);
  if (cursor.is('for') || cursor.is('async')) {
    const made = readComprehension(cursor, 'generator', first, undefined, start);
    cursor.close(')');
    return { ...made, end: cursor.last };
  }
  if (cursor.is(',')) {
    const elements = [first];
    while (cursor.take(',')) {
      if (cursor.is(')')) {
        break;
      }
      elements.push(readStarOrNamed(cursor));
    }
    cursor.close(')');
    return { type: 'Tuple', elements, start, end: cursor.last };
  }
  if (first.type === 'Starred') {
    cursor.fail('cannot use starred expression here', from);
  }
  cursor.close(')');
  return first;
}

function readListDisplay(cursor: Cursor): Expression {
  const { start } = cursor.next();
  const elements: Expression[] = [];
  while (!cursor.is(']')) {
    const element = readStarOrNamed(cursor);
    if (elements.length === 0 && (cursor.is('for') || cursor.is('async'))) {
      const made = readComprehension(cursor, 'list', element, undefined, start);
      cursor.close(']');
      return { ...made, end: cursor.last };
    }
    elements.push(element);
    if (!cursor.take(',')) {
      break;
    }
  }
  cursor.close(']');
  return { type: 'List', elements, start, end: cursor.last };
}

function readBraces(cursor: Cursor): Expression {
  const { start } = cursor.next();
  const keys: (Expression | undefined)[] = [];
  const values: Expression[] = [];
  const elements: Expression[] = [];
  while (!cursor.is('}')) {
    if (cursor.take('**')) {
      keys.push(undefined);
      values.push(readBinary(cursor, 1));
    } else {
      const first = readStarOrNamed(cursor);
      if (cursor.take(':')) {
        const value = readExpression(cursor);
        if (keys.length === 0 && (cursor.is('for') || cursor.is('async'))) {
          const made = readComprehension(cursor, 'dict', first, value, start);
          cursor.close('}');
          return { ...made, end: cursor.last };
        }
        keys.push(first);
        values.push(value);
      } else {
        if (elements.length === 0 && (cursor.is('for') || cursor.is('async'))) {
          const made = readComprehension(cursor, 'set', first, undefined, start);
          cursor.close('}');
          return { ...made, end: cursor.last };
        }
        elements.push(first);
      }
    }
    if (keys.length > 0 && elements.length > 0) {
      cursor.fail("':' expected after dictionary key");
    }
    if (!cursor.take(',')) {
      break;
    }
  }
  cursor.close('}');
  const made: Expression =
    elements.length > 0
      ? ({ type: 'Set', elements, start, end: cursor.last } satisfies Sequence)
      : { type: 'Dict', keys, values, start, end: cursor.last };
  return made;
}

/** The loops and conditions behind the element of a comprehension. Ends before the closing bracket. */
export function readComprehension(
  cursor: Cursor,
  of: Comprehension['of'],
  element: Expression,
  value: Expression | undefined,
  start: number,
): Comprehension {
  const loops: { target: Expression; iterable: Expression; tests: Expression[]; isAsync: boolean }[] = [];
  while (cursor.is('for') || (cursor.is('async') && cursor.is('for', 1))) {
    const isAsync = cursor.take('async');
    cursor.expect('for');
    const target = readTargets(cursor);
    cursor.expect('in');
    const iterable = readOr(cursor);
    const tests: Expression[] = [];
    while (cursor.take('if')) {
      tests.push(cursor.is('lambda') ? readExpression(cursor) : cursor.is(':=', 1) ? readNamedExpression(cursor) : readOr(cursor));
    }
    loops.push({ target, iterable, tests, isAsync });
  }
  return { type: 'Comprehension', of, element, value, loops, start, end: cursor.last };
}

import { readArguments, readParameters } from './arguments.ts';
import { type Cursor, keywords } from './cursor.ts';
import { readAtom } from './displays.ts';
import type { Expression } from './tree.ts';

/** How strongly binary operators bind. */
const binary: Readonly<Record<string, number>> = {
  '|': 1,
  '^': 2,
  '&': 3,
  '<<': 4,
  '>>': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '//': 6,
  '%': 6,
  '@': 6,
};

const comparisons = new Set(['<', '>', '==', '>=', '<=', '!=', '<>', 'in', 'is', 'not']);

/** The one expression that the tokens are. */
export function readWhole(cursor: Cursor): Expression {
  const value = readStarExpressions(cursor);
  return cursor.isOf('end') ? value : cursor.fail();
}

/** What may stand alone or right of `=`: a `yield`, or expressions with commas between them. */
export function readStarExpressions(cursor: Cursor): Expression {
  return cursor.is('yield') ? readYield(cursor) : tupleOf(cursor, () => readStarOrExpression(cursor));
}

/** An expression as an element of a display: `*xs` and `x := v` count. */
export function readStarOrNamed(cursor: Cursor): Expression {
  const { start } = cursor.token;
  if (cursor.take('*')) {
    return { type: 'Starred', value: readBinary(cursor, 1), start, end: cursor.last };
  }
  return readNamedExpression(cursor);
}

/** An expression that may have a star before it. */
export function readStarOrExpression(cursor: Cursor): Expression {
  const { start } = cursor.token;
  if (cursor.take('*')) {
    return { type: 'Starred', value: readBinary(cursor, 1), start, end: cursor.last };
  }
  return readExpression(cursor);
}

/** One thing, or a tuple of several without parentheses. */
export function tupleOf(cursor: Cursor, rule: () => Expression, mayStart = (): boolean => cursor.startsExpression()): Expression {
  const { start } = cursor.token;
  const first = rule();
  if (!cursor.is(',')) {
    return first;
  }
  const elements = [first];
  while (cursor.take(',')) {
    if (!mayStart()) {
      break;
    }
    elements.push(rule());
  }
  return { type: 'Tuple', elements, start, end: cursor.last };
}

/** `yield`, `yield x`, `yield from x` */
export function readYield(cursor: Cursor): Expression {
  const { start } = cursor.next();
  if (cursor.take('from')) {
    return { type: 'Yield', value: readExpression(cursor), isFrom: true, start, end: cursor.last };
  }
  const value = cursor.startsExpression() ? readStarExpressions(cursor) : undefined;
  return { type: 'Yield', value, isFrom: false, start, end: cursor.last };
}

/** An expression that may be `x := v`. */
export function readNamedExpression(cursor: Cursor): Expression {
  const { start } = cursor.token;
  if (cursor.token.type === 'name' && cursor.is(':=', 1) && !keywords.has(cursor.token.text)) {
    const target = cursor.name();
    cursor.next();
    return { type: 'NamedExpression', target, value: readExpression(cursor), start, end: cursor.last };
  }
  return readExpression(cursor);
}

/** A condition, a lambda, or anything that binds more strongly. */
export function readExpression(cursor: Cursor): Expression {
  if (cursor.is('lambda')) {
    const { start } = cursor.next();
    const parameters = readParameters(cursor, ':', false);
    cursor.expect(':');
    return { type: 'Lambda', parameters, body: readExpression(cursor), start, end: cursor.last };
  }
  const { start } = cursor.token;
  const body = readOr(cursor);
  if (!cursor.take('if')) {
    return body;
  }
  const test = readOr(cursor);
  if (!cursor.take('else')) {
    cursor.fail("expected 'else' after 'if' expression");
  }
  return { type: 'If', test, body, orElse: readExpression(cursor), start, end: cursor.last };
}

/** An expression without `lambda` and `if`. */
export function readOr(cursor: Cursor): Expression {
  const { start } = cursor.token;
  let left = readAnd(cursor);
  while (cursor.take('or')) {
    left = { type: 'Bool', operator: 'or', left, right: readAnd(cursor), start, end: cursor.last };
  }
  return left;
}

function readAnd(cursor: Cursor): Expression {
  const { start } = cursor.token;
  let left = readNot(cursor);
  while (cursor.take('and')) {
    left = { type: 'Bool', operator: 'and', left, right: readNot(cursor), start, end: cursor.last };
  }
  return left;
}

function readNot(cursor: Cursor): Expression {
  const { start } = cursor.token;
  if (cursor.take('not')) {
    return { type: 'Unary', operator: 'not', value: readNot(cursor), start, end: cursor.last };
  }
  return readComparison(cursor);
}

function readComparison(cursor: Cursor): Expression {
  const { start } = cursor.token;
  const left = readBinary(cursor, 1);
  const operators: string[] = [];
  const comparators: Expression[] = [];
  while ((cursor.token.type === 'op' || cursor.token.type === 'name') && comparisons.has(cursor.token.text)) {
    let operator = cursor.token.text;
    if (operator === 'not') {
      if (!cursor.is('in', 1)) {
        break;
      }
      cursor.next();
      operator = 'not in';
    }
    cursor.next();
    if (operator === 'is' && cursor.take('not')) {
      operator = 'is not';
    }
    operators.push(operator);
    comparators.push(readBinary(cursor, 1));
  }
  return operators.length > 0 ? { type: 'Compare', left, operators, comparators, start, end: cursor.last } : left;
}

/** Operators that bind at least as strongly as `least`. */
export function readBinary(cursor: Cursor, least: number): Expression {
  const { start } = cursor.token;
  let left = readUnary(cursor);
  for (;;) {
    const strength = cursor.token.type === 'op' ? binary[cursor.token.text] : undefined;
    if (strength === undefined || strength < least) {
      return left;
    }
    const operator = cursor.next().text;
    left = { type: 'Binary', operator, left, right: readBinary(cursor, strength + 1), start, end: cursor.last };
  }
}

function readUnary(cursor: Cursor): Expression {
  const { token } = cursor;
  if (token.type === 'op' && (token.text === '-' || token.text === '+' || token.text === '~')) {
    cursor.next();
    return { type: 'Unary', operator: token.text, value: readUnary(cursor), start: token.start, end: cursor.last };
  }
  const left = readAwait(cursor);
  if (cursor.take('**')) {
    return { type: 'Binary', operator: '**', left, right: readUnary(cursor), start: token.start, end: cursor.last };
  }
  return left;
}

function readAwait(cursor: Cursor): Expression {
  const { start } = cursor.token;
  if (cursor.take('await')) {
    return { type: 'Await', value: readPrimary(cursor), start, end: cursor.last };
  }
  return readPrimary(cursor);
}

function readPrimary(cursor: Cursor): Expression {
  const { start } = cursor.token;
  let value = readAtom(cursor);
  for (;;) {
    if (cursor.take('.')) {
      value = { type: 'Attribute', value, name: cursor.name(), start, end: cursor.last };
    } else if (cursor.take('(')) {
      value = { type: 'Call', callee: value, given: readArguments(cursor), start, end: cursor.last };
    } else if (cursor.take('[')) {
      const index = tupleOf(cursor, () => readSlice(cursor), () => cursor.startsExpression() || cursor.is(':'));
      cursor.expect(']');
      value = { type: 'Subscript', value, index, start, end: cursor.last };
    } else {
      return value;
    }
  }
}

function readSlice(cursor: Cursor): Expression {
  const { start } = cursor.token;
  const parts: Expression[] = [];
  if (!cursor.is(':')) {
    const first = readStarOrNamed(cursor);
    if (!cursor.is(':')) {
      return first;
    }
    parts.push(first);
  }
  while (cursor.take(':')) {
    if (!cursor.is(':') && !cursor.is(']') && !cursor.is(',')) {
      parts.push(readExpression(cursor));
    }
  }
  return { type: 'Slice', parts, start, end: cursor.last };
}

/** One target of `for`, `with` and `del`. */
export function readTarget(cursor: Cursor): Expression {
  const { start } = cursor.token;
  if (cursor.take('*')) {
    return { type: 'Starred', value: readTarget(cursor), start, end: cursor.last };
  }
  const target = readPrimary(cursor);
  checkTarget(cursor, target);
  return target;
}

/** What a `for` assigns. */
export function readTargets(cursor: Cursor): Expression {
  return tupleOf(cursor, () => readTarget(cursor));
}

/** Fails where an expression cannot be assigned to. */
export function checkTarget(cursor: Cursor, target: Expression): void {
  switch (target.type) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      break;
    case 'Starred':
      checkTarget(cursor, target.value);
      break;
    case 'Tuple':
    case 'List':
      target.elements.forEach(element => checkTarget(cursor, element));
      break;
    default:
      cursor.fail('cannot assign to expression here', target.start);
  }
}

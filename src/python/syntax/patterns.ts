import { type Cursor, keywords } from './cursor.ts';
import { readBinary } from './expressions.ts';
import type { Argument, Expression, Name } from './tree.ts';

/** A pattern is kept as the expression that it looks like; the names it binds are `captures`. `p as x` looks like `x := p`. */
export function readPattern(cursor: Cursor, captures: Name[]): Expression {
  const { start } = cursor.token;
  if (cursor.take('*')) {
    const name = cursor.name();
    captures.push(name);
    return { type: 'Starred', value: name, start, end: cursor.last };
  }
  let left = readClosedPattern(cursor, captures);
  while (cursor.take('|')) {
    const right = readClosedPattern(cursor, captures);
    left = { type: 'Binary', operator: '|', left, right, start, end: cursor.last };
  }
  if (!cursor.take('as')) {
    return left;
  }
  const target = cursor.name();
  captures.push(target);
  return { type: 'NamedExpression', target, value: left, start, end: cursor.last };
}

function readClosedPattern(cursor: Cursor, captures: Name[]): Expression {
  const { token } = cursor;
  const { start } = token;
  if (token.type === 'name' && !keywords.has(token.text)) {
    const name = cursor.name();
    let value: Expression = name;
    while (cursor.take('.')) {
      value = { type: 'Attribute', value, name: cursor.name(), start, end: cursor.last };
    }
    if (cursor.take('(')) {
      const given: Argument[] = [];
      while (!cursor.is(')')) {
        const from = cursor.token.start;
        const keyword = cursor.token.type === 'name' && cursor.is('=', 1) ? cursor.name() : undefined;
        if (keyword) {
          cursor.expect('=');
        }
        given.push({ name: keyword, isMapping: false, value: readPattern(cursor, captures), start: from, end: cursor.last });
        if (!cursor.take(',')) {
          break;
        }
      }
      cursor.expect(')');
      return { type: 'Call', callee: value, given, start, end: cursor.last };
    }
    if (value === name && name.id !== '_') {
      captures.push(name);
    }
    return value;
  }
  if (cursor.is('[') || cursor.is('(')) {
    const close = cursor.next().text === '[' ? ']' : ')';
    const elements: Expression[] = [];
    let isTuple = close === ']';
    while (!cursor.is(close)) {
      elements.push(readPattern(cursor, captures));
      if (!cursor.take(',')) {
        break;
      }
      isTuple = true;
    }
    cursor.expect(close);
    return isTuple || elements.length !== 1 ? { type: close === ']' ? 'List' : 'Tuple', elements, start, end: cursor.last } : elements[0]!;
  }
  if (cursor.take('{')) {
    const keys: (Expression | undefined)[] = [];
    const values: Expression[] = [];
    while (!cursor.is('}')) {
      if (cursor.take('**')) {
        const rest = cursor.name();
        captures.push(rest);
        keys.push(undefined);
        values.push(rest);
      } else {
        keys.push(readClosedPattern(cursor, []));
        cursor.expect(':');
        values.push(readPattern(cursor, captures));
      }
      if (!cursor.take(',')) {
        break;
      }
    }
    cursor.expect('}');
    return { type: 'Dict', keys, values, start, end: cursor.last };
  }
  return readBinary(cursor, 5);
}

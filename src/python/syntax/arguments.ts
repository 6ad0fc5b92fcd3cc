import type { Cursor } from './cursor.ts';
import { readComprehension } from './displays.ts';
import { readExpression, readNamedExpression, readStarOrExpression } from './expressions.ts';
import type { Argument, Parameter } from './tree.ts';

/** The parameters of a function or lambda, up to the closing sign, which stays. */
export function readParameters(cursor: Cursor, close: string, isAnnotated: boolean): Parameter[] {
  const parameters: Parameter[] = [];
  let isKeywordOnly = false;
  let hasDefault = false;
  let isBareStar = false;
  while (!cursor.is(close)) {
    const { start } = cursor.token;
    if (cursor.take('/')) {
      if (parameters.length === 0 || isKeywordOnly) {
        cursor.fail('invalid syntax', start);
      }
    } else if (cursor.take('**')) {
      const name = cursor.name();
      const annotation = isAnnotated && cursor.take(':') ? readExpression(cursor) : undefined;
      parameters.push({ name, kind: 'mapping', isKeywordOnly, annotation, value: undefined, start, end: cursor.last });
      cursor.take(',');
      if (!cursor.is(close)) {
        cursor.fail('arguments cannot follow var-keyword argument');
      }
      break;
    } else if (cursor.take('*')) {
      if (isKeywordOnly) {
        cursor.fail('* argument may appear only once', start);
      }
      isKeywordOnly = true;
      if (!cursor.is(',')) {
        const name = cursor.name();
        const annotation = isAnnotated && cursor.take(':') ? readStarOrExpression(cursor) : undefined;
        parameters.push({ name, kind: 'rest', isKeywordOnly, annotation, value: undefined, start, end: cursor.last });
      } else {
        isBareStar = true;
      }
    } else {
      const name = cursor.name();
      isBareStar = false;
      const annotation = isAnnotated && cursor.take(':') ? readExpression(cursor) : undefined;
      const value = cursor.take('=') ? readExpression(cursor) : undefined;
      if (!value && hasDefault && !isKeywordOnly) {
        cursor.fail('parameter without a default follows parameter with a default', start);
      }
      hasDefault ||= value !== undefined;
      parameters.push({ name, kind: 'plain', isKeywordOnly, annotation, value, start, end: cursor.last });
    }
    if (!cursor.take(',')) {
      break;
    }
  }
  if (isBareStar) {
    cursor.fail('named arguments must follow bare *');
  }
  return parameters;
}

/** What stands behind an opening parenthesis, with the closing one. */
export function readArguments(cursor: Cursor): Argument[] {
  const given: Argument[] = [];
  while (!cursor.is(')')) {
    const { start } = cursor.token;
    if (cursor.take('**')) {
      given.push({ name: undefined, isMapping: true, value: readExpression(cursor), start, end: cursor.last });
    } else if (cursor.is('*')) {
      cursor.next();
      const inner = readExpression(cursor);
      given.push({
        name: undefined,
        isMapping: false,
        value: { type: 'Starred', value: inner, start, end: cursor.last },
        start,
        end: cursor.last,
      });
    } else if (cursor.token.type === 'name' && cursor.is('=', 1)) {
      const name = cursor.name();
      cursor.next();
      given.push({ name, isMapping: false, value: readExpression(cursor), start, end: cursor.last });
    } else {
      if (given.some(({ name }) => name)) {
        const value = readNamedExpression(cursor);
        cursor.fail('positional argument follows keyword argument', value.start);
      }
      let value = readNamedExpression(cursor);
      if (cursor.is('for') || cursor.is('async')) {
        value = readComprehension(cursor, 'generator', value, undefined, start);
      }
      given.push({ name: undefined, isMapping: false, value, start, end: cursor.last });
    }
    if (!cursor.take(',')) {
      break;
    }
  }
  if (!cursor.is(')')) {
    cursor.fail(cursor.startsExpression() ? 'invalid syntax. Perhaps you forgot a comma?' : 'invalid syntax');
  }
  cursor.next();
  return given;
}

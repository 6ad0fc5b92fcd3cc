/** A text that is no Python, and where that shows. */
export class PythonSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

export type TokenType = 'dedent' | 'end' | 'indent' | 'name' | 'newline' | 'number' | 'op' | 'string';

export interface Token {
  readonly type: TokenType;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Of a string literal: what is in it. */
  readonly string?: StringToken;
}

export interface StringToken {
  readonly isBytes: boolean;
  readonly isRaw: boolean;
  /** Where the content begins and ends. */
  readonly from: number;
  readonly to: number;
  /** The replacement fields of an f-string or t-string. */
  readonly fields: readonly Field[] | undefined;
}

/** `{expression!r:spec}` of an f-string. */
export interface Field {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  /** The fields inside the format. */
  readonly inner: readonly Field[];
}

export interface Comment {
  readonly start: number;
  readonly end: number;
}

const nameStart = /[\p{ID_Start}_]/u;
const nameText = /[\p{ID_Start}_][\p{ID_Continue}\u00B7]*/uy;
const numberText =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|(?:\d(?:_?\d)*\.(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*|\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?)/y;
const operatorText =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|->|:=|==|!=|<>|<=|>=|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|\*\*|\/\/|<<|>>|[+\-*/%@&|^~<>()[\]{},:.;=]/y;
const stringStart = /(?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU])?(?:'''|"""|'|")/y;
const blank = /[ \t\f]*/y;

/** A text as tokens and comments; where it has none of Python's, what came before and the failure. */
export interface Tokens {
  readonly tokens: Token[];
  readonly comments: Comment[];
  readonly failure: PythonSyntaxError | undefined;
}

/** Turns a Python text, or the part of one that stands in a replacement field, into tokens. */
export function tokenize(text: string, from = 0, to = text.length, isExpression = false): Tokens {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  try {
    scan(text, from, to, isExpression, tokens, comments);
    return { tokens, comments, failure: undefined };
  } catch (error) {
    if (!(error instanceof PythonSyntaxError)) {
      throw error;
    }
    const end = tokens.at(-1)?.end ?? from;
    tokens.push({ type: 'newline', text: '', start: end, end }, { type: 'end', text: '', start: end, end });
    return { tokens, comments, failure: error };
  }
}

function scan(text: string, from: number, to: number, isExpression: boolean, tokens: Token[], comments: Comment[]): void {
  const indents = [0];
  const open: string[] = [];
  let at = from;
  let isLineStart = !isExpression;

  const push = (type: TokenType, start: number, end: number, string?: StringToken): void => {
    tokens.push(string ? { type, text: '', start, end, string } : { type, text: text.slice(start, end), start, end });
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };

  if (at === 0 && text.charCodeAt(0) === 0xfeff) {
    at = 1;
  }
  while (at < to) {
    if (isLineStart) {
      isLineStart = false;
      let column = 0;
      const lineStart = at;
      for (; at < to; at += 1) {
        const character = text[at];
        if (character === ' ') {
          column += 1;
        } else if (character === '\t') {
          column = (Math.floor(column / 8) + 1) * 8;
        } else if (character === '\f') {
          column = 0;
        } else if (character === '\\' && /[\r\n]/u.test(text[at + 1] ?? '')) {
          at += text[at + 1] === '\r' && text[at + 2] === '\n' ? 2 : 1;
        } else {
          break;
        }
      }
      const next = text[at];
      if (next === '#' || next === '\n' || next === '\r' || at >= to) {
        // a line with nothing on it has no indentation
      } else if (column > indents.at(-1)!) {
        indents.push(column);
        push('indent', lineStart, at);
      } else {
        while (column < indents.at(-1)!) {
          indents.pop();
          push('dedent', at, at);
        }
        if (column !== indents.at(-1)) {
          throw new PythonSyntaxError('unindent does not match any outer indentation level', at);
        }
      }
      continue;
    }
    at += match(blank)!.length;
    if (at >= to) {
      break;
    }
    const character = text[at]!;
    if (character === '\n' || character === '\r') {
      const end = at + (character === '\r' && text[at + 1] === '\n' ? 2 : 1);
      if (open.length === 0 && !isExpression) {
        const last = tokens.at(-1)?.type;
        if (last !== undefined && last !== 'newline' && last !== 'indent' && last !== 'dedent') {
          push('newline', at, end);
        }
        isLineStart = true;
      }
      at = end;
      continue;
    }
    if (character === '#') {
      const start = at;
      while (at < to && text[at] !== '\n' && text[at] !== '\r') {
        at += 1;
      }
      comments.push({ start, end: at });
      continue;
    }
    if (character === '\\') {
      if (text[at + 1] === '\n' || text[at + 1] === '\r') {
        at += text[at + 1] === '\r' && text[at + 2] === '\n' ? 3 : 2;
        continue;
      }
      throw new PythonSyntaxError('unexpected character after line continuation character', at);
    }
    const opening = match(stringStart);
    if (opening !== undefined) {
      const start = at;
      const string = stringAt(text, at, opening);
      at = string.end;
      push('string', start, at, string.token);
      continue;
    }
    if (nameStart.test(character) || character.charCodeAt(0) > 0xd7ff) {
      const name = match(nameText);
      if (name === undefined) {
        throw new PythonSyntaxError(`invalid character '${character}'`, at);
      }
      push('name', at, at + name.length);
      at += name.length;
      continue;
    }
    const number = match(numberText);
    if (number !== undefined) {
      push('number', at, at + number.length);
      at += number.length;
      continue;
    }
    const operator = match(operatorText);
    if (operator === undefined) {
      throw new PythonSyntaxError(`invalid character '${character}'`, at);
    }
    if (operator === '(' || operator === '[' || operator === '{') {
      open.push(operator);
    } else if (operator === ')' || operator === ']' || operator === '}') {
      const opened = open.pop();
      if (opened === undefined || '([{'.indexOf(opened) !== ')]}'.indexOf(operator)) {
        throw new PythonSyntaxError(
          opened === undefined
            ? `unmatched '${operator}'`
            : `closing parenthesis '${operator}' does not match opening parenthesis '${opened}'`,
          at,
        );
      }
    }
    push('op', at, at + operator.length);
    at += operator.length;
  }
  if (open.length > 0) {
    const last = tokens.findLast(token => token.type === 'op' && token.text === open.at(-1))!;
    throw new PythonSyntaxError(`'${open.at(-1)}' was never closed`, last.start);
  }
  if (!isExpression) {
    const last = tokens.at(-1)?.type;
    if (last !== undefined && last !== 'newline' && last !== 'dedent') {
      push('newline', to, to);
    }
    for (; indents.length > 1; indents.pop()) {
      push('dedent', to, to);
    }
  }
  push('end', to, to);
}

function stringAt(text: string, start: number, opening: string): { end: number; token: StringToken } {
  const prefix = opening.replace(/['"]+$/u, '').toLowerCase();
  const quote = opening.slice(prefix.length);
  const from = start + opening.length;
  const isFormatted = prefix.includes('f') || prefix.includes('t');
  const isRaw = prefix.includes('r');
  const fields: Field[] | undefined = isFormatted ? [] : undefined;
  const to = fields ? formattedEnd(text, from, quote, isRaw, fields, start) : plainEnd(text, from, quote, start);
  return { end: to + quote.length, token: { isBytes: prefix.includes('b'), isRaw, from, to, fields } };
}

function plainEnd(text: string, from: number, quote: string, start: number): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') {
      at += text[at + 1] === '\r' && text[at + 2] === '\n' ? 2 : 1;
    } else if ((character === '\n' || character === '\r') && quote.length === 1) {
      break;
    } else if (character === quote[0] && text.startsWith(quote, at)) {
      return at;
    }
  }
  throw new PythonSyntaxError(quote.length === 3 ? 'unterminated triple-quoted string literal' : 'unterminated string literal', start);
}

function formattedEnd(text: string, from: number, quote: string, isRaw: boolean, fields: Field[], start: number): number {
  for (let at = from; at < text.length; ) {
    const character = text[at];
    if (character === '\\') {
      if (!isRaw && text.startsWith('N{', at + 1)) {
        const end = text.indexOf('}', at);
        at = end < 0 ? text.length : end + 1;
      } else if (text[at + 1] === '{' || text[at + 1] === '}') {
        at += 1;
      } else {
        at += text[at + 1] === '\r' && text[at + 2] === '\n' ? 3 : 2;
      }
    } else if ((character === '\n' || character === '\r') && quote.length === 1) {
      break;
    } else if (character === quote[0] && text.startsWith(quote, at)) {
      return at;
    } else if (character === '{' && text[at + 1] === '{') {
      at += 2;
    } else if (character === '}' && text[at + 1] === '}') {
      at += 2;
    } else if (character === '}') {
      throw new PythonSyntaxError("f-string: single '}' is not allowed", at);
    } else if (character === '{') {
      const field = fieldAt(text, at, quote);
      fields.push(field);
      at = field.end;
    } else {
      at += 1;
    }
  }
  throw new PythonSyntaxError(quote.length === 3 ? 'unterminated triple-quoted f-string literal' : 'unterminated f-string literal', start);
}

function fieldAt(text: string, start: number, quote: string): Field {
  let depth = 0;
  let to: number | undefined;
  for (let at = start + 1; at < text.length; ) {
    const character = text[at]!;
    stringStart.lastIndex = at;
    const previous = text[at - 1]!;
    const opening =
      /['"]/u.test(character) || (/[a-zA-Z]/u.test(character) && !/[\w]/u.test(previous)) ? stringStart.exec(text)?.[0] : undefined;
    if (opening !== undefined) {
      at = stringAt(text, at, opening).end;
    } else if (character === '#') {
      while (at < text.length && text[at] !== '\n') {
        at += 1;
      }
    } else if (character === '(' || character === '[' || character === '{') {
      depth += 1;
      at += 1;
    } else if (depth > 0 && (character === ')' || character === ']' || character === '}')) {
      depth -= 1;
      at += 1;
    } else if (depth > 0) {
      at += 1;
    } else if (character === '!' && text[at + 1] !== '=') {
      to ??= at;
      at += 1;
    } else if (character === '!') {
      at += 2;
    } else if (character === ':') {
      to ??= at;
      const inner: Field[] = [];
      const end = specEnd(text, at + 1, quote, inner);
      return { start, end: end + 1, from: start + 1, to: withoutEquals(text, start + 1, to), inner };
    } else if (character === '}') {
      to ??= at;
      return { start, end: at + 1, from: start + 1, to: withoutEquals(text, start + 1, to), inner: [] };
    } else if ((character === '\n' || character === '\r') && quote.length === 1 && !text.slice(at).includes('}')) {
      break;
    } else {
      at += 1;
    }
  }
  throw new PythonSyntaxError("f-string: expecting '}'", start);
}

/** `{value=}` prints the expression, too. */
function withoutEquals(text: string, from: number, to: number): number {
  const expression = text.slice(from, to);
  const debug = /(?<![=!<>:])=\s*$/u.exec(expression);
  return debug ? from + debug.index : to;
}

function specEnd(text: string, from: number, quote: string, inner: Field[]): number {
  for (let at = from; at < text.length; ) {
    const character = text[at];
    if (character === '{' && text[at + 1] === '{') {
      at += 2;
    } else if (character === '{') {
      const field = fieldAt(text, at, quote);
      inner.push(field);
      at = field.end;
    } else if (character === '}') {
      return at;
    } else if (character === '\\') {
      at += 2;
    } else if (character === quote[0] && text.startsWith(quote, at)) {
      break;
    } else {
      at += 1;
    }
  }
  throw new PythonSyntaxError("f-string: expecting '}'", from);
}

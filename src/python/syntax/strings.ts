import { Cursor } from './cursor.ts';
import { readWhole } from './expressions.ts';
import { type Field, tokenize } from './tokens.ts';
import type { Expression, Text } from './tree.ts';

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
  '\r': '',
  '\r\n': '',
  0: '\0',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** The text of string literals that stand side by side, with the expressions of formatted ones. */
export function readStrings(cursor: Cursor): Text {
  const { start } = cursor.token;
  const parts: (Expression | string)[] = [];
  let isBytes = false;
  while (cursor.token.type === 'string') {
    const { from, to, fields, isRaw, isBytes: isOfBytes } = cursor.next().string!;
    isBytes ||= isOfBytes;
    let at = from;
    for (const field of fields ?? []) {
      parts.push(cooked(cursor.text.slice(at, field.start), isRaw, true));
      readField(cursor, field, parts);
      at = field.end;
    }
    parts.push(cooked(cursor.text.slice(at, to), isRaw, fields !== undefined));
  }
  return { type: 'Text', parts, isBytes, start, end: cursor.last };
}

function readField(cursor: Cursor, field: Field, into: (Expression | string)[]): void {
  const { tokens, failure } = tokenize(cursor.text, field.from, field.to, true);
  if (failure) {
    throw failure;
  }
  if (tokens.length === 1) {
    cursor.fail("f-string: valid expression required before '}'", field.start);
  }
  into.push(readWhole(new Cursor(cursor.text, tokens)));
  for (const inner of field.inner) {
    readField(cursor, inner, into);
  }
}

/** The text that a literal stands for. */
function cooked(text: string, isRaw: boolean, isFormatted: boolean): string {
  const plain = isFormatted ? text.replaceAll('{{', '{').replaceAll('}}', '}') : text;
  if (isRaw || !plain.includes('\\')) {
    return plain;
  }
  return plain.replaceAll(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r\n|[\s\S]))/gu,
    (whole, hex?: string, short?: string, long?: string, other?: string) => {
      const code = hex ?? short ?? long;
      if (code !== undefined) {
        const point = Number.parseInt(code, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      }
      return escapes[other!] ?? whole;
    },
  );
}

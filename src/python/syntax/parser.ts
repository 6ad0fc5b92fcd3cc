import { Cursor } from './cursor.ts';
import { readWhole } from './expressions.ts';
import { readFile } from './statements.ts';
import { type Comment, PythonSyntaxError, type Token, tokenize } from './tokens.ts';
import type { Expression, Module } from './tree.ts';

/**
 * Parses a Python file, by recursive descent over its tokens; the grammar's own names where it has one. Throws a
 * PythonSyntaxError where it is none.
 */
export function parsePython(text: string): { module: Module; tokens: readonly Token[]; comments: readonly Comment[] } {
  const { tokens, comments, failure } = tokenize(text);
  try {
    const statements = readFile(new Cursor(text, tokens));
    if (failure) {
      throw failure;
    }
    return { module: { statements }, tokens, comments };
  } catch (error) {
    const last = tokens.findLast(token => token.start < token.end);
    throw failure && error instanceof PythonSyntaxError && error.offset >= (last?.start ?? 0) ? failure : error;
  }
}

/** The one expression that some tokens are. Throws a PythonSyntaxError where they are none, or more. */
export function parseExpression(text: string, tokens: readonly Token[]): Expression {
  return readWhole(new Cursor(text, tokens));
}

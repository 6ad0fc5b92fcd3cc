import { PythonSyntaxError, type Token } from './tokens.ts';
import type { Name } from './tree.ts';

/** The words that are no names. */
export const keywords: ReadonlySet<string> = new Set([
  'False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except',
  'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try',
  'while', 'with', 'yield',
]);

const startOfExpression = {
  words: new Set(['False', 'None', 'True', 'await', 'lambda', 'not', 'yield']),
  signs: new Set(['(', '[', '{', '-', '+', '~', '*', '...']),
};

/** A place among the tokens of a text. What reads a part of the grammar takes a cursor and moves it behind that part. */
export class Cursor {
  #at = 0;

  constructor(
    readonly text: string,
    readonly tokens: readonly Token[],
  ) {}

  /** The token that is read next. */
  get token(): Token {
    return this.tokens[this.#at]!;
  }

  /** Where the token that was read last ends. */
  get last(): number {
    return this.peek(-1)?.end ?? 0;
  }

  /** A token some places ahead, or behind. */
  peek(ahead: number): Token | undefined {
    return this.tokens[this.#at + ahead];
  }

  /** Reads a token, whichever it is. */
  next(): Token {
    const { token } = this;
    this.#at += 1;
    return token;
  }

  /** Ends the reading: this is no Python. Throws a PythonSyntaxError, at the next token unless told where. */
  fail(message = 'invalid syntax', offset = this.token.start): never {
    throw new PythonSyntaxError(message, offset);
  }

  isOf(type: Token['type']): boolean {
    return this.token.type === type;
  }

  /** Whether an operator or a word stands next, or some places ahead. */
  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token !== undefined && token.text === text && (token.type === 'op' || token.type === 'name');
  }

  /** Whether a simple statement ends here. */
  isEnd(): boolean {
    return this.token.type === 'newline' || this.is(';');
  }

  startsExpression(): boolean {
    const { type, text } = this.token;
    switch (type) {
      case 'number':
      case 'string':
        return true;
      case 'name':
        return !keywords.has(text) || startOfExpression.words.has(text);
      case 'op':
        return startOfExpression.signs.has(text);
      default:
        return false;
    }
  }

  /** Reads an operator or a word if it stands next, and says whether it did. */
  take(text: string): boolean {
    const isThere = this.is(text);
    if (isThere) {
      this.#at += 1;
    }
    return isThere;
  }

  /** Reads an operator or a word that must stand next. */
  expect(text: string): Token {
    return this.is(text) ? this.next() : this.fail(`expected '${text}'`);
  }

  /** Reads the closing bracket behind expressions. */
  close(bracket: string): void {
    if (!this.take(bracket)) {
      this.fail(this.startsExpression() ? 'invalid syntax. Perhaps you forgot a comma?' : 'invalid syntax');
    }
  }

  /** Reads a name. */
  name(): Name {
    const { token } = this;
    if (token.type !== 'name' || keywords.has(token.text)) {
      this.fail();
    }
    this.#at += 1;
    return { type: 'Name', id: token.text, start: token.start, end: token.end };
  }

  /** Reads one or more of a kind, with commas between them. */
  list<T>(rule: () => T): T[] {
    const items = [rule()];
    while (this.take(',')) {
      items.push(rule());
    }
    return items;
  }

  /** Tries a rule, and goes back when it does not fit. */
  attempt<T>(rule: () => T | undefined): T | undefined {
    const before = this.#at;
    try {
      const result = rule();
      if (result !== undefined) {
        return result;
      }
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) {
        throw error;
      }
    }
    this.#at = before;
    return undefined;
  }
}

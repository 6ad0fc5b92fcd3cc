import type { Token } from '../syntax/tokens.ts';

const snake = /^_*[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/u;

/**
 * The names of a file as the analysis reads them: `user_id` is `userId`, unless the file has a `userId` of its own; and
 * back, for messages.
 */
export class Names {
  readonly #own: ReadonlySet<string>;
  readonly #written = new Map<string, string>();

  constructor(tokens: readonly Token[]) {
    const own = new Set<string>();
    for (const { type, text } of tokens) {
      if (type === 'name') {
        own.add(text);
      }
    }
    this.#own = own;
  }

  /** A variable's name. */
  variable(name: string): string {
    const camel = camelCase(name);
    return camel !== name && this.#own.has(camel) ? name : this.#noted(camel, name);
  }

  /** The name of an attribute, a keyword or a key: the SDK's own are the same in both languages. */
  property(name: string): string {
    return this.#noted(camelCase(name), name);
  }

  #noted(camel: string, name: string): string {
    if (camel !== name && !this.#own.has(camel)) {
      this.#written.set(camel, name);
    }
    return camel;
  }

  /** A text with the names as the file writes them. */
  asWritten(text: string): string {
    return text.replaceAll(/[A-Za-z_$][\w$]*/gu, name => this.#written.get(name) ?? name);
  }
}

/** `user_id` as `userId`; names of another form stay. */
export function camelCase(name: string): string {
  return name.includes('_') && snake.test(name)
    ? name.replaceAll(/(?<=[a-z0-9])_+([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase())
    : name;
}

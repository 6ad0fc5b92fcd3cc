import { nameTestKey, type Predicate, type PureTest } from './pure-tests.ts';
import { valueKey } from './tracked.ts';
import { SOME_OBJECT, type Value } from './values.ts';

/** What is known on some paths: answers to tests by the test's key, and values of names by `valueKey`. Immutable. */
export class Known {
  static readonly nothing = new Known(new Map());

  readonly #entries: ReadonlyMap<string, Value>;
  #signature: string | undefined;

  private constructor(entries: ReadonlyMap<string, Value>) {
    this.#entries = entries;
  }

  /** Equal for equal knowledge. */
  get signature(): string {
    this.#signature ??= [...this.#entries].map(([key, value]) => `${key} ${typeof value} ${String(value)}`).sort().join('\n');
    return this.#signature;
  }

  get size(): number {
    return this.#entries.size;
  }

  keys(): IterableIterator<string> {
    return this.#entries.keys();
  }

  with(key: string, value: Value): Known {
    return new Known(new Map(this.#entries).set(key, value));
  }

  filter(keeps: (key: string, value: Value) => boolean): Known {
    const kept = [...this.#entries].filter(([key, value]) => keeps(key, value));
    return kept.length === this.size ? this : new Known(new Map(kept));
  }

  /** What both know. */
  common(other: Known): Known {
    return this.filter((key, value) => other.#entries.has(key) && Object.is(other.#entries.get(key), value));
  }

  /** What is known once `test` got `answer`; undefined when it cannot have. */
  assume(test: PureTest, answer: boolean): Known | undefined {
    const known = this.answer(test);
    if (known !== undefined) return known === answer ? this : undefined;
    const { key, about } = test;
    if (answer && about?.predicate.asks === 'equal') return this.with(valueKey(about.path), about.predicate.value);
    return this.with(key, answer);
  }

  /** The answer to a test, when what is known decides it. */
  answer({ key, about }: PureTest): boolean | undefined {
    const asked = this.#entries.get(key);
    if (typeof asked === 'boolean') return asked;
    if (about === undefined) return undefined;
    const { path, predicate } = about;
    const of = valueKey(path);
    if (this.#entries.has(of)) return answerFor(this.#entries.get(of), predicate);
    const truthy = this.#entries.get(nameTestKey(path, { asks: 'truthy' }));
    switch (predicate.asks) {
      case 'equal':
        return typeof truthy === 'boolean' && truthy !== Boolean(predicate.value) ? false : undefined;
      case 'nullish':
        return truthy === true ? false : undefined;
      case 'truthy':
        return this.#entries.get(nameTestKey(path, { asks: 'nullish' })) === true ? false : undefined;
      case 'type':
        return undefined;
    }
  }
}

/** What a test finds out about a value. */
function answerFor(value: Value, predicate: Predicate): boolean | undefined {
  switch (predicate.asks) {
    case 'equal':
      return value === predicate.value;
    case 'nullish':
      return value === null || value === undefined;
    case 'truthy':
      return Boolean(value);
    case 'type':
      if (value !== SOME_OBJECT) return predicate.name === (value === null ? 'object' : typeof value);
      return predicate.name === 'object' || predicate.name === 'function' ? undefined : false;
  }
}

import type { FunctionNode } from '../facts.ts';
import type { ArgumentValue, PlainValue, Value } from './values.ts';
import { plain } from './values.ts';

type Listener = (value: Value) => void;

/**
 * So many values of one kind are told apart at one place; more are left out. A place that thousands of sessions
 * reach is reported for the first of them, and the analysis stays linear.
 */
const mostPerKind = 12;

/** Anything that can hold values: an expression, a variable, a property, a function's result. */
export class Place {
  readonly values = new Set<Value>();
  readonly targets = new Map<Place, Set<FunctionNode | undefined>>();
  readonly listeners: Listener[] = [];
  /** Places derived from this one: `place.name`, its elements, the result of calling it. */
  readonly derived = new Map<string, Place>();
  readonly counts = new Map<string, number>();

  /** The values without marks, each once. */
  *plainValues(): Generator<PlainValue> {
    const seen = new Set<PlainValue>();
    for (const value of this.values) {
      const bare = plain(value);
      if (!seen.has(bare)) {
        seen.add(bare);
        yield bare;
      }
    }
  }
}

/** Values moving along edges between places, to a fixpoint. */
export class Flow {
  readonly #queue: { place: Place; value: Value }[] = [];
  readonly #arguments = new Map<FunctionNode, Map<PlainValue, ArgumentValue>>();

  /** Puts a value at a place. */
  add(place: Place, value: Value): void {
    if (place.values.has(value)) {
      return;
    }
    const kind = plain(value).kind;
    const count = place.counts.get(kind) ?? 0;
    if (count >= mostPerKind) {
      return;
    }
    place.counts.set(kind, count + 1);
    place.values.add(value);
    this.#queue.push({ place, value });
  }

  /** Lets every value of `from` reach `to`; with `into`, as an argument of that function. */
  edge(from: Place, to: Place, into?: FunctionNode): void {
    const marks = from.targets.get(to);
    if (from === to || marks?.has(into)) {
      return;
    }
    if (marks) {
      marks.add(into);
    } else {
      from.targets.set(to, new Set([into]));
    }
    for (const value of [...from.values]) {
      this.add(to, into ? this.marked(value, into) : value);
    }
  }

  /** Calls `listener` once for each value that reaches `place`, now or later. */
  watch(place: Place, listener: Listener): void {
    place.listeners.push(listener);
    for (const value of [...place.values]) {
      listener(value);
    }
  }

  /** The value as an argument of `node`. */
  marked(value: Value, node: FunctionNode): Value {
    const bare = plain(value);
    let ofFunction = this.#arguments.get(node);
    if (!ofFunction) {
      this.#arguments.set(node, (ofFunction = new Map()));
    }
    let mark = ofFunction.get(bare);
    if (!mark) {
      ofFunction.set(bare, (mark = { kind: 'argument', node, value: bare }));
    }
    return mark;
  }

  /** Runs until nothing moves. */
  run(): void {
    for (let next = this.#queue.pop(); next; next = this.#queue.pop()) {
      const { place, value } = next;
      for (const [to, marks] of place.targets) {
        for (const into of marks) {
          this.add(to, into ? this.marked(value, into) : value);
        }
      }
      for (let index = 0; index < place.listeners.length; index += 1) {
        place.listeners[index]!(value);
      }
    }
  }
}

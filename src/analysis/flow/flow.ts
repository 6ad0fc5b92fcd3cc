import type { FunctionNode } from '../facts.ts';
import type { ArgumentValue, PlainValue, Value } from './values.ts';
import { plain } from './values.ts';

type Listener = (value: Value) => void;

/**
 * So many values of one kind are told apart at one place; more are left out. A place that thousands of sessions
 * reach is reported for the first of them, and the analysis stays linear.
 */
const mostPerKind = 12;

const noValues: ReadonlySet<never> = new Set();

/** The mark of an edge: the function whose argument a value becomes on it, if any. */
type Mark = FunctionNode | undefined;

/**
 * Anything that can hold values: an expression, a variable, a property, a function's result. A file has a place for nearly
 * every node and most stay empty, so each collection is made when it is needed.
 */
export class Place {
  #values: Set<Value> | undefined;
  #hasMarks = false;
  #targets: Map<Place, Mark | Set<Mark>> | undefined;
  #listeners: Listener[] | undefined;
  #derived: Map<string, Place> | undefined;

  get values(): ReadonlySet<Value> {
    return this.#values ?? noValues;
  }

  /** The values without marks, each once. */
  plainValues(): Iterable<PlainValue> {
    return this.#hasMarks ? new Set(Array.from(this.values, plain)) : (this.values as ReadonlySet<PlainValue>);
  }

  /** Takes a value in; false when it is there, or when there are enough of its kind. */
  take(value: Value): boolean {
    const values = (this.#values ??= new Set());
    if (values.has(value) || (values.size >= mostPerKind && isEnough(values, plain(value).kind))) {
      return false;
    }
    values.add(value);
    this.#hasMarks ||= value.kind === 'argument';
    return true;
  }

  /** Adds an edge; false when it is there. */
  leadTo(to: Place, mark: Mark): boolean {
    const targets = (this.#targets ??= new Map());
    const marks = targets.get(to);
    if (marks instanceof Set) {
      return marks.size !== marks.add(mark).size;
    }
    if (!targets.has(to)) {
      targets.set(to, mark);
      return true;
    }
    if (marks === mark) {
      return false;
    }
    targets.set(to, new Set([marks, mark]));
    return true;
  }

  /** Where the edges lead, each with its mark. */
  forEachTarget(visit: (to: Place, mark: Mark) => void): void {
    this.#targets?.forEach((marks, to) => {
      if (marks instanceof Set) {
        marks.forEach(mark => visit(to, mark));
      } else {
        visit(to, marks);
      }
    });
  }

  get listeners(): Listener[] {
    return (this.#listeners ??= []);
  }

  /** Calls those who watch the place. */
  tell(value: Value): void {
    for (let index = 0; this.#listeners && index < this.#listeners.length; index += 1) {
      this.#listeners[index]!(value);
    }
  }

  /** Places derived from this one: `place.name`, its elements, the result of calling it. */
  get derived(): Map<string, Place> {
    return (this.#derived ??= new Map());
  }
}

function isEnough(values: ReadonlySet<Value>, kind: PlainValue['kind']): boolean {
  let count = 0;
  for (const value of values) {
    count += plain(value).kind === kind ? 1 : 0;
  }
  return count >= mostPerKind;
}

/** Values moving along edges between places, to a fixpoint. */
export class Flow {
  readonly #queue: { place: Place; value: Value }[] = [];
  readonly #arguments = new Map<FunctionNode, Map<PlainValue, ArgumentValue>>();

  /** Puts a value at a place. */
  add(place: Place, value: Value): void {
    if (place.take(value)) {
      this.#queue.push({ place, value });
    }
  }

  /** Lets every value of `from` reach `to`; with `into`, as an argument of that function. */
  edge(from: Place, to: Place, into?: FunctionNode): void {
    if (from === to || !from.leadTo(to, into)) {
      return;
    }
    if (from.values.size > 0) {
      for (const value of [...from.values]) {
        this.add(to, into ? this.marked(value, into) : value);
      }
    }
  }

  /** Calls `listener` once for each value that reaches `place`, now or later. */
  watch(place: Place, listener: Listener): void {
    place.listeners.push(listener);
    if (place.values.size > 0) {
      for (const value of [...place.values]) {
        listener(value);
      }
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
      place.forEachTarget((to, into) => this.add(to, into ? this.marked(value, into) : value));
      place.tell(value);
    }
  }
}

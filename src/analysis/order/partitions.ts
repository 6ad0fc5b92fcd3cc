import type { Known } from './known.ts';
import type { FlowProblem } from './solve.ts';

/** The state on the paths on which something is known. */
export interface Partition<S> {
  readonly known: Known;
  readonly state: S;
}

/** The paths that arrive somewhere, told apart by what is known on them, in a fixed order. */
export type Partitions<S> = readonly Partition<S>[];

/** Beyond these, knowledge is dropped: paths are taken together, so that a path may be believed that cannot be. */
const MOST_KNOWN = 8;
const MOST_PARTITIONS = 16;

/** Takes partitions together until there are few enough, and none that says no more than another one. */
export class PartitionLimits<S> {
  readonly #problem: FlowProblem<S>;
  readonly #wanted: (key: string) => number;

  /** Of the things that are known, those that `wanted` gives the least for are dropped first. */
  constructor(problem: FlowProblem<S>, wanted: (key: string) => number) {
    this.#problem = problem;
    this.#wanted = wanted;
  }

  /** First those in the same state are merged, by keeping what they know in common; then knowledge is dropped from all. */
  settle(partitions: Partitions<S>): Partitions<S> {
    let few = this.#distinct(partitions.map(({ known, state }) => ({ known: this.#limit(known), state })));
    if (few.length > MOST_PARTITIONS) few = this.#distinct(this.#mergeEqualStates(few));
    while (few.length > MOST_PARTITIONS) {
      const least = this.#leastWanted(few.flatMap(({ known }) => [...known.keys()]));
      few = this.#distinct(few.map(({ known, state }) => ({ known: known.filter((key) => key !== least), state })));
    }
    return few;
  }

  #limit(known: Known): Known {
    let limited = known;
    while (limited.size > MOST_KNOWN) {
      const least = this.#leastWanted([...limited.keys()]);
      limited = limited.filter((key) => key !== least);
    }
    return limited;
  }

  #leastWanted(keys: readonly string[]): string | undefined {
    return [...keys].sort((one, other) => this.#wanted(one) - this.#wanted(other) || (one < other ? 1 : -1))[0];
  }

  /** Joins the states of equal knowledge, and leaves out what a partition that knows less says as well. */
  #distinct(partitions: Partitions<S>): Partitions<S> {
    if (partitions.length < 2) return partitions;
    const bySignature = new Map<string, Partition<S>>();
    for (const { known, state } of partitions) {
      const twin = bySignature.get(known.signature);
      bySignature.set(known.signature, { known, state: twin === undefined ? state : this.#problem.join(twin.state, state) });
    }
    const all = [...bySignature.values()].sort((one, other) => (one.known.signature < other.known.signature ? -1 : 1));
    return all.filter((each) => !all.some((other) => this.#covers(other, each)));
  }

  #covers(wide: Partition<S>, narrow: Partition<S>): boolean {
    return (
      wide.known.size < narrow.known.size &&
      (this.#problem.mayCover?.(wide.state, narrow.state) ?? true) &&
      wide.known.common(narrow.known) === wide.known &&
      this.#problem.equals(this.#problem.join(wide.state, narrow.state), wide.state)
    );
  }

  #mergeEqualStates(partitions: Partitions<S>): Partitions<S> {
    const merged: Partition<S>[] = [];
    for (const each of partitions) {
      const at = merged.findIndex(({ state }) => this.#problem.equals(state, each.state));
      const twin = merged[at];
      if (twin === undefined) merged.push(each);
      else merged[at] = { known: twin.known.common(each.known), state: twin.state };
    }
    return merged;
  }
}

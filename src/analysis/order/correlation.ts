import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { affects, type Change, changesOf, letsOthersRun } from './changes.ts';
import type { Condition, ControlFlow, Segment } from './control-flow.ts';
import { Known } from './known.ts';
import { type Names, namesOf } from './names.ts';
import { type Partition, PartitionLimits, type Partitions } from './partitions.ts';
import { type FlowProblem, type FlowSolution, solve } from './solve.ts';
import { TrackedTests, valueKey } from './tracked.ts';
import { type Value, valueOf } from './values.ts';

type Node = TSESTree.Node;
type ScopeManager = Readonly<TSESLint.Scope.ScopeManager>;

/**
 * Solves `problem` so that a test without side effects has one answer until something that it reads is written, and so that
 * a name which was given a literal decides the tests of it. The states are those of all paths taken together.
 */
export function solveCorrelated<S>(flow: ControlFlow, problem: FlowProblem<S>, scopeManager: ScopeManager): FlowSolution<S> {
  const solution = solve(flow, withCorrelation(flow, problem, scopeManager));
  const together = (partitions: Partitions<S>) =>
    partitions.map(({ state }) => state).reduce((one, other) => problem.join(one, other));
  return {
    before(segment) {
      const partitions = solution.before(segment);
      return partitions && together(partitions);
    },
    *events(segment) {
      for (const [event, partitions] of solution.events(segment)) yield [event, together(partitions)];
    },
  };
}

/** The same problem, asked of the paths as told apart by what is known on them. */
function withCorrelation<S>(
  flow: ControlFlow,
  problem: FlowProblem<S>,
  scopeManager: ScopeManager,
): FlowProblem<Partitions<S>> {
  return new Correlation(flow, problem, namesOf(scopeManager));
}

/** What an event does to what is known. */
interface Effect {
  readonly changes: readonly Change[];
  readonly letsOthersRun: boolean;
  readonly gives: { readonly key: string; readonly value: Value } | undefined;
}

class Correlation<S> implements FlowProblem<Partitions<S>> {
  readonly initial: Partitions<S>;
  readonly #flow: ControlFlow;
  readonly #problem: FlowProblem<S>;
  readonly #names: Names;
  readonly #tests: TrackedTests;
  readonly #limits: PartitionLimits<S>;
  readonly #effects = new Map<Node, Effect | undefined>();

  constructor(flow: ControlFlow, problem: FlowProblem<S>, names: Names) {
    this.initial = [{ known: Known.nothing, state: problem.initial }];
    this.#flow = flow;
    this.#problem = problem;
    this.#names = names;
    this.#tests = new TrackedTests(flow, names);
    this.#limits = new PartitionLimits(problem, (key) => this.#tests.get(key)?.tests ?? 0);
  }

  join(one: Partitions<S>, other: Partitions<S>): Partitions<S> {
    return this.#limits.settle([...one, ...other]);
  }

  equals(one: Partitions<S>, other: Partitions<S>): boolean {
    return one.length === other.length && one.every((each, index) => this.#isSame(each, other[index]));
  }

  transfer(partitions: Partitions<S>, event: Node): Partitions<S> {
    const mayMatter = this.#flow.writes.has(event) || partitions.some(({ known }) => known.size > 0);
    const effect = mayMatter ? this.#effectOf(event) : undefined;
    return this.#map(partitions, ({ known, state }) => ({
      known: effect === undefined ? known : this.#apply(effect, known),
      state: this.#problem.transfer(state, event),
    }));
  }

  threw(partitions: Partitions<S>, event: Node): Partitions<S> {
    return this.#map(partitions, ({ known, state }) => ({
      known,
      state: this.#problem.threw === undefined ? state : this.#problem.threw(state, event),
    }));
  }

  /** Forgets what no test to come asks. */
  enter(partitions: Partitions<S>, segment: Segment): Partitions<S> {
    return this.#map(partitions, ({ known, state }) => ({
      known: known.filter((key) => (this.#tests.get(key)?.until ?? -1) >= segment.index),
      state: this.#problem.enter === undefined ? state : this.#problem.enter(state, segment),
    }));
  }

  refine(partitions: Partitions<S>, test: Node, outcome: boolean): Partitions<S> | undefined {
    return this.#answer(partitions, { asks: 'truthy', test, outcome });
  }

  refineNullish(partitions: Partitions<S>, test: Node, outcome: boolean): Partitions<S> | undefined {
    return this.#answer(partitions, { asks: 'nullish', test, outcome });
  }

  /** Leaves out the partitions on whose paths the test cannot have this outcome; on the others, it is known now. */
  #answer(partitions: Partitions<S>, { asks, test, outcome }: Condition): Partitions<S> | undefined {
    const refine = asks === 'truthy' ? this.#problem.refine : this.#problem.refineNullish;
    const pure = this.#tests.testOf(asks, test);
    const possible = this.#map(partitions, ({ known, state }) => {
      const learned = pure === undefined ? known : known.assume(pure, outcome !== pure.negated);
      if (learned === undefined) return undefined;
      const refined = refine === undefined ? state : refine.call(this.#problem, state, test, outcome);
      return refined === undefined ? undefined : { known: learned, state: refined };
    });
    return possible.length === 0 ? undefined : possible;
  }

  #effectOf(event: Node): Effect | undefined {
    if (this.#effects.has(event)) return this.#effects.get(event);
    const changes = changesOf(event, this.#flow, this.#names);
    const others = letsOthersRun(event);
    const effect = changes.length > 0 || others ? { changes, letsOthersRun: others, gives: this.#given(event) } : undefined;
    this.#effects.set(event, effect);
    return effect;
  }

  /** The value that a write gives to a name which tests ask about. */
  #given(event: Node): Effect['gives'] {
    const target = this.#flow.writes.get(event);
    const path = target && this.#names.pathOf(target);
    if (path === undefined) return undefined;
    const key = valueKey(path);
    if (this.#tests.get(key) === undefined) return undefined;
    switch (event.type) {
      case 'AssignmentExpression': {
        const given = event.operator === '=' ? valueOf(event.right) : undefined;
        return given && { key, value: given.value };
      }
      case 'VariableDeclarator': {
        const given = event.init === null ? { value: undefined } : valueOf(event.init);
        return given && { key, value: given.value };
      }
      default:
        return undefined;
    }
  }

  #apply({ changes, letsOthersRun: others, gives }: Effect, known: Known): Known {
    const kept = known.filter((key) => {
      const tracked = this.#tests.get(key);
      if (tracked === undefined || (others && tracked.shared)) return false;
      return !tracked.reads.some((read) => changes.some((change) => affects(change, read)));
    });
    return gives === undefined ? kept : kept.with(gives.key, gives.value);
  }

  #map(partitions: Partitions<S>, change: (partition: Partition<S>) => Partition<S> | undefined): Partitions<S> {
    const changed = partitions.map(change);
    const isSame = changed.every((each, index) => {
      const before = partitions[index];
      return each !== undefined && each.known === before?.known && each.state === before.state;
    });
    return isSame ? partitions : this.#limits.settle(changed.filter((each) => each !== undefined));
  }

  #isSame(one: Partition<S>, other: Partition<S> | undefined): boolean {
    return other?.known.signature === one.known.signature && this.#problem.equals(one.state, other.state);
  }
}

import type { TSESLint } from '@typescript-eslint/utils';
import { affects, type Change, changesElsewhere } from './changes.ts';
import type { Condition, ControlFlow } from './control-flow.ts';
import type { Names, Path } from './names.ts';
import { type PureTest, pureTest, type Read } from './pure-tests.ts';

/** Something that may be known for a while: the answer to a test, or the value of a name that tests ask about. */
export interface Tracked {
  readonly reads: readonly Read[];
  /** The index of the last segment from which a test that wants to know can be reached. */
  until: number;
  /** How many tests want to know. */
  tests: number;
  /** Whether other functions write what it reads. */
  readonly shared: boolean;
}

/** The pure tests of one control flow, and for how long it is worth remembering what they found. */
export class TrackedTests {
  readonly #tests = new Map<Condition['asks'], Map<Condition['test'], PureTest | undefined>>([
    ['nullish', new Map()],
    ['truthy', new Map()],
  ]);
  readonly #tracked = new Map<string, Tracked>();
  readonly #changesElsewhere = new Map<TSESLint.Scope.Variable, readonly Change[]>();

  constructor(flow: ControlFlow, names: Names) {
    const lastTurn = lastTurns(flow);
    for (const segment of flow.segments) {
      const until = lastTurn[segment.index] ?? segment.index;
      for (const { condition } of segment.outgoing) {
        if (condition === undefined || !condition.outcome) continue;
        const test = pureTest(condition, names);
        this.#tests.get(condition.asks)?.set(condition.test, test);
        if (test === undefined) continue;
        const tracked = this.#track(test, flow, names);
        tracked.until = Math.max(tracked.until, until);
        tracked.tests += 1;
      }
    }
  }

  testOf(asks: Condition['asks'], test: Condition['test']): PureTest | undefined {
    return this.#tests.get(asks)?.get(test);
  }

  get(key: string): Readonly<Tracked> | undefined {
    return this.#tracked.get(key);
  }

  /** Tests of one name help to answer each other, and so are tracked as one. */
  #track({ key, about, reads }: PureTest, flow: ControlFlow, names: Names): Tracked {
    const subject = about === undefined ? key : valueKey(about.path);
    let tracked = this.#tracked.get(subject);
    if (tracked === undefined) {
      tracked = { reads, until: 0, tests: 0, shared: reads.some((read) => this.#isShared(read, flow, names)) };
      this.#tracked.set(subject, tracked);
    }
    this.#tracked.set(key, tracked);
    return tracked;
  }

  #isShared(read: Read, { root }: ControlFlow, names: Names): boolean {
    const { variable } = read.path;
    if (variable === undefined) return false;
    const changes = this.#changesElsewhere.get(variable) ?? changesElsewhere(variable, root, names);
    this.#changesElsewhere.set(variable, changes);
    return changes.some((change) => affects(change, read));
  }
}

/** The key under which the value of a name is known, beside the answers to tests of it. */
export function valueKey(path: Path): string {
  return `${path.key} =`;
}

/**
 * For each segment, the last one of the outermost loop around it, from which a later turn comes back to it; its own index
 * outside of loops.
 */
function lastTurns({ segments }: ControlFlow): readonly number[] {
  const ends = segments.map(({ index }) => index);
  for (const { index, outgoing } of segments) {
    for (const { to } of outgoing) if (to.index <= index) ends[to.index] = Math.max(ends[to.index] ?? 0, index);
  }
  let end = 0;
  return ends.map((each, index) => {
    end = index <= end ? Math.max(end, each) : each;
    return end;
  });
}

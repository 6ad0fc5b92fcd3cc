import type { TSESTree } from '@typescript-eslint/utils';
import type { Condition, ControlFlow, Segment } from './control-flow.ts';

type Node = TSESTree.Node;

/** A forward question about every path at once: what may be true when an event is about to happen? States are immutable. */
export interface FlowProblem<S> {
  /** The state in which the root is entered. */
  readonly initial: S;
  /** What holds where two paths meet; never less than either, and only finitely often more. */
  join(one: S, other: S): S;
  equals(one: S, other: S): boolean;
  /** Whether `wide` may be all that a join of the two would be: false where it surely is not, and quick to tell. */
  mayCover?(wide: S, narrow: S): boolean;
  /** The state after an event. */
  transfer(state: S, event: Node): S;
  /** The state in which an error of the event is caught, if not the one before it: what threw was tried, but did nothing. */
  threw?(state: S, event: Node): S;
  /** The state in which a segment is entered, when that is less than what its predecessors know. */
  enter?(state: S, segment: Segment): S;
  /** The state when `test` was truthy (`outcome: true`) or falsy; undefined when it cannot have been. */
  refine?(state: S, test: Node, outcome: boolean): S | undefined;
  /** The same for `operand?.`, `operand ?? …` and `operand ??= …`: was it null or undefined? */
  refineNullish?(state: S, operand: Node, outcome: boolean): S | undefined;
}

/** What a problem comes to at every point of one control flow. */
export interface FlowSolution<S> {
  /** The state before a segment's first event; undefined where no path arrives. */
  before(segment: Segment): S | undefined;
  /** The states before each event of a segment, in order. */
  events(segment: Segment): Iterable<readonly [event: Node, before: S]>;
}

/** Solves `problem` by going over the segments in their order until nothing changes. */
export function solve<S>(flow: ControlFlow, problem: FlowProblem<S>): FlowSolution<S> {
  const { segments } = flow;
  const before: (S | undefined)[] = segments.map(() => undefined);
  const pending = segments.map(() => false);
  before[0] = problem.initial;
  pending[0] = true;

  for (let at = 0; at < segments.length; ) {
    const segment = segments[at];
    const start = before[at];
    if (segment === undefined || start === undefined || pending[at] !== true) {
      at += 1;
      continue;
    }
    pending[at] = false;
    let end: S = start;
    for (const event of segment.events) end = problem.transfer(end, event);
    let next = at + 1;
    for (const { to, condition, thrownBy } of segment.outgoing) {
      const tried = thrownBy === undefined || problem.threw === undefined ? end : problem.threw(end, thrownBy);
      const leaving = condition === undefined ? tried : refined(problem, tried, condition);
      if (leaving === undefined) continue;
      const arriving = problem.enter === undefined ? leaving : problem.enter(leaving, to);
      const known = before[to.index];
      const joined = known === undefined ? arriving : problem.join(known, arriving);
      if (known !== undefined && problem.equals(known, joined)) continue;
      before[to.index] = joined;
      pending[to.index] = true;
      next = Math.min(next, to.index);
    }
    at = next;
  }

  return {
    before: (segment) => before[segment.index],
    *events(segment) {
      let state = before[segment.index];
      if (state === undefined) return;
      for (const event of segment.events) {
        yield [event, state];
        state = problem.transfer(state, event);
      }
    },
  };
}

/**
 * Calls back for every event that some path reaches, in evaluation order. An event in a `finally` block comes once for each
 * layout of the block.
 */
export function visit<S>(
  flow: ControlFlow,
  solution: FlowSolution<S>,
  callback: (event: Node, before: S) => void,
): void {
  for (const segment of flow.segments) {
    for (const [event, before] of solution.events(segment)) callback(event, before);
  }
}

function refined<S>(problem: FlowProblem<S>, state: S, { asks, test, outcome }: Condition): S | undefined {
  const refine = asks === 'truthy' ? problem.refine : problem.refineNullish;
  return refine === undefined ? state : refine.call(problem, state, test, outcome);
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { Graph } from '../flow/index.ts';
import { type CodeRoot, type ControlFlow, controlFlowOf } from '../order/control-flow.ts';
import { solveCorrelated } from '../order/correlation.ts';
import { wrappedParent } from '../tree.ts';
import { Changes, type Connections } from './changes.ts';
import { Late, type LateUse } from './late.ts';
import { Makings } from './makings.ts';
import { afterUse, equals, isAnyLate, join, mayCover, type State, withoutThing, withThings } from './states.ts';
import { Things } from './things.ts';
import { Uses } from './uses.ts';
import { Values } from './values.ts';
import { Writes } from './writes.ts';
import { scopeManagerOf } from '../scopes.ts';

type Node = TSESTree.Node;

/** Finds every late use in one piece of code. */
export function lateUsesIn(graph: Graph, root: CodeRoot, connections: Connections): LateUse[] {
  const flow = controlFlowOf(root, graph.sourceCode.visitorKeys);
  const typestate = new Typestate(graph, flow, connections);
  const solution = solveCorrelated(
    flow,
    {
      initial: typestate.initial(),
      join,
      mayCover,
      equals,
      transfer: (state, event) => typestate.transfer(state, event),
      threw: (state, event) => typestate.threw(state, event),
      refine: (state, test, outcome) => typestate.refine(state, test, outcome),
    },
    scopeManagerOf(graph.sourceCode),
  );
  const found = { deleted: new Map<Node, LateUse>(), stale: new Map<Node, LateUse>() };
  for (const segment of flow.segments) {
    const start = solution.before(segment);
    if (start && (isAnyLate(start) || segment.events.some(event => typestate.isChange(event)))) {
      for (const [event, before] of solution.events(segment)) {
        typestate.transfer(before, event, use => {
          if (!found[use.kind].has(use.node)) {
            found[use.kind].set(use.node, use);
          }
        });
      }
    }
  }
  return [...found.deleted.values(), ...found.stale.values()];
}

/** What is known of the sessions of one piece of code as it runs. */
class Typestate {
  readonly #changes: Changes;
  readonly #late: Late;
  readonly #makings: Makings;
  readonly #things: Things;
  readonly #uses: Uses;
  readonly #values: Values;
  readonly #writes: Writes;

  constructor(
    readonly graph: Graph,
    readonly flow: ControlFlow,
    connections: Connections,
  ) {
    const { root } = flow;
    this.#things = new Things(graph, root);
    this.#values = new Values(graph, root, this.#things);
    this.#changes = new Changes(graph, this.#values, connections);
    this.#late = new Late(graph, flow, this.#values, this.#changes);
    this.#makings = new Makings(graph, this.#things, this.#values);
    this.#uses = new Uses(graph, root, this.#values);
    this.#writes = new Writes(graph, root, this.#things, this.#values);
  }

  /** The state after an event; tells of the late uses that the event is. */
  transfer(before: State, event: Node, tell?: (use: LateUse) => void): State {
    let state = this.#things.elementsAt(event).reduce(withoutThing, before);
    for (const use of this.#uses.of(state, event)) {
      state = this.#late.afterUse(state, use, tell);
    }
    for (const { effect, isCalled } of this.#changes.stepsAt(event)) {
      if (effect.kind === 'use') {
        state = this.#late.afterUse(
          state,
          { node: effect.node, things: this.#values.of(state, effect.session), isUpkeep: effect.isUpkeep ?? false },
          tell,
        );
      } else {
        state = this.#changes.apply(state, effect);
        if (isCalled && effect.kind === 'write') {
          state = this.#writes.writeInside(state, event, effect);
        }
      }
    }
    state = this.#makings.make(state, event);
    const target = this.flow.writes.get(event);
    return this.#writes.chosen(target ? this.#writes.write(state, event, target) : this.#writes.stored(state, event), event);
  }

  /**
   * The state in which an error of an event is caught. A use that fails was told of. What is not waited for seldom fails,
   * and nobody sees the path, and a refresh that fails was at least tried: what is late only there is not told of.
   */
  threw(before: State, event: Node): State {
    let state = before;
    for (const use of this.#uses.of(before, event)) {
      state = this.#late.afterUse(state, use);
    }
    if (wrappedParent(event)?.type !== 'AwaitExpression' || this.#isRefresh(event)) {
      state = withThings(state, state.things.keys(), afterUse);
    }
    return state;
  }

  /** Whether an event may make something late. */
  isChange(event: Node): boolean {
    return this.#changes.stepsAt(event).length > 0;
  }

  #isRefresh(event: Node): boolean {
    return (
      this.graph.sessions.get(event)?.creation !== undefined || this.#changes.stepsAt(event).some(({ effect }) => effect.kind === 'update')
    );
  }

  /** The state in which this code is entered. */
  initial(): State {
    return this.#writes.initial();
  }

  /** The state once a test came out as `outcome`. */
  refine(before: State, test: Node, outcome: boolean): State {
    return this.#changes.refine(before, test, outcome);
  }
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { Graph } from '../flow/index.ts';
import type { ControlFlow } from '../order/control-flow.ts';
import { nodesBelow } from '../tree.ts';
import { Causes, sourcesOf } from './causes.ts';
import type { Changes } from './changes.ts';
import { changedPlace, type Dependency } from './dependencies.ts';
import type { Effect } from './effects.ts';
import type { Thing } from './identity.ts';
import { afterUse, maybe, sameAs, seenIn, type State, status, whereHeld, withThings } from './states.ts';
import type { Use } from './uses.ts';
import type { Values } from './values.ts';

type Node = TSESTree.Node;

/** A use of a session, or of what came from it, behind a change or a deletion. */
export interface LateUse {
  readonly kind: 'deleted' | 'stale';
  readonly node: Node;
  readonly thing: Thing;
  /** What changed or deleted it. */
  readonly by: Effect;
  /** The place that the creation was made from, when that is what changed. */
  readonly place: Dependency | undefined;
  /** Everything in the same code that makes it stale or may delete it: `by` is one of them. */
  readonly causes: readonly Effect[];
  /** Whether what it was taken or built from is fresh by now: making it again where it is used would be the cure. */
  readonly isRenewed: boolean;
}

/** Tells of the uses that come too late. */
export class Late {
  readonly #causes: Causes;

  constructor(
    readonly graph: Graph,
    flow: ControlFlow,
    readonly values: Values,
    changes: Changes,
  ) {
    this.#causes = new Causes(graph, flow, changes);
  }

  /** The state after a use; tells of it where it is late. */
  afterUse(state: State, { node, things, isUpkeep }: Use, tell?: (use: LateUse) => void): State {
    const all = new Set(things);
    const late = [...all].filter(thing => {
      const seen = seenIn(state, thing);
      return maybe(seen, status.deleted) || (!isUpkeep && maybe(seen, status.stale));
    });
    if (late.length === 0) {
      return state;
    }
    for (const thing of tell ? late : []) {
      const seen = seenIn(state, thing);
      const { deletedBy, staleBy } = seen;
      const causes = this.#causes.of(thing);
      if (maybe(seen, status.deleted) && deletedBy) {
        tell!({ kind: 'deleted', node, thing, by: deletedBy, place: undefined, causes, isRenewed: false });
      }
      if (!isUpkeep && maybe(seen, status.stale) && staleBy) {
        const place = placeOf(thing, staleBy);
        tell!({ kind: 'stale', node, thing, by: staleBy, place, causes, isRenewed: this.#isRenewed(state, thing) });
      }
    }
    // of several that it may be, only one is used: what belongs to another is as it was, unless that is the one held
    const related = this.#related(state, all);
    const isLate = new Set(late);
    const isWithHeld = (thing: Thing): boolean => [...related.get(thing)!].some(source => source.kind === 'session' && isLate.has(source));
    const concerned = [...related.keys()].filter(thing => isLate.has(thing) || isWithHeld(thing) || related.get(thing)!.size === all.size);
    return withThings(state, concerned, (seen, thing) =>
      isLate.has(thing) || !isWithHeld(thing) ? afterUse(seen) : whereHeld(seen, afterUse(seen)),
    );
  }

  #isRenewed(state: State, thing: Thing): boolean {
    if (thing.kind === 'session') {
      return false;
    }
    const from: Thing[] = [];
    for (const node of nodesBelow(thing.node, this.graph.sourceCode.visitorKeys)) {
      const isName = node !== thing.node && (node.type === 'Identifier' || node.type === 'MemberExpression');
      from.push(...(isName ? this.values.of(state, node) : []));
    }
    const outdated = status.stale | status.staleReported | status.deleted | status.deletedReported;
    return from.length > 0 && from.every(source => source !== thing && !maybe(seenIn(state, source), outdated));
  }

  /** Things, what they were taken from, and what was taken from them, each with those that it belongs to: one fault for all of them. */
  #related(state: State, all: Iterable<Thing>): Map<Thing, Set<Thing>> {
    const related = new Map<Thing, Set<Thing>>();
    const relate = (thing: Thing, to: Thing): void => {
      const known = related.get(thing);
      if (known) {
        known.add(to);
      } else {
        related.set(thing, new Set([to]));
      }
    };
    const others = [...state.things.keys()].filter(other => other.sources.size > 0);
    for (const thing of all) {
      const own = new Set([...sameAs(state, thing), ...thing.sources]);
      for (const other of others) {
        if ([...other.sources].some(source => own.has(source))) {
          own.add(other);
        }
      }
      own.forEach(each => relate(each, thing));
    }
    return related;
  }
}

/** What changed of that from which a thing was made, or the session that it was taken from. */
function placeOf(thing: Thing, by: Effect): Dependency | undefined {
  for (const { dependencies } of [thing, ...sourcesOf(thing)]) {
    const place = dependencies && changedPlace(dependencies, by);
    if (place) {
      return place;
    }
  }
  return undefined;
}

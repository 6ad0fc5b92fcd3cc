import type { TSESTree } from '@typescript-eslint/utils';
import type { Graph } from '../flow/index.ts';
import { originsOf } from '../people/origins.ts';
import { nodesBelow } from '../tree.ts';
import { changedPlace, type Dependencies } from './dependencies.ts';
import { carriedOver } from './carried-over.ts';
import { directEffects, type Effect } from './effects.ts';
import { calledAt, summaryOf } from './summaries.ts';
import type { Thing } from './identity.ts';
import { isPrefix, type Path, pathOf } from './paths.ts';
import {
  becameDeleted,
  becameFresh,
  becameOutdated,
  becameStale,
  sameAs,
  type State,
  type ThingState,
  whereHeld,
  withThings,
} from './states.ts';
import type { Values } from './values.ts';

type Node = TSESTree.Node;

/** Which changes of a user's connections make a session stale. */
export type Connections = 'all' | 'none' | 'pinned';

/** An effect of an event; `isCalled` for what a function does that the event calls. */
export interface Step {
  readonly effect: Effect;
  readonly isCalled: boolean;
}

/** What the events of one piece of code change, and for which sessions that matters. */
export class Changes {
  readonly #steps = new Map<Node, readonly Step[]>();

  constructor(
    readonly graph: Graph,
    readonly values: Values,
    readonly connections: Connections,
  ) {}

  /** What an event does, itself and by the functions of the file that it calls, in that order. */
  stepsAt(event: Node): readonly Step[] {
    let steps = this.#steps.get(event);
    if (!steps) {
      const found: Step[] = directEffects(this.graph, event).map(effect => ({ effect, isCalled: false }));
      if (event.type === 'CallExpression' || event.type === 'NewExpression') {
        for (const called of calledAt(this.graph, event)) {
          for (const effect of carriedOver(this.graph, event, called, summaryOf(this.graph, called))) {
            found.push({ effect, isCalled: true });
          }
        }
      }
      this.#steps.set(event, (steps = found));
    }
    return steps;
  }

  /** The state after an effect. */
  apply(before: State, effect: Effect): State {
    let state = before;
    switch (effect.kind) {
      case 'write':
      case 'mutate':
      case 'connection':
      case 'auth-config':
        return changedWith(
          before,
          [...before.things.keys()].filter(thing => thing.kind === 'session' && this.concerns(thing, effect)),
          seen => becameStale(seen, effect),
        );
      case 'update':
        for (const thing of [...this.values.of(state, effect.session)].flatMap(each => sameAs(before, each))) {
          if (thing.kind === 'session') {
            state = changedWith(state, [thing], becameFresh, seen => whereHeld(seen, becameOutdated(seen, effect)));
          }
        }
        return state;
      case 'delete': {
        const direct = [...this.values.of(state, effect.session)];
        for (const thing of (direct.length > 0 ? direct : [...this.values.ofId(state, effect.session)]).flatMap(each =>
          sameAs(before, each),
        )) {
          const deleted = (seen: ThingState): ThingState => becameDeleted(seen, effect);
          state = changedWith(state, [thing], deleted, seen => whereHeld(seen, deleted(seen)));
        }
        return state;
      }
      default:
        return state;
    }
  }

  /** Whether an effect makes a session stale. */
  concerns({ dependencies, isOutside }: Thing, effect: Effect): boolean {
    switch (effect.kind) {
      case 'connection':
        return (
          (this.connections === 'all' || (this.connections === 'pinned' && !!dependencies?.pinsAccounts)) &&
          !isOtherUser(this.graph, dependencies, effect.user)
        );
      case 'auth-config':
        return !!dependencies?.pinsAuthConfigs;
      default:
        return !isOutside && !!dependencies && changedPlace(dependencies, effect) !== undefined;
    }
  }

  /**
   * Where something of the changed place equals what was noted of it, nothing changed since: `if (madeFor !== toolkits.join())`
   * asks first.
   */
  refine(before: State, test: Node, outcome: boolean): State {
    if (test.type !== 'BinaryExpression' || !/^[!=]==?$/u.test(test.operator) || test.operator.startsWith('=') !== outcome) {
      return before;
    }
    const unchanged = [...before.things].flatMap(([thing, { staleBy }]) => {
      const place = staleBy && thing.dependencies ? changedPlace(thing.dependencies, staleBy) : undefined;
      const isNoted =
        place &&
        [
          [test.left, test.right],
          [test.right, test.left],
        ].some(([asked, noted]) => reads(this.graph, asked!, place.path) && isNote(this.graph, noted!));
      return isNoted ? sameAs(before, thing) : [];
    });
    return changedWith(before, unchanged, becameFresh);
  }
}

/** Applies `change` to `things`, and `follow` to everything that was taken from them, however often. */
function changedWith(state: State, things: readonly Thing[], change: (seen: ThingState) => ThingState, follow = change): State {
  if (things.length === 0) {
    return state;
  }
  const reached = new Set(things);
  for (let size = 0; size !== reached.size; ) {
    size = reached.size;
    for (const other of state.things.keys()) {
      for (const source of other.sources) {
        if (reached.has(source) || (source.among && reached.has(source.among))) {
          reached.add(other);
          break;
        }
      }
    }
  }
  const own = new Set(things);
  return withThings(state, reached, (seen, thing) => (own.has(thing) ? change(seen) : follow(seen)));
}

/** Whether an expression reads a place, or was read from it: `toolkits.size`, `key` of `const key = toolkits.join()`. */
function reads(graph: Graph, node: Node, place: Path, hops = 0): boolean {
  for (const inner of nodesBelow(node, graph.sourceCode.visitorKeys)) {
    const path = inner.type === 'Identifier' || inner.type === 'MemberExpression' ? pathOf(graph, inner) : undefined;
    const declarator =
      path && path.root !== 'this' && path.root.defs[0]?.type === 'Variable' ? (path.root.defs[0].node as Node) : undefined;
    const initial = declarator?.type === 'VariableDeclarator' ? declarator.init : undefined;
    if (path && (isPrefix(path, place) || isPrefix(place, path) || (hops === 0 && initial && reads(graph, initial, place, 1)))) {
      return true;
    }
  }
  return false;
}

/** Whether an expression is a name that the code wrote something to. */
function isNote(graph: Graph, node: Node): boolean {
  const path = pathOf(graph, node);
  return !!path && (path.root === 'this' || path.root.references.some(reference => reference.isWrite()));
}

/** Whether both users are written out and differ. */
function isOtherUser(graph: Graph, dependencies: Dependencies | undefined, user: Node | undefined): boolean {
  const [one, other] = [dependencies?.user, user].map(each => (each ? literalsOf(graph, each) : undefined));
  return !!one && !!other && !one.some(text => other.includes(text));
}

function literalsOf(graph: Graph, node: Node): string[] | undefined {
  const origins = originsOf(graph, node);
  return origins.every(origin => origin.kind === 'constant') ? origins.map(origin => graph.sourceCode.getText(origin.node)) : undefined;
}

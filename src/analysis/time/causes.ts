import type { TSESTree } from '@typescript-eslint/utils';
import type { Graph } from '../flow/index.ts';
import type { SessionValue } from '../flow/values.ts';
import { addTo } from '../grouped.ts';
import type { ControlFlow } from '../order/control-flow.ts';
import type { Changes } from './changes.ts';
import type { Effect } from './effects.ts';
import type { Thing } from './identity.ts';
import { pathKey } from './paths.ts';

type Node = TSESTree.Node;

/** Effects on a session that their text names, by the sessions that this may be. */
interface Endings {
  readonly bySession: Map<SessionValue, Effect[]>;
  readonly ofUnknown: Effect[];
  readonly all: Effect[];
}

/** What may make a session stale in one piece of code, or delete it, wherever in that code it is. */
export class Causes {
  readonly #known = new Map<Thing, readonly Effect[]>();
  /** Sessions that are made from the same places have the same causes, which may be many. */
  readonly #changes = new Map<string, readonly Effect[]>();
  #every: readonly Effect[] | undefined;
  #endings: Endings | undefined;

  constructor(
    readonly graph: Graph,
    readonly flow: ControlFlow,
    readonly changes: Changes,
  ) {}

  /** What may make a thing, or the session that it was taken from, stale, and the deletions that may be theirs. */
  of(thing: Thing): readonly Effect[] {
    let causes = this.#known.get(thing);
    if (!causes) {
      const sessions = thing.kind === 'session' ? [thing] : [...sourcesOf(thing)];
      const endings = this.#endingsOf(thing, sessions);
      const [first, ...others] = sessions.map(session => this.#changesOf(session));
      const changes = others.length === 0 ? (first ?? []) : [...new Set([first!, ...others].flat())];
      causes = endings.length === 0 ? changes : [...changes, ...endings].sort((one, other) => one.node.range[0] - other.node.range[0]);
      this.#known.set(thing, causes);
    }
    return causes;
  }

  #all(): readonly Effect[] {
    // an event of a `finally` block stands in several segments
    return (this.#every ??= [
      ...new Set(
        this.flow.segments.flatMap(({ events }) => events.flatMap(event => this.changes.stepsAt(event).map(({ effect }) => effect))),
      ),
    ]);
  }

  #changesOf(session: Thing): readonly Effect[] {
    const key = this.#keyOf(session);
    let changes = this.#changes.get(key);
    if (!changes) {
      this.#changes.set(key, (changes = this.#all().filter(effect => this.changes.concerns(session, effect))));
    }
    return changes;
  }

  /** A key that sessions share which the same changes concern. */
  #keyOf({ dependencies, isOutside }: Thing): string {
    if (!dependencies) {
      return '';
    }
    const { places, pinsAccounts, pinsAuthConfigs, user } = dependencies;
    return [
      isOutside,
      pinsAccounts,
      pinsAuthConfigs,
      this.#asksForUser() ? user?.range[0] : '',
      ...places.map(({ role, path, isBeside, turn }) => `${role} ${pathKey(path)} ${isBeside ?? false} ${turn?.range[0] ?? ''}`),
    ].join(' ');
  }

  #hasConnections: boolean | undefined;

  /** Only a change of connections concerns one user's sessions more than another's. */
  #asksForUser(): boolean {
    return (this.#hasConnections ??= this.#all().some(({ kind }) => kind === 'connection'));
  }

  /** Deletions, and for what was taken from a session its updates too: those that may be of one of `sessions`. */
  #endingsOf({ kind }: Thing, sessions: readonly Thing[]): Effect[] {
    const { all, bySession, ofUnknown } = (this.#endings ??= this.#collectEndings());
    const own = new Set(sessions.flatMap(({ node }) => [...sessionsAt(this.graph, node)]));
    const found = own.size === 0 ? all : [...new Set([...ofUnknown, ...[...own].flatMap(session => bySession.get(session) ?? [])])];
    return found.filter(effect => effect.kind === 'delete' || kind !== 'session');
  }

  #collectEndings(): Endings {
    const all = this.#all().flatMap(effect => (effect.kind === 'delete' || effect.kind === 'update' ? [effect] : []));
    const bySession = new Map<SessionValue, Effect[]>();
    const ofUnknown: Effect[] = [];
    for (const effect of all) {
      const meant = sessionsAt(this.graph, effect.session);
      meant.forEach(session => addTo(bySession, session, effect));
      if (meant.size === 0) {
        ofUnknown.push(effect);
      }
    }
    return { all, bySession, ofUnknown };
  }
}

/** The sessions that may get to an expression: itself, or what its id was read from. */
function sessionsAt(graph: Graph, node: Node): Set<SessionValue> {
  const found = new Set<SessionValue>();
  for (const value of graph.place(node).plainValues()) {
    if (value.kind === 'session') {
      found.add(value);
    } else if (value.kind === 'id') {
      found.add(value.session);
    }
  }
  return found;
}

/** What a thing was taken from, however far back. */
export function sourcesOf(thing: Thing, seen = new Set<Thing>()): Set<Thing> {
  for (const source of thing.sources) {
    if (!seen.has(source)) {
      seen.add(source);
      sourcesOf(source, seen);
    }
  }
  return seen;
}

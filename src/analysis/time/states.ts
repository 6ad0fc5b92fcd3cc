import type { Dependencies } from './dependencies.ts';
import type { Effect } from './effects.ts';
import { isWithin } from './paths.ts';
import type { TSESTree } from '@typescript-eslint/utils';

type Node = TSESTree.Node;

/** Something whose freshness is followed: a session, or what was taken or built from one, by where it came to be. */
export interface Thing {
  readonly kind: 'built' | 'session' | 'tools';
  readonly node: Node;
  readonly dependencies: Dependencies | undefined;
  /** The sessions or tools that it was taken from. */
  readonly sources: Set<Thing>;
  /** For one of several sessions that one call made: what stands for all of them. */
  readonly among: Thing | undefined;
  /** The key that tells it from the others. */
  readonly key?: string;
  /** True for what a function was given from outside: changes of places are judged where it was made. */
  readonly isOutside: boolean;
}

/** A set of states that a thing may be in, as bits. */
export type Status = number;

/**
 * `fresh < stale` and `alive < deleted`; what was reported stays so on its path, so that only the first use is a report.
 */
export const status = { fresh: 1, stale: 2, staleReported: 4, alive: 8, deleted: 16, deletedReported: 32 } as const;

const freshness = status.fresh | status.stale | status.staleReported;
export const untouched: Status = status.fresh | status.alive;

/** What is known of one thing. */
export interface ThingState {
  readonly status: Status;
  /** What made it stale. */
  readonly staleBy: Effect | undefined;
  readonly deletedBy: Effect | undefined;
}

/** What is known at one point: what each place holds (by its key), and how each thing is. Never changed in place. */
export interface State {
  readonly held: ReadonlyMap<string, ReadonlySet<Thing>>;
  readonly things: ReadonlyMap<Thing, ThingState>;
}

export const nothing: State = { held: new Map(), things: new Map() };

/** The union of what two paths say. */
export function join(one: State, other: State): State {
  if (one === other) {
    return one;
  }
  const held = new Map(one.held);
  for (const [place, things] of other.held) {
    const known = held.get(place);
    held.set(place, known ? new Set([...known, ...things]) : things);
  }
  const things = new Map(one.things);
  for (const [thing, state] of other.things) {
    const known = things.get(thing);
    things.set(thing, known ? joined(known, state) : state);
  }
  return { held, things };
}

function joined(one: ThingState, other: ThingState): ThingState {
  return {
    status: one.status | other.status,
    staleBy: one.staleBy ?? other.staleBy,
    deletedBy: one.deletedBy ?? other.deletedBy,
  };
}

/** Whether two states say the same. */
export function equals(one: State, other: State): boolean {
  if (one.held.size !== other.held.size || one.things.size !== other.things.size) {
    return false;
  }
  for (const [place, things] of one.held) {
    const known = other.held.get(place);
    if (!known || known.size !== things.size || [...things].some(thing => !known.has(thing))) {
      return false;
    }
  }
  for (const [thing, state] of one.things) {
    if (other.things.get(thing)?.status !== state.status) {
      return false;
    }
  }
  return true;
}

/** The state with one thing seen anew. */
export function withThing(state: State, thing: Thing, seen: ThingState): State {
  return { held: state.held, things: new Map(state.things).set(thing, seen) };
}

/**
 * The state with a place holding `things`. What it and the places inside it held before and nobody holds now is
 * forgotten: on the paths that still hold it, what happens to it here does not matter.
 */
export function withHeld(state: State, place: string, things: ReadonlySet<Thing>): State {
  const held = new Map<string, ReadonlySet<Thing>>();
  const before = new Set<Thing>();
  for (const [key, holds] of state.held) {
    if (isWithin(key, place)) {
      holds.forEach(thing => before.add(thing));
    } else {
      held.set(key, holds);
    }
  }
  held.set(place, things);
  const lost = [...before].filter(thing => !isHeld(held, thing));
  if (lost.length === 0) {
    return { held, things: state.things };
  }
  const left = new Map(state.things);
  lost.forEach(thing => left.delete(thing));
  return { held, things: left };
}

function isHeld(held: State['held'], thing: Thing): boolean {
  return [...held.values()].some(things => [...things].some(other => other === thing || other.sources.has(thing)));
}

/** How a thing is; one of several is as all of them are, until something happens to it alone. */
export function seenIn(state: State, thing: Thing): ThingState {
  const own = state.things.get(thing);
  return own ?? (thing.among ? seenIn(state, thing.among) : { status: untouched, staleBy: undefined, deletedBy: undefined });
}

/** The state in which nothing has happened to `thing` alone. */
export function withoutThing(state: State, thing: Thing): State {
  if (!state.things.has(thing)) {
    return state;
  }
  const things = new Map(state.things);
  things.delete(thing);
  return { held: state.held, things };
}

/** A thing that has just become stale. */
export function becameStale(seen: ThingState, by: Effect): ThingState {
  const isFresh = (seen.status & status.fresh) !== 0;
  return isFresh ? { ...seen, status: (seen.status & ~status.fresh) | status.stale, staleBy: by } : seen;
}

/** A thing that is fresh again. */
export function becameFresh(seen: ThingState): ThingState {
  return { ...seen, status: (seen.status & ~freshness) | status.fresh, staleBy: undefined };
}

/** A thing that has just been deleted. */
export function becameDeleted(seen: ThingState, by: Effect): ThingState {
  const isAlive = (seen.status & status.alive) !== 0;
  return isAlive ? { ...seen, status: (seen.status & ~status.alive) | status.deleted, deletedBy: seen.deletedBy ?? by } : seen;
}

/** A thing whose use has just been reported. */
export function afterUse(seen: ThingState): ThingState {
  const stale = (seen.status & status.stale) !== 0 ? (seen.status & ~status.stale) | status.staleReported : seen.status;
  return { ...seen, status: (stale & status.deleted) !== 0 ? (stale & ~status.deleted) | status.deletedReported : stale };
}

import type { Effect } from './effects.ts';
import { copyAt, earlierOf, originalOf, type Thing } from './identity.ts';
import { isWithin } from './paths.ts';

/** A set of states that a thing may be in, as bits. */
export type Status = number;

/**
 * `fresh < stale < deleted`; what was reported stays so on its path, so that only the first use is a report. What is deleted
 * is not stale as well: nothing that changes matters to it any more.
 */
export const status = { fresh: 1, stale: 2, staleReported: 4, deleted: 8, deletedReported: 16 } as const;

const isStillThere = status.fresh | status.stale | status.staleReported;

/**
 * The same bits once more, for the paths on which tools are held and the session that they came from is not: there, a use
 * of whatever session the variable holds says nothing about them.
 */
const orphaned = 5;
const low = (1 << orphaned) - 1;

/** Changes the bits for both kinds of paths. */
function onAllPaths(all: Status, change: (bits: Status) => Status): Status {
  return change(all & low) | (change(all >> orphaned) << orphaned);
}

/** Whether a thing is so on some path. */
export function maybe({ status: all }: ThingState, bit: Status): boolean {
  return ((all | (all >> orphaned)) & bit) !== 0;
}

/** Whether a use of some thing would be late. */
export function isAnyLate({ things }: State): boolean {
  for (const thing of things.values()) {
    if (maybe(thing, status.stale | status.deleted)) {
      return true;
    }
  }
  return false;
}

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

/**
 * So many things are told apart at one point, and so many places that hold them. Where code has more, the earliest are
 * forgotten, and what happens to them is not told of: the work for an event stays the same however long the code is.
 */
const mostThings = 32;
const mostPlaces = 64;

/** A thing that has just come to be. */
export const fresh: ThingState = { status: status.fresh, staleBy: undefined, deletedBy: undefined };

export const nothing: State = { held: new Map(), things: new Map() };

/**
 * The union of what two paths say. A place that holds a thing on only one of them, where that thing is not as it is on the other,
 * goes on to hold it as it is there: `current = changed ? await create(…) : session`.
 */
export function join(one: State, other: State): State {
  if (one === other) {
    return one;
  }
  const held = new Map(one.held);
  const things = new Map(one.things);
  for (const [thing, state] of other.things) {
    const known = things.get(thing);
    if (known || things.size < mostThings) {
      things.set(thing, known ? joined(known, state) : state);
    }
  }
  for (const [place, there] of other.held) {
    const here = one.held.get(place);
    if (!here) {
      if (held.size < mostPlaces) {
        held.set(place, there);
      }
    } else if (here !== there) {
      held.set(place, new Set([...apart(place, here, one, there, other, things), ...apart(place, there, other, here, one, things)]));
    }
  }
  return { held, things };
}

/** What a place holds on one path, set apart from what the other path says of the same things while it does not hold them. */
function* apart(
  place: string,
  holds: ReadonlySet<Thing>,
  state: State,
  besides: ReadonlySet<Thing>,
  other: State,
  things: Map<Thing, ThingState>,
): Generator<Thing> {
  for (const thing of holds) {
    const [own, elsewhere] = [state.things.get(thing), other.things.get(thing)];
    if (!own || !elsewhere || own.status === elsewhere.status || besides.has(thing)) {
      yield thing;
    } else {
      const copy = copyAt(thing, place);
      const known = things.get(copy);
      things.set(copy, known ? joined(known, own) : own);
      yield copy;
    }
  }
}

function joined(one: ThingState, other: ThingState): ThingState {
  return {
    status: one.status | other.status,
    staleBy: one.staleBy ?? other.staleBy,
    deletedBy: one.deletedBy ?? other.deletedBy,
  };
}

/** Whether a state may say all that another says: no if that has a place or thing more, or a thing in a state more. */
export function mayCover(wide: State, narrow: State): boolean {
  if (narrow.things.size > wide.things.size || narrow.held.size > wide.held.size) {
    return false;
  }
  for (const [thing, { status: seen }] of narrow.things) {
    const known = wide.things.get(thing);
    if (known === undefined || (known.status | seen) !== known.status) {
      return false;
    }
  }
  for (const place of narrow.held.keys()) {
    if (!wide.held.has(place)) {
      return false;
    }
  }
  return true;
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
  return { held: state.held, things: bounded(new Map(state.things).set(thing, seen), mostThings) };
}

/** Forgets what has been in a map longest. */
function bounded<K, V>(map: Map<K, V>, most: number): Map<K, V> {
  for (const key of map.keys()) {
    if (map.size <= most) {
      break;
    }
    map.delete(key);
  }
  return map;
}

/** The state with several things seen anew, each by what is known of it. */
export function withThings(state: State, changed: Iterable<Thing>, change: (seen: ThingState, thing: Thing) => ThingState): State {
  const things = new Map(state.things);
  for (const thing of changed) {
    things.set(thing, change(seenIn(state, thing), thing));
  }
  return { held: state.held, things: bounded(things, mostThings) };
}

/**
 * The state with a place holding `things`. What it and the places inside it held before and nobody holds now is
 * forgotten: on the paths that still hold it, what happens to it here does not matter. Where tools of it are held, it goes
 * on without a status of its own: nobody can use it, but what happens to it happens to them.
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
  const moved = new Map(
    [...things]
      .filter(thing => thing.original && thing.place !== place)
      .map(thing => [copyAt(thing, place), seenIn(state, thing)] as const),
  );
  held.set(place, new Set([...[...things].filter(thing => !thing.original || thing.place === place), ...moved.keys()]));
  bounded(held, mostPlaces);
  if (before.size === 0 && moved.size === 0) {
    return { held, things: state.things };
  }
  const all = new Set([...held.values()].flatMap(each => withOriginals(each)));
  withOriginals(before).forEach(thing => before.add(thing));
  const lost = [...before].filter(thing => !all.has(thing));
  if (lost.length === 0 && moved.size === 0) {
    return { held, things: state.things };
  }
  const left = new Map([...state.things, ...moved]);
  for (const thing of lost) {
    if ([...all].some(other => other.sources.has(thing))) {
      left.set(thing, { status: 0, staleBy: undefined, deletedBy: undefined });
      orphan(left, thing);
    } else {
      left.delete(thing);
    }
  }
  return { held, things: left };
}

function withOriginals(things: Iterable<Thing>): Thing[] {
  const all = [...things];
  return all.some(thing => thing.original) ? all.flatMap(thing => (thing.original ? [thing, thing.original] : [thing])) : all;
}

/**
 * The state in which a thing has just come to be. What came to be at the same node before and is still held goes on as what it
 * was: `const old = session; session = await create(…)` in a loop.
 */
export function withNew(state: State, thing: Thing, seen: ThingState): State {
  const before = sameAs(state, thing);
  if (![...state.held.values()].some(holds => before.some(each => holds.has(each)))) {
    return withThing(state, thing, seen);
  }
  const held = new Map<string, ReadonlySet<Thing>>();
  for (const [place, holds] of state.held) {
    held.set(
      place,
      before.some(each => holds.has(each)) ? new Set([...holds].map(each => (before.includes(each) ? earlierOf(each) : each))) : holds,
    );
  }
  const things = new Map(state.things);
  for (const each of before) {
    const own = seenIn(state, each);
    const known = things.get(earlierOf(each));
    things.set(earlierOf(each), known ? joined(known, own) : own);
    things.delete(each);
    orphan(things, each);
  }
  return { held, things: bounded(things.set(thing, seen), mostThings) };
}

/** The thing and its copies: what happens to one of them happens to all. */
export function sameAs(state: State, thing: Thing): Thing[] {
  return [thing, ...[...state.things.keys()].filter(other => other !== thing && originalOf(other) === originalOf(thing))];
}

/** Notes that a session is held no more by itself, in everything that was taken from it. */
function orphan(things: Map<Thing, ThingState>, source: Thing): void {
  for (const [thing, seen] of things) {
    if (thing.sources.has(source) && (seen.status & low) !== 0) {
      things.set(thing, { ...seen, status: ((seen.status & low) << orphaned) | (seen.status & ~low) });
      orphan(things, thing);
    }
  }
}

/** How a thing is; one of several is as all of them are, until something happens to it alone. */
export function seenIn(state: State, thing: Thing): ThingState {
  const own = state.things.get(thing);
  return own ?? (thing.among ? seenIn(state, thing.among) : fresh);
}

/** How what is taken from one of `things` is. */
export function togetherIn(state: State, things: readonly Thing[]): ThingState {
  return things.map(thing => seenIn(state, thing)).reduce(joined);
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
  const now = onAllPaths(seen.status, bits => ((bits & status.fresh) === 0 ? bits : (bits & ~status.fresh) | status.stale));
  return now === seen.status ? seen : { ...seen, status: now, staleBy: by };
}

/** What was taken from a session before its update: stale, even where the session had been reported. */
export function becameOutdated(seen: ThingState, by: Effect): ThingState {
  return { ...seen, status: onAllPaths(seen.status, bits => whereStillThere(bits, status.stale)), staleBy: seen.staleBy ?? by };
}

/** A thing that is fresh again, where it is still there. */
export function becameFresh(seen: ThingState): ThingState {
  return withStatus(seen, onAllPaths(seen.status, bits => whereStillThere(bits, status.fresh)));
}

/** A thing that has just been deleted. */
export function becameDeleted(seen: ThingState, by: Effect): ThingState {
  const now = onAllPaths(seen.status, bits => whereStillThere(bits, status.deleted));
  return now === seen.status ? seen : { ...withStatus(seen, now), deletedBy: seen.deletedBy ?? by };
}

/** What made a thing stale is forgotten with the last path on which it is. */
function withStatus(seen: ThingState, now: Status): ThingState {
  const next = { ...seen, status: now };
  return maybe(next, status.stale | status.staleReported) ? next : { ...next, staleBy: undefined };
}

/** The bits with `instead` for whatever is not yet deleted. */
function whereStillThere(bits: Status, instead: Status): Status {
  return (bits & isStillThere) === 0 ? bits : (bits & ~isStillThere) | instead;
}

/** A thing whose use has just been reported, as what it is on the paths that come here. */
export function afterUse(seen: ThingState): ThingState {
  return { ...seen, status: onAllPaths(seen.status, reported) };
}

/** What was taken from a session to which something just happened: the same, on the paths that still hold that session. */
export function whereHeld(seen: ThingState, changed: ThingState): ThingState {
  const staleBy = changed.staleBy ?? seen.staleBy;
  return { ...changed, staleBy, status: (changed.status & low) | (seen.status & ~low) };
}

function reported(bits: Status): Status {
  const isStale = (bits & status.stale) !== 0;
  const isDeleted = (bits & status.deleted) !== 0;
  return (bits & ~(status.stale | status.deleted)) | (isStale ? status.staleReported : 0) | (isDeleted ? status.deletedReported : 0);
}

import type { Settings } from '../sdk/settings.ts';
import { errorLogsOf, type ErrorLog } from './errors/index.ts';
import type { Creation, SourceCode, Store } from './facts.ts';
import { contextOf, type FileContext } from './file.ts';
import { kept } from './kept.ts';
import { outsideIdsOf, type OutsideId } from './outside/index.ts';
import { sharingsOf, type Sharing } from './sharing/index.ts';
import { storesOf } from './stores/index.ts';
import { lateUsesOf, siblingChangesOf, type Connections, type LateUse, type SiblingChange } from './time/index.ts';
import { foreignToolkitsOf, type ForeignToolkit, type ToolkitSet } from './toolkits/index.ts';
import { unusedSessionsOf, type UnusedSession } from './unused/index.ts';

export type * from './facts.ts';
export type { Connections, LateUse, SiblingChange } from './time/index.ts';
export type { OutsideId } from './outside/index.ts';
export type { Sharing } from './sharing/index.ts';
export type { ErrorLog, ForeignToolkit, ToolkitSet, UnusedSession };

/** Everything that the rules may ask of a file. Each answer is worked out when it is first asked for. */
export interface SessionFacts {
  /** Every call that returns a session, in source order. */
  readonly creations: readonly Creation[];
  /** Every store into a home that outlives the unit of work, in source order. */
  readonly stores: readonly Store[];
  /** Writes to what a kept session was made from, in a method or callback that neither refreshes nor drops it. */
  readonly siblingChanges: readonly SiblingChange[];
  /** Uses behind a change or deletion on some path; `connections` says which changes of a user's connections count. */
  lateUses(connections: Connections): readonly LateUse[];
  /** Every place where one session serves several users, in source order. */
  readonly sharings: readonly Sharing[];
  /** Every resumption of an id from a request that nothing related to the user, in source order. */
  readonly outsideIds: readonly OutsideId[];
  /** Every creation of a session that nothing uses, in source order. */
  readonly unusedSessions: readonly UnusedSession[];
  /** Every literal that asks a session for a toolkit which it does not have, in source order. */
  readonly foreignToolkits: readonly ForeignToolkit[];
  /** Every log of an error of session work that leaves the session's id out, in source order. */
  readonly errorLogs: readonly ErrorLog[];
}

const known = new WeakMap<object, { readonly settings: Settings; readonly facts: SessionFacts }>();

/** The only door to the analysis: what is true of the sessions of a file. Worked out once per file, lazily. */
export function sessionFacts(sourceCode: SourceCode, settings: Settings): SessionFacts {
  const cached = known.get(sourceCode);
  if (cached?.settings === settings) {
    return cached.facts;
  }
  const facts = lazyFacts(sourceCode, settings);
  known.set(sourceCode, { settings, facts });
  return facts;
}

function lazyFacts(sourceCode: SourceCode, settings: Settings): SessionFacts {
  const context = once(() => contextOf(sourceCode, settings));
  const found = <T>(find: (context: FileContext) => readonly T[]) => (): readonly T[] => {
    const about = context();
    return about ? find(about) : [];
  };
  const lateUses = new Map<Connections, readonly LateUse[]>();
  const facts: SessionFacts = lazily({
    creations: found(({ graph }) =>
      [...graph.sessions.values()].flatMap(({ creation }) => creation ?? []).sort((a, b) => a.call.range[0] - b.call.range[0]),
    ),
    stores: found(storesOf),
    siblingChanges: found(siblingChangesOf),
    lateUses: () => (connections: Connections) => kept(lateUses, connections, found(about => lateUsesOf(about, connections))),
    sharings: found(about => (facts.creations.length > 0 ? sharingsOf(about, facts.creations, facts.stores) : [])),
    outsideIds: found(about => (facts.creations.length > 0 ? outsideIdsOf(about, facts.creations) : [])),
    unusedSessions: found(about => unusedSessionsOf(about, facts.creations, facts.stores)),
    foreignToolkits: found(foreignToolkitsOf),
    errorLogs: found(errorLogsOf),
  });
  return facts;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** An object whose properties are worked out when they are first read. */
function lazily<T extends object>(makers: { readonly [Key in keyof T]: () => T[Key] }): T {
  const object = {} as T;
  for (const key of Object.keys(makers) as (keyof T)[]) {
    Object.defineProperty(object, key, { get: once(makers[key]), enumerable: true });
  }
  return object;
}

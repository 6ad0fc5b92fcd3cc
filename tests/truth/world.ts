import { isDeepStrictEqual } from 'node:util';
import { FakeSession, FakeTools, type Source } from './fake-sdk.ts';

/** One unit of work, and which first late uses in it are already noted. */
export interface Unit {
  readonly user: string;
  readonly noted: Set<string>;
}

/** A place that lives on after a unit of work, and what it counts as when it holds a session itself. */
export type HomeKind = 'container' | 'field' | 'module';

interface Home {
  readonly kind: HomeKind;
  readonly look: () => unknown;
  /** Lines of the stores into it that ran in this unit. */
  readonly ran: Set<number>;
}

const ruleOf: Record<HomeKind, string> = { container: 'no-session-cache', field: 'no-session-field', module: 'no-module-session' };

/**
 * The world that a generated program runs in. It runs units of work and notes what happens to sessions, each fault as
 * `LINE rule`. It knows nothing of the analysis.
 */
export class World {
  unit: Unit | undefined;
  /** The line that runs now; the programs say so themselves. */
  line = 0;
  readonly faults = new Set<string>();
  readonly #homes = new Map<string, Home>();
  readonly #connections = new Map<string, number>();
  readonly #sessions: FakeSession[] = [];
  /** Sessions that some home still held when a unit of work had ended. */
  readonly #kept = new Set<FakeSession>();
  #acting: string | undefined;

  /** How often something changed what a user has connected. */
  connectionsOf(user: string): number {
    return this.#connections.get(user) ?? 0;
  }

  /** The SDK's client. The programs hand `create` what their session is made from, to be read again. */
  readonly composio = {
    create: async (user: string, _config?: object, source?: Source): Promise<FakeSession> => {
      const session = new FakeSession(this, user, this.line, source);
      this.#sessions.push(session);
      if (this.unit && user !== this.#user && (user === 'default' || user.startsWith('constant')))
        this.#note('no-shared-session', this.line);
      return session;
    },
    connectedAccounts: {
      delete: async (_: string): Promise<void> => {
        const user = this.unit?.user ?? '';
        this.#connections.set(user, this.connectionsOf(user) + 1);
      },
    },
  };

  /** Hands something to code that is not shown, which uses whatever comes from a session in it. */
  readonly run = async (...given: unknown[]): Promise<string> => {
    for await (const { thing } of held(given, 'module')) {
      if (thing instanceof FakeSession) this.used(thing);
      else this.used(thing.session, thing);
    }
    return 'done';
  };

  /** Makes a home known. */
  home(name: string, kind: HomeKind, look: () => unknown): void {
    this.#homes.set(name, { kind, look, ran: new Set() });
  }

  /** A store into a home ran at a line. */
  stored(name: string, line: number): void {
    this.#homes.get(name)?.ran.add(line);
  }

  /** Lets a part of a unit work for another user. */
  as(user: string | undefined): void {
    this.#acting = user;
  }

  get #user(): string | undefined {
    return this.#acting ?? this.unit?.user;
  }

  /** Runs one unit of work and looks at what is left of it. A unit that stops early has ended, too. */
  async work(user: string, body: () => unknown): Promise<void> {
    const unit = (this.unit = { user, noted: new Set() });
    for (const { ran } of this.#homes.values()) ran.clear();
    try {
      for await (const { thing } of held(await body(), 'module')) touch(thing);
    } catch (error) {
      if (!(error instanceof Error && error.message === 'stop')) throw error;
    }
    this.as(undefined);
    this.unit = undefined;
    for (const { kind, look, ran } of this.#homes.values()) {
      for await (const { thing, way } of held(look(), kind)) {
        const session = touch(thing);
        this.#kept.add(session);
        for (const line of session.unit === unit ? ran : []) this.#note(thing === session ? ruleOf[way] : 'no-cached-session-tools', line);
      }
    }
  }

  #note(rule: string, line: number): void {
    this.faults.add(`${line} ${rule}`);
  }

  /** A session does something, or tools of it do. */
  used(session: FakeSession, tools?: FakeTools): void {
    session.isTouched = true;
    const { unit } = this;
    if (!unit) return;
    // a use behind a noted one is none; what is late with tools alone says nothing of their session
    const once = (rule: string, of: 'session' | 'tools' = 'session'): void => {
      const behind = [`${rule} session ${session.serial}`, ...(tools ? [`${rule} tools ${tools.serial}`] : [])];
      if (!behind.some(key => unit.noted.has(key)) && !(tools?.isBehind === rule && tools.version === session.version))
        this.#note(rule, this.line);
      unit.noted.add(`${rule} ${of} ${of === 'tools' && tools ? tools.serial : session.serial}`);
    };
    if (!session.isAlive) {
      once('no-deleted-session-use');
    } else if (session.isStale) {
      once('no-stale-session');
    } else if (tools && tools.version !== session.version) {
      once('no-stale-session', 'tools');
    }
    const isNoted = session.unit === unit && (session.user === 'default' || session.user.startsWith('constant'));
    if (session.user !== this.#user && !this.#kept.has(session) && !isNoted) once('no-shared-session');
  }

  /** A session is updated or deleted: that is no use of a stale one, but one of a dead one. */
  changed(session: FakeSession): void {
    session.isTouched = true;
    if (!session.isAlive) this.used(session);
    this.unit?.noted.delete(`no-stale-session session ${session.serial}`);
  }

  /** After all units: sessions that nothing ever touched. */
  end(): void {
    const touched = new Set(this.#sessions.filter(({ isTouched }) => isTouched).map(({ line }) => line));
    for (const { line } of this.#sessions) if (!touched.has(line)) this.#note('no-unused-session', line);
  }
}

function touch(thing: FakeSession | FakeTools): FakeSession {
  const session = thing instanceof FakeTools ? thing.session : thing;
  session.isTouched = true;
  return session;
}

/** Whether two readings of what a session was made from are the same. */
export const isSame = isDeepStrictEqual;

/** Every session, and everything from one, that a value holds; what lies in a container counts as lying there. */
async function* held(
  value: unknown,
  way: HomeKind,
  seen = new Set<unknown>(),
): AsyncGenerator<{ thing: FakeSession | FakeTools; way: HomeKind }> {
  if (value instanceof FakeSession || value instanceof FakeTools) {
    yield { thing: value, way };
  } else if (value instanceof Promise) {
    yield* held(await value.catch(() => undefined), way, seen);
  } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
    seen.add(value);
    const isContainer = value instanceof Map || value instanceof Set || Array.isArray(value);
    const inside: Iterable<unknown> =
      value instanceof Map ? value.values() : isContainer ? (value as Iterable<unknown>) : Object.values(value);
    for (const inner of inside) yield* held(inner, isContainer ? 'container' : way, seen);
  }
}

import { isSame, type Unit, type World } from './world.ts';

/** What a session was made from: read when it is made, and again whenever it is used. */
export type Source = () => unknown;

let serials = 0;

/** What a session hands out, as the session was when it was fetched. */
export class FakeTools {
  readonly serial = (serials += 1);

  constructor(
    readonly session: FakeSession,
    readonly version: number,
    /** The rule that reported the session before they were fetched: what comes behind a reported use is not reported. */
    readonly isBehind: 'no-deleted-session-use' | 'no-stale-session' | undefined,
  ) {}
}

/** A session that tells its world of every use. */
export class FakeSession {
  readonly serial = (serials += 1);
  readonly unit: Unit | undefined;
  isAlive = true;
  isTouched = false;
  version = 0;
  readonly #world: World;
  readonly #source: Source | undefined;
  #made: unknown;
  #connections: number;

  constructor(
    world: World,
    readonly user: string,
    readonly line: number,
    source: Source | undefined,
  ) {
    this.#world = world;
    this.unit = world.unit;
    this.#source = source;
    this.#made = structuredClone(source?.());
    this.#connections = world.connectionsOf(user);
  }

  /** Whether what it was made from, or what its user has connected, is another thing by now. */
  get isStale(): boolean {
    return !isSame(this.#source?.(), this.#made) || this.#connections !== this.#world.connectionsOf(this.user);
  }

  get sessionId(): string {
    this.isTouched = true;
    return `session-${this.serial}`;
  }

  async tools(): Promise<FakeTools> {
    this.#world.used(this);
    return new FakeTools(this, this.version, !this.isAlive ? 'no-deleted-session-use' : this.isStale ? 'no-stale-session' : undefined);
  }

  /** Fails for the query `stop`, as any work may. */
  async search({ query }: { readonly query: string }): Promise<object> {
    this.#world.used(this);
    if (query === 'stop') throw new Error('stop');
    return { isFound: true };
  }

  async update(_: object): Promise<void> {
    this.#world.changed(this);
    this.version += 1;
    this.#made = structuredClone(this.#source?.());
    this.#connections = this.#world.connectionsOf(this.user);
  }

  async delete(): Promise<void> {
    this.#world.changed(this);
    this.isAlive = false;
  }
}

import { Composio } from '@composio/core';
import { memoize, prisma, runAgent } from './app.js';

const composio = new Composio();
type Opened = Awaited<ReturnType<typeof composio.create>>;

const sessions = new Map<string, Opened>();
const entries = new Map<string, unknown>();
const pending = new Map<string, Promise<Opened>>();
const toolLists = new Map<string, unknown>();
const ids = new Map<string, string>();

export async function direct(userId: string) {
  const session = await composio.create(userId);
  sessions.set(userId, session); // fault: a session in a module Map
}

export async function wrapped(userId: string) {
  const opened = await composio.create(userId);
  const entry = { opened, at: Date.now() };
  entries.set(userId, entry); // fault: an object with a session inside
}

export function promised(userId: string) {
  const opening = composio.create(userId);
  pending.set(userId, opening); // fault: the promise of a session
}

export async function listed(userId: string) {
  const session = await composio.create(userId);
  const tools = await session.tools();
  toolLists.set(userId, tools); // fault: the tools of a session
}

function remember<Value>(store: Map<string, Value>, key: string, value: Value) {
  store.set(key, value); // fault: a session that a helper of the file stores
}

export async function helped(userId: string) {
  remember(entries, userId, await composio.create(userId));
}

export const openOnce = memoize((userId: string) => composio.create(userId)); // fault: a memoized factory

export class Assistant {
  private session?: Opened;

  async answer(userId: string, message: string) {
    this.session ??= await composio.create(userId); // fault: a field for whoever asks first
    return runAgent(message, await this.session.tools());
  }
}

export class Conversation {
  private session?: Opened;

  constructor(private readonly userId: string) {}

  async open() {
    this.session = await composio.create(this.userId); // fine: the object is this user's conversation
  }

  async say(message: string) {
    return runAgent(message, await this.session!.tools());
  }
}

export async function grouped(userId: string, toolkits: string[]) {
  const sessions = new Map<string, Opened>();
  for (const toolkit of toolkits) {
    const session = await composio.create(userId, { toolkits: [toolkit] });
    sessions.set(toolkit, session); // fine: the Map ends with the call
  }
  return Promise.all([...sessions.values()].map(session => session.tools()));
}

export async function noted(userId: string) {
  const session = await composio.create(userId);
  ids.set(userId, session.sessionId); // fine: an id is plain text
  return session;
}

export async function inFlight(userId: string, message: string) {
  const session = await composio.create(userId);
  sessions.set(message, session); // fine: taken out again on every path
  try {
    return await runAgent(message, await session.tools());
  } finally {
    sessions.delete(message);
  }
}

export class Login {
  private session?: unknown;

  async start(userId: string) {
    this.session = await prisma.session.create({ data: { userId } }); // fine: a session of something else
  }
}

export async function changed(userId: string, toolkits: string[]) {
  const session = await composio.create(userId, { toolkits });
  toolkits.push('slack');
  return session.tools(); // fault: used after its toolkits changed
}

import { composio } from './composio.ts';

const sessions = new Map<string, Awaited<ReturnType<typeof composio.create>>>();

/** The session of a user, opened on first use. */
export async function sessionFor(userId: string, toolkits: string[]) {
  const known = sessions.get(userId);
  if (known) return known;

  // opening one takes a moment, so keep it for the next message
  const session = await composio.create(userId, { toolkits });
  sessions.set(userId, session);
  return session;
}

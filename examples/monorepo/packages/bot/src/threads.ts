import { Composio } from '@composio/core';

const composio = new Composio();
const sessionIds = new Map<string, string>();

/** The session of a thread: created with its first message, resumed by its id with every other. */
export async function sessionOf(threadId: string, userId: string) {
  const known = sessionIds.get(threadId);
  if (known) return composio.use(known);
  const session = await composio.create(userId);
  sessionIds.set(threadId, session.sessionId);
  return session;
}

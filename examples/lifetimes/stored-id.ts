import { composio } from './app.js';

const ids = new Map();

export async function open(userId: string) {
  const known = ids.get(userId);
  if (known) return composio.use(known);
  const session = await composio.create(userId);
  ids.set(userId, session.sessionId);
  return session;
}

import { composio } from './app.js';

const entries = new Map();

function remember(key: string, value: unknown) {
  entries.set(key, { value, at: Date.now() });
}

export async function open(userId: string) {
  const session = await composio.create(userId);
  remember(userId, session);
  return session.sessionId;
}

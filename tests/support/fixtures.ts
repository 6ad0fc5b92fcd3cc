/** A get-or-create cache of sessions in JavaScript, the fault that users write most. */
export const cachedSession = `import { Composio } from '@composio/core';

const composio = new Composio();
const sessions = new Map();

export async function sessionFor(userId) {
  const known = sessions.get(userId);
  if (known) return known;
  const session = await composio.create(userId);
  sessions.set(userId, session);
  return session;
}
`;

/** The same function without the fault. */
export const freshSession = `import { Composio } from '@composio/core';

const composio = new Composio();

export async function sessionFor(userId) {
  return composio.create(userId);
}
`;

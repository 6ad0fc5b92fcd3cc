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

/** The same fault in Python. */
export const cachedSessionInPython = `from composio import Composio

composio = Composio()
sessions = {}


def session_for(user_id):
    if user_id not in sessions:
        session = composio.create(user_id)
        sessions[user_id] = session
    return sessions[user_id]
`;

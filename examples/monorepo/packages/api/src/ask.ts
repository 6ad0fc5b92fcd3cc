import { Composio } from '@composio/core';

const composio = new Composio();

/** Searches the mail of a user. */
export async function ask(userId: string, question: string) {
  const session = await composio.create(userId, { toolkits: ['gmail'] });
  return session.search({ query: question });
}

import { runAgent } from './agent.ts';
import { composio } from './composio.ts';

const session = await composio.create('default', { toolkits: ['gmail', 'slack'] });

/** What happened in a channel today, for the morning mail of a user. */
export async function digest(channel: string) {
  return runAgent(`Sum up today's messages in ${channel}.`, await session.tools());
}

import { composio } from './app.js';

export async function countTools(userId: string, toolkits: string[]) {
  const sessions = new Map();
  for (const toolkit of toolkits) {
    sessions.set(toolkit, await composio.create(userId, { toolkits: [toolkit] }));
  }
  return tally(sessions);
}

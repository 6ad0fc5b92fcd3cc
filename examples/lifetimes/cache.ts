import { composio, runAgent } from './app.js';

export class AgentService {
  private sessions = new Map();

  async answer(userId: string, message: string) {
    let session = this.sessions.get(userId);
    if (!session) {
      session = await composio.create(userId);
      this.sessions.set(userId, session);
    }
    return runAgent(message, await session.tools());
  }
}

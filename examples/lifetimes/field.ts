import { composio, runAgent } from './app.js';

export class Assistant {
  private session?: Session;

  async answer(userId: string, message: string) {
    this.session ??= await composio.create(userId);
    return runAgent(message, await this.session.tools());
  }
}

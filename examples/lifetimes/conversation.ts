import { composio, runAgent } from './app.js';

export class Conversation {
  private session?: Session;

  constructor(private readonly userId: string) {}

  async open() {
    this.session = await composio.create(this.userId);
  }

  async say(message: string) {
    return runAgent(message, await this.session.tools());
  }
}

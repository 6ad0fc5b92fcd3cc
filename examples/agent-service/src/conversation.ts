import { runAgent } from './agent.ts';
import { composio } from './composio.ts';
import { logger } from './logger.ts';

/** One user's conversation. It owns its session: nobody else can reach it, and it goes when the conversation goes. */
export class Conversation {
  private session?: Awaited<ReturnType<typeof composio.create>>;

  constructor(
    private readonly userId: string,
    private readonly toolkits: string[],
  ) {}

  async open() {
    this.session = await composio.create(this.userId, { toolkits: this.toolkits });
    logger.info('conversation opened', { userId: this.userId, sessionId: this.session.sessionId });
  }

  async say(message: string) {
    if (!this.session) throw new Error('open() comes first');
    return runAgent(message, await this.session.tools());
  }
}

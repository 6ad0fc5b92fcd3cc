import { runAgent } from './agent.ts';
import { composio } from './composio.ts';

/** Answers everybody's questions about their inbox. */
export class InboxAssistant {
  private session?: Awaited<ReturnType<typeof composio.create>>;

  async answer(userId: string, question: string) {
    this.session ??= await composio.create(userId, { toolkits: ['gmail'] });
    return runAgent(question, await this.session.tools());
  }
}

/** Answers everybody's questions about the calendar. */
export class CalendarAssistant {
  private tools?: Awaited<ReturnType<Awaited<ReturnType<typeof composio.create>>['tools']>>;

  async answer(userId: string, question: string) {
    if (!this.tools) {
      const session = await composio.create(userId, { toolkits: ['googlecalendar'] });
      this.tools = await session.tools();
    }
    return runAgent(question, this.tools);
  }
}

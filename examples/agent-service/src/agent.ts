import { openai } from '@ai-sdk/openai';
import { generateText, stepCountIs } from 'ai';
import type { ToolSet } from 'ai';

/** Lets the model answer one message with the tools it is given. */
export async function runAgent(message: string, tools: ToolSet): Promise<string> {
  const { text } = await generateText({
    model: openai('gpt-5'),
    system: 'You are the assistant of a small team. Be brief.',
    prompt: message,
    tools,
    stopWhen: stepCountIs(10),
  });
  return text;
}

import express from 'express';
import { runAgent } from './agent.ts';
import { CalendarAssistant, InboxAssistant } from './assistant.ts';
import { requireUser } from './auth.ts';
import { Conversation } from './conversation.ts';
import { digest } from './digest.ts';
import { messages } from './routes/messages.ts';
import { resume } from './routes/resume.ts';
import { threads } from './routes/threads.ts';
import { toolkits } from './routes/toolkits.ts';
import { sessionFor } from './session-cache.ts';

const app = express();
const inbox = new InboxAssistant();
const calendar = new CalendarAssistant();

app.use(express.json(), requireUser, messages, threads, toolkits, resume);

app.post('/chat', async (req, res) => {
  const session = await sessionFor(req.userId, req.body.toolkits);
  res.json({ answer: await runAgent(req.body.text, await session.tools()) });
});

app.post('/inbox', async (req, res) => {
  res.json({ answer: await inbox.answer(req.userId, req.body.text) });
});

app.post('/calendar', async (req, res) => {
  res.json({ answer: await calendar.answer(req.userId, req.body.text) });
});

app.post('/interview', async (req, res) => {
  const conversation = new Conversation(req.userId, ['gmail']);
  await conversation.open();
  const answers: string[] = [];
  for (const question of req.body.questions as string[]) answers.push(await conversation.say(question));
  res.json({ answers });
});

app.get('/digest/:channel', async (req, res) => {
  res.json({ answer: await digest(req.params.channel) });
});

app.listen(Number(process.env.PORT ?? 3000));

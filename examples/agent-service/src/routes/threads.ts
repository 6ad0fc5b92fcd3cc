import { Router } from 'express';
import { runAgent } from '../agent.ts';
import { composio } from '../composio.ts';
import { findThread, startThread } from '../threads.ts';

export const threads = Router();

threads.post('/threads', (req, res) => {
  res.status(201).json({ threadId: startThread(req.userId) });
});

// one session for each thread: its id is stored with the thread, and the session is resumed by it
threads.post('/threads/:threadId/messages', async (req, res) => {
  const thread = findThread(req.params.threadId, req.userId);
  if (!thread) {
    res.status(404).end();
    return;
  }
  const session = thread.sessionId
    ? await composio.use(thread.sessionId)
    : await composio.create(req.userId, { toolkits: ['gmail', 'linear'] });
  thread.sessionId = session.sessionId;
  res.json({ answer: await runAgent(req.body.text, await session.tools()) });
});

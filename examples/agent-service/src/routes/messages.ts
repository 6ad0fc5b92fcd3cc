import { Router } from 'express';
import { runAgent } from '../agent.ts';
import { composio } from '../composio.ts';
import { logger } from '../logger.ts';

export const messages = Router();

// a fresh session for each message: the toolkits of this request, the connections of this moment
messages.post('/messages', async (req, res) => {
  const session = await composio.create(req.userId, { toolkits: req.body.toolkits });
  try {
    res.json({ answer: await runAgent(req.body.text, await session.tools()) });
  } catch (error) {
    logger.error('message failed', { error, userId: req.userId, sessionId: session.sessionId });
    res.status(502).end();
  }
});

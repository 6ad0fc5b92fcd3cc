import { Router } from 'express';
import { runAgent } from '../agent.ts';
import { composio } from '../composio.ts';
import { logger } from '../logger.ts';

export const toolkits = Router();

// adds Slack in the middle of an answer, and goes on with the session from before
toolkits.post('/answer', async (req, res) => {
  const enabled: string[] = ['gmail'];
  const session = await composio.create(req.userId, { toolkits: enabled });
  if (req.body.withSlack) enabled.push('slack');
  const tools = await session.tools();
  res.json({ answer: await runAgent(req.body.text, tools) });
});

// asks a mail session for a calendar
toolkits.post('/connect-calendar', async (req, res) => {
  const session = await composio.create(req.userId, { toolkits: ['gmail'] });
  const connection = await session.authorize('googlecalendar');
  res.redirect(connection.redirectUrl!);
});

// warms up a session that the next request cannot use
toolkits.post('/sign-in', async (req, res) => {
  await composio.create(req.userId, { toolkits: ['gmail'] });
  res.status(204).end();
});

// throws the session away before the last question to it
toolkits.post('/one-off', async (req, res) => {
  const session = await composio.create(req.userId, { toolkits: ['gmail'] });
  const tools = await session.tools();
  try {
    const answer = await runAgent(req.body.text, tools);
    await session.delete();
    logger.info('one-off done', { toolkits: await session.toolkits() });
    res.json({ answer });
  } catch (error) {
    logger.error('one-off failed', { error });
    res.status(502).end();
  }
});

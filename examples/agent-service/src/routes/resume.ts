import { Router } from 'express';
import { runAgent } from '../agent.ts';
import { composio } from '../composio.ts';

export const resume = Router();

// whoever sends an id talks with that user's accounts
resume.post('/resume', async (req, res) => {
  const session = await composio.use(req.body.sessionId);
  res.json({ answer: await runAgent(req.body.text, await session.tools()) });
});

// every caller gets the accounts of one user
resume.post('/support', async (req, res) => {
  const session = await composio.create('support-team', { toolkits: ['zendesk'] });
  res.json({ answer: await runAgent(req.body.text, await session.tools()) });
});

import { Composio } from '@composio/core';
import { VercelProvider } from '@composio/vercel';

// one client for the whole process: it holds an API key and no user's state
export const composio = new Composio({ provider: new VercelProvider() });

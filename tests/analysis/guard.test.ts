import { expect, it } from 'vitest';
import { namesSessions } from '../../src/analysis/guard.ts';
import { readSettings } from '../../src/sdk/settings.ts';

const may = (text: string, given: object = {}) => namesSessions(text, readSettings({ 'composio-sessions': given }));

it.each([
  `import { Composio } from '@composio/core'`,
  'const tools = getComposio()',
  'this.myCOMPOSIO',
  'let x: ToolRouterSession',
])('looks at %s', text => {
  expect(may(text)).toBe(true);
});

it.each(['', 'const session = await stripe.sessions.create(user)', 'class Session {}'])('passes over %s', text => {
  expect(may(text)).toBe(false);
});

it.each([
  [{ clients: ['ai'] }, 'ai.create(user)'],
  [{ clients: ['this.ai'] }, 'this\n  .ai.create(user)'],
  [{ modules: ['@acme/tools'] }, `import { x } from '@acme/tools'`],
  [{ factories: ['openSession'] }, 'await openSession(user)'],
  [{ factories: [{ from: './s', name: 'openSession' }] }, `import { openSession } from './s'`],
  [{ factories: [{ from: './open-session', name: 'default' }] }, `import anything from './open-session'`],
])('looks for the names of the settings: %j', (given, text) => {
  expect(may(text, given)).toBe(true);
  expect(may(text)).toBe(false);
});

import * as parser from '@typescript-eslint/parser';
import type { TSESLint } from '@typescript-eslint/utils';
import { Linter } from 'eslint';
import { expect, it } from 'vitest';
import { printFacts } from '../../src/analysis/print-facts.ts';
import { readSettings } from '../../src/sdk/settings.ts';

const code = `import { Composio } from '@composio/core';
const composio = new Composio();
const sessions = new Map();
let current;
export async function open(userId, toolkits) {
  if (!sessions.has(userId)) {
    sessions.set(
      userId,
      await composio.create(userId, { toolkits }),
    );
  }
  return sessions.get(userId);
}
export async function talk(text) {
  current ??= await composio.create('team');
  return agent.run(text, current);
}
export async function change(userId) {
  const config = { toolkits: ['gmail'] };
  const session = await composio.create(userId, config);
  config.toolkits.push('linear');
  return session.tools();
}
export async function log(userId) {
  const session = await composio.create(userId);
  try {
    return await session.tools();
  } catch (error) {
    console.error(error);
  }
}
export async function waste(userId) {
  await composio.create(userId);
}
export async function link(userId) {
  const session = await composio.create(userId, { toolkits: ['gmail', 'linear'] });
  return session.authorize('slack');
}
export function serve(socket, userId) {
  let kits = ['gmail'];
  const session = composio.create(userId, { toolkits: kits });
  socket.on('configure', next => { kits.push(next); });
  socket.on('message', async text => agent.run(text, await (await session).tools()));
}
`;

it('prints every kind of fact in source order, each with the line and the source that it is about', () => {
  const linter = new Linter();
  expect(linter.verify(code, { languageOptions: { parser } })).toEqual([]);
  const facts = printFacts(linter.getSourceCode() as unknown as TSESLint.SourceCode, readSettings({}));
  expect(facts.map(({ text, range }) => `${text} | ${code.slice(...range).split('\n')[0]}`)).toMatchInlineSnapshot(`
    [
      "7 store session container=sessions lifetime=module reason=ignores-config lazy key=userId | sessions.set(",
      "9 create composio.create user=userId config={ toolkits } by=import | composio.create(userId, { toolkits })",
      "15 store session module=current lifetime=module reason=outlives lazy | current ??= await composio.create('team')",
      "15 create composio.create user='team' config=- by=import | composio.create('team')",
      "20 create composio.create user=userId config=config by=import | composio.create(userId, config)",
      "22 stale session since=21 | session.tools",
      "25 create composio.create user=userId config=- by=import | composio.create(userId)",
      "29 error-log work=27 session=session | console.error(error)",
      "33 create composio.create user=userId config=- by=import | composio.create(userId)",
      "33 discarded | composio.create(userId)",
      "36 create composio.create user=userId config={ toolkits: ['gmail', 'linear'] } by=import | composio.create(userId, { toolkits: ['gmail', 'linear'] })",
      "37 foreign to=only gmail linear | 'slack'",
      "41 create composio.create user=userId config={ toolkits: kits } by=import | composio.create(userId, { toolkits: kits })",
      "42 change leaves=session | kits.push(next)",
    ]
  `);
});

it('prints nothing for a file that names no session', () => {
  const linter = new Linter();
  linter.verify('const session = await db.sessions.create(userId);', { languageOptions: { parser } });
  expect(printFacts(linter.getSourceCode() as unknown as TSESLint.SourceCode, readSettings({}))).toEqual([]);
});

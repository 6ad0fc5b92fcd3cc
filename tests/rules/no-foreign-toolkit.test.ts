import rule from '../../src/rules/no-foreign-toolkit/rule.ts';
import { client, inFunction, testRule } from '../support/rule-tester.ts';

const gmail = `const session = await composio.create(userId, { toolkits: ['gmail'] });`;

interface At {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** A report of `asked`; `added` is the body with the toolkit added, `created` with a session for it. */
function reported(
  name: string,
  body: string,
  asked: string,
  at: At,
  { added, created, toolkit = asked, creations = '`composio.create` (line 4)' }: { added?: string; created?: string; toolkit?: string; creations?: string },
) {
  const suggestions = [
    ...(added === undefined ? [] : [{ messageId: 'addToolkit', data: { toolkit }, output: inFunction(added) }]),
    ...(created === undefined ? [] : [{ messageId: 'createSession', data: { toolkit }, output: inFunction(created) }]),
  ];
  const messageId = asked === asked.toUpperCase() ? 'tool' : 'toolkit';
  return { name, code: inFunction(body), errors: [{ messageId, data: { asked, creations }, ...at, suggestions }] };
}

const silent = (name: string, body: string) => ({ name, code: inFunction(body) });

testRule('no-foreign-toolkit', rule, {
  valid: [
    silent('a toolkit of its own', `  ${gmail}\n  await session.authorize('gmail');`),
    silent('the same in other letters', `  ${gmail}\n  await session.authorize('Gmail');`),
    silent('a tool of its own', `  ${gmail}\n  await session.execute('GMAIL_SEND_EMAIL', {});`),
    silent('a meta tool', `  ${gmail}\n  await session.execute('COMPOSIO_SEARCH_TOOLS', {});`),
    silent('a custom tool', `  ${gmail}\n  await session.execute('LOCAL_LOOKUP', {});`),
    silent('a slug without a toolkit', `  ${gmail}\n  await session.execute('LOOKUP', {});`),
    silent('no configuration', `  const session = await composio.create(userId);\n  await session.authorize('slack');`),
    silent('null', `  const session = await composio.create(userId, { toolkits: null });\n  await session.authorize('slack');`),
    silent('an unknown list', `  const session = await composio.create(userId, { toolkits: users });\n  await session.authorize('slack');`),
    silent('a list with something unknown in it', `  const session = await composio.create(userId, { toolkits: ['gmail', ...users] });\n  await session.authorize('slack');`),
    silent('a list that is written to', `  const toolkits = ['gmail'];\n  toolkits.push('slack');\n  const session = await composio.create(userId, { toolkits });\n  await session.authorize('slack');`),
    silent('a list that is written to by another name', `  const toolkits = ['gmail'];\n  const alias = toolkits;\n  alias[1] = 'slack';\n  const session = await composio.create(userId, { toolkits });\n  await session.authorize('slack');`),
    silent('a list that a function of the file writes to', `  const add = (list: string[]) => list.push('slack');\n  const toolkits = ['gmail'];\n  add(toolkits);\n  const session = await composio.create(userId, { toolkits });\n  await session.authorize('slack');`),
    silent('a configuration that may have others', `  const session = await composio.create(userId, { toolkits: ['gmail'], ...extra });\n  await session.authorize('slack');`),
    silent('enable and disable at once', `  const session = await composio.create(userId, { toolkits: { enable: ['gmail'], disable: ['x'] } });\n  await session.authorize('slack');`),
    silent('custom tools', `  const session = await composio.create(userId, { toolkits: ['gmail'], experimental: { customTools: [lookup] } });\n  await session.execute('INVENTORY_COUNT', {});`),
    silent('an experimental part that is not literal', `  const session = await composio.create(userId, { toolkits: ['gmail'], experimental });\n  await session.execute('INVENTORY_COUNT', {});`),
    silent('a session that may come from elsewhere', `  const session = (await load(userId)) ?? (await composio.create(userId, { toolkits: ['gmail'] }));\n  await session.authorize('slack');`),
    silent('a resumed session', `  const session = await composio.use(userId);\n  await session.authorize('slack');`),
    silent('an update before', `  ${gmail}\n  await session.update({ toolkits: ['gmail', 'slack'] });\n  await session.authorize('slack');`),
    silent('an update on one path', `  ${gmail}\n  if (other) await session.update({ toolkits: ['slack'] });\n  await session.authorize('slack');`),
    silent('an update with something unknown', `  ${gmail}\n  await session.update(extra);\n  await session.authorize('slack');`),
    silent('an update late in a loop', `  ${gmail}\n  for (const user of users) {\n    await session.authorize('slack');\n    await session.update({ toolkits: ['slack'] });\n  }`),
    silent('an update by a function of the file', `  const grow = (s: any) => s.update({ toolkits: ['slack'] });\n  ${gmail}\n  await grow(session);\n  await session.authorize('slack');`),
    silent('two creations, one of which has it', `  const session = other ? await composio.create(userId, { toolkits: ['slack'] }) : await composio.create(userId, { toolkits: ['gmail'] });\n  await session.authorize('slack');`),
    silent('what is asked for is not known', `  ${gmail}\n  await session.authorize(userId);\n  await session.search({ toolkits: users });`),
    silent('an exported helper', `  ${gmail}\n  return ask(session);\n}\nexport async function ask(session: any) {\n  return session.authorize('slack');`),
    silent('a receiver that is no session', `  ${gmail}\n  await wallet.authorize('slack');\n  return session;`),
    silent('a spread whose key is computed', `  const session = await composio.create(userId, { toolkits: ['gmail'], [userId]: 1 });\n  await session.authorize('slack');`),
    silent('a getter', `  const session = await composio.create(userId, { get toolkits() { return ['gmail']; } });\n  await session.authorize('slack');`),
    silent('something in the list that is no text', `  const session = await composio.create(userId, { toolkits: ['gmail', 1, , null] });\n  await session.authorize('slack');`),
    silent('a list in a list', `  const session = await composio.create(userId, { toolkits: [['gmail']] });\n  await session.authorize('slack');`),
    silent('a member of something unknown', `  const session = await composio.create(userId, { toolkits: config.toolkits });\n  await session.authorize('slack');`),
    silent('a list that is counted down, emptied, cut', `  const a = ['gmail'], b = ['gmail'], c = ['gmail'];\n  a.length--;\n  delete b[0];\n  c.length = 0;\n  await (await composio.create(userId, { toolkits: a })).authorize('slack');\n  await (await composio.create(userId, { toolkits: b })).authorize('slack');\n  await (await composio.create(userId, { toolkits: c })).authorize('slack');`),
    silent('a configuration that is assigned to', `  const config = { toolkits: ['gmail'] };\n  Object.assign(config, extra);\n  const session = await composio.create(userId, config);\n  await session.authorize('slack');`),
    silent('a frozen list is no other, but what is in it is', `  const inner = { toolkits: ['gmail'] };\n  const config = Object.freeze({ inner });\n  config.inner.toolkits.push('slack');\n  const session = await composio.create(userId, inner);\n  await session.authorize('slack');`),
    silent('a list that is kept somewhere', `  const toolkits = ['gmail'];\n  state.toolkits = toolkits;\n  const session = await composio.create(userId, { toolkits });\n  await session.authorize('slack');`),
    silent('a list that another variable writes to', `  const toolkits = ['gmail'];\n  let alias;\n  alias = toolkits;\n  alias.sort();\n  const session = await composio.create(userId, { toolkits });\n  await session.authorize('slack');`),
    silent('a list that is taken apart and written to', `  const config = { toolkits: ['gmail'] };\n  const { toolkits } = config;\n  toolkits.unshift('slack');\n  const session = await composio.create(userId, config);\n  await session.authorize('slack');`),
    silent('a list given to a function on the spot', `  const toolkits = ['gmail'];\n  (list => list.push('slack'))(toolkits);\n  const session = await composio.create(userId, { toolkits });\n  await session.authorize('slack');`),
    silent('an update with nothing', `  ${gmail}\n  await session.update();\n  await session.authorize('gmail');`),
    silent('a loop variable', `  for (const session of [await composio.create(userId, { toolkits: ['gmail'] })]) await session.authorize('slack');`),
    silent('out of a container', `  const sessions = new Map([['a', await composio.create(userId, { toolkits: ['gmail'] })]]);\n  await sessions.get('a').authorize('slack');`),
    silent('out of an object that is written to', `  const held = { session: await composio.create(userId, { toolkits: ['gmail'] }) };\n  held.session = await load(userId);\n  await held.session.authorize('slack');`),
    silent('a field that the constructor is given', `  return userId;\n}\nexport class Chat {\n  constructor(private session: any) {}\n  async start(userId: string) { this.session = await composio.create(userId, { toolkits: ['gmail'] }); }\n  ask() { return this.session.authorize('slack'); }`),
    silent('a parameter with a default', `  const ask = (session = composio.create(userId, { toolkits: ['gmail'] })) => session.authorize('slack');\n  ask();`),
    silent('a parameter that a spread fills', `  ${gmail}\n  const ask = (_: unknown, s: any) => s.authorize('slack');\n  ask(...users, session);`),
    silent('a parameter of a callback', `  ${gmail}\n  each([session], (s: any) => s.authorize('slack'));`),
    silent('a function that may return another', `  const open = async () => (other ? await load(userId) : await composio.create(userId, { toolkits: ['gmail'] }));\n  const session = await open();\n  await session.authorize('slack');`),
    silent('a variable that something else may fill', `  let session: any;\n  [session] = users;\n  if (other) session = await composio.create(userId, { toolkits: ['gmail'] });\n  await session.authorize('slack');`),
    silent('a global', `  session = await composio.create(userId, { toolkits: ['gmail'] });\n  await session.authorize('slack');`),
    silent('an annotation', `  const sessions: ToolRouterSession[] = [];\n  await sessions[0].authorize('slack');`),
    silent('an update of one of two', `  const a = await composio.create(userId, { toolkits: ['gmail'] });\n  const b = await composio.create(userId, { toolkits: ['gmail'] });\n  const either = other ? a : b;\n  await either.update({ toolkits: ['slack'] });\n  await a.authorize('slack');`),
    silent('another path asks', `  ${gmail}\n  if (other) await session.update({ toolkits: ['slack'] });\n  if (other) await session.authorize('slack');`),
  ],
  invalid: [
    reported(
      'authorize',
      `  ${gmail}\n  await session.tools();\n  await session.authorize('slack');`,
      'slack',
      { line: 6, column: 27, endColumn: 34 },
      {
        added: `  const session = await composio.create(userId, { toolkits: ['gmail', 'slack'] });\n  await session.tools();\n  await session.authorize('slack');`,
        created: `  ${gmail}\n  await session.tools();\n  const slackSession = await composio.create(userId, { toolkits: ['slack'] });\n  await slackSession.authorize('slack');`,
      },
    ),
    reported(
      'a tool, and the only use of its session: one of its own would leave that unused',
      `  ${gmail}\n  return session.execute('GOOGLE_MAPS_GEOCODE', {});`,
      'GOOGLE_MAPS_GEOCODE',
      { line: 5, column: 26, endColumn: 47 },
      {
        toolkit: 'google_maps',
        added: `  const session = await composio.create(userId, { toolkits: ['gmail', 'google_maps'] });\n  return session.execute('GOOGLE_MAPS_GEOCODE', {});`,
      },
    ),
    reported(
      'proxyExecute',
      `  ${gmail}\n  await session.proxyExecute({ toolkit: 'slack', endpoint: '/' });`,
      'slack',
      { line: 5, column: 41, endColumn: 48 },
      { added: `  const session = await composio.create(userId, { toolkits: ['gmail', 'slack'] });\n  await session.proxyExecute({ toolkit: 'slack', endpoint: '/' });` },
    ),
    reported(
      'one of a list',
      `  ${gmail}\n  await session.search({ query: 'x', toolkits: ['gmail', "slack"] });\n  return session;`,
      'slack',
      { line: 5, column: 58, endColumn: 65 },
      {
        added: `  const session = await composio.create(userId, { toolkits: ['gmail', 'slack'] });\n  await session.search({ query: 'x', toolkits: ['gmail', "slack"] });\n  return session;`,
        created: `  ${gmail}\n  const slackSession = await composio.create(userId, { toolkits: ['gmail', "slack"] });\n  await slackSession.search({ query: 'x', toolkits: ['gmail', "slack"] });\n  return session;`,
      },
    ),
    reported(
      'a list by name is reported where it is handed over',
      `  const chat = ['slack'];\n  ${gmail}\n  await session.toolkits({ toolkits: chat });\n  return session;`,
      'slack',
      { line: 6, column: 38, endColumn: 42 },
      {
        creations: '`composio.create` (line 5)',
        added: `  const chat = ['slack'];\n  const session = await composio.create(userId, { toolkits: ['gmail', 'slack'] });\n  await session.toolkits({ toolkits: chat });\n  return session;`,
      },
    ),
    reported(
      'an empty list',
      `  const session = await composio.create(userId, { toolkits: [] });\n  await session.ensureConnected("slack");`,
      'slack',
      { line: 5, column: 33, endColumn: 40 },
      { added: `  const session = await composio.create(userId, { toolkits: ["slack"] });\n  await session.ensureConnected("slack");` },
    ),
    reported(
      'enabled ones over several lines',
      `  const session = await composio.create(userId, {\n    toolkits: {\n      enable: [\n        'gmail', // mail\n      ],\n    },\n  });\n  await session.authorize('slack');`,
      'slack',
      { line: 11, column: 27, endColumn: 34 },
      { added: `  const session = await composio.create(userId, {\n    toolkits: {\n      enable: [\n        'gmail', // mail\n        'slack',\n      ],\n    },\n  });\n  await session.authorize('slack');` },
    ),
    reported(
      'several lines without a comma at the end',
      `  const session = await composio.create(userId, { toolkits: [\n    'gmail' // mail\n  ] });\n  await session.authorize('slack');`,
      'slack',
      { line: 7, column: 27, endColumn: 34 },
      { added: `  const session = await composio.create(userId, { toolkits: [\n    'gmail', // mail\n    'slack'\n  ] });\n  await session.authorize('slack');` },
    ),
    reported(
      'a disabled one',
      `  const session = await composio.create(userId, { toolkits: { disable: ['gmail', 'slack'] } });\n  await session.authorize('gmail');`,
      'gmail',
      { line: 5, column: 27, endColumn: 34 },
      { added: `  const session = await composio.create(userId, { toolkits: { disable: ['slack'] } });\n  await session.authorize('gmail');` },
    ),
    reported(
      'a tool of a disabled one',
      `  const session = await composio.create(userId, { toolkits: { disable: ['slack', 'gmail'] } });\n  await session.execute('GMAIL_SEND_EMAIL', {});`,
      'GMAIL_SEND_EMAIL',
      { line: 5, column: 25, endColumn: 43 },
      { toolkit: 'gmail', added: `  const session = await composio.create(userId, { toolkits: { disable: ['slack'] } });\n  await session.execute('GMAIL_SEND_EMAIL', {});` },
    ),
    reported(
      'a constant of its own',
      `  const toolkits = ['gmail'];\n  const session = await composio.create(userId, { toolkits });\n  await session.authorize('slack');`,
      'slack',
      { line: 6, column: 27, endColumn: 34 },
      { creations: '`composio.create` (line 5)', added: `  const toolkits = ['gmail', 'slack'];\n  const session = await composio.create(userId, { toolkits });\n  await session.authorize('slack');` },
    ),
    reported(
      'a constant that others read, too',
      `  const toolkits = Object.freeze(['gmail']);\n  const session = await composio.create(userId, { toolkits });\n  await session.authorize('slack');\n  return toolkits;`,
      'slack',
      { line: 6, column: 27, endColumn: 34 },
      {
        creations: '`composio.create` (line 5)',
        added: `  const toolkits = Object.freeze(['gmail']);\n  const session = await composio.create(userId, { toolkits: [...toolkits, 'slack'] });\n  await session.authorize('slack');\n  return toolkits;`,
      },
    ),
    reported(
      'a configuration that others read, too',
      `  const config = { toolkits: ['gmail'] };\n  const session = await composio.create(userId, config);\n  await session.authorize('slack');\n  return config;`,
      'slack',
      { line: 6, column: 27, endColumn: 34 },
      { creations: '`composio.create` (line 5)' },
    ),
    reported(
      'a configuration of its own',
      `  const config = { toolkits: ['gmail'] };\n  const session = await composio.create(userId, config);\n  await session.authorize('slack');`,
      'slack',
      { line: 6, column: 27, endColumn: 34 },
      { creations: '`composio.create` (line 5)', added: `  const config = { toolkits: ['gmail', 'slack'] };\n  const session = await composio.create(userId, config);\n  await session.authorize('slack');` },
    ),
    reported(
      'an update of something else',
      `  ${gmail}\n  await session.update({ tags: ['x'], toolkits: undefined });\n  await session.authorize('slack');`,
      'slack',
      { line: 6, column: 27, endColumn: 34 },
      {
        added: `  const session = await composio.create(userId, { toolkits: ['gmail', 'slack'] });\n  await session.update({ tags: ['x'], toolkits: undefined });\n  await session.authorize('slack');`,
        created: `  ${gmail}\n  await session.update({ tags: ['x'], toolkits: undefined });\n  const slackSession = await composio.create(userId, { toolkits: ['slack'] });\n  await slackSession.authorize('slack');`,
      },
    ),
    reported(
      'an update that takes it away',
      `  ${gmail}\n  await session.update({ toolkits: ['slack'] });\n  await session.authorize('gmail');`,
      'gmail',
      { line: 6, column: 27, endColumn: 34 },
      {
        added: `  ${gmail}\n  await session.update({ toolkits: ['slack', 'gmail'] });\n  await session.authorize('gmail');`,
        created: `  ${gmail}\n  await session.update({ toolkits: ['slack'] });\n  const gmailSession = await composio.create(userId, { toolkits: ['gmail'] });\n  await gmailSession.authorize('gmail');`,
      },
    ),
    reported(
      'on no path',
      `  ${gmail}\n  if (other) await session.update({ toolkits: ['slack'] });\n  await session.authorize('notion');`,
      'notion',
      { line: 6, column: 27, endColumn: 35 },
      {
        added: `  const session = await composio.create(userId, { toolkits: ['gmail', 'notion'] });\n  if (other) await session.update({ toolkits: ['slack', 'notion'] });\n  await session.authorize('notion');`,
        created: `  ${gmail}\n  if (other) await session.update({ toolkits: ['slack'] });\n  const notionSession = await composio.create(userId, { toolkits: ['notion'] });\n  await notionSession.authorize('notion');`,
      },
    ),
    reported(
      'the path without the update',
      `  ${gmail}\n  if (other) await session.update({ toolkits: ['slack'] });\n  if (!other) await session.authorize('slack');`,
      'slack',
      { line: 6, column: 39, endColumn: 46 },
      {
        added: `  const session = await composio.create(userId, { toolkits: ['gmail', 'slack'] });\n  if (other) await session.update({ toolkits: ['slack'] });\n  if (!other) await session.authorize('slack');`,
        created: `  ${gmail}\n  if (other) await session.update({ toolkits: ['slack'] });\n  if (!other) {\n    const slackSession = await composio.create(userId, { toolkits: ['slack'] });\n    await slackSession.authorize('slack');\n  }`,
      },
    ),
    reported(
      'another session in the same variable',
      `  let session = await composio.create(userId, { toolkits: ['gmail'] });\n  await session.tools();\n  session = await composio.create(userId, { toolkits: ['slack'] });\n  await session.authorize('gmail');`,
      'gmail',
      { line: 7, column: 27, endColumn: 34 },
      {
        creations: '`composio.create` (line 6)',
        added: `  let session = await composio.create(userId, { toolkits: ['gmail'] });\n  await session.tools();\n  session = await composio.create(userId, { toolkits: ['slack', 'gmail'] });\n  await session.authorize('gmail');`,
        created: undefined,
      },
    ),
    reported(
      'a helper of the file creates it',
      `  const session = await open(userId);\n  await session.authorize('slack');\n}\nasync function open(id: string) {\n  return composio.create(id, { toolkits: ['gmail'] });`,
      'slack',
      { line: 5, column: 27, endColumn: 34 },
      { creations: '`composio.create` (line 8)', added: `  const session = await open(userId);\n  await session.authorize('slack');\n}\nasync function open(id: string) {\n  return composio.create(id, { toolkits: ['gmail', 'slack'] });` },
    ),
    reported(
      'a helper of the file asks',
      `  ${gmail}\n  return ask(session);\n}\nasync function ask(session: any) {\n  return session.authorize('slack');`,
      'slack',
      { line: 8, column: 28, endColumn: 35 },
      { added: `  const session = await composio.create(userId, { toolkits: ['gmail', 'slack'] });\n  return ask(session);\n}\nasync function ask(session: any) {\n  return session.authorize('slack');` },
    ),
    reported(
      'a session behind casts, chains and assignments',
      `  let held: any, again: any = null;\n  held = again = ((0, await composio.create(userId, { toolkits: ['gmail'] })) as any)!;\n  await held?.authorize('slack');`,
      'slack',
      { line: 6, column: 25, endColumn: 32 },
      { creations: '`composio.create` (line 5)', added: `  let held: any, again: any = null;\n  held = again = ((0, await composio.create(userId, { toolkits: ['gmail', 'slack'] })) as any)!;\n  await held?.authorize('slack');` },
    ),
    reported(
      'a session behind a catch, or filled lazily',
      `  let session: any;\n  session ??= await composio.create(userId, { toolkits: ['gmail'] }).catch(fail);\n  await session.authorize('slack');`,
      'slack',
      { line: 6, column: 27, endColumn: 34 },
      { creations: '`composio.create` (line 5)', added: `  let session: any;\n  session ??= await composio.create(userId, { toolkits: ['gmail', 'slack'] }).catch(fail);\n  await session.authorize('slack');` },
    ),
    reported(
      'a session out of an object, an array, a race',
      `  const held = { a: await composio.create(userId, { toolkits: ['gmail'] }) };\n  const { a } = held;\n  await a.authorize('slack');`,
      'slack',
      { line: 6, column: 21, endColumn: 28 },
      { added: `  const held = { a: await composio.create(userId, { toolkits: ['gmail', 'slack'] }) };\n  const { a } = held;\n  await a.authorize('slack');` },
    ),
    reported(
      'a session that won a race',
      `  const session = await Promise.race([composio.create(userId, { toolkits: ['gmail'] }), timeout(5)]);\n  await session.authorize('slack');`,
      'slack',
      { line: 5, column: 27, endColumn: 34 },
      { added: `  const session = await Promise.race([composio.create(userId, { toolkits: ['gmail', 'slack'] }), timeout(5)]);\n  await session.authorize('slack');` },
    ),
    reported(
      'a session out of an object literal, at once',
      `  await { session: await composio.create(userId, { toolkits: ['gmail'] }) }.session.authorize('slack');`,
      'slack',
      { line: 4, column: 95, endColumn: 102 },
      { added: `  await { session: await composio.create(userId, { toolkits: ['gmail', 'slack'] }) }.session.authorize('slack');` },
    ),
    reported(
      'a session that a function on the spot returns',
      `  const session = await (async () => composio.create(userId, { toolkits: ['gmail'] }))();\n  await session.authorize('slack');`,
      'slack',
      { line: 5, column: 27, endColumn: 34 },
      { added: `  const session = await (async () => composio.create(userId, { toolkits: ['gmail', 'slack'] }))();\n  await session.authorize('slack');` },
    ),
    reported(
      'the parameter of a then',
      `  await composio.create(userId, { toolkits: ['gmail'] }).then(session => session.authorize('slack'));`,
      'slack',
      { line: 4, column: 92, endColumn: 99 },
      { added: `  await composio.create(userId, { toolkits: ['gmail', 'slack'] }).then(session => session.authorize('slack'));` },
    ),
    reported(
      'a field initialiser',
      `  return userId;\n}\nclass Chat {\n  session = composio.create('ops', { toolkits: ['gmail'] });\n  link = this.session.then(session => session.authorize('slack'));`,
      'slack',
      { line: 8, column: 57, endColumn: 64 },
      { creations: '`composio.create` (line 7)', added: `  return userId;\n}\nclass Chat {\n  session = composio.create('ops', { toolkits: ['gmail', 'slack'] });\n  link = this.session.then(session => session.authorize('slack'));` },
    ),
    reported(
      'literals beside what is not known',
      `  ${gmail}\n  await session.search({ toolkits: [userId, 'slack', ...users] });`,
      'slack',
      { line: 5, column: 45, endColumn: 52 },
      { added: `  const session = await composio.create(userId, { toolkits: ['gmail', 'slack'] });\n  await session.search({ toolkits: [userId, 'slack', ...users] });` },
    ),
    reported(
      'a list with a spread in the call, reported at the spread',
      `  const chat = ['slack', 'discord'];\n  ${gmail}\n  await session.search({ toolkits: [...chat] });`,
      'slack',
      { line: 6, column: 37, endColumn: 44 },
      { creations: '`composio.create` (line 5)', added: `  const chat = ['slack', 'discord'];\n  const session = await composio.create(userId, { toolkits: ['gmail', 'slack'] });\n  await session.search({ toolkits: [...chat] });` },
    ),
    reported(
      'a user that is given another value in between',
      `  ${gmail}\n  userId = users[0];\n  await session.authorize('slack');\n  return session;`,
      'slack',
      { line: 6, column: 27, endColumn: 34 },
      { added: `  const session = await composio.create(userId, { toolkits: ['gmail', 'slack'] });\n  userId = users[0];\n  await session.authorize('slack');\n  return session;` },
    ),
    reported(
      'a user for everybody',
      `  const session = await composio.create('ops', { toolkits: ['gmail'] });\n  await session.authorize('slack');\n  return session;`,
      'slack',
      { line: 5, column: 27, endColumn: 34 },
      { added: `  const session = await composio.create('ops', { toolkits: ['gmail', 'slack'] });\n  await session.authorize('slack');\n  return session;` },
    ),
    reported(
      'a name that is taken, a toolkit of two words, no semicolons',
      `  const session = await composio.create(userId, { toolkits: ['gmail'] })\n  const google_mapsSession = 1, googleMapsSession = 2\n  await session.authorize('google_maps')\n  return session`,
      'google_maps',
      { line: 6, column: 27, endColumn: 40 },
      {
        added: `  const session = await composio.create(userId, { toolkits: ['gmail', 'google_maps'] })\n  const google_mapsSession = 1, googleMapsSession = 2\n  await session.authorize('google_maps')\n  return session`,
        created: `  const session = await composio.create(userId, { toolkits: ['gmail'] })\n  const google_mapsSession = 1, googleMapsSession = 2\n  const googleMapsSession2 = await composio.create(userId, { toolkits: ['google_maps'] })\n  await googleMapsSession2.authorize('google_maps')\n  return session`,
      },
    ),
    reported(
      'a disabled constant that others read, too',
      `  const off = ['gmail'];\n  const session = await composio.create(userId, { toolkits: { disable: off } });\n  await session.authorize('gmail');\n  return off;`,
      'gmail',
      { line: 6, column: 27, endColumn: 34 },
      { creations: '`composio.create` (line 5)' },
    ),
    reported(
      'an element of a constant list',
      `  const config = { office: { toolkits: ['gmail'] } };\n  const session = await composio.create(userId, { toolkits: config.office.toolkits });\n  await session.authorize('slack');\n  return session;`,
      'slack',
      { line: 6, column: 27, endColumn: 34 },
      {
        creations: '`composio.create` (line 5)',
        created: `  const config = { office: { toolkits: ['gmail'] } };\n  const session = await composio.create(userId, { toolkits: config.office.toolkits });\n  const slackSession = await composio.create(userId, { toolkits: ['slack'] });\n  await slackSession.authorize('slack');\n  return session;`,
      },
    ),
    {
      name: 'a constant user of the whole file',
      code: `${client}const OPS = 'ops';\nexport async function run() {\n  const session = await composio.create(OPS, { toolkits: ['gmail'] });\n  await session.authorize('slack');\n  return session;\n}\n`,
      errors: [
        {
          messageId: 'toolkit',
          line: 6,
          column: 27,
          suggestions: [
            { messageId: 'addToolkit', output: `${client}const OPS = 'ops';\nexport async function run() {\n  const session = await composio.create(OPS, { toolkits: ['gmail', 'slack'] });\n  await session.authorize('slack');\n  return session;\n}\n` },
          ],
        },
      ],
    },
    {
      name: 'a client of this that is another one there',
      code: `${client}class Chat {\n  async start(userId: string) {\n    const session = await this.composio.create(userId, { toolkits: ['gmail'] });\n    return async function () {\n      await session.authorize('slack');\n      return session;\n    };\n  }\n}\n`,
      errors: [
        {
          messageId: 'toolkit',
          line: 7,
          column: 31,
          suggestions: [
            { messageId: 'addToolkit', output: `${client}class Chat {\n  async start(userId: string) {\n    const session = await this.composio.create(userId, { toolkits: ['gmail', 'slack'] });\n    return async function () {\n      await session.authorize('slack');\n      return session;\n    };\n  }\n}\n` },
          ],
        },
      ],
    },
    {
      name: 'at the top level of a script',
      code: `${client}const session = await composio.create('ops', { toolkits: ['gmail'] });\nawait session.authorize('slack');\nawait session.tools();\n`,
      errors: [
        {
          messageId: 'toolkit',
          line: 4,
          column: 25,
          suggestions: [
            { messageId: 'addToolkit', output: `${client}const session = await composio.create('ops', { toolkits: ['gmail', 'slack'] });\nawait session.authorize('slack');\nawait session.tools();\n` },
            {
              messageId: 'createSession',
              output: `${client}const session = await composio.create('ops', { toolkits: ['gmail'] });\nconst slackSession = await composio.create('ops', { toolkits: ['slack'] });\nawait slackSession.authorize('slack');\nawait session.tools();\n`,
            },
          ],
        },
      ],
    },
    {
      name: 'a field, and a constant user of the whole file',
      code: `${client}class Chat {\n  session: any;\n  async start() {\n    this.session = await composio.create('ops', { toolkits: ['gmail'] });\n  }\n  ask() {\n    return this.session.authorize('slack');\n  }\n}\nexport const chat = new Chat();\n`,
      errors: [
        {
          messageId: 'toolkit',
          line: 9,
          column: 35,
          data: { asked: 'slack', creations: '`composio.create` (line 6)' },
          suggestions: [
            {
              messageId: 'addToolkit',
              data: { toolkit: 'slack' },
              output: `${client}class Chat {\n  session: any;\n  async start() {\n    this.session = await composio.create('ops', { toolkits: ['gmail', 'slack'] });\n  }\n  ask() {\n    return this.session.authorize('slack');\n  }\n}\nexport const chat = new Chat();\n`,
            },
          ],
        },
      ],
    },
  ],
});

/** A generated file that grows with `size`. */
export interface Shape {
  readonly name: string;
  /** How large it may get where something else gives in before us: the recursion of parsers and of ESLint's own walk. */
  readonly most?: number;
  readonly source: (size: number) => string;
}

const client = `import { Composio } from '@composio/core';\nconst composio = new Composio();\n`;

/** One piece of source for each index below `size`. */
function each(size: number, piece: (index: number) => string): string {
  return Array.from({ length: size }, (_, index) => piece(index)).join('\n');
}

/** The start of something for each index below `size`, then the middle, then the ends from the inside out. */
function nested(size: number, open: (index: number) => string, middle: string, close: (index: number) => string): string {
  return `${each(size, open)}\n${middle}\n${each(size, index => close(size - 1 - index))}`;
}

/** Files of one kind of code, any number of times: where a scan for each session hides, the time per line grows with the size. */
export const shapes: readonly Shape[] = [
  {
    name: 'sessions that end with their call',
    source: size => client + each(size, i => `
export async function answer${i}(userId: string, text: string) {
  const session = await composio.create(userId, { toolkits: ['gmail'] });
  const tools = await session.tools();
  return run(tools, text);
}`),
  },
  {
    name: 'caches, each with its function',
    source: size => client + each(size, i => `
const cache${i} = new Map();
export async function sessionFor${i}(userId: string) {
  const known = cache${i}.get(userId);
  if (known) return known;
  const session = await composio.create(userId);
  cache${i}.set(userId, session);
  return session;
}`),
  },
  {
    name: 'stores into one module Map',
    source: size => `${client}const cache = new Map();\n${each(size, i => `
export async function open${i}(userId: string) {
  const session = await composio.create(userId);
  cache.set(userId + ${i}, session);
  return session;
}`)}`,
  },
  {
    name: 'one Map, its stores and its reads',
    source: size => `${client}const cache = new Map();\n${each(size, i => `
export async function open${i}(userId: string) {
  const session = await composio.create(userId);
  cache.set(userId, session);
}
export async function answer${i}(userId: string) {
  const session = cache.get(userId);
  return session.tools();
}`)}`,
  },
  {
    name: 'module variables',
    source: size => client + each(size, i => `
let session${i};
export async function answer${i}(userId: string) {
  session${i} ??= await composio.create(userId);
  return session${i}.tools();
}`),
  },
  {
    name: 'classes with a session field',
    source: size => client + each(size, i => `
export class Agent${i} {
  private session;
  private toolkits = ['gmail'];
  async open(userId: string) { this.session ??= await composio.create(userId, { toolkits: this.toolkits }); }
  add(toolkit: string) { this.toolkits.push(toolkit); }
  async run(userId: string, text: string) { return this.session.execute('GMAIL_SEND', { text }); }
}`),
  },
  {
    name: 'one class, its methods',
    source: size => `${client}export class Agents {\n${each(size, i => `
  session${i};
  async open${i}(userId: string) { this.session${i} = await composio.create(userId); }
  async run${i}(userId: string, text: string) { return this.session${i}.execute('GMAIL_SEND', { text }); }`)}\n}`,
  },
  {
    name: 'handlers',
    source: size => `${client}const shared = await composio.create('support');\n${each(size, i => `
bot.on('message${i}', async ctx => {
  const tools = await shared.tools();
  const own = await composio.create('default', { toolkits: ['gmail'] });
  await ctx.reply(await run(tools, own, ctx.text));
});`)}`,
  },
  {
    name: 'handlers in one function',
    source: size =>
      `${client}export async function start(bot, userId: string) {\nconst shared = await composio.create(userId);\n${each(
        size,
        i => `
bot.on('message${i}', async ctx => {
  const tools = await shared.tools();
  await ctx.reply(await run(tools, ctx.text));
});`)}\n}`,
  },
  {
    name: 'sessions in one function',
    source: size => `${client}export async function answer(userId: string) {\n${each(size, i => `
  const session${i} = await composio.create(userId, { toolkits: ['gmail'] });
  const tools${i} = await session${i}.tools();
  await run(tools${i});`)}\n}`,
  },
  {
    name: 'stale sessions in one function',
    source: size => `${client}export async function answer(userId: string, toolkits: string[]) {\n${each(size, i => `
  const session${i} = await composio.create(userId, { toolkits });
  toolkits.push('slack${i}');
  await session${i}.tools();`)}\n}`,
  },
  {
    name: 'deleted sessions in one function',
    source: size => `${client}export async function answer(userId: string) {\n${each(size, i => `
  const session${i} = await composio.create(userId);
  const tools${i} = await session${i}.tools();
  await session${i}.delete();
  await session${i}.search({ query: 'x' });
  await run(tools${i});`)}\n}`,
  },
  {
    name: 'functions with a stale and a deleted session',
    source: size => client + each(size, i => `
export async function answer${i}(userId: string, toolkits: string[]) {
  const session = await composio.create(userId, { toolkits });
  toolkits.push('slack');
  await session.tools();
  await session.delete();
  return session.search({ query: 'x' });
}`),
  },
  {
    name: 'an alias chain',
    source: size =>
      `${client}export async function answer(userId: string) {\nconst session0 = await composio.create(userId);\n${each(size, i => `  const session${i + 1} = session${i};`)}\n  return session${size}.tools();\n}`,
  },
  {
    name: 'an alias chain of module variables',
    source: size =>
      `${client}const session0 = await composio.create('support');\n${each(size, i => `const session${i + 1} = session${i};`)}\nexport const tools = () => session${size}.tools();`,
  },
  {
    name: 'helpers that hand on',
    source: size =>
      `${client}async function open0(userId: string) { return composio.create(userId); }\n${each(size, i => `async function open${i + 1}(userId: string) { return open${i}(userId); }`)}\nlet session;\nexport async function last(userId: string) { session ??= await open${size}(userId); return session.tools(); }`,
  },
  {
    name: 'mutually recursive helpers',
    source: size => client + each(size, i => `
async function step${i}(userId: string, session) {
  if (!session) return step${(i + 1) % size}(userId, await composio.create(userId));
  return session.done ? session : step${(i * 7 + 3) % size}(userId, await step${(i + 2) % size}(userId, session));
}`),
  },
  {
    name: 'functions in functions',
    most: 1_000,
    source: size =>
      client +
      nested(
        size,
        i => `async function level${i}(userId${i}: string) {`,
        `const session = await composio.create(userId0); cache.set(userId0, session); return session.tools();`,
        i => `  const of${i} = await composio.create(userId${i});\n  return of${i}.tools();\n}`,
      ),
  },
  {
    name: 'closures in closures, one session',
    most: 1_000,
    source: size =>
      `${client}export async function start(userId: string) {\nconst session = await composio.create(userId);\n${nested(
        size,
        i => `bot${i}.on('x', async () => {`,
        'await session.tools();',
        () => '});',
      )}\n}`,
  },
  {
    name: 'blocks in blocks',
    most: 1_000,
    source: size =>
      `${client}export async function answer(userId: string, toolkits: string[]) {\nlet session = await composio.create(userId, { toolkits });\n${nested(
        size,
        i => ['if (a) {', 'for (const x of xs) {', 'try {', 'while (more()) {'][i % 4]!,
        'toolkits.push("x"); await session.tools();',
        i => ['} else { await session.search({ query: "x" }); }', '}', '} catch (error) { console.error(error); }', '}'][i % 4]!,
      )}\n}`,
  },
  {
    name: 'branches of one function',
    source: size =>
      `${client}export async function answer(userId: string, toolkits: string[]) {\nlet session = await composio.create(userId, { toolkits });\n${each(size, i => `  if (toolkits.length > ${i}) { toolkits.push('x'); session = await composio.create(userId, { toolkits }); } else if (is${i}(userId)) { await session.search({ query: '${i}' }); }`)}\n  return session.tools();\n}`,
  },
  {
    name: 'branches over flags',
    source: size =>
      `${client}export async function answer(userId: string, toolkits: string[], flags) {\nlet session = await composio.create(userId, { toolkits });\n${each(size, i => `  const flag${i} = flags.at(${i});\n  if (flag${i}) toolkits.push('x');\n  if (flag${i}) session = await composio.create(userId, { toolkits });`)}\n  return session.tools();\n}`,
  },
  {
    name: 'cases of one switch',
    source: size =>
      `${client}export async function answer(userId: string, kind: string) {\nconst session = await composio.create(userId);\nswitch (kind) {\n${each(size, i => `  case '${i}': await session.execute('GMAIL_${i}', {}); break;`)}\n}\nawait session.delete();\n}`,
  },
  {
    name: 'loops over users',
    source: size => client + each(size, i => `
export async function digest${i}(users: string[]) {
  const session = await composio.create(users[0]);
  for (const user of users) { await session.execute('GMAIL_SEND', { user }); }
}`),
  },
  {
    name: 'errors logged without the id',
    source: size => client + each(size, i => `
export async function answer${i}(userId: string) {
  const session = await composio.create(userId);
  try { return await session.tools(); } catch (error) { console.error('failed', error); }
}`),
  },
  {
    name: 'foreign toolkits',
    source: size => client + each(size, i => `
export async function answer${i}(userId: string) {
  const session = await composio.create(userId, { toolkits: ['gmail'] });
  return session.authorize('slack');
}`),
  },
  {
    name: 'foreign toolkits of one session',
    source: size =>
      `${client}export async function answer(userId: string) {\nconst session = await composio.create(userId, { toolkits: ['gmail'] });\n${each(size, () => `  await session.authorize('slack');`)}\n}`,
  },
  {
    name: 'unused sessions',
    source: size => client + each(size, i => `
export async function warm${i}(userId: string) {
  const session = await composio.create(userId);
  await composio.create(userId);
}`),
  },
  {
    name: 'ids from requests',
    source: size => client + each(size, i => `
app.post('/chat${i}', async (req, res) => {
  const session = await composio.use(req.body.sessionId);
  res.json(await session.tools());
});`),
  },
  {
    name: 'an array of sessions',
    source: size =>
      `${client}export const sessions = [\n${each(size, i => `  await composio.create('user${i}'),`)}\n];\nexport const all = () => sessions.map(session => session.tools());`,
  },
  {
    name: 'an object of sessions',
    source: size =>
      `${client}const sessions = {\n${each(size, i => `  user${i}: await composio.create('user${i}'),`)}\n};\nexport const of = (user: string) => sessions[user].tools();`,
  },
  {
    name: 'promise chains',
    source: size => client + each(size, i => `
export function answer${i}(userId: string) {
  return composio.create(userId).then(session => session.tools()).then(tools => run(tools)).catch(error => { console.error(error); });
}`),
  },
  {
    name: 'one long promise chain',
    most: 1_000,
    source: size =>
      `${client}export const answer = (userId: string) => composio.create(userId)\n${each(size, () => `  .then(session => session)`)}\n  .then(session => session.tools());`,
  },
  {
    name: 'one long expression',
    most: 1_000,
    source: size =>
      `${client}export async function answer(userId: string) {\nconst session = await composio.create(userId);\nreturn ''\n${each(size, i => `  + (await session.execute('GMAIL_${i}', {})).text`)};\n}`,
  },
  {
    name: 'conditions in conditions',
    most: 1_000,
    source: size =>
      `${client}export async function answer(userId: string, kind: number) {\nconst session = await composio.create(userId);\nreturn ${each(size, i => `kind === ${i} ? await session.execute('GMAIL_${i}', {}) :`)} undefined;\n}`,
  },
  {
    name: 'memoized functions',
    source: size => client + each(size, i => `
export const sessionFor${i} = memoize(async (userId: string) => composio.create(userId));`),
  },
  {
    name: 'code that has no session',
    source: size => client + each(size, i => `
export function total${i}(rows: { price: number }[], rate: number) {
  let sum = 0;
  for (const row of rows) { if (row.price > ${i}) sum += row.price * rate; }
  return sum.toFixed(2);
}`),
  },
];

import * as fc from 'fast-check';
import type { Code } from './code.ts';

/** Who a session is for, and who it works for. */
export interface Sharing {
  readonly kind: 'sharing';
  readonly shape: 'captured' | 'constantUser' | 'conversation' | 'loop' | 'unused';
  readonly user: 'constant' | 'default' | 'own' | 'variable';
  readonly isInside: boolean;
  readonly how: 'awaited' | 'branch' | 'kept' | 'passed' | 'returned';
}

export const sharings: fc.Arbitrary<Sharing> = fc.record({
  kind: fc.constant('sharing' as const),
  shape: fc.constantFrom('captured', 'constantUser', 'conversation', 'loop', 'unused'),
  user: fc.constantFrom('constant', 'default', 'own', 'variable'),
  isInside: fc.boolean(),
  how: fc.constantFrom('awaited', 'branch', 'kept', 'passed', 'returned'),
});

/** Writes a sharing. */
export function writeSharing(code: Code, sharing: Sharing, id: number): void {
  switch (sharing.shape) {
    case 'captured':
      writeCaptured(code, sharing, id);
      break;
    case 'constantUser':
      writeHandler(code, sharing, id);
      break;
    case 'conversation':
      writeConversation(code, sharing, id);
      break;
    case 'loop':
      writeLoop(code, sharing, id);
      break;
    case 'unused':
      writeUnused(code, sharing, id);
  }
}

/** A start-up function makes a session, or the handler that it registers does. */
function writeCaptured(code: Code, { isInside }: Sharing, id: number): void {
  code.raw(`export async function start${id}() {`, `async function start${id}() {`);
  if (!isInside) code.line(`const session = await composio.create('constant-${id}', { toolkits: ['gmail'] });`);
  code.raw("bot.on('message', async message => {");
  if (isInside) code.line("const session = await composio.create(message.userId, { toolkits: ['gmail'] });");
  code.line('await session.search({ query: message.text });');
  code.line('return session.sessionId;');
  code.raw('});');
  code.raw('}', `} await start${id}();`);
}

/** A route makes a session for its caller, or for one user whoever calls. */
function writeHandler(code: Code, { user }: Sharing, id: number): void {
  if (user === 'variable') code.line(`const owner${id} = 'constant-${id}';`);
  code.raw(`app.post('/chat${id}', async (req, res) => {`);
  const who = { constant: `'constant-${id}'`, default: "'default'", own: 'req.body.userId', variable: `owner${id}` }[user];
  code.line(`const session = await composio.create(${who}, { toolkits: ['gmail'] });`);
  code.line('res.json(await session.search({ query: req.body.text }));');
  code.raw('});');
}

/** An object for each conversation, or one for all. */
function writeConversation(code: Code, { isInside, how }: Sharing, id: number): void {
  code.raw(`class Talk${id} {`);
  const isLazy = how === 'branch';
  if (isInside) {
    code.raw('constructor(userId) {');
    code.raw('this.userId = userId;');
    code.raw('}');
  }
  const user = isInside ? 'this.userId' : 'userId';
  code.raw(`async start(${isInside ? '' : 'userId'}) {`);
  code.line(`this.session ${isLazy ? '??=' : '='} await composio.create(${user}, { toolkits: ['gmail'] });`, { stores: `talk${id}` });
  code.raw('}');
  code.raw('async reply(text) {');
  code.line('return this.session.search({ query: text });');
  code.raw('}');
  code.raw('}');
  if (isInside) {
    code.raw(
      `export { Talk${id} };`,
      `entries.push(async user => { const talk = new Talk${id}(user); await talk.start(); await talk.reply('a'); await talk.start(); return talk.reply('b'); });`,
    );
  } else {
    code.raw(
      `export const talk${id} = new Talk${id}();`,
      `const talk${id} = new Talk${id}(); w.home('talk${id}', 'field', () => talk${id}.session); entries.push(async user => { await talk${id}.start(user); return talk${id}.reply('a'); });`,
    );
  }
}

/** Work for several users, with one session or with one for each. */
function writeLoop(code: Code, { isInside }: Sharing, id: number): void {
  code.raw(`export async function digest${id}(userId, users) {`, `async function digest${id}(userId, users) {`);
  if (!isInside) code.line("const session = await composio.create(userId, { toolkits: ['gmail'] });");
  code.raw('for (const user of users) {', 'for (const user of users) { w.as(user);');
  if (isInside) code.line("const session = await composio.create(user, { toolkits: ['gmail'] });");
  code.line('await session.search({ query: user });');
  code.raw('}', '} w.as(undefined);');
  code.raw('}', `} entries.push((user, toolkits, a, b, users) => digest${id}(user, users));`);
}

/** A session that something uses, or nothing. */
function writeUnused(code: Code, { how }: Sharing, id: number): void {
  code.raw(`export async function open${id}(userId, toolkits, a) {`, `async function open${id}(userId, toolkits, a) {`);
  const made = 'await composio.create(userId, { toolkits }, SOURCE(toolkits))';
  if (how === 'awaited') {
    code.line(`${made};`);
  } else if (how === 'returned') {
    code.line(`return ${made};`);
  } else {
    code.line(`const session = ${made};`);
    if (how === 'passed') code.line('await run(session);');
    if (how === 'branch') {
      code.raw('if (a) {');
      code.line("await session.search({ query: 'mail' });");
      code.raw('}');
    }
  }
  code.raw('}', `} entries.push((...given) => open${id}(...given));`);
}

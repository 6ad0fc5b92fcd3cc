import rule from '../../src/rules/no-unused-session/rule.ts';
import { client, inFunction, testRule } from '../support/rule-tester.ts';

/** A function with this body; the client goes with its last use. */
function remaining(body: string): string {
  return body.includes('composio') ? inFunction(body) : inFunction(body).slice(client.length);
}

/** A report whose suggestion turns the body into `output`; without one, none is offered. */
function reported(
  name: string,
  body: string,
  at: { messageId: 'discarded' | 'overwritten' | 'unread'; line?: number; column: number; endColumn: number; variables?: string },
  output?: string,
) {
  const { messageId, line = 4, column, endColumn, variables = '' } = at;
  return {
    name,
    code: inFunction(body),
    errors: [
      {
        messageId,
        line,
        endLine: line,
        column,
        endColumn,
        data: { creation: 'composio.create', variables },
        suggestions: output === undefined ? [] : [{ messageId: 'removeCreation' as const, output: remaining(output) }],
      },
    ],
  };
}

const silent = (name: string, body: string) => ({ name, code: inFunction(body) });

testRule('no-unused-session', rule, {
  valid: [
    silent('a value that is returned', `  return composio.create(userId);`),
    silent('a resumption creates nothing', `  await composio.use(userId);`),
    silent('a variable that is read', `  const session = await composio.create(userId);\n  return session;`),
    silent('an alias that is read', `  const session = await composio.create(userId);\n  const alias = session;\n  return alias;`),
    silent('a destructured id that is read', `  const { sessionId } = await composio.create(userId);\n  return sessionId;`),
    silent(
      'overwritten on one path',
      `  let session = await composio.create(userId);\n  if (other) session = await composio.create(userId, {});\n  return session;`,
    ),
    silent(
      'read by a function in between',
      `  let session = await composio.create(userId);\n  const get = () => session;\n  session = await composio.create(userId, {});\n  return get;`,
    ),
    silent('a then that reads its parameter', `  await composio.create(userId).then(session => announce(session));`),
    silent('a then whose function is not known', `  await composio.create(userId).then(announce);`),
    silent('a then that reads its arguments', `  await composio.create(userId).then(function () { return announce(arguments[0]); });`),
    silent(
      'a reference to a function that reads its parameter',
      `  const done = (session: unknown) => announce(session);\n  await composio.create(userId).then(done);`,
    ),
    silent('passed on', `  await attach(composio.create(userId));`),
    silent('a callback of something unknown', `  await withRetry(() => composio.create(userId));`),
    silent('tested', `  if (await composio.create(userId)) return true;`),
    silent('the array of a map that is returned', `  return Promise.all(users.map(user => composio.create(user)));`),
    silent(
      'a read element of a Promise.all',
      `  const [session, profile] = await Promise.all([composio.create(userId), load(userId)]);\n  return [session, profile];`,
    ),
    silent(
      'an outcome that is read',
      `  const [outcome] = await Promise.allSettled([composio.create(userId), load(userId)]);\n  return outcome;`,
    ),
    silent(
      'the rest of an array',
      `  const [profile, ...rest] = await Promise.all([load(userId), composio.create(userId)]);\n  return [profile, rest];`,
    ),
    silent('a loop over sessions', `  for (const session of await Promise.all([composio.create(userId)])) await session.tools();`),
    silent('disposed of at the end of the block', `  await using session = await composio.create(userId);`),
    silent('asked for its truth', `  return (await composio.create(userId)) ? 1 : 2;`),
    silent('on the left of ||', `  (await composio.create(userId)) || stop();`),
    silent('negated', `  return !(await composio.create(userId));`),
    silent('a called member', `  await (await composio.create(userId)).tools();`),
    silent('spread into a call', `  attach(...[await composio.create(userId)]);`),
    silent('spread into an object', `  return { ...(await composio.create(userId)) };`),
    silent('under a computed name', `  const held = { [userId]: await composio.create(userId) };`),
    silent('under a name that is read', `  const held = { session: await composio.create(userId) };\n  return held;`),
    silent(
      'behind a spread, some element of which is read',
      `  const [first] = [...users, await composio.create(userId)];\n  return first;`,
    ),
    silent('another method of Promise', `  await Promise.try(composio.create(userId));`),
    silent('a Promise of its own', `  const Promise = client();\n  await Promise.all([composio.create(userId)]);`),
    silent('a generator', `  users.map(function* (user) { return composio.create(user); });`),
    silent(
      'a function of the file that takes a callback',
      `  const each = (open: () => unknown) => open();\n  each(() => composio.create(userId));`,
    ),
    silent('an assignment to a member', `  other.session = await composio.create(userId);`),
    silent('an assignment that is returned', `  let session;\n  return (session = await composio.create(userId));`),
    silent('lazily, and read', `  let session;\n  session ??= await composio.create(userId);\n  return session;`),
    silent('returned by a named function', `  async function open() { return composio.create(userId); }\n  await open();`),
    silent('a default of a parameter', `  return async (session = await composio.create(userId)) => 1;`),
    silent(
      'an array that is looped over',
      `  for (const { sessionId } of await Promise.all(users.map(user => composio.create(user)))) save(sessionId);`,
    ),
    {
      name: 'a variable of a script that other scripts see',
      code: `var session = composio.create('ops');\n`,
      languageOptions: { sourceType: 'script' as const },
    },
    {
      name: 'a helper that stores',
      code: `${client}const ids: string[] = [];\nasync function keep(userId: string) {\n  const session = await composio.create(userId);\n  ids.push(session.sessionId);\n  return session;\n}\nexport const login = async (userId: string) => { await keep(userId); };\n`,
    },
    { name: 'exported', code: `${client}export const session = await composio.create('ops');\nexport default session;\n` },
    { name: 'an export of its own', code: `${client}const session = await composio.create('ops');\nexport { session as ops };\n` },
    { name: 'in a test', code: `${client}it('creates', async () => { await composio.create('user'); });\n` },
    { name: 'an excerpt that goes on elsewhere', code: `const session = await composio.create(userId, {});\n` },
    {
      name: 'a store of another rule',
      code: `${client}const open = new Map();\nexport async function run(userId: string) { open.set(userId, await composio.create(userId)); }\n`,
    },
  ],
  invalid: [
    reported(
      'a value that is dropped',
      `  await composio.create(userId);\n  return 1;`,
      { messageId: 'discarded', column: 9, endColumn: 24 },
      `  return 1;`,
    ),
    reported('void', `  void composio.create(userId);\n  return 1;`, { messageId: 'discarded', column: 8, endColumn: 23 }, `  return 1;`),
    reported('a variable that nobody reads', `  // for later\n  const session = await composio.create(userId);\n  return load(userId);`, { messageId: 'unread', line: 5, column: 25, endColumn: 40, variables: 'session' }, `  // for later\n  return load(userId);`),
    reported('an alias that nobody reads', `  const session = await composio.create(userId);\n  const alias = session;\n  return 1;`, { messageId: 'unread', column: 25, endColumn: 40, variables: 'session' }, `  return 1;`),
    reported('a destructuring of which nothing is read', `  const { sessionId, mcp: { url } } = await composio.create(userId);\n  return 1;`, { messageId: 'unread', column: 45, endColumn: 60, variables: 'sessionId`, `url' }, `  return 1;`),
    reported('the last of two', `  let session = await composio.create(userId);\n  await run(session);\n  session = await composio.create(userId, {});`, { messageId: 'unread', line: 6, column: 19, endColumn: 34, variables: 'session' }, `  let session = await composio.create(userId);\n  await run(session);`),
    reported('overwritten on every path', `  let session = await composio.create(userId);\n  session = await composio.create(userId, {});\n  return session;`, { messageId: 'overwritten', column: 23, endColumn: 38, variables: 'session' }, `  let session;\n  session = await composio.create(userId, {});\n  return session;`),
    reported('read only in a type', `  const session = await composio.create(userId);\n  type Shape = typeof session;`, { messageId: 'unread', column: 25, endColumn: 40, variables: 'session' }),
    reported('assigned, never read', `  let session;\n  try {\n    session = await composio.create(userId);\n  } catch {\n    return false;\n  }\n  return true;`, { messageId: 'unread', line: 6, column: 21, endColumn: 36, variables: 'session' }, `  return true;`),
    reported('a then that ignores its parameter', `  await composio.create(userId).then(() => announce(userId));`, { messageId: 'discarded', column: 9, endColumn: 24 }, `  await announce(userId);`),
    reported('a then whose parameter is not read', `  return composio.create(userId).then(session => announce(userId));`, { messageId: 'discarded', column: 10, endColumn: 25 }),
    reported('a reference to a function that ignores its parameter', `  const done = () => announce(userId);\n  await composio.create(userId).then(done);`, { messageId: 'discarded', line: 5, column: 9, endColumn: 24 }),
    reported('behind a catch', `  composio.create(userId).catch(error => report(error));\n  return 1;`, { messageId: 'discarded', column: 3, endColumn: 18 }, `  return 1;`),
    reported('behind a then that only sees to failures', `  composio.create(userId).then(undefined, report);\n  return 1;`, { messageId: 'discarded', column: 3, endColumn: 18 }, `  return 1;`),
    reported('behind a finally', `  await composio.create(userId).finally(() => stop());`, { messageId: 'discarded', column: 9, endColumn: 24 }, `  await stop();`),
    reported('a branch', `  if (other) await composio.create(userId);\n  return 1;`, { messageId: 'discarded', column: 20, endColumn: 35 }, `  return 1;`),
    reported('the right side of &&', `  other && (await composio.create(userId));\n  return 1;`, { messageId: 'discarded', column: 19, endColumn: 34 }, `  return 1;`),
    reported('either side of ?:', `  other ? await composio.create(userId) : null;\n  return 1;`, { messageId: 'discarded', column: 17, endColumn: 32 }, `  return 1;`),
    reported('a part of a sequence', `  return (await composio.create(userId), 1);`, { messageId: 'discarded', column: 17, endColumn: 32 }),
    reported('warmed up for everybody', `  await Promise.all(users.map(user => composio.create(user)));\n  return 1;`, { messageId: 'discarded', column: 39, endColumn: 54 }, `  return 1;`),
    reported('a callback of forEach', `  users.forEach(user => composio.create(user));\n  return 1;`, { messageId: 'discarded', column: 25, endColumn: 40 }, `  return 1;`),
    reported('a callback of a timer', `  setTimeout(() => composio.create(userId), 100);\n  return 1;`, { messageId: 'discarded', column: 20, endColumn: 35 }, `  return 1;`),
    reported('a race that nobody watches', `  await Promise.race([composio.create(userId), timeout(5)]);\n  return 1;`, { messageId: 'discarded', column: 23, endColumn: 38 }, `  return 1;`),
    reported('one of several that are waited for', `  await Promise.all([load(userId), composio.create(userId)]);`, { messageId: 'discarded', column: 36, endColumn: 51 }, `  await Promise.all([load(userId)]);`),
    reported('an unread element', `  const [session, profile] = await Promise.all([\n    composio.create(userId),\n    load(userId),\n  ]);\n  return profile;`, { messageId: 'unread', line: 5, column: 5, endColumn: 20, variables: 'session' }, `  const [profile] = await Promise.all([\n    load(userId),\n  ]);\n  return profile;`),
    reported('an element that is left out', `  const [, profile] = await Promise.all([composio.create(userId), load(userId)]);\n  return profile;`, { messageId: 'discarded', column: 42, endColumn: 57 }, `  const [profile] = await Promise.all([load(userId)]);\n  return profile;`),
    reported('the last element, of which an outcome stays unread', `  const [profile, { value: session }] = await Promise.allSettled([load(userId), composio.create(userId)]);\n  return profile;`, { messageId: 'unread', column: 81, endColumn: 96, variables: 'session' }, `  const [profile] = await Promise.allSettled([load(userId)]);\n  return profile;`),
    reported('an array that nobody reads', `  const sessions = await Promise.all(users.map(user => composio.create(user)));\n  return 1;`, { messageId: 'unread', column: 56, endColumn: 71, variables: 'sessions' }, `  return 1;`),
    reported('one declarator of two', `  const session = await composio.create(userId), profile = await load(userId);\n  return profile;`, { messageId: 'unread', column: 25, endColumn: 40, variables: 'session' }, `  const profile = await load(userId);\n  return profile;`),
    reported('an argument that does something else', `  await composio.create(await signUp(userId));`, { messageId: 'discarded', column: 9, endColumn: 24 }),
    reported('called on the spot', `  await (async () => composio.create(userId))();\n  return 1;`, { messageId: 'discarded', column: 22, endColumn: 37 }, `  return 1;`),
    reported('a default of a pattern', `  const { sessionId = '' } = await composio.create(userId);\n  return 1;`, { messageId: 'unread', column: 36, endColumn: 51, variables: 'sessionId' }, `  return 1;`),
    reported('what is left of a pattern', `  const { ...session } = await composio.create(userId);\n  return 1;`, { messageId: 'unread', column: 32, endColumn: 47, variables: 'session' }, `  return 1;`),
    reported('a pattern that binds nothing', `  const {} = await composio.create(userId);\n  return 1;`, { messageId: 'discarded', column: 20, endColumn: 35 }),
    reported('a pattern in a pattern', `  const [{ sessionId }] = await Promise.all([composio.create(userId)]);\n  return 1;`, { messageId: 'unread', column: 46, endColumn: 61, variables: 'sessionId' }, `  return 1;`),
    reported('spread into an array that nobody reads', `  const all = [...(await Promise.all(users.map(user => composio.create(user))))];\n  return 1;`, { messageId: 'unread', column: 56, endColumn: 71, variables: 'all' }, `  return 1;`),
    reported('in an object that nobody reads', `  const held = { session: await composio.create(userId) };`, { messageId: 'unread', column: 33, endColumn: 48, variables: 'held' }),
    reported('Promise.any', `  await Promise.any([composio.create(userId)]);\n  return 1;`, { messageId: 'discarded', column: 22, endColumn: 37 }, `  return 1;`),
    reported('Promise.resolve', `  await Promise.resolve(composio.create(userId));`, { messageId: 'discarded', column: 25, endColumn: 40 }),
    reported('a callback with a cast', `  users.map((user => composio.create(user)) as any);`, { messageId: 'discarded', column: 22, endColumn: 37 }),
    reported('a callback with a body', `  users.map(async user => { return composio.create(user); });`, { messageId: 'discarded', column: 36, endColumn: 51 }),
    reported('a callback that does more', `  users.forEach(user => {\n    log(user);\n    composio.create(user);\n  });`, { messageId: 'discarded', line: 6, column: 5, endColumn: 20 }, `  users.forEach(user => {\n    log(user);\n  });`),
    reported('an assignment to itself', `  let session = await composio.create(userId);\n  session = session;`, { messageId: 'overwritten', column: 23, endColumn: 38, variables: 'session' }, `  let session;\n  session = session;`),
    reported('behind a then that does nothing', `  composio.create(userId).then(() => {});\n  return 1;`, { messageId: 'discarded', column: 3, endColumn: 18 }, `  return 1;`),
    reported('behind a then without a callback', `  composio.create(userId).then();\n  return 1;`, { messageId: 'discarded', column: 3, endColumn: 18 }, `  return 1;`),
    reported('lazily, and never read', `  let session;\n  session ??= await composio.create(userId);\n  return 1;`, { messageId: 'unread', line: 5, column: 21, endColumn: 36, variables: 'session' }, `  return 1;`),
    reported('the variable of a loop that nobody reads', `  for (const session of await Promise.all(users.map(user => composio.create(user)))) tick();`, { messageId: 'unread', column: 61, endColumn: 76, variables: 'session' }),
    reported('the target of a loop that nobody reads', `  let session;\n  for (session of [await composio.create(userId)]) tick();`, { messageId: 'unread', line: 5, column: 26, endColumn: 41, variables: 'session' }),
    reported('two in an array behind a spread', `  await Promise.all([...users, composio.create(userId), load(userId)]);`, { messageId: 'discarded', column: 32, endColumn: 47 }),
    reported('one of several whose results are kept', `  let profile;\n  [, profile] = await Promise.all([composio.create(userId), load(userId)]);\n  return profile;`, { messageId: 'discarded', line: 5, column: 36, endColumn: 51 }),
    reported('one of several that nothing waits for', `  Promise.all([composio.create(userId), load(userId)]);`, { messageId: 'discarded', column: 16, endColumn: 31 }),
    reported('one of a race that does more', `  await Promise.race([composio.create(userId), timeout(stop())]);`, { messageId: 'discarded', column: 23, endColumn: 38 }),
    reported('an element in the middle that is left out', `  const [profile, , posts] = await Promise.all([load(userId), composio.create(userId), load(userId)]);\n  return [profile, posts];`, { messageId: 'discarded', column: 63, endColumn: 78 }),
    reported('an element behind the pattern', `  const [profile] = await Promise.all([load(userId), composio.create(userId)]);\n  return profile;`, { messageId: 'discarded', column: 54, endColumn: 69 }, `  const [profile] = await Promise.all([load(userId)]);\n  return profile;`),
    reported('the body of a loop without a block', `  for (const user of users) await composio.create(user);`, { messageId: 'discarded', column: 35, endColumn: 50 }),
    {
      name: 'a module variable that nobody reads',
      code: `${client}let warm;\nexport async function start(userId: string) {\n  warm = await composio.create(userId);\n}\n`,
      errors: [
        {
          messageId: 'unread',
          line: 5,
          column: 16,
          data: { creation: 'composio.create', variables: 'warm' },
          suggestions: [{ messageId: 'removeCreation', output: `export async function start(userId: string) {}\n` }],
        },
      ],
    },
    {
      name: 'in a script, and the function of a client from elsewhere',
      code: `import { composio } from './client';\nawait composio.create('ops');\nconsole.log('ready');\n`,
      errors: [
        {
          messageId: 'discarded',
          line: 2,
          column: 7,
          data: { creation: 'composio.create', variables: '' },
          suggestions: [{ messageId: 'removeCreation', output: `console.log('ready');\n` }],
        },
      ],
    },
    {
      name: 'dropped in an excerpt',
      code: `await composio.create(userId, {});\n`,
      errors: [{ messageId: 'discarded', line: 1, column: 7, suggestions: [{ messageId: 'removeCreation', output: `` }] }],
    },
  ],
});

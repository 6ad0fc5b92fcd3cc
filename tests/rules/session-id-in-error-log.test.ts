import rule from '../../src/rules/session-id-in-error-log/rule.ts';
import { client, inFunction, testRule } from '../support/rule-tester.ts';

const made = `const session = await composio.create(userId);`;
const work = `await agent.run('go', await session.tools());`;

/** A function that works on a session and handles the error with `handling`. */
const caught = (handling: string, before = ''): string => `  ${made}${before}\n  try {\n    ${work}\n  } catch (error) {\n    ${handling}\n  }`;
/** The line of `handling` in `caught`. */
const line = 8;

interface At {
  readonly log: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** The line of the work. */
  readonly work: number;
}

function reported(name: string, body: string, { log, work: workLine, ...at }: At, messageId?: 'addSessionId' | 'declareBefore' | 'hoistCreation', output?: string) {
  return {
    name,
    code: inFunction(body),
    errors: [
      {
        messageId: 'missing',
        data: { log, line: workLine },
        ...at,
        endLine: at.line,
        suggestions: messageId && output !== undefined ? [{ messageId, output: inFunction(output) }] : [],
      },
    ],
  };
}

/** A report on the log in `caught`, at the start of `handling`. */
function reportedLog(name: string, handling: string, log: string, output?: string) {
  const at = { log, line, column: 5, endColumn: 5 + log.length, work: 6 };
  return reported(name, caught(handling), at, output === undefined ? undefined : 'addSessionId', output === undefined ? undefined : caught(output));
}

const silent = (name: string, body: string) => ({ name, code: inFunction(body) });

testRule('session-id-in-error-log', rule, {
  valid: [
    silent('the id as an argument', caught(`console.error(session.sessionId, error);`)),
    silent('the id in a template', caught(`console.error(\`\${session.sessionId} failed\`);`)),
    silent('a key that says so', caught(`logger.error({ session_id: trace });`)),
    silent('a variable that holds it', caught(`logger.error(trace, error);`, `\n  const trace = session.sessionId;`)),
    silent('the whole session', caught(`logger.error('x', session);`)),
    silent('the whole session in an object', caught(`logger.error('x', context);`, ` const context = { session };`)),
    silent('another call of the clause has it', caught(`await save(session.sessionId); console.error(error);`)),
    silent('the error itself gets it', caught(`Object.assign(error, { sessionId: session.sessionId }); console.error(error);`)),
    silent('no error level', caught(`logger.info(error);`)),
    silent('no logger', caught(`toast.error(error);`)),
    silent('an empty line', caught(`console.log(''); throw error;`)),
    silent('a leveled log of another level', caught(`winston.log('info', error);`)),
    silent('no log', caught(`throw error;`)),
    silent('a log inside the handler of something else', caught(`try { await stop(); } catch (other) { console.error(other); }`)),
    silent('a log behind a catch inside the handler', caught(`await stop().catch((other: unknown) => console.error(other));`)),
    silent('a logger that is made with it', caught(`log.error(error);`, ` const log = logger.child({ sessionId: session.sessionId });`)),
    silent('a logger that is made with it by another name', caught(`own.error(error);`, ` const log = logger.child({ sessionId: session.sessionId }); const own = log;`)),
    silent('a logger that is given it on the spot', caught(`logger.child({ sessionId: session.sessionId }).error(error);`)),
    silent('a tag that was set before', caught(`Sentry.captureException(error);`, ` Sentry.setTag('sessionId', session.sessionId);`)),
    silent('a context that was set before', caught(`this.logger.error(error);`, ` this.logger.setContext({ sessionId: session.sessionId });`)),
    silent('a logger that was replaced before', caught(`this.logger.error(error);`, ` this.logger = this.logger.child({ sessionId: session.sessionId });`)),
    silent('a scope of its tracker', `  ${made}\n  await Sentry.withScope(async scope => {\n    scope.setTag('sessionId', session.sessionId);\n    try { ${work} } catch (error) { Sentry.captureException(error); }\n  });`),
    silent('a context around the code', `  ${made}\n  await context.run({ sessionId: session.sessionId }, async () => {\n    try { ${work} } catch (error) { logger.error(error); }\n  });`),
    silent('a try that only creates', `  try {\n    const session = await composio.create(userId);\n    sessions.set(userId, session);\n    return session;\n  } catch (error) {\n    console.error(error);\n  }`),
    silent('a try that creates and answers', `  try {\n    const session = await composio.create(userId);\n    res.json({ url: session.mcp.url });\n  } catch (error) {\n    console.error(error);\n  }`),
    silent('a try that creates and keeps, in a function of the file', `  const keep = (session: unknown) => sessions.set(userId, session);\n  try {\n    keep(await composio.create(userId));\n  } catch (error) {\n    console.error(error);\n  }`),
    silent('a try that builds nothing but data', `  try {\n    const session = await composio.create(userId);\n    return Object.keys(session.mcp.headers).map(key => key);\n  } catch (error) {\n    console.error(error);\n  }`),
    silent('a catch on a creation', `  const session = await composio.create(userId).catch(error => { console.error(error); throw error; });\n  return session.tools();`),
    silent('a catch on creations together', `  const [session] = await Promise.all([composio.create(userId), load(userId)]).catch(error => { console.error(error); throw error; });\n  return session.tools();`),
    silent('a try without the session', `  ${made}\n  try { await load(userId, session.sessionId); } catch (error) { console.error(error); }\n  return session.tools();`),
    silent('an error that was dealt with', `  ${made}\n  try {\n    try { ${work} } catch { await stop(); }\n  } catch (error) {\n    console.error(error);\n  }`),
    silent('an error that was logged with the id', `  ${made}\n  try {\n    await session.execute('X_Y', {}).catch((error: unknown) => { console.error(session.sessionId, error); throw error; });\n  } catch (error) {\n    console.error(error);\n  }`),
    silent('work that runs later', `  ${made}\n  try {\n    bot.on('message', async (message: string) => { await agent.run(message, await session.tools()); });\n  } catch (error) {\n    console.error(error);\n  }`),
    silent('what a function of the file does by itself', `  const main = async () => { ${made} ${work} };\n  main().catch(console.error);\n  try { await main(); } catch (error) { console.error(error); }`),
    silent('an unknown reference', `  ${made}\n  await session.execute('X_Y', {}).catch(report);`),
    silent('a key in quotes, a name as text', caught(`logger.error({ 'session-id': trace }, error); tag('sessionId', trace);`)),
    silent('a computed key beside the id', caught(`logger.error({ [userId]: error, [key]: session['sessionId'] });`)),
    silent('a log of something that has no name', caught(`(() => logger)().error(error); loggers[0].error(error);`)),
    silent('a handler that is no function', caught(`throw error;`) + `\n  await session.tools().catch(handlers[0]);`),
    silent('a leveled log that is not told its level', caught(`logger.log(level, error);`)),
    silent('an id that was set by a function of its own tracker', caught(`Sentry.captureException(error);`, ` Sentry.getCurrentScope().setTag('sessionId', session.sessionId);`)),
    silent('a try that answers and throws', `  try {\n    const session = await composio.create(userId);\n    if (!session.mcp) throw new Error(session.mcp.url);\n    return new Response(session.mcp.url);\n  } catch (error) {\n    console.error(error);\n  }`),
    silent('a try that creates and logs', `  try {\n    const session = await composio.create(userId);\n    console.log(session);\n    log(session.sessionId)(1);\n  } catch (error) {\n    console.error(error);\n  }`),
    silent('a function of the file that calls itself', `  const ask = async (session: any): Promise<void> => ask(session);\n  ${made}\n  try { await ask(session); } catch (error) { console.error(error); }`),
    silent('a logger that takes its name from another', caught(`this.error(error);`)),
    { name: 'a shared session by its parts', code: inFunction(caught(`logger.error(session.mcp.url, session.sessionId);`)) },
    { name: 'a field that is made with it', code: `${client}class Chat {\n  constructor(private log: any, private session: any) {}\n  async start(userId: string) {\n    this.session = await composio.create(userId);\n    this.log = this.log.child({ sessionId: this.session.sessionId });\n  }\n  async ask() {\n    try { await this.session.tools(); } catch (error) { this.log.error(error); }\n  }\n}\n` },
    { name: 'functions of one tracker', code: `import { captureException, setTag } from '@sentry/node';\n${inFunction(caught(`captureException(error);`, ` setTag('sessionId', session.sessionId);`))}` },
  ],
  invalid: [
    reportedLog('a further argument', `console.error('failed', error);`, 'console.error', `console.error('failed', error, { sessionId: session.sessionId });`),
    reportedLog('the first property', `logger.warn('failed', { userId, error });`, 'logger.warn', `logger.warn('failed', { sessionId: session.sessionId, userId, error });`),
    reportedLog('the only property', `logger.fatal({}, 'failed');`, 'logger.fatal', `logger.fatal({ sessionId: session.sessionId }, 'failed');`),
    reportedLog('properties over several lines', `log.critical('failed', {\n      // who\n      userId,\n    });`, 'log.critical', `log.critical('failed', {\n      sessionId: session.sessionId,\n      // who\n      userId,\n    });`),
    reportedLog('a comment behind the bracket', `log.critical('failed', { // who\n      userId,\n    });`, 'log.critical', `log.critical('failed', { // who\n      sessionId: session.sessionId,\n      userId,\n    });`),
    reportedLog('arguments over several lines', `requestLogger.exception(\n      'failed',\n      error,\n    );`, 'requestLogger.exception', `requestLogger.exception(\n      'failed',\n      error,\n      { sessionId: session.sessionId },\n    );`),
    reportedLog('a log with a level', `winston.log('error', 'failed');`, 'winston.log', `winston.log('error', 'failed', { sessionId: session.sessionId });`),
    reportedLog('console.log', `console.log(error);`, 'console.log', `console.log(error, { sessionId: session.sessionId });`),
    reportedLog('a tracker', `Sentry.captureException(error);`, 'Sentry.captureException', `Sentry.captureException(error, { extra: { sessionId: session.sessionId } });`),
    reportedLog('a tracker with a context', `Sentry.captureException(error, { extra: { userId } });`, 'Sentry.captureException', `Sentry.captureException(error, { extra: { sessionId: session.sessionId, userId } });`),
    reportedLog('a tracker with another context', `Sentry.captureException(error, { tags: { userId } });`, 'Sentry.captureException', `Sentry.captureException(error, { extra: { sessionId: session.sessionId }, tags: { userId } });`),
    reportedLog('a tracker with a context by name', `Sentry.captureException(error, hint);`, 'Sentry.captureException'),
    reportedLog('a tracker whose context is not known', `newrelic.noticeError(error);`, 'newrelic.noticeError'),
    reportedLog('a tracker with an everyday method', `Bugsnag.notify(error);`, 'Bugsnag.notify'),
    reportedLog('the first of two', `console.error(error); logger.error(error);`, 'console.error', `console.error(error, { sessionId: session.sessionId }); logger.error(error);`),
    reportedLog('a logger by its request', `request?.log.error(error);`, 'request?.log.error', `request?.log.error(error, { sessionId: session.sessionId });`),
    reported('a logger that something made', caught(`trace.error(error);`, ` const trace = pino();`), { log: 'trace.error', line, column: 5, endColumn: 16, work: 6 }, 'addSessionId', caught(`trace.error(error, { sessionId: session.sessionId });`, ` const trace = pino();`)),
    reported('a log before that had it', caught(`logger.error(error);`, ` logger.info(session.sessionId);`), { log: 'logger.error', line, column: 5, endColumn: 17, work: 6 }, 'addSessionId', caught(`logger.error(error, { sessionId: session.sessionId });`, ` logger.info(session.sessionId);`)),
    reported(
      'the id by its own name',
      `  const { sessionId, ...session } = await composio.create(userId);\n  try { await session.tools(); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 5, column: 50, endColumn: 63, work: 5 },
      'addSessionId',
      `  const { sessionId, ...session } = await composio.create(userId);\n  try { await session.tools(); } catch (error) { console.error(error, { sessionId }); }`,
    ),
    reported(
      'the id by another name',
      `  const { sessionId: trace, ...session } = await composio.create(userId);\n  try { await session.tools(); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 5, column: 50, endColumn: 63, work: 5 },
      'addSessionId',
      `  const { sessionId: trace, ...session } = await composio.create(userId);\n  try { await session.tools(); } catch (error) { console.error(error, { sessionId: trace }); }`,
    ),
    reported(
      'a session that may not be there yet',
      `  let session;\n  try {\n    session = await composio.create(userId);\n    await session.tools();\n  } catch (error) {\n    console.error(error);\n  }`,
      { log: 'console.error', line: 9, column: 5, endColumn: 18, work: 7 },
      'addSessionId',
      `  let session;\n  try {\n    session = await composio.create(userId);\n    await session.tools();\n  } catch (error) {\n    console.error(error, { sessionId: session?.sessionId });\n  }`,
    ),
    reported(
      'the promise of a session',
      `  const session = composio.create(userId);\n  try { await agent.run(await session); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 5, column: 59, endColumn: 72, work: 5 },
    ),
    reported(
      'out of reach, first in the try',
      `  try { // a comment\n    // for this message\n    const session = await composio.create(userId); // fresh\n\n    ${work}\n  } catch (error) {\n    console.error(error);\n  }`,
      { log: 'console.error', line: 10, column: 5, endColumn: 18, work: 8 },
      'hoistCreation',
      `  // a comment\n  // for this message\n  const session = await composio.create(userId); // fresh\n  try {\n    ${work}\n  } catch (error) {\n    console.error(error, { sessionId: session.sessionId });\n  }`,
    ),
    reported(
      'out of reach, behind what it needs',
      `  try {\n    const toolkits = ['gmail'];\n    const session = await composio.create(userId, {\n      toolkits,\n    });\n    ${work}\n  } catch (error) {\n    console.error(error);\n  }`,
      { log: 'console.error', line: 11, column: 5, endColumn: 18, work: 9 },
      'hoistCreation',
      `  const toolkits = ['gmail'];\n  const session = await composio.create(userId, {\n    toolkits,\n  });\n  try {\n    ${work}\n  } catch (error) {\n    console.error(error, { sessionId: session.sessionId });\n  }`,
    ),
    reported(
      'out of reach, on one line',
      `  try { const session = await composio.create(userId); await session.tools(); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 4, column: 97, endColumn: 110, work: 4 },
      'hoistCreation',
      `  const session = await composio.create(userId);\n  try { await session.tools(); } catch (error) { console.error(error, { sessionId: session.sessionId }); }`,
    ),
    reported(
      'out of reach, behind other work',
      `  try {\n    await load(userId);\n    const session = await composio.create(userId);\n    ${work}\n  } catch (error) {\n    console.error(error);\n  }`,
      { log: 'console.error', line: 9, column: 5, endColumn: 18, work: 7 },
      'declareBefore',
      `  let session;\n  try {\n    await load(userId);\n    session = await composio.create(userId);\n    ${work}\n  } catch (error) {\n    console.error(error, { sessionId: session?.sessionId });\n  }`,
    ),
    reported(
      'out of reach, behind other work, and typed',
      `  try {\n    await load(userId);\n    const session: Session = await composio.create(userId);\n    ${work}\n  } catch (error) {\n    console.error(error);\n  }`,
      { log: 'console.error', line: 9, column: 5, endColumn: 18, work: 7 },
      'declareBefore',
      `  let session: Session | undefined;\n  try {\n    await load(userId);\n    session = await composio.create(userId);\n    ${work}\n  } catch (error) {\n    console.error(error, { sessionId: session?.sessionId });\n  }`,
    ),
    reported(
      'out of reach, behind other work, and captured',
      `  try {\n    await load(userId);\n    const session = await composio.create(userId);\n    await agent.run(() => session.tools(), session);\n  } catch (error) {\n    console.error(error);\n  }`,
      { log: 'console.error', line: 9, column: 5, endColumn: 18, work: 7 },
    ),
    reported(
      'out of reach, by a name that is taken',
      `  try {\n    const users = await composio.create(userId);\n    await users.tools();\n  } catch (error) {\n    console.error(error);\n  }`,
      { log: 'console.error', line: 8, column: 5, endColumn: 18, work: 6 },
    ),
    reported(
      'one session for each turn',
      `  try {\n    for (const user of users) {\n      const session = await composio.create(user);\n      await session.tools();\n    }\n  } catch (error) {\n    console.error(error);\n  }`,
      { log: 'console.error', line: 10, column: 5, endColumn: 18, work: 7 },
    ),
    reported(
      'thrown on without a log',
      `  ${made}\n  try {\n    try { ${work} } catch (error) { throw error; }\n  } catch (error) {\n    console.error(error);\n  }`,
      { log: 'console.error', line: 8, column: 5, endColumn: 18, work: 6 },
      'addSessionId',
      `  ${made}\n  try {\n    try { ${work} } catch (error) { throw error; }\n  } catch (error) {\n    console.error(error, { sessionId: session.sessionId });\n  }`,
    ),
    reported(
      'a catch',
      `  ${made}\n  return session.execute('X_Y', {}).catch(error => console.error(error));`,
      { log: 'console.error', line: 5, column: 52, endColumn: 65, work: 5 },
      'addSessionId',
      `  ${made}\n  return session.execute('X_Y', {}).catch(error => console.error(error, { sessionId: session.sessionId }));`,
    ),
    reported(
      'a reference',
      `  ${made}\n  return session.execute('X_Y', {}).catch(logger.error);`,
      { log: 'logger.error', line: 5, column: 43, endColumn: 55, work: 5 },
      'addSessionId',
      `  ${made}\n  return session.execute('X_Y', {}).catch(error => logger.error(error, { sessionId: session.sessionId }));`,
    ),
    reported(
      'a rejection handler on a promise by name',
      `  ${made}\n  const running = runAgent(session);\n  running.then(null, error => console.error(error));`,
      { log: 'console.error', line: 6, column: 31, endColumn: 44, work: 5 },
      'addSessionId',
      `  ${made}\n  const running = runAgent(session);\n  running.then(null, error => console.error(error, { sessionId: session.sessionId }));`,
    ),
    reported(
      'work in a chain from the creation',
      `  composio.create(userId).then(session => session.tools()).catch(error => console.error(error));`,
      { log: 'console.error', line: 4, column: 75, endColumn: 88, work: 4 },
    ),
    reported(
      'an agent that was built from the tools',
      `  ${made}\n  const agent = createAgent({ tools: await session.tools() });\n  try { await agent.run('go'); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 6, column: 50, endColumn: 63, work: 6 },
      'addSessionId',
      `  ${made}\n  const agent = createAgent({ tools: await session.tools() });\n  try { await agent.run('go'); } catch (error) { console.error(error, { sessionId: session.sessionId }); }`,
    ),
    reported(
      'a function of the file that works on it',
      `  const ask = async (session: any) => { ${work} };\n  ${made}\n  try { await ask(session); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 6, column: 47, endColumn: 60, work: 6 },
      'addSessionId',
      `  const ask = async (session: any) => { ${work} };\n  ${made}\n  try { await ask(session); } catch (error) { console.error(error, { sessionId: session.sessionId }); }`,
    ),
    reported(
      'a function of the file that closes over it',
      `  ${made}\n  const ask = async () => { ${work} };\n  try { await ask(); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 6, column: 40, endColumn: 53, work: 6 },
      'addSessionId',
      `  ${made}\n  const ask = async () => { ${work} };\n  try { await ask(); } catch (error) { console.error(error, { sessionId: session.sessionId }); }`,
    ),
    reportedLog('no argument but a level', `logger.log('fatal');`, 'logger.log', `logger.log('fatal', { sessionId: session.sessionId });`),
    reportedLog('an object with nothing but a comment', `logger.error({ /* later */ }, 'failed');`, 'logger.error', `logger.error({ sessionId: session.sessionId /* later */ }, 'failed');`),
    reportedLog('a tracker whose context is spread', `Sentry.captureException(error, { extra });`, 'Sentry.captureException'),
    reported('a tracker with nothing', caught(`Sentry.captureException(...args);`), { log: 'Sentry.captureException', line, column: 5, endColumn: 28, work: 6 }, 'addSessionId', caught(`Sentry.captureException(...args, { extra: { sessionId: session.sessionId } });`)),
    reported(
      'a session of either kind',
      `  const session = other ? await composio.create(userId) : await composio.use(userId);\n  try { await session.tools(); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 5, column: 50, endColumn: 63, work: 5 },
      'addSessionId',
      `  const session = other ? await composio.create(userId) : await composio.use(userId);\n  try { await session.tools(); } catch (error) { console.error(error, { sessionId: session.sessionId }); }`,
    ),
    reported(
      'a promise of either kind',
      `  const session = other ? composio.create(userId) : composio.use(userId);\n  try { await agent.run(await session); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 5, column: 59, endColumn: 72, work: 5 },
    ),
    reported(
      'a promise behind an assignment',
      `  let kept;\n  const session = (kept = composio.create(userId)) ?? composio.create(userId);\n  try { await agent.run(await session, kept); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 6, column: 65, endColumn: 78, work: 6 },
    ),
    reported(
      'an empty variable at first',
      `  let session = undefined;\n  session = await composio.create(userId);\n  try { await session.tools(); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 6, column: 50, endColumn: 63, work: 6 },
      'addSessionId',
      `  let session = undefined;\n  session = await composio.create(userId);\n  try { await session.tools(); } catch (error) { console.error(error, { sessionId: session?.sessionId }); }`,
    ),
    reported(
      'tools only, of an array that is spread',
      `  const tools = await (await composio.create(userId)).tools();\n  try { await agent.run(...tools); await tools[0].execute(); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 5, column: 80, endColumn: 93, work: 5 },
    ),
    reported(
      'a tool that runs by itself',
      `  const [tool] = await (await composio.create(userId)).tools();\n  try { await tool.execute(); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 5, column: 49, endColumn: 62, work: 5 },
    ),
    reported(
      'a session in an object at hand',
      `  const state = { session: await composio.create(userId) };\n  try { await state.session.tools(); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 5, column: 56, endColumn: 69, work: 5 },
      'addSessionId',
      `  const state = { session: await composio.create(userId) };\n  try { await state.session.tools(); } catch (error) { console.error(error, { sessionId: state.session.sessionId }); }`,
    ),
    reported(
      'a session in a list',
      `  const all = [await composio.create(userId)];\n  try { await all[0].tools(); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 5, column: 49, endColumn: 62, work: 5 },
    ),
    reported(
      'out of reach in a branch without a block',
      `  if (other) try { const session = await composio.create(userId); await session.tools(); } catch (error) { console.error(error); }`,
      { log: 'console.error', line: 4, column: 108, endColumn: 121, work: 4 },
    ),
    reported(
      'out of reach, by the name of a parameter',
      `  return async (session: string) => {\n    try {\n      const session = await composio.create(userId);\n      await session.tools();\n    } catch (error) {\n      console.error(error);\n    }\n  };`,
      { log: 'console.error', line: 9, column: 7, endColumn: 20, work: 7 },
    ),
    reported(
      'out of reach, one of two',
      `  try {\n    await load(userId);\n    const session = await composio.create(userId), limit = 3;\n    await session.tools(limit);\n  } catch (error) {\n    console.error(error);\n  }`,
      { log: 'console.error', line: 9, column: 5, endColumn: 18, work: 7 },
    ),
    reported(
      'out of reach, and a tracker whose context is not known',
      `  try {\n    const session = await composio.create(userId);\n    await session.tools();\n  } catch (error) {\n    Bugsnag.notify(error);\n  }`,
      { log: 'Bugsnag.notify', line: 8, column: 5, endColumn: 19, work: 6 },
    ),
    reported(
      'out of reach, without semicolons',
      `  try {\n    await load(userId)\n    const session = await composio.create(userId)\n    await session.tools()\n  } catch (error) {\n    console.error(error)\n  }`,
      { log: 'console.error', line: 9, column: 5, endColumn: 18, work: 7 },
      'declareBefore',
      `  let session\n  try {\n    await load(userId)\n    session = await composio.create(userId)\n    await session.tools()\n  } catch (error) {\n    console.error(error, { sessionId: session?.sessionId })\n  }`,
    ),
    {
      name: 'a callback of a method: this is the same',
      code: `${client}class Chat {\n  session: any = null;\n  async start(userId: string) {\n    this.session = await composio.create(userId);\n  }\n  ask() {\n    return this.session.tools().catch((error: unknown) => console.error(error));\n  }\n}\n`,
      errors: [
        {
          messageId: 'missing',
          line: 9,
          column: 59,
          suggestions: [{ messageId: 'addSessionId', output: `${client}class Chat {\n  session: any = null;\n  async start(userId: string) {\n    this.session = await composio.create(userId);\n  }\n  ask() {\n    return this.session.tools().catch((error: unknown) => console.error(error, { sessionId: this.session.sessionId }));\n  }\n}\n` }],
        },
      ],
    },
    {
      name: 'at the top level',
      code: `${client}try {\n  const session = await composio.create('ops');\n  await session.tools();\n} catch (error) {\n  console.error(error);\n}\n`,
      errors: [
        {
          messageId: 'missing',
          line: 7,
          column: 3,
          suggestions: [{ messageId: 'hoistCreation', output: `${client}const session = await composio.create('ops');\ntry {\n  await session.tools();\n} catch (error) {\n  console.error(error, { sessionId: session.sessionId });\n}\n` }],
        },
      ],
    },
    {
      name: 'a parameter that is annotated',
      code: `import type { ToolRouterSession } from '@composio/core';\nexport async function ask(session: ToolRouterSession) {\n  try { await session.tools(); } catch (error) { console.error(error); }\n}\n`,
      errors: [
        {
          messageId: 'missing',
          line: 3,
          column: 50,
          data: { log: 'console.error', line: 3 },
          suggestions: [{ messageId: 'addSessionId', output: `import type { ToolRouterSession } from '@composio/core';\nexport async function ask(session: ToolRouterSession) {\n  try { await session.tools(); } catch (error) { console.error(error, { sessionId: session.sessionId }); }\n}\n` }],
        },
      ],
    },
    {
      name: 'a field',
      code: `${client}class Chat {\n  session?: any;\n  async start(userId: string) {\n    this.session = await composio.create(userId);\n  }\n  async ask() {\n    try { await this.session!.tools(); } catch (error) { console.error(error); }\n  }\n}\n`,
      errors: [
        {
          messageId: 'missing',
          line: 9,
          column: 58,
          data: { log: 'console.error', line: 9 },
          suggestions: [{ messageId: 'addSessionId', output: `${client}class Chat {\n  session?: any;\n  async start(userId: string) {\n    this.session = await composio.create(userId);\n  }\n  async ask() {\n    try { await this.session!.tools(); } catch (error) { console.error(error, { sessionId: this.session?.sessionId }); }\n  }\n}\n` }],
        },
      ],
    },
    {
      name: 'an id of a name that does not exist there',
      code: inFunction(`  try {\n    const session = await composio.create(userId);\n    await runAgent(session);\n  } catch (error) {\n    // with the id\n    logger.error('failed', { sessionId: session.sessionId });\n  }`),
      errors: [
        {
          messageId: 'outOfReach',
          line: 9,
          column: 5,
          data: { log: 'logger.error', session: 'session' },
          suggestions: [
            {
              messageId: 'hoistCreation',
              output: inFunction(`  const session = await composio.create(userId);\n  try {\n    await runAgent(session);\n  } catch (error) {\n    // with the id\n    logger.error('failed', { sessionId: session.sessionId });\n  }`),
            },
          ],
        },
      ],
    },
  ],
});

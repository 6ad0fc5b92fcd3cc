/**
 * What frameworks call once per message or request, as data.
 *
 * | frameworks                                        | form                                             |
 * | ------------------------------------------------- | ------------------------------------------------ |
 * | Express, Fastify, Hono, Koa and their routers     | `.get/.post/…/.use/.all/.route(path, handler)`   |
 * | Next.js, Remix, SvelteKit, serverless             | exported `GET`, `POST`, `loader`, `action`, `handler`, `load` and a default export with a request |
 * | Express controllers                               | any exported `(req, res) => …`                   |
 * | Slack Bolt, Discord.js, Telegraf, grammY          | `.message/.event/.command/.action/.hears/.on(…)` |
 * | ws, socket.io, EventEmitter, queues               | `.on/.addListener/.subscribe/.consume/.process`  |
 * | tRPC                                              | `.query/.mutation/.subscription(handler)`        |
 * | NestJS                                            | methods with route or message decorators         |
 * | BullMQ, Agenda                                    | `new Worker(name, handler)`, `agenda.define(name, handler)` |
 * | Convex, Astro, Hapi, Azure                        | `action({ args, handler })`, `defineAction({ input, handler })` |
 * | TanStack Start, oRPC                              | `createServerFn().handler(…)`                    |
 * | Inngest, Trigger.dev                              | `.createFunction(…, handler)`, `task({ run })`   |
 * | GraphQL                                           | `{ Query: { … }, Mutation: { … } }`              |
 * | timers and cron                                   | `setInterval`, `.schedule`, `new CronJob`        |
 *
 * Sources: the documentation of the frameworks named.
 */

/** Methods that register a handler; those of a router need a callback that takes something. */
export const handlerMethods: ReadonlySet<string> = new Set([
  'on', 'once', 'addListener', 'addEventListener', 'prependListener',
  'get', 'post', 'put', 'patch', 'delete', 'all', 'use', 'head', 'options', 'route',
  'command', 'event', 'message', 'action', 'view', 'shortcut', 'hears', 'callbackQuery', 'inlineQuery', 'start', 'help', 'assistant',
  'listen', 'serve', 'process', 'consume', 'subscribe', 'handle', 'onMessage', 'onRequest', 'onCall', 'addHook',
  'query', 'mutation', 'subscription', 'define', 'setRequestHandler', 'callback', 'http', 'handler', 'createFunction',
]);

/** Of those, the ones that are everyday names too: the callback must take a parameter. */
export const needsParameter: ReadonlySet<string> = new Set([
  'get', 'post', 'put', 'patch', 'delete', 'all', 'use', 'head', 'options', 'route', 'query', 'handle', 'process', 'start', 'help',
  'callback', 'listen', 'http', 'handler', 'define',
]);

/** Receivers on which `define` is a job's: elsewhere it is a tool's, or a model's. */
export const schedulers = /(?:agenda|jobs?|queue|scheduler|worker)$/iu;

/** Of those, the ones that name an event first. */
export const needsEvent: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'addEventListener', 'prependListener']);

/** Functions that register a handler. */
export const handlerFunctions: ReadonlySet<string> = new Set([
  'serve', 'onRequest', 'onCall', 'createServer', 'defineEventHandler', 'eventHandler', 'addEventListener', 'onMessage', 'createHandler',
  'withAuth', 'httpAction',
]);

/** Functions and methods that call a handler by the clock: nobody's request. */
export const timers: ReadonlySet<string> = new Set(['setInterval', 'schedule', 'scheduleJob', 'cron', 'CronJob', 'Cron', 'every']);

/** Constructors that take a handler. */
export const handlerConstructors: ReadonlySet<string> = new Set(['Worker', 'Consumer', 'SlackFunction']);

/** Names under which a module exports route functions. */
export const routeExports: ReadonlySet<string> = new Set([
  'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'handler', 'loader', 'action', 'fetch', 'onRequest', 'onRequestPost',
  'onRequestGet',
]);

/** Of other exports, those that frameworks call with a request: everyday names, too, so the function must take one. */
export const requestExports: ReadonlySet<string> = new Set(['default', 'load', 'handle', 'middleware', 'getServerSideProps']);

/** Exported objects whose functions are routes: SvelteKit's form actions. */
export const routeObjects: ReadonlySet<string> = new Set(['actions']);

/** What a route function takes out of its first parameter. */
export const requestParts = /^(?:req|request|params|searchParams|locals|cookies|event|context)$/u;

/** The parameters of a route function of Express and its like, under whatever name it is exported. */
export const routeParameters: readonly [RegExp, RegExp] = [/^_?(?:req|request)$/u, /^_?(?:res|response|reply)$/u];

/** Properties that make a function a message handler, whatever they are given to. */
export const messageProperties: ReadonlySet<string> = new Set(['eachMessage', 'eachBatch', 'handleMessage', 'handleMessageBatch']);

/** Properties of an object given to a server or exported as one. */
export const handlerProperties: ReadonlySet<string> = new Set([
  'fetch', 'handler', 'onMessage', 'onRequest', 'message', 'queue', 'email', 'websocket',
]);

/** The property of an options object that holds a task's handler, for calls of these names. */
export const taskProperties: ReadonlyMap<string, string> = new Map([['task', 'run']]);

/** Beside a `handler`, these tell that it is a tool of a model. */
export const toolProperties: ReadonlySet<string> = new Set(['description', 'parameters', 'schema', 'inputSchema']);

/** Beside a `handler`, or in the options of a function, these tell that the clock calls it. */
export const scheduleProperties: ReadonlySet<string> = new Set(['cron', 'schedule']);

/** Objects whose functions answer the operations of a GraphQL schema. */
export const resolverObjects: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** Decorators of methods that answer requests or messages. */
export const handlerDecorators: ReadonlySet<string> = new Set([
  'Get', 'Post', 'Put', 'Patch', 'Delete', 'All', 'Head', 'Options', 'Sse',
  'MessagePattern', 'EventPattern', 'SubscribeMessage', 'Query', 'Mutation', 'Subscription',
  'Process', 'OnEvent', 'On', 'Command', 'SlashCommand',
]);

/** Decorators of methods that run by the clock. */
export const timerDecorators: ReadonlySet<string> = new Set(['Cron', 'Interval', 'Timeout']);

/** Decorators that make one object of a class serve the whole process. */
export const singletonDecorators: ReadonlySet<string> = new Set([
  'Injectable', 'Controller', 'Resolver', 'WebSocketGateway', 'Processor', 'Service', 'Singleton', 'singleton',
]);

/** Events of processes, streams and connections that are nobody's message. */
export const lifeCycleEvents =
  /^(?:close|closed|exit|beforeExit|end|error|finish|drain|disconnect|disconnected|ready|clientReady|open|listening|SIG[A-Z]+|uncaughtException|unhandledRejection|warning|shutdown)$/u;

/** The properties of a connection or a worker that take a handler, with the event in them. */
export const assignedEvents = /^on(message|request|connect|connection|open|close|closed|end|disconnect|error)$/u;

/** Events that end a connection. */
export const disconnectEvents = /^(?:close|closed|end|disconnect|disconnecting|disconnected|aborted)$/u;

/** Methods by which a class that serves connections learns that one has ended. */
export const disconnectMethods = /^(?:handleDisconnect|onDisconnect|onClose|onLeave)$/u;

/** Receivers whose events are the program's own, and those that have no events. */
export const ownReceivers =
  /^(?:process|rl|readline|readlineInterface|child|childProcess|proc|subprocess|stdin|stdout|Promise|Object|Array|_)$/u;

/** Modules that make a file a command-line program. */
export const commandLineModules: ReadonlySet<string> = new Set([
  'readline', 'node:readline', 'readline/promises', 'node:readline/promises', 'commander', 'yargs', 'inquirer', '@inquirer/prompts',
  'prompts', '@clack/prompts', 'cac', 'meow', 'minimist', 'enquirer', 'vorpal', 'citty', '@oclif/core',
]);

/** A server behind stdio is started by the one whom it serves, unless the same file serves others, too. */
export const ownServer = /^@modelcontextprotocol\/sdk\/server\/stdio(?:\.js)?$|^mcp\.server\.stdio$/u;
export const sharedServers =
  /^(?:express|fastify|h3|koa|polka|restify|ws|socket\.io|(?:node:)?https?)$|^@?hono(?:$|\/)|\/server\/(?:sse|streamableHttp)(?:\.js)?$|^(?:fastapi|flask|quart|sanic|starlette|uvicorn|mcp\.server\.sse)(?:\.|$)/u;

/** Calls of test frameworks, whose callbacks belong to the file. */
export const testCalls: ReadonlySet<string> = new Set([
  'describe', 'it', 'test', 'suite', 'bench', 'context', 'specify',
  'before', 'after', 'beforeAll', 'afterAll', 'beforeEach', 'afterEach', 'setup', 'teardown', 'setupSuite', 'globalSetup',
]);

/** Parameters that hold one request, one message or one connection. */
export const requestNames =
  /^(?:req|request|res|response|reply|ctx|context|c|event|evt|locals|socket|ws|connection|interaction|message|msg|state|env|session|job|store)$/u;

/** Of these, the ones that one function after the other is given, and hangs things on, by what they are. */
export const passedOn: ReadonlyMap<string, string> = new Map([
  ['req', 'request'], ['request', 'request'], ['res', 'response'], ['response', 'response'], ['reply', 'response'],
  ['ctx', 'context'], ['context', 'context'], ['c', 'context'], ['event', 'event'], ['socket', 'socket'], ['ws', 'socket'],
]);

/** Parts of those that are there for this. */
export const passedParts: ReadonlySet<string> = new Set(['locals', 'state', 'data', 'context']);

/** Under this, Hono's context has what `c.set` put there. */
export const setVariables = 'context.var';

/** Parameters that bring a caller: with one, a method is called on somebody's behalf. */
export const messageNames =
  /^(?:message|msg|text|prompt|input|query|question|userMessage|userInput|content|request|req|event|interaction|ctx)$/iu;

/**
 * What a request, a message or a socket event brings from outside, as data.
 *
 * | source                                   | form                                                     |
 * | ---------------------------------------- | -------------------------------------------------------- |
 * | Express, Fastify, Koa, Next.js pages     | `req.body/query/params/headers/cookies`, `ctx.request.body` |
 * | Hono                                     | `c.req.json()/param()/query()/header()/valid()`          |
 * | Fetch-style routes                       | `request.json()/text()/formData()/headers`, `nextUrl.searchParams`, `params` |
 * | serverless                               | `event.body/queryStringParameters/pathParameters`        |
 * | tRPC, oRPC                               | `input`                                                  |
 * | next-safe-action                         | `parsedInput`                                            |
 * | bots                                     | `ctx.message.text`, `ctx.callbackQuery.data`, `interaction.options`, `command.text` |
 *
 * Sources: the documentation of the frameworks named.
 */

/** Members under which whoever sends a request chooses the value. */
export const outsideMembers: ReadonlySet<string> = new Set([
  'body', 'rawBody', 'query', 'params', 'param', 'headers', 'header', 'rawHeaders', 'cookies', 'cookie', 'searchParams', 'valid',
  'handshake', 'json', 'text', 'formData', 'form', 'url', 'originalUrl', 'href', 'search', 'files',
  'queryStringParameters', 'multiValueQueryStringParameters', 'pathParameters', 'rawQueryString',
  'input', 'rawInput', 'parsedInput', 'clientInput', 'content', 'caption', 'data', 'customId', 'options', 'values', 'value', 'match',
  'args', 'payload', 'private_metadata',
]);

/** What a page, or a function that merely takes something called a request, may read of it. */
export const requestMembers: ReadonlySet<string> = new Set([
  'body', 'query', 'params', 'headers', 'header', 'cookies', 'cookie', 'searchParams', 'nextUrl', 'json', 'formData', 'url', 'param', 'get',
  'req', 'request',
]);

/** Members that the server itself filled, or that the sender's account vouches for. */
export const ownMembers: ReadonlySet<string> = new Set([
  'session', 'user', 'currentUser', 'auth', 'state', 'locals', 'signedCookies', 'from', 'author', 'sender', 'chat',
  'app', 'server', 'db', 'store', 'prisma', 'redis', 'env', 'var', 'jwt', 'claims', 'identity', 'principal', 'account', 'client',
]);

/** Decorators of parameters that a framework fills from the request. */
export const outsideDecorators: ReadonlySet<string> = new Set([
  'Body', 'Param', 'Query', 'Headers', 'Header', 'Cookies', 'MessageBody', 'Payload', 'Args', 'Arg', 'RawBody',
  'BodyParam', 'QueryParam', 'QueryParams', 'Params', 'HeaderParam', 'CookieParam',
]);

/** Decorators of methods whose messages the project sends itself. */
export const ownDecorators: ReadonlySet<string> = new Set([
  'Process', 'OnEvent', 'EventPattern', 'MessagePattern', 'Cron', 'Interval', 'Timeout',
]);

/** Decorators of parameters that are the whole request. */
export const requestDecorators: ReadonlySet<string> = new Set(['Req', 'Request', 'Ctx', 'Context']);

/** Functions of `next/headers`. */
export const nextHeaders: ReadonlySet<string> = new Set(['cookies', 'headers']);

/** Functions that take a request and give what it brings. */
export const requestReaders: ReadonlySet<string> = new Set([
  'readBody', 'readRawBody', 'readFormData', 'readValidatedBody', 'getQuery', 'getValidatedQuery', 'getRouterParam', 'getRouterParams',
  'getHeader', 'getHeaders', 'getRequestHeader', 'getRequestHeaders', 'getCookie', 'parseCookies', 'getRequestURL', 'matchedData',
]);

/** Functions and methods that hand a value on, checked or in another form. */
export const handingOn: ReadonlySet<string> = new Set([
  'String', 'Number', 'atob', 'btoa', 'structuredClone', 'decodeURIComponent', 'decodeURI', 'encodeURIComponent',
  'parse', 'parseAsync', 'safeParse', 'safeParseAsync', 'validate', 'validateAsync', 'validateSync', 'cast', 'decode', 'Decode', 'Parse',
  'fromEntries', 'plainToInstance', 'plainToClass',
  'modelValidate', 'modelValidateJson', 'parseObj', 'parseRaw', 'validatePython', 'validateJson', 'fromDict', 'loads',
]);

/** Methods of a value that give the same value in another form. */
export const sameValue: ReadonlySet<string> = new Set(['toString', 'trim', 'valueOf', 'normalize', 'toLowerCase', 'toUpperCase']);

/** Parameters that hold a request, by name. */
export const requestParameters = /^(?:req|request|nextRequest)$/iu;

/** What listens on one connection: whatever arrives there comes from outside. */
export const connections = /^(?:socket|ws|websocket|conn|connection|peer)$/iu;

/** Programs that listen to people's messages. */
export const messengers = /(?:bot|client|telegraf|telegram|discord|slack|app|server|router|io|wss|self|worker)$/iu;

/** Methods and constructors whose messages the project sends itself. */
export const ownQueues: ReadonlySet<string> = new Set([
  'Worker', 'Consumer', 'process', 'consume', 'subscribe', 'createFunction', 'task', 'define',
]);

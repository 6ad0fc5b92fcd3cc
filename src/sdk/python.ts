/**
 * Python's side of the SDK and of the frameworks around it, as data. Source: the Python package's public code, and the
 * documentation of the frameworks named. Names are in the form in which the analysis reads them: `user_id` is `userId`.
 */

/** Modules under the names of their counterparts. */
export function counterpart(module: string): string {
  return /^composio(?:\.|$)/u.test(module) ? '@composio/core' : commandLine.has(module) ? 'commander' : module;
}

const commandLine = new Set(['argparse', 'click', 'typer', 'fire', 'docopt', 'prompt_toolkit', 'questionary', 'InquirerPy']);

/**
 * Keywords of the SDK's calls that are positions in TypeScript, by the call's last name, in their order. They are taken
 * apart whatever the receiver is called: a client may have any name, and for other calls it makes no difference.
 */
export const positions: Readonly<Record<string, readonly string[]>> = {
  create: ['userId'],
  createSession: ['userId'],
  use: ['sessionId', 'id'],
  authorize: ['userId', 'toolkit'],
  ensureConnected: ['toolkit'],
  execute: ['toolSlug', 'slug', 'tool', 'arguments'],
  delete: ['sessionId', 'nanoid', 'id', 'connectedAccountId'],
  initiate: ['userId', 'authConfigId'],
  link: ['userId', 'authConfigId'],
  disable: ['nanoid', 'id'],
  enable: ['nanoid', 'id'],
  refresh: ['nanoid', 'id'],
};

/** Memo decorators whose functions all who open the page share, though what they decorate is a script. */
export const sharedMemos: ReadonlySet<string> = new Set(['cacheResource', 'cacheData']);

/** Decorators that make a function a memo for the whole process. */
export const memoDecorators: ReadonlySet<string> = new Set([
  ...sharedMemos, 'lruCache', 'alruCache', 'ttlCache', 'cache', 'cached', 'memoize', 'memoized', 'memo', 'cachedmethod', 'asyncCached',
  'asyncLru', 'cacheable', 'lfuCache', 'once', 'asyncCache', 'cacheMemoize',
]);

/** Decorators that make a method a field which is filled when it is first read. */
export const lazyDecorators: ReadonlySet<string> = new Set(['cachedProperty', 'asyncCachedProperty', 'reify', 'lazyProperty']);

/** Decorators of what the project calls itself: what it is given is its own. Celery, RQ, Dramatiq, Huey, arq, Kafka */
export const ownDecorators: ReadonlySet<string> = new Set([
  'task', 'sharedTask', 'job', 'actor', 'dbTask', 'agent', 'subscriber', 'consumer', 'subscribe',
]);

/**
 * Decorators of functions whose parameters come from the path, the query and the body. FastAPI, Flask, Starlette,
 * aiohttp, Sanic, Django Ninja
 */
export const routeDecorators: ReadonlySet<string> = new Set([
  'get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'route', 'apiRoute', 'websocket', 'websocketRoute',
]);

/** Decorators under which a function answers requests or messages. */
export const handlerDecorators: ReadonlySet<string> = new Set([
  ...ownDecorators, ...routeDecorators,
  'view', 'api_view', 'apiView', 'middleware', 'beforeRequest', 'afterRequest',
  // discord.py, slack_bolt, aiogram, pyrogram, Chainlit
  'command', 'hybridCommand', 'slashCommand', 'event', 'listener', 'listen', 'message', 'action', 'shortcut', 'viewSubmission',
  'viewClosed',
  'appMention', 'assistant', 'onMessage', 'callbackQuery', 'callbackQueryHandler', 'messageHandler', 'inlineQuery', 'onCallbackQuery',
  'userMessage',
  'actionCallback', 'errorHandler', 'contextMenu', 'on', 'function',
  // Lambda, cloud functions, GraphQL
  'handler', 'onEvent', 'callbackTask', 'trigger', 'http', 'cloudEvent', 'mutation', 'subscription', 'httpTrigger',
]);

/** Decorators of functions that run by the clock. */
export const timerDecorators: ReadonlySet<string> = new Set([
  'scheduledJob', 'cron', 'periodicTask', 'loop', 'repeatEvery', 'every', 'scheduled', 'interval',
]);

/** Functions that frameworks call once, when a process or connection begins or ends. */
export const startUp =
  /^(?:on(?:Ready|Connect|Disconnect|Resumed|Startup|Shutdown|ShardReady|Error|CommandError)|setupHook|lifespan|startup|shutdown|onStartup|onShutdown|onCleanup|worker(?:Init|ProcessInit|Ready|Shutdown)\w*|onChatStart|start)$/u;

/** Methods and constructors that are given a function which answers requests or messages. */
export const registrations: ReadonlySet<string> = new Set([
  'addUrlRule', 'addApiRoute', 'addRoute', 'addWebsocketRoute', 'addApiWebsocketRoute', 'addGet', 'addPost', 'addPut', 'addPatch',
  'addDelete', 'addView',
  'CommandHandler', 'MessageHandler', 'CallbackQueryHandler', 'InlineQueryHandler', 'ConversationHandler', 'ChatMemberHandler',
  'PollHandler', 'TypeHandler',
  'Route', 'path', 're_path', 'rePath', 'APIRoute', 'WebSocketRoute', 'APIWebSocketRoute', 'addMessageHandler', 'addEventHandler',
  'registerMessageHandler', 'basicConsume', 'listen', 'startServer', 'startUnixServer',
]);

/** Of those, the ones that give it what stands in the address, or the body, as parameters of its own. */
export const routeRegistrations =
  /^(?:add(?:UrlRule|ApiRoute|Route|WebsocketRoute|ApiWebsocketRoute|View)|path|re_?[pP]ath|Route|APIRoute|WebSocketRoute|APIWebSocketRoute)$/u;

/** Functions that give it a connection of its own, whose messages come first. */
export const servers = /^(?:serve|start(?:Unix)?Server)$/u;

/** Keywords under which they are given it. */
export const handlerProperties: ReadonlySet<string> = new Set(['viewFunc', 'endpoint', 'callback', 'onMessageCallback']);

/** Methods that are given a function which runs by the clock. */
export const timers: ReadonlySet<string> = new Set([
  'addJob', 'callLater', 'callAt', 'runRepeating', 'runDaily', 'runOnce', 'enterabs', 'Timer',
]);

/** Base classes whose methods of these names answer requests or messages; those of views are given parts of what came. */
export const handlerBases =
  /(?:View|ViewSet|Endpoint|RequestHandler|Resource|Handler|Consumer|Client|Bot|Cog|Controller|Plugin|AutoShardedBot|Executor|AgentExecutor)$/u;
export const viewBases = /(?:View|ViewSet|Endpoint|RequestHandler|Resource|Consumer)$/u;
export const handlerMethods =
  /^(?:get|post|put|patch|delete|head|handle|execute|receive|receiveJson|onMessage|onMessageEdit|onInteraction|onReceive|onEvent|onReaction\w*|onMember\w*|dispatch|list|create|retrieve|do_?(?:GET|POST|PUT|PATCH|DELETE|HEAD))$/u;

/** Modules of web frameworks, whose views take a request first. */
export const webModules =
  /^(?:aiohttp|bottle|django|falcon|fastapi|litestar|ninja|pyramid|quart|rest_framework|sanic|starlette|tornado)(?:\.|$)/u;

/** Classes whose objects are data: their annotated fields are what the constructor takes. */
export const dataBases = /^(?:BaseModel|BaseSettings|NamedTuple|TypedDict|SQLModel|Struct|Model)$/u;
export const dataDecorators = /^(?:dataclass|define|attrs|frozen|mutable|s|dataclasses)$/u;

/** Containers by what makes them: an object is a dictionary, the others are the classes of JavaScript. */
export const dictionaries: ReadonlySet<string> = new Set([
  'dict', 'OrderedDict', 'defaultdict', 'WeakValueDictionary', 'ChainMap', 'UserDict', 'MutableMapping',
]);
export const lists: ReadonlySet<string> = new Set(['deque', 'UserList']);

/** Types under their counterparts; the others keep their names. */
export const types: Readonly<Record<string, string>> = {
  dict: 'Record',
  Dict: 'Record',
  Mapping: 'Record',
  MutableMapping: 'Record',
  OrderedDict: 'Record',
  defaultdict: 'Record',
  DefaultDict: 'Record',
  WeakValueDictionary: 'Record',
  list: 'Array',
  List: 'Array',
  Sequence: 'Array',
  MutableSequence: 'Array',
  tuple: 'Array',
  Tuple: 'Array',
  deque: 'Array',
  Deque: 'Array',
  Collection: 'Array',
  set: 'Set',
  Set: 'Set',
  frozenset: 'Set',
  FrozenSet: 'Set',
  WeakSet: 'Set',
  WeakKeyDictionary: 'WeakMap',
  Awaitable: 'Promise',
  Coroutine: 'Promise',
  Future: 'Promise',
  Task: 'Promise',
  Final: 'Readonly',
  ClassVar: 'Readonly',
  Required: 'Readonly',
  NotRequired: 'Readonly',
  ReadOnly: 'Readonly',
  Type: 'Readonly',
  Iterator: 'Iterable',
  Iterable: 'Iterable',
  AsyncIterator: 'AsyncIterable',
  AsyncIterable: 'AsyncIterable',
  Generator: 'Generator',
  AsyncGenerator: 'AsyncGenerator',
};

/** Methods under their counterparts. */
export const methods: Readonly<Record<string, string>> = {
  append: 'push',
  appendleft: 'unshift',
  popleft: 'shift',
  discard: 'delete',
  remove: 'delete',
  items: 'entries',
  strip: 'trim',
  lower: 'toLowerCase',
  upper: 'toUpperCase',
  warning: 'warn',
  add_done_callback: 'finally',
};

/** What `Depends(…)` and its like give is the project's own. */
export const ownParameters: ReadonlySet<string> = new Set(['Depends', 'Security', 'Provide', 'Inject', 'BackgroundTasks']);

/** Types of parameters that frameworks fill with objects of their own. */
export const frameworkTypes = /^(?:Request|WebSocket|Response|BackgroundTasks|HTTPConnection|Session|AsyncSession|Settings)$/u;

/** What a Flask, Quart or Django request is called when it is imported. */
export const requestImports: Readonly<Record<string, ReadonlySet<string>>> = {
  request: new Set(['flask', 'quart', 'sanic', 'bottle']),
  websocket: new Set(['quart']),
};

/** Members that nothing but a request has. */
export const requestMembers: ReadonlySet<string> = new Set([
  'GET', 'POST', 'COOKIES', 'META', 'getJson', 'matchInfo', 'queryParams', 'pathParams', 'viewArgs',
]);

/** Members of a request that its sender chooses. */
export const outsideMembers: ReadonlySet<string> = new Set([
  ...requestMembers,
  'json', 'args', 'form', 'values', 'data', 'getData', 'body', 'post', 'cookies', 'headers',
  'rawBody', 'query', 'rel_url', 'relUrl', 'text', 'files', 'receiveJson', 'receiveText', 'receive', 'recv', 'iterText', 'iterJson',
  'validatedData', 'cleanedData',
]);

/** Django's forms and serializers: what they are made with is what they give, checked. */
export const checkers = /(?:Form|[sS]erializer)$/u;

/** aiohttp's end of a socket, which the handler makes itself. */
export const connectionClasses = /^WebSocketResponse$/u;

/** What an `except` catches that is no error of the work before it: somebody stops it, or leaves. */
export const departures =
  /^(?:KeyboardInterrupt|SystemExit|GeneratorExit|CancelledError|EOFError|Stop(?:Async)?Iteration|WebSocketDisconnect|ConnectionClosed\w*)$/u;

/** Imported names that are homes: of one request, of what lives between requests, or of the process. */
export const homeImports: ReadonlyMap<string, 'between' | 'global' | 'request'> = new Map([
  ['flask.g', 'request'],
  ['quart.g', 'request'],
  ['flask.session', 'between'],
  ['quart.session', 'between'],
  ['flask.current_app', 'global'],
  ['flask.currentApp', 'global'],
]);

/** Members that are homes, whatever they are members of: Telegram, Chainlit, Streamlit. */
export const homeMembers: ReadonlyMap<string, 'between' | 'global' | 'request'> = new Map([
  ['userData', 'between'],
  ['chatData', 'between'],
  ['botData', 'global'],
  ['userSession', 'request'],
  ['sessionState', 'request'],
]);

/** What a program has one of. */
export const ownApplications = /^(?:app|application|bot|currentApp)$/u;

/**
 * The Composio SDK as data. Source: the type declarations of `@composio/core` 0.1.55 to 0.21.0.
 */

/** The package whose `Composio` class is the client; `settings.modules` adds others. */
export const coreModule = '@composio/core';

/** The exported client class. */
export const clientClass = 'Composio';

/** Packages that export a `Composio` of their own that opens no sessions. */
export const otherSdkModules: ReadonlySet<string> = new Set(['composio-core', '@composio/client']);

/** Session types, and whether the bare name is evidence enough without an import from the SDK. */
export const sessionTypes: ReadonlyMap<string, { readonly byName: boolean }> = new Map([
  ['ToolRouterSession', { byName: true }],
  ['SessionWithoutMcp', { byName: true }],
  ['Session', { byName: false }],
]);

/** A call below a client that returns a session. `since` is the first version that has it. */
export interface EntryPoint {
  readonly how: 'create' | 'resume';
  readonly since: string;
}

/** Every call that returns a session, by its path below the client. */
export const entryPoints: ReadonlyMap<string, EntryPoint> = new Map<string, EntryPoint>([
  ['create', { how: 'create', since: '0.3.0' }],
  ['use', { how: 'resume', since: '0.3.0' }],
  ['sessions.create', { how: 'create', since: '0.13.0' }],
  ['sessions.use', { how: 'resume', since: '0.13.0' }],
  ['toolRouter.create', { how: 'create', since: '0.3.0' }],
  ['toolRouter.use', { how: 'resume', since: '0.3.0' }],
  ['experimental.create', { how: 'create', since: '0.2.7' }],
  ['experimental.toolRouter.createSession', { how: 'create', since: '0.1.55' }],
]);

/** Calls below a client that return another client. */
export const clientClones: ReadonlySet<string> = new Set(['createSession']);

/** Calls below a client that delete a session by its id. */
export const deletions: ReadonlySet<string> = new Set(['sessions.delete', 'toolRouter.delete']);

/** Calls below a client that change what a user's sessions can reach. */
export const connectionChanges: ReadonlySet<string> = new Set([
  'connectedAccounts.initiate',
  'connectedAccounts.link',
  'connectedAccounts.completeAuth',
  'connectedAccounts.delete',
  'connectedAccounts.refresh',
  'connectedAccounts.revoke',
  'connectedAccounts.enable',
  'connectedAccounts.disable',
  'connectedAccounts.update',
  'connectedAccounts.updateStatus',
  'connectedAccounts.updateAcl',
  'toolkits.authorize',
]);

/** Calls below a client that change an auth config: they matter to a session that pins `authConfigs`. */
export const authConfigChanges: ReadonlySet<string> = new Set([
  'authConfigs.create',
  'authConfigs.update',
  'authConfigs.delete',
  'authConfigs.enable',
  'authConfigs.disable',
]);

const clientPaths = new Set(
  [...entryPoints.keys(), ...deletions, ...connectionChanges, ...authConfigChanges, ...clientClones].flatMap(path =>
    path.split('.').map((_, index, parts) => parts.slice(0, index + 1).join('.')),
  ),
);

/** Whether `path` (such as `toolRouter` or `sessions.create`) leads to something the analysis knows. */
export function isClientPath(path: string): boolean {
  return clientPaths.has(path);
}

/**
 * What a session's members are.
 *
 * | answer  | meaning                                                            |
 * | ------- | ------------------------------------------------------------------ |
 * | id      | the session's id: plain data that stands for the session           |
 * | tools   | a property that hands out what the session was configured with     |
 * | fetch   | a method whose result is such                                      |
 * | work    | a method that does a message's work; its result is data            |
 * | change  | a method that changes the session or its connections               |
 * | data    | anything else                                                      |
 */
export type SessionMember = 'change' | 'data' | 'fetch' | 'id' | 'tools' | 'work';

const sessionMembers: ReadonlyMap<string, SessionMember> = new Map<string, SessionMember>([
  ['sessionId', 'id'],
  ['mcp', 'tools'],
  ['url', 'tools'],
  ['tools', 'fetch'],
  ['toolkits', 'fetch'],
  ['customTools', 'fetch'],
  ['customToolkits', 'fetch'],
  ['search', 'work'],
  ['execute', 'work'],
  ['proxyExecute', 'work'],
  ['authorize', 'change'],
  ['ensureConnected', 'change'],
  ['update', 'change'],
  ['delete', 'change'],
]);

/** Methods that fetch what the session was configured with as plain data: nothing in it works through the session. */
export const listings: ReadonlySet<string> = new Set(['toolkits', 'customToolkits']);

/** What the member `name` of a session is. */
export function sessionMember(name: string | undefined): SessionMember {
  return (name !== undefined && sessionMembers.get(name)) || 'data';
}

/** Properties of `session.mcp` that carry the session's configuration on. */
export const mcpMembers: ReadonlySet<string> = new Set(['url', 'headers', 'type']);

/** The keys of a session's configuration; writing any other property of a config object changes no session. */
export const configKeys: ReadonlySet<string> = new Set([
  'toolkits',
  'tools',
  'tags',
  'authConfigs',
  'connectedAccounts',
  'manageConnections',
  'sandbox',
  'workbench',
  'multiAccount',
  'preload',
  'sessionPreset',
  'mcp',
  'premiumUsage',
  'experimental',
]);

/** Of those, what `session.update` takes: the others are decided when the session is created. */
export const updateKeys: ReadonlySet<string> = new Set(
  [...configKeys].filter(key => key !== 'sessionPreset' && key !== 'mcp' && key !== 'experimental'),
);

/** The first versions of what suggestions may write. */
const since = {
  use: '0.3.0',
  update: '0.9.1',
  sessions: '0.13.0',
  delete: '0.13.1',
} as const;

/**
 * Whether a version of the SDK has something that a suggestion would write. Of an unknown version (undefined) only what
 * every version has is known; a preview of the first version that has it counts as older.
 */
export function hasFeature(version: string | undefined, feature: keyof typeof since): boolean {
  const parts = version === undefined ? undefined : /^(\d+)\.(\d+)\.(\d+)(-)?/u.exec(version);
  if (!parts) {
    return false;
  }
  const wanted = since[feature].split('.').map(Number);
  const index = wanted.findIndex((part, at) => Number(parts[at + 1]) !== part);
  return index < 0 ? parts[4] === undefined : Number(parts[index + 1]) > wanted[index]!;
}

/** Calls that are named so make something that keeps its arguments: `createAgent`, `hostedMcpTool`, `loadMcpTools`. */
export const builderName =
  /^(?:(?:experimental|unstable|beta)_)?(?:create|make|build|bind|connect|wrap|with|hosted)(?=[A-Z_]|$)|^(?:load)?[Mm][Cc][Pp](?:Client|Server|Tool|Toolset|Tools|Transport)$|^(?:sse|streamable_?[Hh]ttp|websocket)_?[Cc]lient$/u;

/** Methods of something built that make another of it, and those that give it back: `graph.addNode(…).compile()`. */
export const furtherName = /^(?:bind|with|(?:compile|build|pipe)$)/u;
export const chainedName = /^(?:add|set)(?!\w*(?:Callback|Handler|Hook|Listener|Observer))[A-Z]/u;

/** Of those, the ones that give the two ends of a connection as a pair. */
export const streamMaker = /^(?:sse|streamable_?[Hh]ttp|websocket)_?[Cc]lient$/u;

/** Methods by which what is built of a session's MCP endpoint (a client, a toolset) fetches the session's tools. */
export const builtFetchers: ReadonlySet<string> = new Set(['tools', 'getTools', 'getToolsets', 'listTools']);

/** Memoizers: what they return keeps the wrapped function's result for later callers. */
export const memoizers: ReadonlySet<string> = new Set([
  'memoize',
  'memoizeOne',
  'memoizee',
  'memo',
  'mem',
  'once',
  'pMemoize',
  'unstable_cache',
  'useMemo',
  'lazy',
  'moize',
]);

/** Options of a cache that name the function which fills it. */
export const loadingOptions: ReadonlySet<string> = new Set(['fetchMethod', 'memoMethod']);

/** React hooks that keep a value for the life of a component. */
export const stateHooks: ReadonlySet<string> = new Set(['useMemo', 'useRef', 'useState']);

/** Decorators that make a method a memo. */
export const memoDecorators = /^(?:memo(?:ize)?|memoized?|cache(?:d|able)?|once|lazy)$/iu;

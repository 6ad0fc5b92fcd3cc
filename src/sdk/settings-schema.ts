/** The part of JSON schema that the settings are described in. */
export interface Schema {
  readonly type?: 'array' | 'integer' | 'object' | 'string';
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly pattern?: string;
  readonly format?: 'regex';
}

/** The two remedies for a session that is kept too long. */
export const remedies = ['fresh-session', 'session-id'] as const;

const name = {
  type: 'string',
  pattern: '^[\\p{ID_Start}$_][\\p{ID_Continue}$]*$',
} as const satisfies Schema;

const path = {
  type: 'string',
  pattern: '^[\\p{ID_Start}$_][\\p{ID_Continue}$]*(?:\\.[\\p{ID_Start}$_][\\p{ID_Continue}$]*)*$',
} as const satisfies Schema;

const moduleName = { type: 'string', minLength: 1, examples: ['@acme/composio'] } as const satisfies Schema;

/** JSON schema of `settings['composio-sessions']`: what is checked at run time, and what the documentation is made of. */
export const settingsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    clients: {
      description:
        
        'Names, or dotted paths, of variables, fields, parameters or functions that are, or return, a Composio client, besides those whose own name says so.',
      type: 'array',
      items: { ...path, examples: ['agentTools', 'this.tools'] },
      examples: [['agentTools', 'getToolRouter', 'this.tools']],
    },
    factories: {
      description:
        
        'Functions of your own that create a session and return it: a name counts wherever it is called, `{ from, name }` only when it is imported from that module (as the import writes it).',
      type: 'array',
      items: {
        anyOf: [
          { ...name, examples: ['openSession'] },
          {
            type: 'object',
            additionalProperties: false,
            required: ['from', 'name'],
            properties: { from: { ...moduleName, examples: ['./sessions.js'] }, name: { ...name, examples: ['openSession'] } },
          },
        ],
      },
      examples: [['openSession', { from: './sessions.js', name: 'create' }]],
    },
    memoizers: {
      description: 'Functions that remember what the function given to them returned, besides `memoize`, `once` and the like.',
      type: 'array',
      items: { ...name, examples: ['remember'] },
      examples: [['remember']],
    },
    modules: {
      description: 'Modules that export the `Composio` class, besides `@composio/core`.',
      type: 'array',
      items: moduleName,
      examples: [['@acme/composio']],
    },
    conversationClasses: {
      description:
        
        'Classes that are the conversation itself and may own its session: regular expressions (their source) that are tested against the name of the class.',
      type: 'array',
      items: { type: 'string', minLength: 1, format: 'regex', examples: ['Conversation$'] },
      examples: [['Conversation$', '^Thread']],
    },
    requestObjects: {
      description: 'Names, or dotted paths, of objects that live as long as one request, besides `req`, `res.locals`, `ctx` and the like.',
      type: 'array',
      items: { ...path, examples: ['scope', 'call.metadata'] },
      examples: [['scope', 'call.metadata']],
    },
    sdkVersion: {
      description:
        
        'The version of `@composio/core` that suggestions may rely on, when the one installed beside the linted file is not the one that counts.',
      type: 'string',
      pattern: '^\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?$',
      examples: ['0.13.0'],
    },
    handlers: {
      description:
        
        'Calls that take a callback for each message or request: a name or dotted path of the callee, or `{ call, argument }` when only the argument at that position (from 0) is such a callback.',
      type: 'array',
      items: {
        anyOf: [
          { ...path, examples: ['onInbound', 'bus.consume'] },
          {
            type: 'object',
            additionalProperties: false,
            required: ['call'],
            properties: { call: { ...path, examples: ['bus.consume'] }, argument: { type: 'integer', minimum: 0 } },
          },
        ],
      },
      examples: [['onInbound', { call: 'bus.consume', argument: 1 }]],
    },
    fix: {
      description:
        
        'Makes one remedy the fix that `eslint --fix` applies: `fresh-session` creates a session where it is used, `session-id` keeps the id and resumes the session with it. Without this setting, both are suggestions only.',
      enum: remedies,
      examples: ['fresh-session'],
    },
  },
} as const satisfies Schema;

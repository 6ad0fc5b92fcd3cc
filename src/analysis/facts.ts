import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

export type SourceCode = Readonly<TSESLint.SourceCode>;
export type Variable = TSESLint.Scope.Variable;

/** A function of the file, whatever its syntax. */
export type FunctionNode =
  | TSESTree.ArrowFunctionExpression
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression;

export type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/**
 * How a creation was recognised: by what says that it is called on a client, from the strongest to the weakest, or by the
 * `signature` of a function of another file, which gives a session and may do more.
 */
export type Evidence = 'type' | 'import' | 'annotation' | 'settings' | 'name' | 'signature';

/** A call that returns a session: `composio.create(…)`, `composio.use(…)` and their aliases. */
export interface Creation {
  /** `create` makes a session on the server, `resume` fetches one by its id. */
  readonly how: 'create' | 'resume';
  readonly call: TSESTree.CallExpression;
  /** The callee as a reader would name it, such as `composio.create`. */
  readonly name: string;
  /** The user argument of a creation, the id argument of a resumption. */
  readonly user: TSESTree.Expression | undefined;
  readonly config: TSESTree.Expression | undefined;
  readonly evidence: Evidence;
  /** The innermost function around the call; undefined at the top level. */
  readonly enclosing: FunctionNode | undefined;
}

/** What a store keeps: a session (alone or inside something), or what a session handed out. */
export type Holds = 'session' | 'tools';

/** How long a home lives; see `lifetime.ts` for what decides it. */
export type Lifetime =
  | 'call'
  | 'request'
  | 'conversation'
  | 'closure'
  | 'instance'
  | 'static'
  | 'module'
  | 'global';

/** The place that a carrier is kept in. */
export interface Home {
  /**
   * | kind      | example                                   |
   * | --------- | ----------------------------------------- |
   * | container | `cache.set(k, s)`, `all.push(s)`, `o[k] = s` |
   * | memo      | `memoize(u => create(u))`, `useMemo(…)`   |
   * | field     | `this.session = s`                        |
   * | closure   | a variable of an enclosing function       |
   * | module    | a module variable, or a property of a module-level object |
   * | global    | `globalThis.x`, `app.locals.x`            |
   */
  readonly kind: 'closure' | 'container' | 'field' | 'global' | 'memo' | 'module';
  /** The home as the code writes it: `this.sessionCache`, `cache`, `state.session`. */
  readonly name: string;
  readonly lifetime: Lifetime;
  /** The variable at the root of the home's name, when there is one. */
  readonly variable: Variable | undefined;
  /** The class whose field it is (or whose field's container it is). */
  readonly owner: ClassNode | undefined;
  /** Where the home is declared: a declarator, a property definition, a parameter. */
  readonly declaration: TSESTree.Node | undefined;
}

/**
 * Why a store is a fault.
 *
 * | reason          | what is wrong                                                             |
 * | --------------- | ------------------------------------------------------------------------- |
 * | outlives        | the home simply lives longer than the unit of work                        |
 * | ignores-user    | a later call for another user gets the first caller's session             |
 * | ignores-config  | a later call's toolkits or config are ignored                             |
 * | constant-user   | a service singleton with one user for everybody                           |
 * | singleton       | the object that holds it lives as long as the process                     |
 * | shared-object   | a method that reads the field takes a user or toolkit of its own          |
 * | message-work    | the storing method does a message's work on the field: concurrent calls swap sessions |
 * | conversation    | the class is the conversation: a fault only when the user's options say so |
 */
export type Reason =
  | 'constant-user'
  | 'conversation'
  | 'ignores-config'
  | 'ignores-user'
  | 'message-work'
  | 'outlives'
  | 'shared-object'
  | 'singleton';

/** A store of a carrier into a home that lives longer than the unit of work. */
export interface Store {
  /** The whole storing call or assignment, the declarator, or the memo's decorator: what a report points at. */
  readonly site: TSESTree.Node;
  /** The expression that is stored. */
  readonly value: TSESTree.Node | undefined;
  readonly holds: Holds;
  /** Whether it is a session itself that is stored, or a promise of one, and nothing around it. */
  readonly isBare: boolean;
  readonly home: Home;
  /** Filled only when empty: `??=`, `if (!x)`, early return. */
  readonly lazy: boolean;
  /** The key under which a container keeps it. */
  readonly key: TSESTree.Node | undefined;
  /** The creations whose sessions it may hold, in source order; empty when only an annotation tells. */
  readonly creations: readonly Creation[];
  /** Whether one of the creations is for the same user all the time. */
  readonly hasConstantUser: boolean;
  readonly reason: Reason;
  /** The function that stores, by name (`handleMessage`); undefined at the top level and for anonymous functions. */
  readonly storedBy: string | undefined;
}

import type { TSESTree } from '@typescript-eslint/utils';
import { askingMethods, everySession, ownTools, toolkitOfSlug, type Asking } from '../sdk/toolkits.ts';
import { constantOf, literalNames, literalText, writtenProperty } from './constants.ts';
import { codeRootOf, orderOf } from './definitions.ts';
import type { Creation } from './facts.ts';
import type { FileNodes, Graph } from './flow/index.ts';
import type { SessionValue } from './flow/values.ts';
import { heldSessions } from './held.ts';
import type { CodeRoot } from './order/control-flow.ts';
import { solveCorrelated } from './order/correlation.ts';
import { visit } from './order/solve.ts';
import { propertyName, unwrapped } from './tree.ts';
import type { Units } from './units.ts';

type Node = TSESTree.Node;
type Call = TSESTree.CallExpression;

/** The toolkits that a session may have, as far as the code writes them out. */
export interface ToolkitSet {
  readonly kind: 'any' | 'except' | 'only';
  readonly names: readonly string[];
  /** The list as the configuration has it: an array, or a constant that holds one. */
  readonly list: Node | undefined;
}

/** A literal that asks a session for a toolkit, or for a tool of one, that it does not have. */
export interface ForeignToolkit {
  /** The literal, or the constant that stands for it. */
  readonly node: Node;
  readonly call: TSESTree.CallExpression;
  /** The receiver of the call. */
  readonly session: Node;
  /** What is asked for, as written. */
  readonly asked: string;
  /** The toolkit that would have to be there. */
  readonly toolkit: string;
  readonly isTool: boolean;
  /** Every set of toolkits that the session may have here: none of them has what is asked for. */
  readonly sets: readonly ToolkitSet[];
  /** The creations whose sessions it may be, in source order. */
  readonly creations: readonly Creation[];
}

/** Every literal that asks a session for a toolkit which it has on no path, in source order. */
export function foreignToolkitsOf(graph: Graph, nodes: FileNodes, units: Units): ForeignToolkit[] {
  const toolkits = new Toolkits(graph, nodes);
  const found: ForeignToolkit[] = [];
  for (const call of nodes.calls) {
    const callee = call.type === 'CallExpression' ? unwrapped(call.callee) : undefined;
    if (call.type !== 'CallExpression' || callee?.type !== 'MemberExpression') {
      continue;
    }
    const method = sessionMethod(graph, callee);
    const asking = method === undefined ? undefined : askingMethods.get(method);
    const asked = asking ? askedFor(graph, call, asking) : [];
    const sessions = asked.length > 0 ? heldSessions(graph, units, callee.object) : undefined;
    if (!sessions || sessions.size === 0) {
      continue;
    }
    const sets = [...new Set([...sessions].flatMap(session => [...toolkits.at(session, call)]))];
    const creations = [...sessions].flatMap(session => session.creation ?? []).sort((a, b) => a.call.range[0] - b.call.range[0]);
    for (const { node, value, isTool } of asked) {
      if (sets.length > 0 && sets.every(set => isForeign(set, value, isTool)) && found.at(-1)?.node !== node) {
        const toolkit = isTool ? toolkitOfSlug(value) : value;
        found.push({ node, call, session: callee.object, asked: value, toolkit, isTool, sets, creations });
      }
    }
  }
  return found;
}

/** The session's method that a callee names. */
function sessionMethod(graph: Graph, callee: TSESTree.MemberExpression): string | undefined {
  const name = propertyName(callee);
  for (const value of graph.place(callee).plainValues()) {
    if (value.kind === 'session-method' && value.name === name) {
      return name;
    }
  }
  return undefined;
}

interface Asked {
  readonly node: Node;
  readonly value: string;
  readonly isTool: boolean;
}

/** What a call names, as far as it is literal. A list behind a variable is reported where it is handed over. */
function askedFor(graph: Graph, { arguments: [first] }: Call, asking: Asking): Asked[] {
  if (!first || first.type === 'SpreadElement') {
    return [];
  }
  if (asking === 'toolkit' || asking === 'slug') {
    return named(graph, first, asking === 'slug');
  }
  const options = constantOf(graph, first);
  const value = options.type === 'ObjectExpression' ? writtenProperty(options, asking === 'property' ? 'toolkit' : 'toolkits') : undefined;
  if (!value || value === 'unknown') {
    return [];
  }
  if (asking === 'property') {
    return named(graph, value, false);
  }
  const isInline = unwrapped(value).type === 'ArrayExpression';
  return (literalNames(graph, value) ?? partNames(graph, value)).map(name => ({ ...name, node: isInline ? name.node : value, isTool: false }));
}

/** The literal names of an array that has others, too. */
function partNames(graph: Graph, list: Node): { value: string; node: Node }[] {
  const array = unwrapped(list);
  const elements = array.type === 'ArrayExpression' ? array.elements : [];
  return elements.flatMap(element => {
    const value = element && element.type !== 'SpreadElement' ? literalText(graph, element) : undefined;
    return element && value !== undefined ? [{ value, node: element }] : [];
  });
}

function named(graph: Graph, node: Node, isTool: boolean): Asked[] {
  const value = literalText(graph, node);
  return value === undefined ? [] : [{ node, value, isTool }];
}

/** Whether a session with these toolkits lacks what is asked for: a slug is its toolkit's, an underscore and more. */
function isForeign(set: ToolkitSet, asked: string, isTool: boolean): boolean {
  if (set.kind === 'any') {
    return false;
  }
  const name = asked.toLowerCase();
  if (isTool && (everySession.test(name) || !name.includes('_'))) {
    return false;
  }
  const isNamed = set.names.some(each => (isTool ? name.startsWith(`${each.toLowerCase()}_`) : name === each.toLowerCase()));
  return isNamed === (set.kind === 'except');
}

const any: ToolkitSet = { kind: 'any', names: [], list: undefined };

/** What toolkits the sessions of a file have, and when. */
class Toolkits {
  readonly #sets = new Map<Node, ToolkitSet>();
  readonly #updates = new Map<SessionValue, Call[]>();
  readonly #states = new Map<CodeRoot, ReadonlyMap<Node, States>>();

  constructor(
    readonly graph: Graph,
    nodes: FileNodes,
  ) {
    for (const call of nodes.calls) {
      const callee = unwrapped(call.callee);
      if (call.type === 'CallExpression' && callee.type === 'MemberExpression' && propertyName(callee) === 'update') {
        for (const session of this.#sessionsAt(callee.object)) {
          this.#updates.set(session, [...(this.#updates.get(session) ?? []), call]);
        }
      }
    }
  }

  /** The sets of toolkits that a session may have at a call. */
  at(session: SessionValue, call: Call): ReadonlySet<ToolkitSet> {
    const created = this.#created(session);
    const updates = (this.#updates.get(session) ?? []).filter(update => this.#updated(update));
    if (updates.length === 0) {
      return new Set([created]);
    }
    const root = codeRootOf(call);
    const isOrdered = codeRootOf(session.node) === root;
    const elsewhere = updates.filter(update => !isOrdered || codeRootOf(update) !== root).map(update => this.#updated(update)!);
    const here = isOrdered ? (this.#statesOf(root).get(call)?.get(session) ?? []) : [created];
    return new Set([...here, ...elsewhere]);
  }

  *#sessionsAt(receiver: Node): Generator<SessionValue> {
    for (const value of this.graph.place(receiver).plainValues()) {
      if (value.kind === 'session') {
        yield value;
      }
    }
  }

  #created({ creation }: SessionValue): ToolkitSet {
    if (creation?.how !== 'create' || creation.evidence === 'settings') {
      return any;
    }
    return creation.config ? this.#once(creation.config, () => toolkitsOf(this.graph, creation) ?? any) : any;
  }

  /** What an update sets; undefined when it leaves the toolkits as they are. */
  #updated(update: Call): ToolkitSet | undefined {
    const [config] = update.arguments;
    if (!config) {
      return undefined;
    }
    const literal = constantOf(this.graph, config);
    const isOpen = literal.type !== 'ObjectExpression';
    const list = isOpen ? 'unknown' : writtenProperty(literal, 'toolkits');
    const isKept = list === undefined || (list !== 'unknown' && isUndefined(list));
    return isKept ? undefined : this.#once(update, () => (list === 'unknown' ? any : listed(this.graph, list)));
  }

  #once(node: Node, make: () => ToolkitSet): ToolkitSet {
    const set = this.#sets.get(node) ?? make();
    this.#sets.set(node, set);
    return set;
  }

  #statesOf(root: CodeRoot): ReadonlyMap<Node, States> {
    let states = this.#states.get(root);
    if (!states) {
      this.#states.set(root, (states = this.#solve(root)));
    }
    return states;
  }

  /** The toolkits of each session before every call of a root. */
  #solve(root: CodeRoot): ReadonlyMap<Node, States> {
    const { graph } = this;
    const flow = orderOf(graph, root);
    const before = new Map<Node, States>();
    const solution = solveCorrelated<States>(
      flow,
      { initial: new Map(), join: joined, equals: areEqual, transfer: (state, event) => this.#after(state, event) },
      graph.sourceCode.scopeManager!,
    );
    visit(flow, solution, (event, state) => {
      if (event.type === 'CallExpression') {
        const known = before.get(event);
        before.set(event, known ? joined(known, state) : state);
      }
    });
    return before;
  }

  #after(state: States, event: Node): States {
    if (event.type !== 'CallExpression') {
      return state;
    }
    const made = this.graph.sessions.get(event);
    if (made?.creation) {
      return new Map(state).set(made, new Set([this.#created(made)]));
    }
    const callee = unwrapped(event.callee);
    if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'update') {
      return state;
    }
    const sessions = [...this.#sessionsAt(callee.object)];
    const set = sessions.length > 0 ? this.#updated(event) : undefined;
    if (!set) {
      return state;
    }
    const after = new Map(state);
    for (const session of sessions) {
      after.set(session, new Set(sessions.length === 1 ? [set] : [...(state.get(session) ?? []), set]));
    }
    return after;
  }
}

type States = ReadonlyMap<SessionValue, ReadonlySet<ToolkitSet>>;

function joined(one: States, other: States): States {
  const all = new Map(one);
  for (const [session, sets] of other) {
    all.set(session, new Set([...(one.get(session) ?? []), ...sets]));
  }
  return all;
}

function areEqual(one: States, other: States): boolean {
  return one.size === other.size && [...one].every(([session, sets]) => {
    const others = other.get(session);
    return others?.size === sets.size && [...sets].every(set => others.has(set));
  });
}

/**
 * The toolkits that a creation names.
 *
 * | `toolkits`                                    | gives                   |
 * | --------------------------------------------- | ----------------------- |
 * | a literal list, `{ enable: […] }`             | only these              |
 * | `{ disable: […] }`                            | all except these        |
 * | `null`, nothing, anything that is not literal | any: nothing is foreign |
 *
 * Undefined where the creation brings tools of the user's own, which any slug may name.
 */
function toolkitsOf(graph: Graph, { config }: Creation): ToolkitSet | undefined {
  const literal = config && constantOf(graph, config);
  if (literal?.type !== 'ObjectExpression') {
    return undefined;
  }
  const experimental = writtenProperty(literal, 'experimental');
  if (experimental) {
    const own = experimental === 'unknown' ? undefined : constantOf(graph, experimental);
    if (own?.type !== 'ObjectExpression' || ownTools.some(name => writtenProperty(own, name))) {
      return undefined;
    }
  }
  const list = writtenProperty(literal, 'toolkits');
  return !list || list === 'unknown' ? undefined : listed(graph, list);
}

function listed(graph: Graph, list: Node): ToolkitSet {
  const names = literalNames(graph, list);
  if (names) {
    return { kind: 'only', names: names.map(({ value }) => value), list };
  }
  const literal = constantOf(graph, list);
  if (literal.type !== 'ObjectExpression') {
    return any;
  }
  const enabled = writtenProperty(literal, 'enable');
  const disabled = writtenProperty(literal, 'disable');
  const given = enabled ?? disabled;
  const inner = given && given !== 'unknown' && !(enabled && disabled) ? literalNames(graph, given) : undefined;
  return inner ? { kind: enabled ? 'only' : 'except', names: inner.map(({ value }) => value), list: given as Node } : any;
}

function isUndefined(node: Node): boolean {
  return node.type === 'Identifier' && node.name === 'undefined';
}

import type { TSESTree } from '@typescript-eslint/utils';
import { constantOf, writtenProperty } from '../constants.ts';
import { codeRootOf, orderOf } from '../definitions.ts';
import type { FileNodes, Graph } from '../flow/index.ts';
import type { SessionValue } from '../flow/values.ts';
import type { CodeRoot } from '../order/control-flow.ts';
import { solveCorrelated } from '../order/correlation.ts';
import { visit } from '../order/solve.ts';
import { contains, isFunction, propertyName, siteOf, unwrapped } from '../tree.ts';
import type { Units } from '../units.ts';
import { kept } from '../kept.ts';
import { heldSessions } from './held.ts';
import { anyToolkit, listed, toolkitsOf, type ToolkitSet } from './sets.ts';
import { scopeManagerOf } from '../scopes.ts';

type Node = TSESTree.Node;
type Call = TSESTree.CallExpression;

/** With more updated sessions than this, their updates are not put in order: any may have come before. */
const mostUpdated = 32;

/** What toolkits the sessions of a file have, and when. */
export class ToolkitStates {
  readonly #sets = new Map<Node, readonly ToolkitSet[]>();
  readonly #updates = new Map<SessionValue, Call[]>();
  readonly #updated = new Map<Node, readonly SessionValue[]>();
  readonly #states = new Map<CodeRoot, ReadonlyMap<Node, States>>();

  constructor(
    readonly graph: Graph,
    nodes: FileNodes,
    units: Units,
  ) {
    for (const call of nodes.calls) {
      const callee = unwrapped(call.callee);
      if (call.type !== 'CallExpression' || callee.type !== 'MemberExpression' || propertyName(callee) !== 'update') {
        continue;
      }
      const flowing = [...this.#flowingTo(callee.object)];
      if (flowing.length > 0) {
        const held = [...(heldSessions(graph, nodes, units, callee.object) ?? [])];
        const sessions = held.length > 0 ? held : flowing;
        this.#updated.set(call, sessions);
        for (const session of sessions) {
          this.#updates.set(session, [...(this.#updates.get(session) ?? []), call]);
        }
      }
    }
  }

  /** The sets of toolkits that a session may have at a call. */
  at(session: SessionValue, call: Call): ReadonlySet<ToolkitSet> {
    const created = this.#created(session);
    const updates = (this.#updates.get(session) ?? []).filter(update => this.#setBy(update));
    if (updates.length === 0) {
      return new Set(created);
    }
    const root = codeRootOf(call);
    const isOrdered = codeRootOf(siteOf(session.node)) === root && this.#updates.size <= mostUpdated;
    const elsewhere = updates.filter(update => !isOrdered || codeRootOf(update) !== root).flatMap(update => this.#setBy(update)!);
    const here = isOrdered ? (this.#statesOf(root).get(call)?.get(session) ?? []) : created;
    return new Set([...here, ...elsewhere]);
  }

  /** The session that a call makes, itself or in the function that stands there to be called. */
  #madeAt(event: Call): SessionValue | undefined {
    const callee = unwrapped(event.callee);
    if (!isFunction(callee)) {
      return this.graph.sessions.get(event);
    }
    for (const value of this.graph.place(event).plainValues()) {
      if (value.kind === 'session' && value.creation && contains(callee, value.creation.call)) {
        return value;
      }
    }
    return undefined;
  }

  *#flowingTo(receiver: Node): Generator<SessionValue> {
    for (const value of this.graph.place(receiver).plainValues()) {
      if (value.kind === 'session') {
        yield value;
      }
    }
  }

  #created({ creation }: SessionValue): readonly ToolkitSet[] {
    const isKnown = creation?.how === 'create' && creation.evidence !== 'settings' && creation.config;
    return isKnown ? this.#once(isKnown, () => toolkitsOf(this.graph, isKnown)) : [anyToolkit];
  }

  /** What an update sets; undefined when it leaves the toolkits as they are. */
  #setBy(update: Call): readonly ToolkitSet[] | undefined {
    const [config] = update.arguments;
    if (!config) {
      return undefined;
    }
    const literal = constantOf(this.graph, config);
    const isOpen = literal.type !== 'ObjectExpression';
    const list = isOpen ? 'unknown' : writtenProperty(this.graph, literal, 'toolkits');
    const isKept = list === undefined || (list !== 'unknown' && isUndefined(list));
    return isKept ? undefined : this.#once(update, () => (list === 'unknown' ? [anyToolkit] : listed(this.graph, list)));
  }

  #once(node: Node, make: () => readonly ToolkitSet[]): readonly ToolkitSet[] {
    return kept(this.#sets, node, make);
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
      scopeManagerOf(graph.sourceCode),
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
    const made = this.#madeAt(event);
    if (made && !this.#updates.has(made)) {
      return state;
    }
    if (made?.creation) {
      return new Map(state).set(made, new Set(this.#created(made)));
    }
    const sessions = this.#updated.get(event) ?? [];
    const sets = sessions.length > 0 ? this.#setBy(event) : undefined;
    if (!sets) {
      return state;
    }
    const after = new Map(state);
    for (const session of sessions) {
      after.set(session, sessions.length === 1 ? new Set(sets) : fewOf([...(state.get(session) ?? []), ...sets]));
    }
    return after;
  }
}

type States = ReadonlyMap<SessionValue, ReadonlySet<ToolkitSet>>;

function joined(one: States, other: States): States {
  const all = new Map(one);
  for (const [session, sets] of other) {
    all.set(session, fewOf([...(one.get(session) ?? []), ...sets]));
  }
  return all;
}

/** So many sets are told apart; more of them are any. */
const mostSets = 16;

function fewOf(sets: readonly ToolkitSet[]): ReadonlySet<ToolkitSet> {
  const few = new Set(sets);
  return few.size > mostSets ? new Set([anyToolkit]) : few;
}

function areEqual(one: States, other: States): boolean {
  return one.size === other.size && [...one].every(([session, sets]) => {
    const others = other.get(session);
    return others?.size === sets.size && [...sets].every(set => others.has(set));
  });
}

function isUndefined(node: Node): boolean {
  return node.type === 'Identifier' && node.name === 'undefined';
}

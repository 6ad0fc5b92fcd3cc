import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, FunctionNode, Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import type { SessionValue } from '../flow/values.ts';
import type { CodeRoot, ControlFlow } from '../order/control-flow.ts';
import { buildControlFlow } from '../order/control-flow.ts';
import { solveCorrelated } from '../order/correlation.ts';
import { visit } from '../order/solve.ts';
import { originsOf } from '../people/origins.ts';
import { awaited, contains, enclosingFunction, isFunction, lastName, nodesBelow, propertyName, unwrapped, wrappedParent } from '../tree.ts';
import { builderName, sessionMember } from '../../sdk/model.ts';
import { changedPlace, dependenciesOf, type Dependencies, type Dependency } from './dependencies.ts';
import { calledAt, carriedOver, directEffects, summaryOf, type Effect } from './effects.ts';
import {
  afterUse,
  becameDeleted,
  becameFresh,
  becameStale,
  equals,
  join,
  nothing,
  status,
  untouched,
  withHeld,
  withThing,
  type State,
  type Thing,
  type ThingState,
} from './states.ts';

type Node = TSESTree.Node;

/** Which changes of a user's connections make a session stale. */
export type Connections = 'all' | 'none' | 'pinned';

/** A use of a session, or of what came from it, behind a change or a deletion. */
export interface LateUse {
  readonly kind: 'deleted' | 'stale';
  readonly node: Node;
  readonly thing: Thing;
  /** What changed or deleted it. */
  readonly by: Effect;
  /** The place that the creation was made from, when that is what changed. */
  readonly place: Dependency | undefined;
}

/** Finds every late use in one piece of code. */
export function lateUsesIn(graph: Graph, root: CodeRoot, connections: Connections): LateUse[] {
  const flow = buildControlFlow(root, graph.sourceCode.visitorKeys);
  const typestate = new Typestate(graph, flow, connections);
  const { scopeManager } = graph.sourceCode;
  if (!scopeManager) {
    return [];
  }
  const solution = solveCorrelated(
    flow,
    { initial: typestate.initial(), join, equals, transfer: (state, event) => typestate.transfer(state, event) },
    scopeManager as never,
  );
  const found = new Map<Node, LateUse>();
  visit(flow, solution, (event, before) => {
    for (const use of typestate.usesAt(before, event)) {
      if (!found.has(use.node)) {
        found.set(use.node, use);
      }
    }
  });
  return [...found.values()];
}

class Typestate {
  readonly #things = new Map<Node, Map<string, Thing>>();
  readonly #effects = new Map<Node, readonly Effect[]>();

  constructor(
    readonly graph: Graph,
    readonly flow: ControlFlow,
    readonly connections: Connections,
  ) {}

  /** The state after an event. */
  transfer(before: State, event: Node): State {
    let state = this.#afterUses(before, event);
    for (const effect of this.#effectsAt(event)) {
      state = this.#apply(state, effect);
    }
    state = this.#make(state, event);
    const target = this.flow.writes.get(event);
    return target ? this.#write(state, event, target) : state;
  }

  /** The late uses that an event is. */
  *usesAt(state: State, event: Node): Generator<LateUse> {
    const told = new Set<Thing>();
    for (const { node, things } of this.#uses(state, event)) {
      for (const thing of things) {
        const seen = this.#seen(state, thing);
        if (told.has(thing)) {
          continue;
        }
        if (this.#isLate(seen, event, node)) {
          this.#related(state, thing).forEach(related => told.add(related));
        }
        if ((seen.status & status.deleted) !== 0 && seen.deletedBy) {
          yield { kind: 'deleted', node, thing, by: seen.deletedBy, place: undefined };
        } else if ((seen.status & status.stale) !== 0 && seen.staleBy && isStaleUse(event, node)) {
          const place = thing.dependencies ? changedPlace(thing.dependencies, seen.staleBy) : undefined;
          yield { kind: 'stale', node, thing, by: seen.staleBy, place };
        }
      }
    }
  }

  #seen(state: State, thing: Thing): ThingState {
    return state.things.get(thing) ?? { status: untouched, staleBy: undefined, deletedBy: undefined };
  }

  #afterUses(before: State, event: Node): State {
    let state = before;
    for (const { node, things } of this.#uses(before, event)) {
      for (const thing of things) {
        if (this.#isLate(this.#seen(state, thing), event, node)) {
          for (const related of this.#related(state, thing)) {
            state = withThing(state, related, afterUse(this.#seen(state, related)));
          }
        }
      }
    }
    return state;
  }

  #isLate(seen: ThingState, event: Node, node: Node): boolean {
    return (seen.status & status.deleted) !== 0 || ((seen.status & status.stale) !== 0 && isStaleUse(event, node));
  }

  /** A thing, what it was taken from, and what was taken from it: one fault for all of them. */
  #related(state: State, thing: Thing): Set<Thing> {
    const related = new Set([thing, ...thing.sources]);
    for (const other of state.things.keys()) {
      if ([...other.sources].some(source => related.has(source))) {
        related.add(other);
      }
    }
    return related;
  }

  /**
   * What an event uses.
   *
   * | event                               | use                                |
   * | ----------------------------------- | ---------------------------------- |
   * | `session.tools()`, `session.mcp`    | unless upkeep: `sessionId`, `update` |
   * | `f(session)`, `new X({ tools })`    | unless `f` stands in the file, or fetched in place |
   * | `return session`                    | yes                                |
   * | `agent.run(…)` of an agent built from tools | yes                        |
   */
  *#uses(state: State, event: Node): Generator<{ node: Node; things: Iterable<Thing> }> {
    switch (event.type) {
      case 'MemberExpression':
        yield* this.#memberUse(state, event);
        break;
      case 'CallExpression':
      case 'NewExpression':
        yield* this.#callUses(state, event);
        break;
      case 'ReturnStatement':
        if (event.argument) {
          yield* this.#parts(state, event.argument);
        }
        break;
      default:
        if (event === this.#resultOf()) {
          yield* this.#parts(state, event);
        }
    }
  }

  /** What is handed on, part by part: of `{ id, session }` only the session is a use. */
  *#parts(state: State, node: Node): Generator<{ node: Node; things: Thing[] }> {
    const inner = unwrapped(node);
    switch (inner.type) {
      case 'ObjectExpression':
        for (const property of inner.properties) {
          yield* this.#parts(state, property.type === 'Property' ? property.value : property.argument);
        }
        break;
      case 'ArrayExpression':
        for (const element of inner.elements) {
          if (element) {
            yield* this.#parts(state, element);
          }
        }
        break;
      default:
        yield { node, things: [...this.#valueOf(state, node)] };
    }
  }

  /** The expression that an arrow function returns. */
  #resultOf(): Node | undefined {
    const { root } = this.flow;
    return root.type === 'ArrowFunctionExpression' && root.body.type !== 'BlockStatement' ? unwrapped(root.body) : undefined;
  }

  *#memberUse(state: State, event: TSESTree.MemberExpression): Generator<{ node: Node; things: Iterable<Thing> }> {
    const name = propertyName(event);
    const parent = wrappedParent(event);
    const isCallee = parent?.type === 'CallExpression' && unwrapped(parent.callee) === event;
    for (const thing of this.#valueOf(state, event.object)) {
      if (thing.kind === 'session') {
        const member = name === undefined ? 'data' : sessionMember(name);
        const isUpkeep = name === 'update' || name === 'delete';
        if (member === 'tools' || ((member === 'work' || member === 'fetch' || member === 'change') && isCallee && !isUpkeep)) {
          yield { node: event, things: [thing] };
        } else if (isUpkeep && isCallee) {
          yield { node: parent, things: [thing] };
        }
      } else if (thing.kind === 'built' && isCallee) {
        yield { node: event, things: [thing] };
      }
    }
  }

  *#callUses(state: State, event: TSESTree.CallExpression | TSESTree.NewExpression): Generator<{ node: Node; things: Iterable<Thing> }> {
    const called = calledAt(this.graph, event);
    if (called.length === 0) {
      for (const argument of event.arguments) {
        for (const part of this.#parts(state, argument)) {
          yield { node: part.node, things: part.things.filter(thing => !contains(argument, thing.node)) };
        }
      }
      yield* this.#idUses(state, event);
      return;
    }
    for (const effect of this.#effectsAt(event)) {
      if (effect.kind === 'use') {
        yield { node: effect.node, things: this.#valueOf(state, effect.session) };
      }
    }
  }

  /** `use(session.sessionId)` and a second deletion by id work with a session that is gone. */
  *#idUses(state: State, event: TSESTree.CallExpression | TSESTree.NewExpression): Generator<{ node: Node; things: Iterable<Thing> }> {
    const isByid = [...this.graph.place(event.callee).plainValues()].some(
      value => value.kind === 'client-member' && /(?:^|\.)(?:use|delete)$/u.test(value.path) && !value.path.startsWith('connectedAccounts') && !value.path.startsWith('authConfigs'),
    );
    const [id] = event.arguments;
    if (isByid && id) {
      const things = [...this.#ofId(state, id)].filter(thing => (this.#seen(state, thing).status & status.deleted) !== 0);
      if (things.length > 0) {
        yield { node: event, things };
      }
    }
  }

  #ofId(state: State, id: Node): Set<Thing> {
    const inner = awaited(id);
    if (inner.type === 'MemberExpression' && propertyName(inner) === 'sessionId') {
      return new Set([...this.#valueOf(state, inner.object)].filter(thing => thing.kind === 'session'));
    }
    const things = new Set<Thing>();
    for (const value of this.graph.place(inner).plainValues()) {
      if (value.kind === 'id') {
        const thing = this.#ofSession(value.session);
        if (thing) {
          things.add(thing);
        }
      }
    }
    return things;
  }

  #effectsAt(event: Node): readonly Effect[] {
    let effects = this.#effects.get(event);
    if (!effects) {
      effects = directEffects(this.graph, event);
      if (event.type === 'CallExpression' || event.type === 'NewExpression') {
        for (const called of calledAt(this.graph, event)) {
          effects = [...effects, ...carriedOver(this.graph, event, called, summaryOf(this.graph, called))];
        }
      }
      this.#effects.set(event, effects);
    }
    return effects;
  }

  #apply(before: State, effect: Effect): State {
    let state = before;
    switch (effect.kind) {
      case 'write':
      case 'mutate':
      case 'connection':
      case 'auth-config':
        for (const [thing, seen] of before.things) {
          if (thing.kind === 'session' && this.#concerns(thing, effect)) {
            state = withThing(state, thing, becameStale(seen, effect));
            state = this.#spread(state, thing, other => becameStale(other, effect));
          }
        }
        return state;
      case 'update':
        for (const thing of this.#valueOf(state, effect.session)) {
          if (thing.kind === 'session') {
            state = withThing(state, thing, becameFresh(this.#seen(state, thing)));
            state = this.#spread(state, thing, seen => becameStale(seen, effect));
          }
        }
        return state;
      case 'delete': {
        const direct = [...this.#valueOf(state, effect.session)];
        for (const thing of direct.length > 0 ? direct : this.#ofId(state, effect.session)) {
          state = withThing(state, thing, becameDeleted(this.#seen(state, thing), effect));
          state = this.#spread(state, thing, seen => becameDeleted(seen, effect));
        }
        return state;
      }
      default:
        return state;
    }
  }

  /** Applies `change` to everything that was taken from `thing`, however often. */
  #spread(before: State, thing: Thing, change: (seen: ThingState) => ThingState): State {
    let state = before;
    const reached = new Set([thing]);
    for (let grown = true; grown; ) {
      grown = false;
      for (const [other, seen] of state.things) {
        if (!reached.has(other) && [...other.sources].some(source => reached.has(source))) {
          reached.add(other);
          state = withThing(state, other, change(seen));
          grown = true;
        }
      }
    }
    return state;
  }

  #concerns({ dependencies, isOutside }: Thing, effect: Effect): boolean {
    switch (effect.kind) {
      case 'connection':
        return this.connections === 'all'
          ? !isOtherUser(this.graph, dependencies, effect.user)
          : this.connections === 'pinned' && !!dependencies?.pinsAccounts && !isOtherUser(this.graph, dependencies, effect.user);
      case 'auth-config':
        return !!dependencies?.pinsAuthConfigs;
      default:
        return !isOutside && !!dependencies && changedPlace(dependencies, effect) !== undefined;
    }
  }

  /** Notes the session, tools or agent that an event makes. */
  #make(state: State, event: Node): State {
    switch (event.type) {
      case 'CallExpression':
      case 'NewExpression': {
        const made = this.#madeBy(state, event);
        if (!made) {
          return state;
        }
        const from = [...made.sources].map(source => this.#seen(state, source));
        const inherited = made.kind === 'session' ? undefined : from.reduce<ThingState | undefined>((all, seen) => (all ? { ...seen, status: all.status | seen.status } : seen), undefined);
        return withThing(state, made, inherited ?? { status: untouched, staleBy: undefined, deletedBy: undefined });
      }
      case 'MemberExpression': {
        if (propertyName(event) !== 'mcp') {
          return state;
        }
        const sources = [...this.#valueOf(state, event.object)].filter(thing => thing.kind === 'session');
        const [first] = sources;
        if (!first) {
          return state;
        }
        const made = this.#thing(event, 'tools', undefined, sources, false);
        return withThing(state, made, this.#seen(state, first));
      }
      default:
        return state;
    }
  }

  #madeBy(state: State, event: TSESTree.CallExpression | TSESTree.NewExpression): Thing | undefined {
    const session = this.#sessionMadeAt(event);
    if (session) {
      return session;
    }
    const callee = unwrapped(event.callee);
    if (event.type === 'CallExpression' && callee.type === 'MemberExpression') {
      const sources = [...this.#valueOf(state, callee.object)].filter(thing => thing.kind === 'session');
      if (sources.length > 0 && sessionMember(propertyName(callee) ?? '') === 'fetch') {
        return this.#thing(event, 'tools', undefined, sources, false);
      }
    }
    if (event.type === 'NewExpression' || builderName.test(lastName(callee) ?? '')) {
      const sources = event.arguments.flatMap(argument => [...this.#valueOf(state, argument)]);
      if (sources.length > 0 && calledAt(this.graph, event).length === 0) {
        return this.#thing(event, 'built', undefined, sources, false);
      }
    }
    return undefined;
  }

  /** The session that a call makes: a creation, or a function of the file that creates one. */
  #sessionMadeAt(event: TSESTree.CallExpression | TSESTree.NewExpression): Thing | undefined {
    if (event.type !== 'CallExpression') {
      return undefined;
    }
    const own = this.graph.sessions.get(event)?.creation;
    if (own) {
      return this.#thing(event, 'session', dependenciesOf(this.graph, own), [], false);
    }
    const called = calledAt(this.graph, event).filter(each => !contains(event, each));
    if (called.length === 0) {
      return undefined;
    }
    for (const value of this.graph.place(event).plainValues()) {
      if (value.kind === 'session' && value.creation && called.length > 0 && !contains(this.flow.root, value.creation.call)) {
        return this.#thing(event, 'session', this.#given(event, called, value.creation), [], false);
      }
    }
    return undefined;
  }

  /** What a factory of the file depends on, seen from its call. */
  #given(call: TSESTree.CallExpression, called: readonly FunctionNode[], creation: Creation): Dependencies {
    const own = dependenciesOf(this.graph, creation);
    const places: Dependency[] = own.places.flatMap(place => {
      const outside = called.flatMap(each => carriedOver(this.graph, call, each, [{ kind: 'mutate', node: call, paths: [place.path] }]));
      return outside.flatMap(effect => (effect.kind === 'mutate' ? effect.paths.map(path => ({ role: place.role, path })) : []));
    });
    return { ...own, places, user: undefined };
  }

  #thing(node: Node, kind: Thing['kind'], dependencies: Dependencies | undefined, sources: readonly Thing[], isOutside: boolean): Thing {
    let ofNode = this.#things.get(node);
    if (!ofNode) {
      this.#things.set(node, (ofNode = new Map()));
    }
    let thing = ofNode.get(kind);
    if (!thing) {
      ofNode.set(kind, (thing = { kind, node, dependencies, sources: new Set(), isOutside }));
    }
    for (const source of sources) {
      if (source !== thing) {
        thing.sources.add(source);
      }
    }
    return thing;
  }

  /** The thing that stands for a session made in this code, or given to it. */
  #ofSession(session: SessionValue, isOutside = true): Thing | undefined {
    const { creation } = session;
    if (creation && this.#isHere(creation.call)) {
      return this.#thing(creation.call, 'session', dependenciesOf(this.graph, creation), [], false);
    }
    return creation ? this.#thing(creation.call, 'session', dependenciesOf(this.graph, creation), [], isOutside) : this.#thing(session.node, 'session', undefined, [], true);
  }

  #isHere(node: Node): boolean {
    const { root } = this.flow;
    return isFunction(root) ? enclosingFunction(node) === root : enclosingFunction(node) === undefined;
  }

  /** What an assignment or declaration leaves in a variable or field. */
  #write(before: State, event: Node, target: Node): State {
    const place = this.#placeOf(target);
    if (place === undefined) {
      return before;
    }
    const value = writtenValue(event, target);
    const things = value ? this.#valueOf(before, value) : this.#fromGraph(target);
    return this.#noted(withHeld(before, place, things), things);
  }

  /** The state that knows of `things`: what was taken from a session is as that session is. */
  #noted(before: State, things: Iterable<Thing>): State {
    let state = before;
    for (const thing of things) {
      if (!state.things.has(thing)) {
        const [source] = thing.sources;
        state = withThing(state, thing, source ? this.#seen(state, source) : this.#seen(state, thing));
      }
    }
    return state;
  }

  /** The sessions that this code finds when it is entered: parameters, captured variables, fields. */
  initial(): State {
    let state = nothing;
    for (const node of nodesBelow(this.flow.root, this.graph.sourceCode.visitorKeys)) {
      const isName = node.type === 'Identifier' || (node.type === 'MemberExpression' && node.object.type === 'ThisExpression');
      if (isName && this.#isHere(node)) {
        const entering = this.#valueOf(nothing, node);
        state = this.#noted(state, [...entering].filter(thing => !this.#isHere(thing.node) || thing.isOutside));
      }
    }
    return state;
  }

  #placeOf(target: Node): Variable | string | undefined {
    const inner = unwrapped(target);
    if (inner.type === 'MemberExpression') {
      const name = propertyName(inner);
      return unwrapped(inner.object).type === 'ThisExpression' && name !== undefined ? `this.${name}` : undefined;
    }
    return this.graph.variableOf(inner);
  }

  /** What an expression evaluates to. */
  #valueOf(state: State, node: Node): ReadonlySet<Thing> {
    const inner = awaited(node);
    switch (inner.type) {
      case 'Identifier': {
        const variable = this.graph.variableOf(inner);
        return variable ? (state.held.get(variable) ?? this.#entering(inner, variable)) : none;
      }
      case 'MemberExpression': {
        const place = this.#placeOf(inner);
        const held = place === undefined ? undefined : state.held.get(place);
        if (held) {
          return held;
        }
        const own = this.#things.get(inner)?.get('tools');
        return own ? new Set([own]) : this.#memberValue(state, inner);
      }
      case 'CallExpression':
      case 'NewExpression':
        return this.#callValue(state, inner);
      case 'ConditionalExpression':
        return new Set([...this.#valueOf(state, inner.consequent), ...this.#valueOf(state, inner.alternate)]);
      case 'LogicalExpression':
        return new Set([...(inner.operator === '&&' ? none : this.#valueOf(state, inner.left)), ...this.#valueOf(state, inner.right)]);
      case 'AssignmentExpression':
        return this.#valueOf(state, inner.right);
      case 'SequenceExpression':
        return this.#valueOf(state, inner.expressions.at(-1)!);
      case 'ArrayExpression':
        return new Set(inner.elements.flatMap(element => (element ? [...this.#valueOf(state, element)] : [])));
      case 'SpreadElement':
        return this.#valueOf(state, inner.argument);
      case 'ObjectExpression':
        return new Set(
          inner.properties.flatMap(property => [...this.#valueOf(state, property.type === 'Property' ? property.value : property.argument)]),
        );
      default:
        return none;
    }
  }

  #memberValue(state: State, node: TSESTree.MemberExpression): ReadonlySet<Thing> {
    const name = propertyName(node);
    const found = new Set<Thing>();
    for (const thing of this.#valueOf(state, node.object)) {
      if (thing.kind === 'tools' && (name === 'url' || name === 'headers' || name === undefined)) {
        found.add(thing);
      }
    }
    return found.size > 0 ? found : this.#fromGraph(node);
  }

  #callValue(state: State, node: TSESTree.CallExpression | TSESTree.NewExpression): ReadonlySet<Thing> {
    const made = this.#things.get(node);
    if (made) {
      return new Set(made.values());
    }
    const name = lastName(node.callee);
    const callee = unwrapped(node.callee);
    if (callee.type === 'MemberExpression' && (name === 'catch' || name === 'finally' || name === 'filter' || name === 'slice' || name === 'concat')) {
      return this.#valueOf(state, callee.object);
    }
    return this.#fromGraph(node);
  }

  /** A variable that this code has not written: what it was given, or has around it. */
  #entering(node: Node, variable: Variable): ReadonlySet<Thing> {
    const isParameter = variable.defs[0]?.type === 'Parameter';
    const { root } = this.flow;
    const isOwn = isFunction(root) && contains(root, variable.scope.block as Node);
    return isOwn && !isParameter ? none : this.#fromGraph(node, !isParameter || !isOwn);
  }

  /** What the flow of the whole file says that a place may hold. */
  #fromGraph(node: Node, isOutside = false): ReadonlySet<Thing> {
    const found = new Set<Thing>();
    const inner = unwrapped(node);
    for (const value of this.graph.place(inner).plainValues()) {
      const session = value.kind === 'session' ? value : value.kind === 'tools' ? value.session : undefined;
      const thing = session && this.#ofSession(session, isOutside || isThis(inner));
      if (thing && value.kind === 'session') {
        found.add(thing);
      } else if (thing) {
        found.add(this.#thing(inner.type === 'Identifier' ? (this.graph.variableOf(inner)?.identifiers[0] ?? inner) as Node : inner, 'tools', undefined, [thing], isOutside));
      }
    }
    return found;
  }
}

const none: ReadonlySet<Thing> = new Set();

function isThis(node: Node): boolean {
  let at = node;
  while (at.type === 'MemberExpression') {
    at = unwrapped(at.object);
  }
  return at.type === 'ThisExpression';
}

/** Upkeep of a stale session is no use of it; of a deleted one it is. */
function isStaleUse(event: Node, node: Node): boolean {
  return !(event.type === 'MemberExpression' && node.type === 'CallExpression') && !(event.type === 'CallExpression' && node === event);
}

/** The expression whose value a write stores whole. */
function writtenValue(event: Node, target: Node): Node | undefined {
  if (event.type === 'AssignmentExpression' && unwrapped(event.left) === unwrapped(target)) {
    return event.right;
  }
  return event.type === 'VariableDeclarator' && event.id === target && event.init ? event.init : undefined;
}

/** Whether both users are written out and differ. */
function isOtherUser(graph: Graph, dependencies: Dependencies | undefined, user: Node | undefined): boolean {
  const [one, other] = [dependencies?.user, user].map(each => (each ? literalsOf(graph, each) : undefined));
  return !!one && !!other && !one.some(text => other.includes(text));
}

function literalsOf(graph: Graph, node: Node): string[] | undefined {
  const origins = originsOf(graph, node);
  return origins.every(origin => origin.kind === 'constant') ? origins.map(origin => graph.sourceCode.getText(origin.node)) : undefined;
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import type { CodeRoot, ControlFlow } from '../order/control-flow.ts';
import { buildControlFlow } from '../order/control-flow.ts';
import { solveCorrelated } from '../order/correlation.ts';
import { visit } from '../order/solve.ts';
import { originsOf } from '../people/origins.ts';
import { cargoOf } from '../stores/cargo.ts';
import { awaited, contains, isFunction, lastName, nodesBelow, propertyName, unwrapped, wrappedParent } from '../tree.ts';
import { builderName, listings, sessionMember } from '../../sdk/model.ts';
import { changedPlace, type Dependencies, type Dependency } from './dependencies.ts';
import { calledAt, carriedOver, directEffects, summaryOf, type Effect } from './effects.ts';
import type { Thing } from './identity.ts';
import { elementKey, isOfOneTurn, isPrefix, isWithin, keyOf, pathKey, pathOf, type Path } from './paths.ts';
import {
  afterUse,
  becameDeleted,
  becameFresh,
  becameOutdated,
  becameStale,
  equals,
  fresh,
  join,
  maybe,
  nothing,
  sameAs,
  seenIn,
  status,
  togetherIn,
  whereHeld,
  withHeld,
  withNew,
  withoutThing,
  withThing,
  type State,
  type ThingState,
} from './states.ts';
import { isNothing } from './sureness.ts';
import { Things } from './things.ts';

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
  /** Everything in the same code that makes it stale, and every deletion: `by` is one of them. */
  readonly causes: readonly Effect[];
  /** Whether what it was taken or built from is fresh by now: making it again where it is used would be the cure. */
  readonly isRenewed: boolean;
}

/** What an event does with sessions, or with what came from them. */
interface Use {
  readonly node: Node;
  readonly things: Iterable<Thing>;
  /** `update`, `delete`, `use(id)`: what may be done with a stale session, and not with a deleted one. */
  readonly isUpkeep?: boolean;
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
    {
      initial: typestate.initial(),
      join,
      equals,
      transfer: (state, event) => typestate.transfer(state, event),
      threw: (state, event) => typestate.threw(state, event),
      refine: (state, test, outcome) => typestate.refine(state, test, outcome),
    },
    scopeManager as never,
  );
  const found = { deleted: new Map<Node, LateUse>(), stale: new Map<Node, LateUse>() };
  visit(flow, solution, (event, before) => {
    typestate.transfer(before, event, use => {
      if (!found[use.kind].has(use.node)) {
        found[use.kind].set(use.node, use);
      }
    });
  });
  return [...found.deleted.values(), ...found.stale.values()];
}

class Typestate {
  readonly #things: Things;
  readonly #steps = new Map<Node, readonly Step[]>();
  #everyEffect: readonly Effect[] | undefined;
  readonly #causesOf = new Map<Thing, readonly Effect[]>();

  constructor(
    readonly graph: Graph,
    readonly flow: ControlFlow,
    readonly connections: Connections,
  ) {
    this.#things = new Things(graph, flow.root);
  }

  /** The state after an event; tells of the late uses that the event is. */
  transfer(before: State, event: Node, tell?: (use: LateUse) => void): State {
    let state = this.#things.elementsAt(event).reduce(withoutThing, before);
    for (const use of this.#uses(state, event)) {
      state = this.#afterUse(state, use, tell);
    }
    for (const { effect, isCalled } of this.#stepsAt(event)) {
      if (effect.kind === 'use') {
        state = this.#afterUse(state, { node: effect.node, things: this.#valueOf(state, effect.session) }, tell);
      } else {
        state = this.#apply(state, effect);
        if (isCalled && effect.kind === 'write') {
          state = this.#writeInside(state, event, effect);
        }
      }
    }
    state = this.#make(state, event);
    const target = this.flow.writes.get(event);
    return this.#chosen(target ? this.#write(state, event, target) : this.#stored(state, event), event);
  }

  /** What `sessions.set(id, session)` and `sessions.delete(id)` leave under that key. */
  #stored(before: State, event: Node): State {
    const callee = event.type === 'CallExpression' ? unwrapped(event.callee) : undefined;
    if (event.type !== 'CallExpression' || callee?.type !== 'MemberExpression') {
      return before;
    }
    const name = propertyName(callee);
    const [index, value] = event.arguments;
    const key = index && (name === 'set' || name === 'delete') ? elementKey(this.graph, callee.object, index) : undefined;
    if (!key) {
      return before;
    }
    const state = withoutElements(before, key.text);
    const things = new Set([...(name === 'set' && value ? this.#valueOf(before, value) : none)].map(thing => this.#things.element(thing, key.text)));
    return things.size > 0 || state.held.has(key.text) ? withHeld(state, key.text, things) : state;
  }

  /**
   * Where something of the changed place equals what was noted of it, nothing changed since: `if (madeFor !== toolkits.join())`
   * asks first.
   */
  refine(before: State, test: Node, outcome: boolean): State {
    if (test.type !== 'BinaryExpression' || !/^[!=]==?$/u.test(test.operator) || test.operator.startsWith('=') !== outcome) {
      return before;
    }
    let state = before;
    for (const [thing, seen] of before.things) {
      const by = seen.staleBy;
      const place = by && thing.dependencies ? changedPlace(thing.dependencies, by) : undefined;
      if (place && [[test.left, test.right], [test.right, test.left]].some(([asked, noted]) => reads(this.graph, asked!, place.path) && isNote(this.graph, noted!))) {
        for (const same of sameAs(state, thing)) {
          state = withThing(state, same, becameFresh(seenIn(state, same)));
          state = this.#spread(state, same, becameFresh);
        }
      }
    }
    return state;
  }

  /** Notes which side of `a ? b : c` or `a ?? b` was evaluated last: its value is the whole expression's. */
  #chosen(state: State, event: Node): State {
    const parent = wrappedParent(event);
    if (parent?.type !== 'ConditionalExpression' && parent?.type !== 'LogicalExpression') {
      return state;
    }
    const isTest = parent.type === 'ConditionalExpression' && unwrapped(parent.test) === event;
    const isLeftOfAnd = parent.type === 'LogicalExpression' && parent.operator === '&&' && unwrapped(parent.left) === event;
    if (isTest || ![...this.graph.place(parent).plainValues()].some(value => value.kind === 'session' || value.kind === 'tools')) {
      return state;
    }
    const things = isLeftOfAnd ? none : this.#valueOf(state, event);
    const target = givenTo(parent);
    const key = target && keyOf(this.graph, target);
    return withHeld(key ? withHeld(state, key.text, things) : state, choiceKey(parent), things);
  }

  /**
   * The state in which an error of an event is caught. A use that fails was told of. What is not waited for seldom fails,
   * and nobody sees the path, and a refresh that fails was at least tried: what is late only there is not told of.
   */
  threw(before: State, event: Node): State {
    let state = before;
    for (const use of this.#uses(before, event)) {
      state = this.#afterUse(state, use);
    }
    if (wrappedParent(event)?.type !== 'AwaitExpression' || this.#isRefresh(event)) {
      for (const [thing, seen] of state.things) {
        state = withThing(state, thing, afterUse(seen));
      }
    }
    return state;
  }

  #isRefresh(event: Node): boolean {
    return this.graph.sessions.get(event)?.creation !== undefined || this.#stepsAt(event).some(({ effect }) => effect.kind === 'update');
  }

  #afterUse(before: State, { node, things, isUpkeep }: Use, tell?: (use: LateUse) => void): State {
    let state = before;
    const all = [...things];
    const late = all.filter(thing => {
      const seen = seenIn(state, thing);
      return maybe(seen, status.deleted) || (!isUpkeep && maybe(seen, status.stale));
    });
    for (const thing of late) {
      const seen = seenIn(state, thing);
      const { deletedBy, staleBy } = seen;
      const causes = this.#causes(thing);
      if (maybe(seen, status.deleted) && deletedBy) {
        tell?.({ kind: 'deleted', node, thing, by: deletedBy, place: undefined, causes, isRenewed: false });
      }
      if (!isUpkeep && maybe(seen, status.stale) && staleBy) {
        const place = thing.dependencies ? changedPlace(thing.dependencies, staleBy) : undefined;
        tell?.({ kind: 'stale', node, thing, by: staleBy, place, causes, isRenewed: this.#isRenewed(state, thing) });
      }
    }
    // of several that it may be, only one is used: what belongs to another is as it was, unless that is the one held
    const related = new Map(all.map(thing => [thing, this.#related(state, thing)]));
    for (const thing of late.length > 0 ? new Set([...related.values()].flatMap(each => [...each])) : []) {
      const seen = seenIn(state, thing);
      if (late.includes(thing)) {
        state = withThing(state, thing, afterUse(seen));
      } else if (late.some(source => source.kind === 'session' && related.get(source)?.has(thing))) {
        state = withThing(state, thing, whereHeld(seen, afterUse(seen)));
      } else if ([...related.values()].every(each => each.has(thing))) {
        state = withThing(state, thing, afterUse(seen));
      }
    }
    return state;
  }

  /** What may make a thing, or the session that it was taken from, stale or delete it, wherever in this code that is. */
  #causes(thing: Thing): readonly Effect[] {
    let causes = this.#causesOf.get(thing);
    if (!causes) {
      const sessions = thing.kind === 'session' ? [thing] : [...sourcesOf(thing)];
      const all = (this.#everyEffect ??= this.flow.segments.flatMap(({ events }) => events.flatMap(event => this.#stepsAt(event).map(({ effect }) => effect))));
      causes = all.filter(
        effect =>
          effect.kind === 'delete' ||
          (effect.kind === 'update' && thing.kind !== 'session') ||
          sessions.some(session => this.#concerns(session, effect)),
      );
      this.#causesOf.set(thing, causes);
    }
    return causes;
  }

  #isRenewed(state: State, thing: Thing): boolean {
    if (thing.kind === 'session') {
      return false;
    }
    const from: Thing[] = [];
    for (const node of nodesBelow(thing.node, this.graph.sourceCode.visitorKeys)) {
      const isName = node !== thing.node && (node.type === 'Identifier' || node.type === 'MemberExpression');
      from.push(...(isName ? this.#valueOf(state, node) : []));
    }
    const outdated = status.stale | status.staleReported | status.deleted | status.deletedReported;
    return from.length > 0 && from.every(source => source !== thing && !maybe(seenIn(state, source), outdated));
  }

  /** A thing, what it was taken from, and what was taken from it: one fault for all of them. */
  #related(state: State, thing: Thing): Set<Thing> {
    const related = new Set([...sameAs(state, thing), ...thing.sources]);
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
   * | `session.tools()`                   | when it is called, behind its arguments; unless upkeep: `update` |
   * | `session.mcp`                       | yes                                |
   * | `f(session)`, `new X({ tools })`    | unless `f` stands in the file, or fetched in place |
   * | `return session`                    | yes                                |
   * | `agent.run(…)` of an agent built from tools | yes                        |
   */
  *#uses(state: State, event: Node): Generator<Use> {
    switch (event.type) {
      case 'MemberExpression': {
        const isTools = propertyName(event) !== undefined && sessionMember(propertyName(event)!) === 'tools';
        if (isTools) {
          yield { node: event, things: [...this.#valueOf(state, event.object)].filter(thing => thing.kind === 'session') };
        }
        break;
      }
      case 'CallExpression':
      case 'NewExpression':
        yield* this.#receiverUses(state, event);
        if (calledAt(this.graph, event).length === 0) {
          for (const argument of event.arguments) {
            for (const part of this.#parts(state, argument)) {
              yield { node: part.node, things: part.things.filter(thing => !contains(argument, thing.node)) };
            }
          }
          yield* this.#idUses(state, event);
        }
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

  *#receiverUses(state: State, call: TSESTree.CallExpression | TSESTree.NewExpression): Generator<Use> {
    const callee = unwrapped(call.callee);
    if (callee.type !== 'MemberExpression') {
      return;
    }
    const name = propertyName(callee);
    const member = name === undefined ? 'data' : sessionMember(name);
    const isUpkeep = name === 'update' || name === 'delete';
    // what is kept in a container is not what the container's own methods work with: `sessions.delete(id)`
    const key = keyOf(this.graph, callee.object);
    for (const thing of (key && state.held.get(key.text)) ?? this.#valueOf(state, callee.object)) {
      if (thing.kind === 'built' || (thing.kind === 'session' && !isUpkeep && (member === 'work' || member === 'fetch' || member === 'change'))) {
        yield { node: callee, things: [thing] };
      } else if (thing.kind === 'session' && isUpkeep) {
        yield { node: call, things: [thing], isUpkeep };
      }
    }
  }

  /** `use(session.sessionId)` and a second deletion by id work with a session that is gone. */
  *#idUses(state: State, event: TSESTree.CallExpression | TSESTree.NewExpression): Generator<Use> {
    const isByid = [...this.graph.place(event.callee).plainValues()].some(
      value => value.kind === 'client-member' && /(?:^|\.)(?:use|delete)$/u.test(value.path) && !value.path.startsWith('connectedAccounts') && !value.path.startsWith('authConfigs'),
    );
    const [id] = event.arguments;
    if (isByid && id) {
      yield { node: event, things: this.#ofId(state, id), isUpkeep: true };
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
        things.add(this.#things.ofSession(value.session));
      }
    }
    return things;
  }

  #stepsAt(event: Node): readonly Step[] {
    let steps = this.#steps.get(event);
    if (!steps) {
      const found: Step[] = directEffects(this.graph, event).map(effect => ({ effect, isCalled: false }));
      if (event.type === 'CallExpression' || event.type === 'NewExpression') {
        for (const called of calledAt(this.graph, event)) {
          for (const effect of carriedOver(this.graph, event, called, summaryOf(this.graph, called))) {
            found.push({ effect, isCalled: true });
          }
        }
      }
      this.#steps.set(event, (steps = found));
    }
    return steps;
  }

  #apply(before: State, effect: Effect): State {
    let state = before;
    switch (effect.kind) {
      case 'write':
      case 'mutate':
      case 'connection':
      case 'auth-config':
        for (const thing of before.things.keys()) {
          if (thing.kind === 'session' && this.#concerns(thing, effect)) {
            state = withThing(state, thing, becameStale(seenIn(state, thing), effect));
            state = this.#spread(state, thing, other => becameStale(other, effect));
          }
        }
        return state;
      case 'update':
        for (const thing of [...this.#valueOf(state, effect.session)].flatMap(each => sameAs(before, each))) {
          if (thing.kind === 'session') {
            state = withThing(state, thing, becameFresh(seenIn(state, thing)));
            state = this.#spread(state, thing, seen => whereHeld(seen, becameOutdated(seen, effect)));
          }
        }
        return state;
      case 'delete': {
        const direct = [...this.#valueOf(state, effect.session)];
        for (const thing of (direct.length > 0 ? direct : [...this.#ofId(state, effect.session)]).flatMap(each => sameAs(before, each))) {
          state = withThing(state, thing, becameDeleted(seenIn(state, thing), effect));
          state = this.#spread(state, thing, seen => whereHeld(seen, becameDeleted(seen, effect)));
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
        if (!reached.has(other) && [...other.sources].some(source => reached.has(source) || (source.among && reached.has(source.among)))) {
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
        return made ? withNew(state, made.thing, made.from ? togetherIn(state, made.from) : fresh) : state;
      }
      case 'MemberExpression': {
        if (propertyName(event) !== 'mcp') {
          return state;
        }
        const sources = [...this.#valueOf(state, event.object)].filter(thing => thing.kind === 'session');
        return sources.length > 0 ? withNew(state, this.#things.thing(event, 'tools', { sources }), togetherIn(state, sources)) : state;
      }
      default:
        return state;
    }
  }

  #madeBy(state: State, event: TSESTree.CallExpression | TSESTree.NewExpression): Made | undefined {
    const session = event.type === 'CallExpression' ? this.#things.madeAt(event) : undefined;
    if (session) {
      return { thing: session };
    }
    const callee = unwrapped(event.callee);
    if (event.type === 'CallExpression' && callee.type === 'MemberExpression') {
      const sources = [...this.#valueOf(state, callee.object)].filter(thing => thing.kind === 'session');
      const name = propertyName(callee) ?? '';
      if (sources.length > 0 && sessionMember(name) === 'fetch' && !listings.has(name)) {
        return this.#taken(event, 'tools', sources);
      }
    }
    const given = event.arguments.flatMap(argument => [...this.#valueOf(state, argument)]);
    const called = calledAt(this.graph, event);
    if (called.length > 0) {
      return called.some(each => contains(event, each)) ? undefined : this.#madeInside(event, given);
    }
    const isBuilt = given.length > 0 && (event.type === 'NewExpression' || builderName.test(lastName(callee) ?? ''));
    return isBuilt ? this.#taken(event, 'built', given) : undefined;
  }

  #taken(event: Node, kind: 'built' | 'tools', sources: readonly Thing[]): Made {
    return { thing: this.#things.thing(event, kind, { sources }), from: sources };
  }

  /** Tools that a called function fetches, or what it builds from them: from what it is given, where it is given any. */
  #madeInside(event: Node, given: readonly Thing[]): Made | undefined {
    for (const value of this.graph.place(event).plainValues()) {
      const tools = value.kind === 'tools' && value.what !== 'listing' ? [value.session] : [];
      const kept = value.kind === 'object' && value.assumed ? value.properties.get('...') : undefined;
      const sessions = kept ? (cargoOf(this.graph, kept)?.sessions ?? []) : tools;
      if (sessions.length > 0) {
        const sources = given.length > 0 ? given : sessions.map(session => this.#things.ofSession(session));
        return this.#taken(event, tools.length > 0 ? 'tools' : 'built', sources);
      }
    }
    return undefined;
  }

  /** What an assignment or declaration leaves in a variable or field. */
  #write(before: State, event: Node, target: Node): State {
    const key = keyOf(this.graph, target);
    if (!key) {
      return before;
    }
    let state = this.#forgotten(before, key.text);
    const value = writtenValue(event, target);
    const held = value ? this.#valueOf(before, value) : this.#fromGraph(target);
    const things = isOneOfMany(target) || (!value && this.#isOfOneTurn(target)) ? new Set([...held].map(thing => this.#things.element(thing, key.text))) : held;
    for (const thing of things) {
      if (thing.among && !held.has(thing)) {
        state = withoutThing(state, thing);
      }
    }
    state = withHeld(state, key.text, things);
    if (value) {
      state = this.#writeParts(state, before, key.text, awaited(value));
    }
    return this.#noted(state, things);
  }

  #isOfOneTurn(target: Node): boolean {
    const path = pathOf(this.graph, target);
    return !!path && isOfOneTurn(this.graph, path);
  }

  /** What a literal puts under each of its names: `const ctx = { session, tools }` writes `ctx.session` and `ctx.tools`. */
  #writeParts(state: State, before: State, key: string, literal: Node): State {
    if (literal.type !== 'ObjectExpression' || literal.properties.some(property => property.type === 'SpreadElement')) {
      return state;
    }
    let after = withHeld(state, key, none);
    for (const property of literal.properties) {
      const name = property.type === 'Property' ? propertyName(property) : undefined;
      if (property.type === 'Property' && name !== undefined) {
        const place = `${key}.${name}`;
        after = this.#writeParts(withHeld(after, place, this.#valueOf(before, property.value)), before, place, awaited(property.value));
      }
    }
    return after;
  }

  /** `sessions[i]` is another one when `i` is, and so are `sessions[job.id]` and `entry.session` when `job` and `entry` are. */
  #forgotten(before: State, key: string): State {
    const isOther = (place: string): boolean => place.includes(`[${key}]`) || place.includes(`[${key}.`);
    let state = withoutElements(before, key, isOther);
    const held = new Map([...state.held].filter(([place]) => !isOther(place)));
    return held.size === state.held.size ? state : { held, things: state.things };
  }

  /** What a called function leaves in a variable or field around it. */
  #writeInside(before: State, event: Node, effect: Effect & { kind: 'write' }): State {
    let state = before;
    for (const path of effect.paths) {
      const key = pathKey(path);
      const made = effect.value ? this.#things.keptAt(event, effect.value) : undefined;
      if (made) {
        state = withNew(state, made, fresh);
      }
      const known = state.held.get(key);
      const things = new Set([...(made ? [made] : []), ...(effect.isSure ? [] : (known ?? []))]);
      if (made || known || (effect.isSure && effect.value && isNothing(effect.value))) {
        state = withHeld(state, key, things);
      }
    }
    return state;
  }

  /** The state that knows of `things`: what was taken from a session is as that session is. */
  #noted(before: State, things: Iterable<Thing>): State {
    let state = before;
    for (const thing of things) {
      if (!state.things.has(thing) && !thing.among) {
        const [source] = thing.sources;
        state = withThing(state, thing, seenIn(state, source ?? thing));
      }
    }
    return state;
  }

  /** The sessions that this code finds when it is entered: parameters, captured variables, fields. */
  initial(): State {
    let state = nothing;
    const held = new Map<string, ReadonlySet<Thing>>();
    for (const node of nodesBelow(this.flow.root, this.graph.sourceCode.visitorKeys)) {
      const isName = node.type === 'Identifier' || (node.type === 'MemberExpression' && node.object.type === 'ThisExpression');
      if (isName && this.#things.isHere(node)) {
        const entering = [...this.#valueOf(nothing, node)].filter(thing => !this.#things.isHere(thing.node) || thing.isOutside);
        state = this.#noted(state, entering);
        const key = entering.length > 0 ? keyOf(this.graph, node) : undefined;
        if (key) {
          held.set(key.text, new Set(entering));
        }
      }
    }
    return { held, things: state.things };
  }

  /** What an expression evaluates to. */
  #valueOf(state: State, node: Node): ReadonlySet<Thing> {
    const inner = awaited(node);
    switch (inner.type) {
      case 'Identifier': {
        const key = keyOf(this.graph, inner);
        const variable = this.graph.variableOf(inner);
        return key && variable ? (this.#heldAt(state, inner) ?? this.#entering(inner, variable)) : none;
      }
      case 'MemberExpression': {
        const held = this.#heldAt(state, inner);
        if (held) {
          return held;
        }
        const own = this.#things.at(inner);
        return own ? new Set(own) : this.#memberValue(state, inner);
      }
      case 'CallExpression':
      case 'NewExpression':
        return this.#callValue(state, inner);
      case 'ConditionalExpression':
        return state.held.get(choiceKey(inner)) ?? new Set([...this.#valueOf(state, inner.consequent), ...this.#valueOf(state, inner.alternate)]);
      case 'LogicalExpression':
        return state.held.get(choiceKey(inner)) ?? new Set([...(inner.operator === '&&' ? none : this.#valueOf(state, inner.left)), ...this.#valueOf(state, inner.right)]);
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

  #heldAt(state: State, node: Node): ReadonlySet<Thing> | undefined {
    const key = keyOf(this.graph, node);
    const own = key && state.held.get(key.text);
    if (!key || !own) {
      return undefined;
    }
    const parts = [...state.held].filter(([place]) => place !== key.text && isWithin(place, key.text));
    return parts.length > 0 ? new Set([...own, ...parts.flatMap(([, things]) => [...things])]) : own;
  }

  #memberValue(state: State, node: TSESTree.MemberExpression): ReadonlySet<Thing> {
    const name = propertyName(node);
    const found = new Set<Thing>();
    for (const thing of this.#valueOf(state, node.object)) {
      if (thing.kind === 'tools' && (name === 'url' || name === 'headers' || name === undefined)) {
        found.add(thing);
      }
    }
    return found.size > 0 ? found : this.#elements(node);
  }

  /**
   * What an expression gives by the flow of the whole file; one of many where it names an element, and maybe another one each
   * time where it names none: `list.pop()`, `list[next()]`.
   */
  #elements(node: TSESTree.CallExpression | TSESTree.MemberExpression | TSESTree.NewExpression): ReadonlySet<Thing> {
    const things = this.#fromGraph(node);
    if (things.size === 0) {
      return things;
    }
    const key = keyOf(this.graph, node);
    if (key ? !key.isElement : !this.#isTakenOut(node)) {
      return things;
    }
    return new Set([...things].map(thing => (key ? this.#things.element(thing, key.text) : this.#things.elementAt(thing, node))));
  }

  #isTakenOut(node: TSESTree.CallExpression | TSESTree.MemberExpression | TSESTree.NewExpression): boolean {
    const member = node.type === 'CallExpression' ? unwrapped(node.callee) : node;
    if (member.type !== 'MemberExpression' || (node.type === 'MemberExpression' && !node.computed)) {
      return false;
    }
    return calledAt(this.graph, node).length === 0;
  }

  #callValue(state: State, node: TSESTree.CallExpression | TSESTree.NewExpression): ReadonlySet<Thing> {
    const made = this.#things.at(node);
    if (made) {
      return new Set(made);
    }
    const name = lastName(node.callee);
    const callee = unwrapped(node.callee);
    if (callee.type === 'MemberExpression' && (name === 'catch' || name === 'finally' || name === 'filter' || name === 'slice' || name === 'concat')) {
      return this.#valueOf(state, callee.object);
    }
    return this.#heldAt(state, node) ?? this.#elements(node);
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
      const session = value.kind === 'session' ? value : value.kind === 'tools' && value.what !== 'listing' ? value.session : undefined;
      const thing = session && this.#things.ofSession(session, isOutside || isThis(inner));
      if (thing && value.kind === 'session') {
        found.add(thing);
      } else if (thing) {
        const at = inner.type === 'Identifier' ? ((this.graph.variableOf(inner)?.identifiers[0] ?? inner) as Node) : inner;
        found.add(this.#things.thing(at, 'tools', { sources: [thing], isOutside }));
      }
    }
    return found;
  }
}

/** A thing that comes to be, and what it is taken from on this path: it starts as that is. */
interface Made {
  readonly thing: Thing;
  readonly from?: readonly Thing[];
}

/** An effect of an event; `isCalled` for what a function does that the event calls. */
interface Step {
  readonly effect: Effect;
  readonly isCalled: boolean;
}

const none: ReadonlySet<Thing> = new Set();

/** The variable or field that an expression is the whole value of: `session = changed ? await create(…) : session`. */
function givenTo(node: Node): Node | undefined {
  const parent = wrappedParent(node, true);
  if (parent?.type === 'VariableDeclarator') {
    return parent.id.type === 'Identifier' ? parent.id : undefined;
  }
  return parent?.type === 'AssignmentExpression' && parent.operator === '=' && parent.left.type !== 'ObjectPattern' && parent.left.type !== 'ArrayPattern' && awaited(parent.right) === node ? parent.left : undefined;
}

function choiceKey({ range }: Node): string {
  return `?${range[0]}-${range[1]}`;
}

function isThis(node: Node): boolean {
  let at = node;
  while (at.type === 'MemberExpression') {
    at = unwrapped(at.object);
  }
  return at.type === 'ThisExpression';
}

/** The state in which nothing has happened to the elements at a key or below it alone. */
function withoutElements(before: State, key: string, isOther = (_place: string): boolean => false): State {
  let state = before;
  for (const thing of before.things.keys()) {
    if (thing.among && thing.key !== undefined && (isOther(thing.key) || isWithin(thing.key, key))) {
      state = withoutThing(state, thing);
    }
  }
  return state;
}

/** Whether an expression reads a place, or was read from it: `toolkits.size`, `key` of `const key = toolkits.join()`. */
function reads(graph: Graph, node: Node, place: Path, hops = 0): boolean {
  for (const inner of nodesBelow(node, graph.sourceCode.visitorKeys)) {
    const path = inner.type === 'Identifier' || inner.type === 'MemberExpression' ? pathOf(graph, inner) : undefined;
    const declarator = path && path.root !== 'this' && path.root.defs[0]?.type === 'Variable' ? (path.root.defs[0].node as Node) : undefined;
    const initial = declarator?.type === 'VariableDeclarator' ? declarator.init : undefined;
    if (path && (isPrefix(path, place) || isPrefix(place, path) || (hops === 0 && initial && reads(graph, initial, place, 1)))) {
      return true;
    }
  }
  return false;
}

/** Whether an expression is a name that the code wrote something to. */
function isNote(graph: Graph, node: Node): boolean {
  const path = pathOf(graph, node);
  return !!path && (path.root === 'this' || path.root.references.some(reference => reference.isWrite()));
}

/** Whether a target takes one of several: the variable of a loop, an element of an array's pattern. */
function isOneOfMany(target: Node): boolean {
  let at = target;
  while (at.parent?.type === 'AssignmentPattern' || at.parent?.type === 'ObjectPattern' || at.parent?.type === 'Property') {
    at = at.parent;
  }
  const { parent } = at;
  return parent?.type === 'ArrayPattern' || (parent?.type === 'VariableDeclarator' && parent.parent.parent.type === 'ForOfStatement' && parent.parent.parent.left === parent.parent) || (parent?.type === 'ForOfStatement' && parent.left === at);
}

/** The expression whose value a write stores whole. */
function writtenValue(event: Node, target: Node): Node | undefined {
  if (event.type === 'AssignmentExpression' && unwrapped(event.left) === unwrapped(target)) {
    return event.right;
  }
  return event.type === 'VariableDeclarator' && event.id === target && event.init ? event.init : undefined;
}

/** What a thing was taken from, however far back. */
function sourcesOf(thing: Thing, seen = new Set<Thing>()): Set<Thing> {
  for (const source of thing.sources) {
    if (!seen.has(source)) {
      seen.add(source);
      sourcesOf(source, seen);
    }
  }
  return seen;
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

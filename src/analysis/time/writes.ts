import type { TSESTree } from '@typescript-eslint/utils';
import type { Graph } from '../flow/index.ts';
import type { CodeRoot } from '../order/control-flow.ts';
import { awaited, enclosingFunction, nodesBelow, propertyName, unwrapped, wrappedParent } from '../tree.ts';
import type { Effect } from './effects.ts';
import type { Thing } from './identity.ts';
import { elementKey, isOfOneTurn, isWithin, keyOf, pathKey, pathOf } from './paths.ts';
import { fresh, nothing, seenIn, type State, withHeld, withNew, withoutThing, withThing } from './states.ts';
import { isNothing } from './sureness.ts';
import type { Things } from './things.ts';
import { choiceKey, none, type Values } from './values.ts';

type Node = TSESTree.Node;

/** What the writes of one piece of code leave in variables, fields and containers. */
export class Writes {
  constructor(
    readonly graph: Graph,
    readonly root: CodeRoot,
    readonly things: Things,
    readonly values: Values,
  ) {}

  /** The sessions that this code finds when it is entered: parameters, captured variables, fields. */
  initial(): State {
    let state = nothing;
    const held = new Map<string, ReadonlySet<Thing>>();
    for (const node of nodesBelow(this.root, this.graph.sourceCode.visitorKeys)) {
      const isName = node.type === 'Identifier' || (node.type === 'MemberExpression' && node.object.type === 'ThisExpression');
      if (isName && this.things.isHere(node)) {
        const entering = [...this.values.of(nothing, node)].filter(thing => !this.things.isHere(thing.node) || thing.isOutside);
        state = this.#noted(state, entering);
        const key = entering.length > 0 ? keyOf(this.graph, node) : undefined;
        if (key) {
          held.set(key.text, new Set(entering));
        }
      }
    }
    return { held, things: state.things };
  }

  /** What an assignment or declaration leaves in a variable or field. */
  write(before: State, event: Node, target: Node): State {
    const key = keyOf(this.graph, target);
    if (!key) {
      return before;
    }
    let state = this.#forgotten(before, key.text);
    const listed = listedFor(this.graph, target);
    const value = writtenValue(event, target) ?? (listed && enclosingFunction(listed) === enclosingFunction(target) ? listed : undefined);
    const held = value ? this.values.of(before, value) : event.type === 'UnaryExpression' ? none : this.values.fromGraph(target);
    const things =
      !value && !listed && (isOneOfMany(target) || this.#isOfOneTurn(target))
        ? new Set([...held].map(thing => this.things.element(thing, key.text)))
        : held;
    if (
      things.size === 0 &&
      isVariableWithoutSessions(this.graph, target) &&
      ![...state.held.keys()].some(place => isWithin(place, key.text))
    ) {
      return state;
    }
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
        after = this.#writeParts(withHeld(after, place, this.values.of(before, property.value)), before, place, awaited(property.value));
      }
    }
    return after;
  }

  /** `sessions[i]` is another one when `i` is, and so are `sessions[job.id]` and `entry.session` when `job` and `entry` are. */
  #forgotten(before: State, key: string): State {
    const isOther = (place: string): boolean => place.includes(`[${key}]`) || place.includes(`[${key}.`);
    const state = withoutElements(before, key, isOther);
    const others = [...state.held.keys()].filter(isOther);
    if (others.length === 0) {
      return state;
    }
    const held = new Map(state.held);
    others.forEach(place => held.delete(place));
    return { held, things: state.things };
  }

  /** What a called function leaves in a variable or field around it. */
  writeInside(before: State, event: Node, effect: Effect & { kind: 'write' }): State {
    let state = before;
    for (const path of effect.paths) {
      const key = pathKey(path);
      const made = effect.value ? this.things.keptAt(event, effect.value) : undefined;
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

  /** What `sessions.set(id, session)` and `sessions.delete(id)` leave under that key. */
  stored(before: State, event: Node): State {
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
    const things = new Set(
      [...(name === 'set' && value ? this.values.of(before, value) : none)].map(thing => this.things.element(thing, key.text)),
    );
    return things.size > 0 || state.held.has(key.text) ? withHeld(state, key.text, things) : state;
  }

  /** Notes which side of `a ? b : c` or `a ?? b` was evaluated last: its value is the whole expression's. */
  chosen(state: State, event: Node): State {
    const parent = wrappedParent(event);
    if (parent?.type !== 'ConditionalExpression' && parent?.type !== 'LogicalExpression') {
      return state;
    }
    const isTest = parent.type === 'ConditionalExpression' && unwrapped(parent.test) === event;
    const isLeftOfAnd = parent.type === 'LogicalExpression' && parent.operator === '&&' && unwrapped(parent.left) === event;
    if (isTest || ![...this.graph.place(parent).plainValues()].some(value => value.kind === 'session' || value.kind === 'tools')) {
      return state;
    }
    const things = isLeftOfAnd ? none : this.values.of(state, event);
    const target = givenTo(parent);
    const key = target && keyOf(this.graph, target);
    return withHeld(key ? withHeld(state, key.text, things) : state, choiceKey(parent), things);
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
}

/** Whether a target is a variable in which no session, and nothing with one inside, ever is. */
function isVariableWithoutSessions(graph: Graph, target: Node): boolean {
  return (
    target.type === 'Identifier' &&
    [...graph.place(target).plainValues()].every(({ kind }) => kind === 'parameter' || kind === 'function' || kind === 'class')
  );
}

/** The variable or field that an expression is the whole value of: `session = changed ? await create(…) : session`. */
function givenTo(node: Node): Node | undefined {
  const parent = wrappedParent(node, true);
  if (parent?.type === 'VariableDeclarator') {
    return parent.id.type === 'Identifier' ? parent.id : undefined;
  }
  return parent?.type === 'AssignmentExpression' &&
    parent.operator === '=' &&
    parent.left.type !== 'ObjectPattern' &&
    parent.left.type !== 'ArrayPattern' &&
    awaited(parent.right) === node
    ? parent.left
    : undefined;
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

/** Whether a target takes one of several: the variable of a loop, an element of an array's pattern. */
function isOneOfMany(target: Node): boolean {
  let at = target;
  while (at.parent?.type === 'AssignmentPattern' || at.parent?.type === 'ObjectPattern' || at.parent?.type === 'Property') {
    at = at.parent;
  }
  const { parent } = at;
  return (
    parent?.type === 'ArrayPattern' ||
    (parent?.type === 'VariableDeclarator' &&
      parent.parent.parent.type === 'ForOfStatement' &&
      parent.parent.parent.left === parent.parent) ||
    (parent?.type === 'ForOfStatement' && parent.left === at)
  );
}

/** The expression whose value a write stores whole. */
function writtenValue(event: Node, target: Node): Node | undefined {
  if (event.type === 'AssignmentExpression' && unwrapped(event.left) === unwrapped(target)) {
    return event.right;
  }
  return event.type === 'VariableDeclarator' && event.id === target && event.init ? event.init : undefined;
}

/** `create(…)` for `session` of `[session, user] = await Promise.all([create(…), load(…)])`, wherever that list comes from. */
function listedFor(graph: Graph, target: Node): Node | undefined {
  const pattern = target.parent;
  if (pattern?.type !== 'ArrayPattern') {
    return undefined;
  }
  const { parent } = pattern;
  const given = parent.type === 'VariableDeclarator' ? parent.init : parent.type === 'AssignmentExpression' ? parent.right : null;
  const values = given && unwrapped(given).type === 'AwaitExpression' ? [...graph.place(given).plainValues()] : [];
  const lists = values.flatMap(value => (value.kind === 'object' && value.node.type === 'ArrayExpression' ? [value.node] : []));
  const index = pattern.elements.indexOf(target as TSESTree.DestructuringPattern);
  const [list, another] = lists;
  return !list || another || list.elements.slice(0, index + 1).some(each => each?.type === 'SpreadElement')
    ? undefined
    : (list.elements[index] ?? undefined);
}

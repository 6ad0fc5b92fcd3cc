import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import type { CodeRoot } from '../order/control-flow.ts';
import { contentsOf } from '../parts.ts';
import { awaited, contains, isFunction, isNamed, isPropertyNamed, lastName, propertyName, unwrapped } from '../tree.ts';
import { calledAt } from './summaries.ts';
import type { Thing } from './identity.ts';
import { isWithin, keyOf } from './paths.ts';
import type { State } from './states.ts';
import type { Things } from './things.ts';

type Node = TSESTree.Node;

/** What expressions evaluate to: the things that one piece of code holds, makes or was given. */
export class Values {
  constructor(
    readonly graph: Graph,
    readonly root: CodeRoot,
    readonly things: Things,
  ) {}

  /** What an expression evaluates to. */
  of(state: State, node: Node): ReadonlySet<Thing> {
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
        const own = this.things.at(inner);
        return own ? new Set(own) : this.#memberValue(state, inner);
      }
      case 'CallExpression':
      case 'NewExpression':
        return this.#callValue(state, inner);
      case 'ConditionalExpression':
        return state.held.get(choiceKey(inner)) ?? new Set([...this.of(state, inner.consequent), ...this.of(state, inner.alternate)]);
      case 'LogicalExpression':
        return (
          state.held.get(choiceKey(inner)) ??
          new Set([...(inner.operator === '&&' ? none : this.of(state, inner.left)), ...this.of(state, inner.right)])
        );
      case 'AssignmentExpression':
        return this.of(state, inner.right);
      case 'SequenceExpression':
        return this.of(state, inner.expressions.at(-1)!);
      case 'SpreadElement':
        return this.of(state, inner.argument);
      case 'ArrayExpression':
      case 'ObjectExpression':
        return new Set(contentsOf(inner).flatMap(content => [...this.of(state, content)]));
      default:
        return none;
    }
  }

  /** What is handed on, part by part: of `{ id, session }` only the session is a use. */
  *parts(state: State, node: Node): Generator<{ node: Node; things: Thing[] }> {
    const inner = unwrapped(node);
    switch (inner.type) {
      case 'ArrayExpression':
      case 'ObjectExpression':
        for (const content of contentsOf(inner)) {
          yield* this.parts(state, content);
        }
        break;
      default:
        yield { node, things: [...this.of(state, node)] };
    }
  }

  /** The sessions that an expression is the id of. */
  ofId(state: State, id: Node): Set<Thing> {
    const inner = awaited(id);
    if (inner.type === 'MemberExpression' && propertyName(inner) === 'sessionId') {
      return new Set([...this.of(state, inner.object)].filter(thing => thing.kind === 'session'));
    }
    const things = new Set<Thing>();
    for (const value of this.graph.place(inner).plainValues()) {
      if (value.kind === 'id') {
        things.add(this.things.ofSession(value.session));
      }
    }
    return things;
  }

  #heldAt(state: State, node: Node): ReadonlySet<Thing> | undefined {
    const key = keyOf(this.graph, node);
    const own = key && state.held.get(key.text);
    if (!key || !own) {
      return undefined;
    }
    let all: Set<Thing> | undefined;
    for (const [place, things] of state.held) {
      if (place.length > key.text.length && isWithin(place, key.text)) {
        all ??= new Set(own);
        things.forEach(thing => all!.add(thing));
      }
    }
    return all ?? own;
  }

  #memberValue(state: State, node: TSESTree.MemberExpression): ReadonlySet<Thing> {
    const name = propertyName(node);
    const found = new Set<Thing>();
    for (const thing of this.of(state, node.object)) {
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
    const things = this.fromGraph(node);
    if (things.size === 0) {
      return things;
    }
    const key = keyOf(this.graph, node);
    if (key ? !key.isElement : !this.#isTakenOut(node)) {
      return things;
    }
    return new Set([...things].map(thing => (key ? this.things.element(thing, key.text) : this.things.elementAt(thing, node))));
  }

  #isTakenOut(node: TSESTree.CallExpression | TSESTree.MemberExpression | TSESTree.NewExpression): boolean {
    const member = node.type === 'CallExpression' ? unwrapped(node.callee) : node;
    if (member.type !== 'MemberExpression' || (node.type === 'MemberExpression' && !node.computed)) {
      return false;
    }
    return calledAt(this.graph, node).length === 0;
  }

  #callValue(state: State, node: TSESTree.CallExpression | TSESTree.NewExpression): ReadonlySet<Thing> {
    const made = this.things.at(node);
    if (made) {
      return new Set(made);
    }
    const name = lastName(node.callee);
    const callee = unwrapped(node.callee);
    const [first] = node.arguments;
    if (first?.type === 'ArrayExpression' && isPromiseMethod(node, /^(?:race|any)$/u)) {
      return this.of(state, first);
    }
    if (
      callee.type === 'MemberExpression' &&
      (name === 'catch' || name === 'finally' || name === 'filter' || name === 'slice' || name === 'concat')
    ) {
      return this.of(state, callee.object);
    }
    return this.#heldAt(state, node) ?? this.#elements(node);
  }

  /** A variable that this code has not written: what it was given, or has around it. */
  #entering(node: Node, variable: Variable): ReadonlySet<Thing> {
    const isParameter = variable.defs[0]?.type === 'Parameter';
    const { root } = this;
    const isOwn = isFunction(root) && contains(root, variable.scope.block as Node);
    return isOwn && !isParameter ? none : this.fromGraph(node, !isParameter || !isOwn);
  }

  /** What the flow of the whole file says that a place may hold. */
  fromGraph(node: Node, isOutside = false): ReadonlySet<Thing> {
    const found = new Set<Thing>();
    const inner = unwrapped(node);
    for (const value of this.graph.place(inner).plainValues()) {
      const session = value.kind === 'session' ? value : value.kind === 'tools' && value.what !== 'listing' ? value.session : undefined;
      const thing = session && this.things.ofSession(session, isOutside || isThis(inner));
      if (thing && value.kind === 'session') {
        found.add(thing);
      } else if (thing) {
        const at = inner.type === 'Identifier' ? ((this.graph.variableOf(inner)?.identifiers[0] ?? inner) as Node) : inner;
        found.add(this.things.thing(at, 'tools', { sources: [thing], isOutside }));
      }
    }
    return found;
  }
}

/** `Promise.race(…)`, and what else is asked of the constructor itself. */
function isPromiseMethod({ callee }: TSESTree.CallExpression | TSESTree.NewExpression, name: RegExp): boolean {
  const member = unwrapped(callee);
  return member.type === 'MemberExpression' && isPropertyNamed(member, name) && isNamed(member.object, /^Promise$/u);
}

export const none: ReadonlySet<Thing> = new Set();

export function choiceKey({ range }: Node): string {
  return `?${range[0]}-${range[1]}`;
}

function isThis(node: Node): boolean {
  let at = node;
  while (at.type === 'MemberExpression') {
    at = unwrapped(at.object);
  }
  return at.type === 'ThisExpression';
}

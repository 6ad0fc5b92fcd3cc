import type { TSESTree } from '@typescript-eslint/utils';
import type { Graph } from '../flow/index.ts';
import { cargoOf } from '../stores/cargo.ts';
import { contains, isNamed, propertyName, unwrapped } from '../tree.ts';
import { builderName, builtFetchers, listings, sessionMember } from '../../sdk/model.ts';
import { calledAt } from './summaries.ts';
import type { Thing } from './identity.ts';
import { fresh, type State, togetherIn, withNew } from './states.ts';
import type { Things } from './things.ts';
import type { Values } from './values.ts';

type Node = TSESTree.Node;

/** A thing that comes to be, and what it is taken from on this path: it starts as that is. */
interface Made {
  readonly thing: Thing;
  readonly from?: readonly Thing[];
}

/** The sessions, tools and agents that the events of one piece of code make. */
export class Makings {
  constructor(
    readonly graph: Graph,
    readonly things: Things,
    readonly values: Values,
  ) {}

  /** Notes the session, tools or agent that an event makes. */
  make(state: State, event: Node): State {
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
        const sources = [...this.values.of(state, event.object)].filter(thing => thing.kind === 'session');
        return sources.length > 0 ? withNew(state, this.things.thing(event, 'tools', { sources }), togetherIn(state, sources)) : state;
      }
      default:
        return state;
    }
  }

  #madeBy(state: State, event: TSESTree.CallExpression | TSESTree.NewExpression): Made | undefined {
    const session = event.type === 'CallExpression' ? this.things.madeAt(event) : undefined;
    if (session) {
      return { thing: session };
    }
    const callee = unwrapped(event.callee);
    if (event.type === 'CallExpression' && callee.type === 'MemberExpression') {
      const sources = [...this.values.of(state, callee.object)].filter(thing => thing.kind === 'session');
      const name = propertyName(callee) ?? '';
      if (sources.length > 0 && sessionMember(name) === 'fetch' && !listings.has(name)) {
        return this.#taken(event, 'tools', sources);
      }
      const built = builtFetchers.has(name) ? [...this.values.of(state, callee.object)].filter(thing => thing.kind === 'built') : [];
      if (built.length > 0) {
        return this.#taken(event, 'tools', built);
      }
    }
    const given = event.arguments.flatMap(argument => [...this.values.of(state, argument)]);
    const called = calledAt(this.graph, event);
    if (called.length > 0) {
      return called.some(each => contains(event, each)) ? undefined : this.#madeInside(event, given);
    }
    const isBuilt = given.length > 0 && (event.type === 'NewExpression' || isNamed(callee, builderName));
    return isBuilt ? this.#taken(event, 'built', given) : undefined;
  }

  #taken(event: Node, kind: 'built' | 'tools', sources: readonly Thing[]): Made {
    return { thing: this.things.thing(event, kind, { sources }), from: sources };
  }

  /** Tools that a called function fetches, or what it builds from them: from what it is given, where it is given any. */
  #madeInside(event: Node, given: readonly Thing[]): Made | undefined {
    for (const value of this.graph.place(event).plainValues()) {
      const tools = value.kind === 'tools' && value.what !== 'listing' ? [value.session] : [];
      const kept = value.kind === 'object' && value.assumed ? value.properties.get('...') : undefined;
      const sessions = kept ? (cargoOf(this.graph, kept)?.sessions ?? []) : tools;
      if (sessions.length > 0) {
        const sources = given.length > 0 ? given : sessions.map(session => this.things.ofSession(session));
        return this.#taken(event, tools.length > 0 ? 'tools' : 'built', sources);
      }
    }
    return undefined;
  }
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { Graph } from '../flow/index.ts';
import type { CodeRoot } from '../order/control-flow.ts';
import { contains, propertyName, unwrapped } from '../tree.ts';
import { sessionMember } from '../../sdk/model.ts';
import { calledAt } from './summaries.ts';
import type { Thing } from './identity.ts';
import { keyOf } from './paths.ts';
import type { State } from './states.ts';
import type { Values } from './values.ts';

type Node = TSESTree.Node;

/** What an event does with sessions, or with what came from them. */
export interface Use {
  readonly node: Node;
  readonly things: Iterable<Thing>;
  /** `update`, `delete`, `use(id)`: what may be done with a stale session, and not with a deleted one. */
  readonly isUpkeep?: boolean;
}

/** What the events of one piece of code use. */
export class Uses {
  constructor(
    readonly graph: Graph,
    readonly root: CodeRoot,
    readonly values: Values,
  ) {}

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
  *of(state: State, event: Node): Generator<Use> {
    switch (event.type) {
      case 'MemberExpression': {
        const isTools = sessionMember(propertyName(event)) === 'tools';
        if (isTools) {
          yield { node: event, things: [...this.values.of(state, event.object)].filter(thing => thing.kind === 'session') };
        }
        break;
      }
      case 'CallExpression':
      case 'NewExpression':
        yield* this.#receiverUses(state, event);
        if (calledAt(this.graph, event).length === 0) {
          for (const argument of event.arguments) {
            for (const part of this.values.parts(state, argument)) {
              yield { node: part.node, things: part.things.filter(thing => !contains(argument, thing.node)) };
            }
          }
          yield* this.#idUses(state, event);
        }
        break;
      case 'ReturnStatement':
        if (event.argument) {
          yield* this.values.parts(state, event.argument);
        }
        break;
      default:
        if (event === this.#resultOf()) {
          yield* this.values.parts(state, event);
        }
    }
  }

  /** The expression that an arrow function returns. */
  #resultOf(): Node | undefined {
    const { root } = this;
    return root.type === 'ArrowFunctionExpression' && root.body.type !== 'BlockStatement' ? unwrapped(root.body) : undefined;
  }

  *#receiverUses(state: State, call: TSESTree.CallExpression | TSESTree.NewExpression): Generator<Use> {
    const callee = unwrapped(call.callee);
    if (callee.type !== 'MemberExpression') {
      return;
    }
    const name = propertyName(callee);
    const member = sessionMember(name);
    const isUpkeep = name === 'update' || name === 'delete';
    // what is kept in a container is not what the container's own methods work with: `sessions.delete(id)`
    const key = keyOf(this.graph, callee.object);
    for (const thing of (key && state.held.get(key.text)) ?? this.values.of(state, callee.object)) {
      if (
        thing.kind === 'built' ||
        (thing.kind === 'session' && !isUpkeep && (member === 'work' || member === 'fetch' || member === 'change'))
      ) {
        yield { node: callee, things: [thing] };
      } else if (thing.kind === 'session' && isUpkeep) {
        yield { node: call, things: [thing], isUpkeep };
      }
    }
  }

  /** `use(session.sessionId)` and a second deletion by id work with a session that is gone. */
  *#idUses(state: State, event: TSESTree.CallExpression | TSESTree.NewExpression): Generator<Use> {
    const isByid = [...this.graph.place(event.callee).plainValues()].some(
      value =>
        value.kind === 'client-member' &&
        /(?:^|\.)(?:use|delete)$/u.test(value.path) &&
        !value.path.startsWith('connectedAccounts') &&
        !value.path.startsWith('authConfigs'),
    );
    const [id] = event.arguments;
    if (isByid && id) {
      yield { node: event, things: this.values.ofId(state, id), isUpkeep: true };
    }
  }
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { isConstant } from '../people/fields.ts';
import { isFunction, unwrapped } from '../tree.ts';
import type { Serving } from './served.ts';

type Node = TSESTree.Node;

/** A user argument in a handler that is the same whoever calls. */
export interface ConstantUser {
  readonly node: Node;
  readonly handler: FunctionNode;
  readonly creation: Creation;
}

/**
 * The constant users of a creation that a caller's handler runs.
 *
 * | form                                                       | reported           |
 * | ---------------------------------------------------------- | ------------------ |
 * | `app.post(…, () => create('u'))`, `process.env.X`, a const | the user argument  |
 * | the same in a function that the handler calls              | the user argument  |
 * | `open('u')` in the handler, over `open(id) { create(id) }` | the helper's argument |
 */
export function* constantUsersOf(serving: Serving, creation: Creation): Generator<ConstantUser> {
  const { user } = creation;
  const { graph } = serving.context;
  if (!user) {
    return;
  }
  if (isConstant(graph, user)) {
    const served = serving.handlerOf(creation.call);
    if (served?.kind === 'caller') {
      yield { node: user, handler: served.handler, creation };
    }
    return;
  }
  for (const { given, caller } of givenFor(graph, user)) {
    const served = isConstant(graph, given) ? serving.handlerAround(caller) : undefined;
    if (served?.kind === 'caller') {
      yield { node: given, handler: served.handler, creation };
    }
  }
}

/** What the callers of a helper give for the parameter that `user` is. */
function* givenFor(graph: Graph, user: Node): Generator<{ readonly given: Node; readonly caller: Node }> {
  const inner = unwrapped(user);
  const definition = inner.type === 'Identifier' ? graph.variableOf(inner)?.defs[0] : undefined;
  if (definition?.type !== 'Parameter' || !isFunction(definition.node)) {
    return;
  }
  const index = definition.node.params.indexOf(definition.name as never);
  for (const caller of graph.callersOf(definition.node)) {
    const given = caller.type === 'CallExpression' && index >= 0 ? caller.arguments[index] : undefined;
    if (given && given.type !== 'SpreadElement') {
      yield { given, caller };
    }
  }
}

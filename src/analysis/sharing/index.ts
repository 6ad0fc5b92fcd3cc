import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, FunctionNode, Store, Variable } from '../facts.ts';
import type { HandlerKind } from '../handlers.ts';
import { isInTest, isTestCall } from '../handlers.ts';
import type { FileContext } from '../file.ts';
import { chainRoot, contains, isFunction, isNamed } from '../tree.ts';
import { script } from '../units.ts';
import { capturesOf, type Capture } from './captures.ts';
import { constantUsersOf } from './constant-users.ts';
import { defaultUsersOf } from './default-users.ts';
import { Serving } from './served.ts';
import { sharedIdOf } from './shared-ids.ts';
import { loopUsesOf, type UserLoop } from './user-loops.ts';

type Node = TSESTree.Node;

/**
 * One session that serves several users.
 *
 * | kind          | what is wrong                                                    | `node`             |
 * | ------------- | ---------------------------------------------------------------- | ------------------ |
 * | default-user  | the user is, or falls back to, the literal `'default'`           | the literal        |
 * | constant-user | a handler creates for one fixed user                             | the user argument  |
 * | captured      | a handler uses a session made outside it for somebody else       | its first use      |
 * | loop          | a loop over users uses a session made before it                  | its first use      |
 * | one-id        | a handler resumes one id for every caller                        | the `use(…)` call  |
 */
export type Sharing =
  | {
      readonly kind: 'captured';
      readonly node: Node;
      readonly creation: Creation;
      readonly holds: 'session' | 'tools';
      readonly handler: FunctionNode;
      readonly handlerKind: HandlerKind;
      readonly variable: Variable;
    }
  | { readonly kind: 'constant-user'; readonly node: Node; readonly creation: Creation; readonly handler: FunctionNode }
  | { readonly kind: 'default-user'; readonly node: Node; readonly creation: Creation; readonly site: Node; readonly inHandler: boolean }
  | {
      readonly kind: 'loop';
      readonly node: Node;
      readonly creation: Creation;
      readonly holds: 'session' | 'tools';
      readonly over: UserLoop;
    }
  | {
      readonly kind: 'one-id';
      readonly node: Node;
      readonly creation: Creation;
      readonly handler: FunctionNode;
      readonly home: string;
      readonly variable: Variable | undefined;
    };

/** Every place where one session serves several users, in source order, each once. */
export function sharingsOf(context: FileContext, creations: readonly Creation[], stores: readonly Store[]): Sharing[] {
  const serving = new Serving(context);
  const captures = capturesOf(serving);
  const found = new Map<Node, Sharing>();
  const add = (sharing: Sharing): void => {
    if (!found.has(sharing.node) && !isInTest(context.graph, sharing.node)) {
      found.set(sharing.node, sharing);
    }
  };
  const isTestFile = holdsTests(context);
  for (const creation of creations) {
    if (creation.how === 'resume') {
      const shared = sharedIdOf(serving, creation);
      if (shared) {
        add({ kind: 'one-id', node: creation.call, ...shared });
      }
      continue;
    }
    if (creation.evidence === 'signature') {
      continue; // whose session another file makes is not said here
    }
    const defaults = [...defaultUsersOf(context, creation)];
    for (const { literal, site } of defaults) {
      if (!isTestFile && !isInTest(context.graph, site) && (context.units.at(site) !== script || isKept(creation, stores, captures))) {
        add({ kind: 'default-user', node: literal, creation, site, inHandler: serving.handlerOf(literal) !== undefined });
      }
    }
    for (const { node, handler } of defaults.length > 0 ? [] : constantUsersOf(serving, creation)) {
      add({ kind: 'constant-user', node, creation, handler });
    }
  }
  for (const { node, creations: made, holds, handler, kind, variable } of captures) {
    add({ kind: 'captured', node, creation: made[0]!, holds, handler, handlerKind: kind, variable });
  }
  const isStored = (declaration: Node | undefined): boolean =>
    declaration !== undefined && stores.some(({ home }) => home.declaration === declaration);
  for (const { node, creations: made, holds, over } of loopUsesOf(context, isStored)) {
    add({ kind: 'loop', node, creation: made[0]!, holds, over });
  }
  return [...found.values()].sort((a, b) => a.node.range[0] - b.node.range[0]);
}

/** Whether a script's session reaches others: something keeps it for them, or a handler captures it. */
function isKept(creation: Creation, stores: readonly Store[], captures: readonly Capture[]): boolean {
  return stores.some(store => store.creations.includes(creation)) || captures.some(capture => capture.creations.includes(creation));
}

/** Whether a file's own code is tests and what helps them. */
function holdsTests({ graph, nodes }: FileContext): boolean {
  return nodes.calls.some(
    call =>
      isTestCall(graph, call) &&
      call.arguments.some(
        argument => isFunction(argument) && isNamed(chainRoot(call.callee), /^(?:describe|it|test)\b/u) && contains(call, argument),
      ),
  );
}

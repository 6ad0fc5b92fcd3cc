import type { TSESTree } from '@typescript-eslint/utils';
import type { CodeRoot } from '../order/control-flow.ts';
import type { FileContext } from '../file.ts';
import { enclosingFunction } from '../tree.ts';
import { calledAt, directEffects } from './effects.ts';
import type { Connections } from './changes.ts';
import type { LateUse } from './late.ts';
import { lateUsesIn } from './typestate.ts';

export type { Connections } from './changes.ts';
export type { LateUse } from './late.ts';
export { siblingChangesOf, type SiblingChange } from './siblings.ts';

type Node = TSESTree.Node;

/** Every use of a session, its tools or what was built from them, behind a change or deletion, in source order. */
export function lateUsesOf({ graph, nodes }: FileContext, connections: Connections): LateUse[] {
  const withSessions = new Set<CodeRoot>();
  const withEffects = new Set<CodeRoot>();
  for (const node of nodes.all) {
    const isEffect = directEffects(graph, node).length > 0 || calledAt(graph, node).length > 0;
    if (isEffect) {
      for (let at = enclosingFunction(node); at && !withEffects.has(at); at = enclosingFunction(at)) {
        withEffects.add(at);
      }
      withEffects.add(graph.sourceCode.ast);
    }
    if (mayHoldSession(node)) {
      for (const value of graph.place(node).plainValues()) {
        if (value.kind === 'session' || value.kind === 'tools') {
          withSessions.add(enclosingFunction(node) ?? graph.sourceCode.ast);
          break;
        }
      }
    }
  }
  const found = [...withSessions].filter(root => withEffects.has(root)).flatMap(root => lateUsesIn(graph, root, connections));
  return found.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

function mayHoldSession(node: Node): boolean {
  return node.type === 'CallExpression' || node.type === 'Identifier' || node.type === 'MemberExpression';
}

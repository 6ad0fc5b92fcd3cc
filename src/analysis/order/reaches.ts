import type { TSESTree } from '@typescript-eslint/utils';
import { buildControlFlow, type CodeRoot, type Segment, type VisitorKeys } from './control-flow.ts';

type Node = TSESTree.Node;

/** Whether some run of `root` evaluates `to` after `from`; both are nodes of `root` itself, not of a function inside it. */
export function reaches(root: CodeRoot, from: Node, to: Node, visitorKeys: VisitorKeys): boolean {
  const { segments } = buildControlFlow(root, visitorKeys);
  const seen = new Set<Segment>();
  const open = segments.filter(({ events }) => events.includes(from));
  if (open.some(({ events }) => events.lastIndexOf(to) > events.indexOf(from))) {
    return true;
  }
  for (let segment = open.pop(); segment; segment = open.pop()) {
    for (const { to: next } of segment.outgoing) {
      if (!seen.has(next)) {
        if (next.events.includes(to)) {
          return true;
        }
        seen.add(next);
        open.push(next);
      }
    }
  }
  return false;
}

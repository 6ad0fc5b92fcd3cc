import type { TSESTree } from '@typescript-eslint/utils';
import { controlFlowOf, type CodeRoot, type Segment, type VisitorKeys } from './control-flow.ts';
import { oncePer } from '../once-per.ts';

type Node = TSESTree.Node;

/** Whether some run of `root` evaluates `to` after `from`; both are nodes of `root` itself, not of a function inside it. */
export function reaches(root: CodeRoot, from: Node, to: Node, visitorKeys: VisitorKeys): boolean {
  return reachedFrom(from, root, visitorKeys).has(to);
}

const reachedFrom = oncePer((from: Node, root: CodeRoot, visitorKeys: VisitorKeys): ReadonlySet<Node> => {
  const { segments } = controlFlowOf(root, visitorKeys);
  const reached = new Set<Node>();
  const open = segments.filter(({ events }) => events.includes(from));
  for (const { events } of open) {
    events.slice(events.indexOf(from) + 1).forEach(event => reached.add(event));
  }
  const seen = new Set<Segment>();
  for (let segment = open.pop(); segment; segment = open.pop()) {
    for (const { to: next } of segment.outgoing) {
      if (!seen.has(next)) {
        next.events.forEach(event => reached.add(event));
        seen.add(next);
        open.push(next);
      }
    }
  }
  return reached;
});

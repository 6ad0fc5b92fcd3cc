import type { TSESTree } from '@typescript-eslint/utils';
import { classWalkers } from './classes.ts';
import type { VisitorKeys } from './control-flow.ts';
import { expressionWalkers } from './expressions.ts';
import type { FlowBuilder } from './flow-builder.ts';
import { loopWalkers } from './loops.ts';
import { operatorWalkers } from './operators.ts';
import { statementWalkers } from './statements.ts';
import type { Steps } from './steps.ts';
import { tryWalkers } from './try.ts';

type Node = TSESTree.Node;

const walkers = new Map<string, (node: never, flow: FlowBuilder) => Steps | void>(
  Object.entries({
    ...classWalkers,
    ...expressionWalkers,
    ...loopWalkers,
    ...operatorWalkers,
    ...statementWalkers,
    ...tryWalkers,
  }),
);

/** TypeScript's nodes that run; every other `TS…` node is a type or a declaration without code. */
const RUNNING = new Set([
  'TSAsExpression',
  'TSEnumBody',
  'TSEnumDeclaration',
  'TSEnumMember',
  'TSExportAssignment',
  'TSImportEqualsDeclaration',
  'TSInstantiationExpression',
  'TSModuleBlock',
  'TSModuleDeclaration',
  'TSNonNullExpression',
  'TSParameterProperty',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
]);

/** Goes through `start` and everything it yields, in order, skipping what cannot be reached. */
export function walk(start: Steps, flow: FlowBuilder, visitorKeys: VisitorKeys): void {
  const stack = [start];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const step = top.next();
    if (step.done === true) stack.pop();
    else if (step.value) {
      const steps = 'type' in step.value ? stepsOf(step.value, flow, visitorKeys) : step.value;
      if (steps !== undefined) stack.push(steps);
    }
  }
}

function stepsOf(node: Node, flow: FlowBuilder, visitorKeys: VisitorKeys): Steps | undefined {
  if (flow.current === undefined) return undefined;
  const walker = walkers.get(node.type);
  if (walker !== undefined) return walker(node as never, flow) ?? undefined;
  if (node.type.startsWith('TS') && !RUNNING.has(node.type)) return undefined;
  return everyChild(node, flow, visitorKeys);
}

/** A node that nothing special is known of: its children in the order of its visitor keys, then the node. */
function* everyChild(node: Node, flow: FlowBuilder, visitorKeys: VisitorKeys): Steps {
  for (const key of visitorKeys[node.type] ?? Object.keys(node)) {
    if (key === 'parent') continue;
    const value: unknown = node[key as keyof Node];
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield child;
    }
  }
  flow.emit(node);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

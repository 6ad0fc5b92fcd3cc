import type { TSESTree } from '@typescript-eslint/utils';
import { bind } from './bindings.ts';
import { condition } from './conditions.ts';
import type { FlowBuilder } from './flow-builder.ts';
import type { Steps, Walkers } from './steps.ts';

function* overValues(node: TSESTree.ForInStatement | TSESTree.ForOfStatement, flow: FlowBuilder): Steps {
  const head = flow.segment();
  const turn = flow.segment();
  const after = flow.segment();
  flow.openJumps(after, head);
  yield node.right;
  flow.goto(head);
  flow.startAt(head);
  if (node.type === 'ForOfStatement') flow.mayLeave();
  flow.fork(turn, after);
  flow.startAt(turn);
  const targets = node.left.type === 'VariableDeclaration' ? node.left.declarations.map(({ id }) => id) : [node.left];
  for (const target of targets) yield bind(target, flow);
  yield node.body;
  flow.goto(head);
  flow.close();
  flow.startAt(after);
}

export const loopWalkers = {
  ForInStatement: overValues,
  ForOfStatement: overValues,

  *DoWhileStatement(node, flow) {
    const body = flow.segment();
    const test = flow.segment();
    const after = flow.segment();
    flow.goto(body);
    flow.startAt(body);
    flow.openJumps(after, test);
    yield node.body;
    flow.close();
    flow.goto(test);
    flow.startAt(test);
    yield condition(node.test, flow, body, after);
    flow.startAt(after);
  },

  *ForStatement(node, flow) {
    const head = flow.segment();
    const body = flow.segment();
    const update = flow.segment();
    const after = flow.segment();
    flow.openJumps(after, update);
    yield node.init;
    flow.goto(head);
    flow.startAt(head);
    if (node.test === null) flow.goto(body);
    else yield condition(node.test, flow, body, after);
    flow.startAt(body);
    yield node.body;
    flow.goto(update);
    flow.startAt(update);
    yield node.update;
    flow.goto(head);
    flow.close();
    flow.startAt(after);
  },

  *WhileStatement(node, flow) {
    const head = flow.segment();
    const body = flow.segment();
    const after = flow.segment();
    flow.openJumps(after, head);
    flow.goto(head);
    flow.startAt(head);
    yield condition(node.test, flow, body, after);
    flow.startAt(body);
    yield node.body;
    flow.goto(head);
    flow.close();
    flow.startAt(after);
  },
} satisfies Walkers;

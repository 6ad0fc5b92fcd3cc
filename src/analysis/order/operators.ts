import type { TSESTree } from '@typescript-eslint/utils';
import { bind, reference } from './bindings.ts';
import { condition } from './conditions.ts';
import type { FlowBuilder } from './flow-builder.ts';
import { unwrap } from './may-throw.ts';
import type { Steps, Walkers } from './steps.ts';

/** What `?.` cuts short, as one. */
function* chain(steps: Steps | TSESTree.Node, flow: FlowBuilder): Steps {
  const outer = flow.chainEnd;
  const end = flow.segment();
  flow.chainEnd = end;
  yield steps;
  flow.chainEnd = outer;
  flow.goto(end);
  flow.startAt(end);
}

function* deletion(node: TSESTree.UnaryExpression, flow: FlowBuilder): Steps {
  const target = unwrap(node.argument);
  yield reference(target, flow);
  flow.write(node, target);
}

/** The operators that write, that leave operands out, or that choose between them. */
export const operatorWalkers = {
  *AssignmentExpression(node, flow) {
    const target = unwrap(node.left);
    if (node.operator === '=') {
      if (target.type === 'ArrayPattern' || target.type === 'ObjectPattern') {
        yield node.right;
        yield bind(target, flow);
        flow.emit(node);
        return;
      }
      yield reference(target, flow);
      yield node.right;
      flow.write(node, target);
      return;
    }
    yield node.left;
    if (node.operator !== '&&=' && node.operator !== '||=' && node.operator !== '??=') {
      yield node.right;
      flow.write(node, target);
      return;
    }
    const write = flow.segment();
    const end = flow.segment();
    if (node.operator === '??=') flow.branch('nullish', node.left, write, end);
    else if (node.operator === '||=') flow.branch('truthy', node.left, end, write);
    else flow.branch('truthy', node.left, write, end);
    flow.startAt(write);
    yield node.right;
    flow.write(node, target);
    flow.goto(end);
    flow.startAt(end);
  },

  *ChainExpression(node, flow) {
    yield chain(node.expression, flow);
    flow.emit(node);
  },

  *ConditionalExpression(node, flow) {
    const consequent = flow.segment();
    const alternate = flow.segment();
    const end = flow.segment();
    yield condition(node.test, flow, consequent, alternate);
    flow.startAt(consequent);
    yield node.consequent;
    flow.goto(end);
    flow.startAt(alternate);
    yield node.alternate;
    flow.goto(end);
    flow.startAt(end);
    flow.emit(node);
  },

  *LogicalExpression(node, flow) {
    const right = flow.segment();
    const end = flow.segment();
    if (node.operator === '&&') yield condition(node.left, flow, right, end);
    else if (node.operator === '||') yield condition(node.left, flow, end, right);
    else {
      yield node.left;
      flow.branch('nullish', node.left, right, end);
    }
    flow.startAt(right);
    yield node.right;
    flow.goto(end);
    flow.startAt(end);
    flow.emit(node);
  },

  *UnaryExpression(node, flow) {
    if (node.operator !== 'delete') {
      yield node.argument;
      flow.emit(node);
      return;
    }
    const steps = deletion(node, flow);
    yield node.argument.type === 'ChainExpression' ? chain(steps, flow) : steps;
  },

  *UpdateExpression(node, flow) {
    yield node.argument;
    flow.write(node, unwrap(node.argument));
  },
} satisfies Walkers;

import type { TSESTree } from '@typescript-eslint/utils';
import { isNamed } from '../tree.ts';
import type { FlowBuilder } from './flow-builder.ts';
import { unwrap } from './may-throw.ts';
import type { Steps } from './steps.ts';

type Segment = ReturnType<FlowBuilder['segment']>;

/**
 * Evaluates `test` only to steer: `!`, `&&`, `||`, `??`, `?:` and `,` are taken apart and are no events of their own. The literals
 * `true` and `false` go one way.
 */
export function* condition(test: TSESTree.Node, flow: FlowBuilder, yes: Segment, no: Segment): Steps {
  switch (test.type) {
    case 'Literal':
      if (test.value === true) flow.goto(yes);
      else if (test.value === false) flow.goto(no);
      else flow.branch('truthy', test, yes, no);
      return;
    case 'UnaryExpression':
      if (test.operator !== '!') break;
      yield condition(test.argument, flow, no, yes);
      return;
    case 'LogicalExpression': {
      const right = flow.segment();
      if (test.operator === '??') {
        const left = flow.segment();
        yield test.left;
        flow.branch('nullish', test.left, right, left);
        flow.startAt(left);
        flow.branch('truthy', test.left, yes, no);
      } else if (test.operator === '&&') yield condition(test.left, flow, right, no);
      else yield condition(test.left, flow, yes, right);
      flow.startAt(right);
      yield condition(test.right, flow, yes, no);
      return;
    }
    case 'ConditionalExpression': {
      const consequent = flow.segment();
      const alternate = flow.segment();
      yield condition(test.test, flow, consequent, alternate);
      flow.startAt(consequent);
      yield condition(test.consequent, flow, yes, no);
      flow.startAt(alternate);
      yield condition(test.alternate, flow, yes, no);
      return;
    }
    case 'SequenceExpression': {
      const last = test.expressions.at(-1);
      for (const each of test.expressions) yield each === last ? condition(each, flow, yes, no) : each;
      return;
    }
    case 'ChainExpression': {
      const outer = flow.chainEnd;
      flow.chainEnd = no;
      yield test.expression;
      flow.chainEnd = outer;
      flow.emit(test);
      flow.branch('truthy', test, yes, no);
      return;
    }
    default:
  }
  yield test;
  if (givesLength(test)) flow.goto(yes);
  else flow.branch('truthy', test, yes, no);
}

/** What `list.push(x)` and `set.add(x)` give is never falsy; where the other way leads somewhere, they are somebody's own methods. */
function givesLength(test: TSESTree.Node): boolean {
  const call = unwrap(test);
  const { parent } = test;
  const isOnlyWay = parent?.type === 'IfStatement' ? !parent.alternate : parent?.type === 'LogicalExpression' && parent.operator === '&&';
  return (
    isOnlyWay &&
    call.type === 'CallExpression' &&
    call.arguments[0]?.type !== 'SpreadElement' &&
    isNamed(call.callee, /^(?:push|unshift|add)$/u)
  );
}

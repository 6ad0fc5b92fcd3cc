import type { Block, Expression, Statement } from '../syntax/tree.ts';
import { assignment, bindsOnly, declaration } from './assignments.ts';
import { namesOf } from './bindings.ts';
import { lowerExpression, lowerTarget } from './expressions.ts';
import type { Loop, Lowering } from './lowering.ts';
import type { LoweredNode } from './nodes.ts';
import { lowerBlock, lowerStatements } from './statements.ts';

/** What stands left of `of`: a declaration of new names, or a pattern. */
function loopHead(at: Lowering, target: Expression, right: LoweredNode): LoweredNode {
  if (bindsOnly(target) && namesOf(target).every(name => at.isNew(name))) {
    const whole = declaration(at, target, right, target.start, target.end);
    Object.assign((whole['declarations'] as LoweredNode[])[0]!, { init: null });
    return whole;
  }
  namesOf(target).forEach(name => at.declareAhead(name, target.start, target.end));
  return lowerTarget(at, target, right, (name, from, to) => at.write(name, from, to, right));
}

/** `for x in xs:` */
export function lowerFor(at: Lowering, node: Statement & { type: 'For' }): LoweredNode {
  const { start, target, iterable, body } = node;
  const counted =
    iterable.type === 'Call' &&
    iterable.callee.type === 'Name' &&
    iterable.callee.id === 'range' &&
    at.isBuiltin('range') &&
    target.type === 'Name';
  if (counted && iterable.given.length === 1) {
    const zero = at.make('Literal', target.end, target.end, { value: 0, raw: '0' });
    const init = at.isNew(target.id)
      ? declaration(at, target, zero, target.start, target.end)
      : assignment(at, target, zero, target.start, target.end);
    const last = iterable.given[0]!.value;
    const test = at.make('BinaryExpression', last.start, last.end, {
      operator: '<',
      left: at.read(target.id, last.start, last.start),
      right: lowerExpression(at, last),
    });
    const update = at.make('UpdateExpression', last.end, last.end, {
      operator: '++',
      prefix: false,
      argument: at.write(target.id, last.end, last.end, null, { update: true }),
    });
    return inLoop(at, node, block => at.make('ForStatement', start, body.end, { init, test, update, body: block() }));
  }
  const right = lowerExpression(at, iterable);
  const left = loopHead(at, target, right);
  return inLoop(at, node, block => at.make('ForOfStatement', start, body.end, { left, right, body: block(), await: node.isAsync }));
}

/** `while test:` */
export function lowerWhile(at: Lowering, node: Statement & { type: 'While' }): LoweredNode {
  const test = lowerExpression(at, node.test);
  return inLoop(at, node, block => at.make('WhileStatement', node.start, node.body.end, { test, body: block() }));
}

/**
 * `break`; one that a plain `break` of JavaScript is not has a label: in a `match`, which is a `switch` there, and in a
 * loop with an `else`, which it leaves out.
 */
export function lowerBreak(at: Lowering, { start, end }: { start: number; end: number }): LoweredNode {
  const { loop } = at;
  const label = loop && (loop.hasElse || loop.isInMatch) ? at.word(loop.label, end, end) : null;
  if (loop && label) {
    loop.isNamed = true;
  }
  return at.make('BreakStatement', start, end, { label });
}

/** A loop with its body and its `else`, named if something in it leaves it by name. */
function inLoop(
  at: Lowering,
  node: { start: number; body: Block; orElse: Block | undefined },
  make: (block: () => LoweredNode) => LoweredNode,
): LoweredNode {
  const { start, body, orElse } = node;
  const around = at.loop;
  const loop: Loop = { label: `loop${start}`, hasElse: orElse !== undefined, isInMatch: false, isNamed: false };
  at.loop = loop;
  let made = make(() => lowerBlock(at, body));
  at.loop = around;
  if (orElse) {
    made = at.make('BlockStatement', start, orElse.end, { body: [made, ...lowerStatements(at, orElse.statements)] });
  }
  return loop.isNamed ? at.make('LabeledStatement', start, made.range[1], { label: at.word(loop.label, start, start), body: made }) : made;
}

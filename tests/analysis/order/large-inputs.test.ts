import type { TSESTree } from '@typescript-eslint/utils';
import { expect, test } from 'vitest';
import { buildControlFlow, type CodeRoot, type ControlFlow } from '../../../src/analysis/order/control-flow.ts';
import { solveCorrelated } from '../../../src/analysis/order/correlation.ts';
import { visit } from '../../../src/analysis/order/solve.ts';
import { calleeName, parseBody, parseFile, staleness } from './markers.ts';

type Node = TSESTree.Node;

/** How many `use()` calls are stale. */
function count(flow: ControlFlow, scopeManager: Parameters<typeof solveCorrelated>[2]): number {
  let stale = 0;
  visit(flow, solveCorrelated(flow, staleness, scopeManager), (event, before) => {
    if (calleeName(event) === 'use' && before !== 'fresh') stale += 1;
  });
  return stale;
}

function countIn(body: string): number {
  const { flow, sourceCode } = parseBody(body);
  return count(flow, sourceCode.scopeManager!);
}

/** Wraps `use()` behind `change();` again and again: deeper than a parser would get. */
function nest(depth: number, wrap: (inner: unknown) => object): ControlFlow {
  const { sourceCode } = parseFile('change(); use();');
  let inner: unknown = sourceCode.ast.body[1];
  for (let i = 0; i < depth; i += 1) inner = wrap(inner);
  const body = [sourceCode.ast.body[0], inner];
  return buildControlFlow({ type: 'Program', body } as unknown as CodeRoot, sourceCode.visitorKeys);
}

const a = { type: 'Identifier', name: 'a' } as unknown as Node;
const expression = (inner: unknown) => (inner as { expression?: unknown }).expression ?? inner;
const block = (inner: unknown) => ({ type: 'BlockStatement', body: [inner] });
const empty = block({ type: 'EmptyStatement' });

const nestings: Record<string, (inner: unknown) => object> = {
  blocks: block,
  'if chains': (inner) => ({ type: 'IfStatement', test: a, consequent: empty, alternate: inner }),
  ifs: (inner) => ({ type: 'IfStatement', test: a, consequent: inner, alternate: null }),
  loops: (inner) => ({ type: 'WhileStatement', test: a, body: inner }),
  'for-of loops': (inner) => ({ type: 'ForOfStatement', left: a, right: a, body: inner }),
  'labelled loops': (inner) => ({ type: 'LabeledStatement', label: a, body: { type: 'WhileStatement', test: a, body: inner } }),
  'try and catch': (inner) => ({ type: 'TryStatement', block: block(inner), handler: { type: 'CatchClause', param: null, body: empty }, finalizer: null }),
  'try and finally': (inner) => ({ type: 'TryStatement', block: block(inner), handler: null, finalizer: empty }),
  'try in finally': (inner) => ({ type: 'TryStatement', block: block({ type: 'ReturnStatement', argument: null }), handler: null, finalizer: block(inner) }),
  switches: (inner) => ({ type: 'SwitchStatement', discriminant: a, cases: [{ type: 'SwitchCase', test: null, consequent: [inner] }] }),
  'left-deep operators': (inner) => ({ type: 'BinaryExpression', operator: '+', left: expression(inner), right: a }),
  'right-deep operators': (inner) => ({ type: 'BinaryExpression', operator: '+', left: a, right: expression(inner) }),
  'left-deep &&': (inner) => ({ type: 'LogicalExpression', operator: '||', left: expression(inner), right: a }),
  'right-deep ??': (inner) => ({ type: 'LogicalExpression', operator: '??', left: a, right: expression(inner) }),
  'calls of calls': (inner) => ({ type: 'CallExpression', callee: expression(inner), arguments: [], optional: false }),
  'calls in calls': (inner) => ({ type: 'CallExpression', callee: a, arguments: [expression(inner)], optional: false }),
  'optional members': (inner) => ({ type: 'MemberExpression', object: expression(inner), property: a, computed: false, optional: true }),
  ternaries: (inner) => ({ type: 'ConditionalExpression', test: a, consequent: a, alternate: expression(inner) }),
  'negated tests': (inner) => ({ type: 'UnaryExpression', operator: '!', argument: expression(inner) }),
  assignments: (inner) => ({ type: 'AssignmentExpression', operator: '=', left: a, right: expression(inner) }),
  sequences: (inner) => ({ type: 'SequenceExpression', expressions: [a, expression(inner)] }),
  awaits: (inner) => ({ type: 'AwaitExpression', argument: expression(inner) }),
  'unknown nodes': (inner) => ({ type: 'Mystery', parts: [inner, null, 1, 'x'] }),
};

test.each(Object.entries(nestings))('5,000 nested %s', (_, wrap) => {
  const flow = nest(5000, wrap);
  expect(count(flow, { scopes: [] } as never)).toBe(1);
});

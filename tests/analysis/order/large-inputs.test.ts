import type { TSESTree } from '@typescript-eslint/utils';
import { expect, test } from 'vitest';
import { buildControlFlow, type CodeRoot, type ControlFlow } from '../../../src/analysis/order/control-flow.ts';
import { solveCorrelated } from '../../../src/analysis/order/correlation.ts';
import { visit } from '../../../src/analysis/order/solve.ts';
import { calleeName, parseBody, parseFile, staleness } from './markers.ts';

type Node = TSESTree.Node;

interface Work {
  /** How many `use()` calls are stale. */
  readonly stale: number;
  readonly events: number;
  readonly transfers: number;
}

function work(flow: ControlFlow, scopeManager: Parameters<typeof solveCorrelated>[2]): Work {
  let stale = 0, transfers = 0;
  const counted: typeof staleness = {
    ...staleness,
    transfer(state, event) {
      transfers += 1;
      return staleness.transfer(state, event);
    },
  };
  visit(flow, solveCorrelated(flow, counted, scopeManager), (event, before) => {
    if (calleeName(event) === 'use' && before !== 'fresh') stale += 1;
  });
  return { stale, transfers, events: flow.segments.reduce((sum, { events }) => sum + events.length, 0) };
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
  'if chains': inner => ({ type: 'IfStatement', test: a, consequent: empty, alternate: inner }),
  ifs: inner => ({ type: 'IfStatement', test: a, consequent: inner, alternate: null }),
  loops: inner => ({ type: 'WhileStatement', test: a, body: inner }),
  'for-of loops': inner => ({ type: 'ForOfStatement', left: a, right: a, body: inner }),
  'labelled loops': inner => ({ type: 'LabeledStatement', label: a, body: { type: 'WhileStatement', test: a, body: inner } }),
  'try and catch': inner => ({
    type: 'TryStatement',
    block: block(inner),
    handler: { type: 'CatchClause', param: null, body: empty },
    finalizer: null,
  }),
  'try and finally': inner => ({ type: 'TryStatement', block: block(inner), handler: null, finalizer: empty }),
  'try in finally': inner => ({
    type: 'TryStatement',
    block: block({ type: 'ReturnStatement', argument: null }),
    handler: null,
    finalizer: block(inner),
  }),
  switches: inner => ({ type: 'SwitchStatement', discriminant: a, cases: [{ type: 'SwitchCase', test: null, consequent: [inner] }] }),
  'left-deep operators': inner => ({ type: 'BinaryExpression', operator: '+', left: expression(inner), right: a }),
  'right-deep operators': inner => ({ type: 'BinaryExpression', operator: '+', left: a, right: expression(inner) }),
  'left-deep &&': inner => ({ type: 'LogicalExpression', operator: '||', left: expression(inner), right: a }),
  'right-deep ??': inner => ({ type: 'LogicalExpression', operator: '??', left: a, right: expression(inner) }),
  'calls of calls': inner => ({ type: 'CallExpression', callee: expression(inner), arguments: [], optional: false }),
  'calls in calls': inner => ({ type: 'CallExpression', callee: a, arguments: [expression(inner)], optional: false }),
  'optional members': inner => ({ type: 'MemberExpression', object: expression(inner), property: a, computed: false, optional: true }),
  ternaries: inner => ({ type: 'ConditionalExpression', test: a, consequent: a, alternate: expression(inner) }),
  'negated tests': inner => ({ type: 'UnaryExpression', operator: '!', argument: expression(inner) }),
  assignments: inner => ({ type: 'AssignmentExpression', operator: '=', left: a, right: expression(inner) }),
  sequences: inner => ({ type: 'SequenceExpression', expressions: [a, expression(inner)] }),
  awaits: inner => ({ type: 'AwaitExpression', argument: expression(inner) }),
  'unknown nodes': inner => ({ type: 'Mystery', parts: [inner, null, 1, 'x'] }),
};

test.each(Object.entries(nestings))('5,000 nested %s', (_, wrap) => {
  const flow = nest(5000, wrap);
  expect(flow.segments.length).toBeLessThan(100_000);
  expect(work(flow, { scopes: [] } as never).stale).toBe(1);
});

const many = (count: number, write: (index: number) => string) => Array.from({ length: count }, (_, index) => write(index)).join('\n');

const rows: Record<string, (count: number) => string> = {
  statements: count => many(count, i => `f${i}(a.b);`),
  'ifs of their own': count => many(count, i => `if (a${i}) change();`),
  'ifs of one test': count => many(count, () => 'if (a) change(); else refresh();'),
  'ifs asked twice': count => many(count, i => `if (a${i}) change();`) + many(count, i => `if (a${i}) refresh();`),
  'ifs in a loop': count => `for (;;) {${many(count, i => `if (a${i}) change();`)}}`,
  flags: count => many(count, i => `let f${i} = false; if (a()) { f${i} = true; change(); }`) + many(count, i => `if (f${i}) refresh();`),
  'calls in one try': count => `try {${many(count, i => `f${i}(a.b);`)}} catch { use(); } finally { use(); }`,
  tries: count => many(count, () => 'try { change(); f(); } catch { use(); } finally { refresh(); }'),
  'returns through one finally': count => `try {${many(count, () => 'if (a) return use();')}} finally {${many(count, () => 'use();')}}`,
  'breaks through one finally': count =>
    `${many(20, i => `l${i}: {`)} try {${many(count, i => `if (a()) break l${i % 20};`)}} finally {${many(count, () => 'use();')}}${'}'.repeat(20)}`,
  cases: count => `switch (a) {${many(count, i => `case ${i}: change();`)}}`,
  'cases twice': count => many(2, () => `switch (a) {${many(count, i => `case ${i}: change(); break;`)}}`),
  'loops one after the other': count => many(count, () => 'for (const x of items) { if (x) change(); }'),
  'flags in a loop': count =>
    `let b = false; for (;;) {${many(count, i => `if (a) { b = true; change(a${i}); } if (b) { refresh(); b = false; }`)}}`,
  'loops of loops with flags': count =>
    many(50, i => `let x${i} = false; while (a${i}) { if (b${i}) { change(); x${i} = true; }`) +
    many(count, () => 'use();') +
    many(50, (i) => `if (x${i}) refresh(); }`),
  'optional chains': (count) => many(count, (i) => `a?.b?.c${i}?.(d?.e);`),
};

test.each(Object.entries(rows))('the work for rows of %s grows with their length, not with its square', (_, write) => {
  const [small, large] = [250, 1000].map((count) => {
    const { flow, sourceCode } = parseBody(write(count));
    return work(flow, sourceCode.scopeManager!);
  });
  expect(large!.events).toBeLessThan(5 * small!.events);
  expect(large!.transfers).toBeLessThan(5 * small!.transfers);
});

test('a finally block in a finally block in … is laid out often only at first', () => {
  const deep = (depth: number): number => {
    let body = 'use();';
    for (let i = 0; i < depth; i += 1) {
      body = `for (;;) try { f(); if (a) return; if (b) break; if (c) continue; } finally {${body}}`;
    }
    return parseBody(body).flow.segments.length;
  };
  expect(deep(10) - deep(8)).toBe(deep(8) - deep(6));
});

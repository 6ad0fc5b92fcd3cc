import type { TSESTree } from '@typescript-eslint/utils';
import { expect, test } from 'vitest';
import { buildControlFlow, type CodeRoot } from '../../../src/analysis/order/control-flow.ts';
import { solveCorrelated } from '../../../src/analysis/order/correlation.ts';
import { type FlowProblem, solve, visit } from '../../../src/analysis/order/solve.ts';
import { calleeName, dump, marked, parseBody, parseFile, staleness } from './markers.ts';

type Node = TSESTree.Node;

const bothWays = (body: string) => {
  const { flow, sourceCode } = parseBody(body);
  return [solve(flow, staleness), solveCorrelated(flow, staleness, sourceCode.scopeManager!)].map((solution) => ({ flow, solution }));
};

test('the states at the ends: returned, fallen off, thrown', () => {
  for (const { flow, solution } of bothWays('if (a) { change(); return; } if (b) throw change(); ')) {
    expect(solution.before(flow.exit)).toBe('both');
    expect(solution.before(flow.thrown)).toBe('stale');
  }
});

test('an end that nothing reaches has no state', () => {
  for (const { flow, solution } of bothWays('while (true) change();')) {
    expect(solution.before(flow.exit)).toBeUndefined();
    expect(solution.before(flow.thrown)).toBeUndefined();
    expect([...solution.events(flow.exit)]).toEqual([]);
  }
});

test('what a finally passes on is thrown', () => {
  for (const { flow, solution } of bothWays('try { f(); } finally { change(); }')) {
    expect(solution.before(flow.thrown)).toBe('stale');
  }
});

test('events are visited in order, those of a finally once for each way into it', () => {
  const { flow, sourceCode } = parseBody('try { if (a) return b; c(); } finally { d; } e;');
  const seen: string[] = [];
  visit(flow, solve(flow, staleness), (event) => seen.push(sourceCode.getText(event as never)));
  expect(seen.slice(2)).toEqual(['a', 'b', 'return b;', 'd', 'c', 'd', 'c()', 'd', 'e']);
});

/** Whether `a` may be truthy or null, as the tests have it; undefined where the tests contradict each other. */
const outcomes: FlowProblem<string> = {
  initial: '',
  join: (one, other) => [...new Set([...one.split(' | '), ...other.split(' | ')])].sort().join(' | '),
  equals: (one, other) => one === other,
  transfer: (state) => state,
  refine: (state, _, outcome) => (state.includes(`not truthy`) && outcome ? undefined : `${state}${outcome ? '' : ' not'} truthy`),
  refineNullish: (state, _, outcome) => `${state}${outcome ? '' : ' not'} nullish`,
};

function statesAtUse(body: string): string[] {
  const { flow, sourceCode } = parseBody(body);
  const states: string[] = [];
  const collect = (event: Node, before: string) => calleeName(event) === 'use' && states.push(before);
  visit(flow, solve(flow, outcomes), collect);
  visit(flow, solveCorrelated(flow, outcomes, sourceCode.scopeManager!), collect);
  return states;
}

test('refine hears of truthy tests, refineNullish of nullish ones', () => {
  expect(statesAtUse('if (a) use();')).toEqual([' truthy', ' truthy']);
  expect(statesAtUse('if (!a) use();')).toEqual([' not truthy', ' not truthy']);
  expect(statesAtUse('a ?? use();')).toEqual([' nullish', ' nullish']);
  expect(statesAtUse('a?.b(use());')).toEqual([' not nullish', ' not nullish']);
  expect(statesAtUse('a ||= use();')).toEqual([' not truthy', ' not truthy']);
});

test('where refine finds a contradiction, nothing runs', () => {
  expect(statesAtUse('if (!a) { if (b) use(); }')).toEqual([]);
});

test('enter is told of each segment, and threw of what threw', () => {
  const entered = new Set<number>();
  const threw: string[] = [];
  const { flow, sourceCode } = parseBody('try { a.b; f(); for (c of d); } catch {}');
  const listening: typeof staleness = {
    ...staleness,
    enter: (state, { index }) => (entered.add(index), state),
    threw: (state, event) => (threw.push(sourceCode.getText(event as never)), state),
  };
  solve(flow, listening);
  expect([...entered].sort()).toEqual(flow.segments.slice(1).map(({ index }) => index).sort());
  expect(threw.slice(0, 2)).toEqual(['a.b', 'f()']);
  entered.clear();
  threw.length = 0;
  solveCorrelated(flow, listening, sourceCode.scopeManager!);
  expect(entered.size).toBe(flow.segments.length - 1);
  expect(threw.slice(0, 2)).toEqual(['a.b', 'f()']);
});

test('threw tells what was tried from what was done', () => {
  const usedOnce: typeof staleness = {
    ...staleness,
    transfer: (state, event) => (calleeName(event) === 'use' ? 'fresh' : staleness.transfer(state, event)),
    threw: (state, event) => (calleeName(event) === 'use' ? 'fresh' : state),
  };
  const code = `
    function body() {
      change();
      try {
        use(); // stale
      } catch {
        use();
      }
    }`;
  const parsed = parseFile(code);
  expect(marked(parsed, solve(parsed.flow, usedOnce))).toBe(code);
  expect(marked(parsed, solveCorrelated(parsed.flow, usedOnce, parsed.sourceCode.scopeManager!))).toBe(code);
});

/** The dump of the first node of `code` that is of that type, as a root. */
function dumpOf(code: string, type: string): string {
  const { sourceCode } = parseFile(code);
  const nodes: Node[] = [sourceCode.ast];
  for (const node of nodes) {
    if (node.type === type) return dump({ flow: buildControlFlow(node as CodeRoot, sourceCode.visitorKeys), sourceCode });
    for (const key of sourceCode.visitorKeys[node.type] ?? [])
      nodes.push(...([node[key as keyof Node]].flat().filter(Boolean) as unknown as Node[]));
  }
  throw new Error(`There is no ${type} in ${code}`);
}

test.each([
  ['a; b', 'Program', '0: a | b | → exit'],
  ['(a, { b }, ...c) => d(a)', 'ArrowFunctionExpression', '0: a | { b } | b | c | d | a | d(a) | → exit'],
  ['class A { constructor(private a, b) { c } }', 'FunctionExpression', '0: a | private a | b | c | → exit'],
  ['(function (a = b) {})', 'FunctionExpression', '0: → 1, 2\n1: b | → 2\n2: a | → exit'],
  ['class A { a = b(c); }', 'PropertyDefinition', '0: b | c | b(c) | → exit'],
  ['class A { a; }', 'PropertyDefinition', '0: → exit'],
  ['class A { static accessor a = b; }', 'AccessorProperty', '0: b | → exit'],
  ['class A { static { a; } }', 'StaticBlock', '0: a | → exit'],
])('the root of %s: %s', (code, type, expected) => {
  expect(dumpOf(code, type)).toBe(expected);
});

test.each([
  ['namespace A { b; export function c() {} } declare namespace D { const e: 1 }', '0: function c() {} | b | → exit'],
  ['declare class A {} declare enum B { C = 1 } import type D = require("d");', '0: → exit'],
  [
    'export const a = b; export default c; export { d }; export * from "e"; import f from "g";',
    '0: b | a = b | c | export default c; | → exit',
  ],
  ['export default function a() {} b;', '0: function a() {} | b | → exit'],
  [
    'abstract class A { abstract b(): void; [c]?(): void; [d: string]: unknown; }',
    '0: c | abstract class A { abstract b(): void; [c]?(): void; [d: string]: unknown; } | → exit',
  ],
])('modules: %s', (code, expected) => {
  expect(dump(parseFile(code))).toBe(expected);
});

test('what events write', () => {
  const { flow, sourceCode } = parseFile(`
    a = b; c.d += e; f++; delete g.h; let i = j, k; [l, { m: n.o }] = p; for (const q of r); for (s.t in u);
    function v() {} class W {} x ??= y; try {} catch ({ z }) {} enum A {} import B = require('b');
  `);
  const text = (node: Node) => sourceCode.getText(node as never);
  const writes = flow.segments.flatMap(({ events }) => events).flatMap((event) => {
    const target = flow.writes.get(event);
    return target === undefined ? [] : [text(event) === text(target) ? text(event) : `${text(event)} → ${text(target)}`];
  });
  expect(writes).toEqual([
    'function v() {} → v', 'a = b → a', 'c.d += e → c.d', 'f++ → f', 'delete g.h → g.h', 'i = j → i', 'k', 'l', 'n.o', 'q', 's.t',
    'class W {} → W', 'x ??= y → x', 'enum A {} → A', `import B = require('b'); → B`,
  ]);
});

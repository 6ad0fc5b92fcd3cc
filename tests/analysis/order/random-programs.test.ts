import type { TSESTree } from '@typescript-eslint/utils';
import { expect, test } from 'vitest';
import type { ControlFlow, Segment } from '../../../src/analysis/order/control-flow.ts';
import { solveCorrelated } from '../../../src/analysis/order/correlation.ts';
import { visit } from '../../../src/analysis/order/solve.ts';
import { calleeName, parseBody, parseFile, staleness } from './markers.ts';
import { ProgramWriter, random } from './random-programs.ts';

/** Runs a program whose calls answer, and throw, as chance will have it; `call` hears of those that do not. */
function run(program: Program, next: () => number, call: (name: string, argument: unknown) => void, ...rest: unknown[]): boolean {
  let fuel = 60;
  const failing = [0.02, 0.2, 0.4][Math.floor(3 * next())]!;
  const agreeing = 0.1 + 0.8 * next();
  const step = () => {
    fuel -= 1;
    if (next() < failing) throw new Error('by chance');
  };
  const ask = () => {
    step();
    return fuel > 0 && next() < agreeing;
  };
  const maybe = () => (ask() ? {} : undefined);
  function* some<T>(value: () => T): Generator<T> {
    for (step(); ask(); step()) yield value();
  }
  const list = () => {
    step();
    return some(() => some(() => 1));
  };
  const box = () => ({ a: maybe() });
  const called = (name: string) => (argument: unknown) => {
    step();
    call(name, argument);
  };
  try {
    const turns = program(
      { mark: called('mark'), change: called('change'), refresh: called('refresh'), use: called('use'), ask, list, maybe, box },
      ...rest,
    );
    let turn = turns.next();
    while (!turn.done && fuel > 0) {
      fuel -= 1;
      turn = next() < failing ? turns.throw(new Error('by chance')) : turns.next();
    }
    return turn.done === true;
  } catch {
    return false;
  }
}

type Program = (world: Record<string, unknown>, ...rest: unknown[]) => Generator<void, void>;

/** The program as a function of what it calls, and of its parameters. */
function compile(text: string, ...parameters: string[]): Program {
  const world = 'mark, change, refresh, use, ask, list, maybe, box';
  return new Function(`return function* ({ ${world} }, ${parameters.join(', ')}) { ${text} }`)() as Program;
}

/** The number that an event hands to the function of that name. */
function argumentOf(event: TSESTree.Node, name: string): number | undefined {
  if (event.type !== 'CallExpression' || calleeName(event) !== name) return undefined;
  const [argument] = event.arguments;
  return argument?.type === 'Literal' ? Number(argument.value) : undefined;
}

/** The marks of a segment's calls, in order. */
function marksOf({ events }: Segment): number[] {
  return events.map((event) => argumentOf(event, 'mark')).filter((mark) => mark !== undefined);
}

/** Which marks can come after which, at once: `start` before the first, `end` after the last. */
function successions(flow: ControlFlow): Set<string> {
  const found = new Set<string>();
  const firstFrom = (start: Segment): Set<number | 'end'> => {
    const first = new Set<number | 'end'>();
    const seen = new Set([start]);
    for (const segment of seen) {
      const [mark] = marksOf(segment);
      if (mark !== undefined) first.add(mark);
      else if (segment === flow.exit) first.add('end');
      else for (const { to } of segment.outgoing) seen.add(to);
    }
    return first;
  };
  for (const mark of firstFrom(flow.entry)) found.add(`start ${mark}`);
  for (const segment of flow.segments) {
    const marks = marksOf(segment);
    for (const [index, mark] of marks.entries()) {
      const after = marks[index + 1];
      if (after !== undefined) found.add(`${mark} ${after}`);
      else for (const { to } of segment.outgoing) for (const next of firstFrom(to)) found.add(`${mark} ${next}`);
    }
  }
  return found;
}

test('programs run in the orders of their graphs, and in no others', { timeout: 60_000 }, () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const next = random(seed);
    let marks = 0;
    const text = new ProgramWriter(next, () => `mark(${(marks += 1)})`, () => 'ask()').program();
    const possible = successions(parseBody(text).flow);
    const program = compile(text);
    const seen = new Set<string>();
    // Most small programs show all they can do soon; of large ones, a few runs are enough to see that nothing is missing.
    const runs = marks > 20 ? 50 : 100_000;
    for (let i = 0; i < runs && (i < 50 || seen.size < possible.size); i += 1) {
      let last: unknown = 'start';
      const follow = (mark: unknown) => {
        seen.add(`${last} ${mark}`);
        last = mark;
      };
      if (run(program, next, (_, mark) => follow(mark))) follow('end');
    }
    const unforeseen = [...seen].filter((each) => !possible.has(each));
    const unseen = marks > 20 ? [] : [...possible].filter((each) => !seen.has(each));
    expect({ seed, text, unforeseen, unseen }).toEqual({ seed, text, unforeseen: [], unseen: [] });
  }
});

test('what is stale in some run is stale in the analysis, and nothing else', { timeout: 60_000 }, () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const next = random(seed);
    const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(next() * choices.length)]!;
    let uses = 0;
    const leaf = () =>
      pick(
        () => 'change()',
        () => 'refresh()',
        () => 'f = true',
        () => 'f = false',
        () => 'g = ask()',
        () => 'g = undefined',
        () => `use(${(uses += 1)})`,
      )();
    const tests = ['p', 'p', 'q', 'f', 'f', 'g', 'f === true', 'p !== true', 'g ?? true', 'p == null', 'ask()'];
    const text = `let f = false, g;\n${new ProgramWriter(next, () => `(${leaf()})`, () => `!!(${pick(...tests)})`).program()}`;
    const { flow, sourceCode } = parseFile(`function* body(p, q) {\n${text}\n}`);
    const stale = new Set<unknown>();
    visit(flow, solveCorrelated(flow, staleness, sourceCode.scopeManager!), (event, before) => {
      const use = argumentOf(event, 'use');
      if (use !== undefined && before !== 'fresh') stale.add(use);
    });
    const program = compile(text, 'p', 'q');
    const seen = new Set<unknown>();
    for (let i = 0; i < 50_000 && i < 50_000 && (i < 50 || seen.size < stale.size); i += 1) {
      let isStale = false;
      const call = (name: string, argument: unknown) => {
        if (name === 'use' && isStale) seen.add(argument);
        else if (name !== 'use') isStale = name === 'change';
      };
      run(program, next, call, pick<unknown>(true, false, 'x', undefined), pick(true, false));
    }
    expect({ seed, text, stale: [...seen].sort() }).toEqual({ seed, text, stale: [...stale].sort() });
  }
});

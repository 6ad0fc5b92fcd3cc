import { expect, test } from 'vitest';
import { solveCorrelated } from '../../../src/analysis/order/correlation.ts';
import { type FlowProblem, solve, visit } from '../../../src/analysis/order/solve.ts';
import { calleeName, marked, parseFile, staleness } from './markers.ts';

/** Each program marks the `use()` calls that are stale on a path whose tests do not contradict each other. */
const bodies: Record<string, string> = {
  // One test, asked twice
  'a parameter': `
    if (slack) change();
    use(); // stale
    if (slack) refresh();
    use();`,
  'its opposite': `
    if (slack) change();
    if (!slack) use();
    if (!slack) return;
    use(); // stale`,
  'another one': `
    if (slack) change();
    if (gmail) refresh();
    use(); // stale`,
  'a member': `
    if (options.slack) change();
    if (options['slack']) refresh();
    use();`,
  'a member, optional once': `
    if (options?.slack) change();
    if (options!.slack) refresh();
    use();`,
  'a member of this, and a private one': `
    if (this.slack && this.#gmail) change();
    if (this.slack && this.#gmail) refresh();
    use();`,
  'a const': `
    const wanted = options.slack && ask();
    if (wanted) change();
    if (wanted) refresh();
    use();`,
  'comparisons with literals, either way round': `
    if (mode === 'a') change();
    if ('a' !== mode) use();
    else refresh();
    use();
    if (mode === 'b') change();
    if (mode === 'a') use();
    use(); // stale`,
  'cases of one switch and of another': `
    switch (mode) {
      case 'a': break;
      case 'b': change();
    }
    switch (mode) {
      case 'a': use(); break;
      case 'b': use(); // stale
        refresh();
    }
    use();`,
  'a case and a comparison': `
    switch (mode) {
      case 'a': change();
    }
    if (mode === 'a') refresh();
    use();`,
  'typeof': `
    if (typeof a === 'string') change();
    if (typeof a !== 'string') use();
    else use(); // stale`,
  'null and undefined': `
    if (a == null) change();
    if (a != undefined) use();
    a ?? refresh();
    use();
    if (a == null) change();
    if (a) use();
    use(); // stale`,
  'optional chaining and ??': `
    a?.b(change());
    a ?? use();
    a || use(); // stale
    if (a) use(); // stale`,
  'arithmetic, lengths, keys, computed members': `
    if (a.length > 1 && 'k' in b && c[i + 1] !== d.x && \`\${e}\` === f && (g ? h : -j)) change();
    if (a.length > 1 && 'k' in b && c[i + 1] !== d.x && \`\${e}\` === f && (g ? h : -j)) refresh();
    use();
    if (a.length > 1) change();
    if (a.length > 1) refresh();
    if ('k' in b) change();
    if ('k' in b) refresh();
    if (c[i + 1] !== d.x) change();
    if (c[i + 1] === d.x) use();
    else refresh();
    if (\`\${e}\`) change();
    if (\`\${e}\`) refresh();
    use();`,
  'a choice inside a comparison': `
    if ((a ? b : -c) > (d || e)) change();
    if ((a ? b : -c) > (d || e)) refresh();
    use();
    if ((a ? b : -c) > (d || f)) change();
    if ((a ? b : -c) > (d || e)) refresh();
    use(); // stale`,
  'a comparison too deep to follow': `
    if (a > +-+-+-+-+-+-+-+-+-b) change();
    if (a > +-+-+-+-+-+-+-+-+-b) refresh();
    use(); // stale`,
  'a name too long to follow': `
    if (a.a.a.a.a.a.a.a.a.a) change();
    if (a.a.a.a.a.a.a.a.a.a) refresh();
    use(); // stale`,
  'a member with a name that is no identifier': `
    if (a['x.y']) change();
    if (a.x.y) refresh();
    use(); // stale`,
  '== with what is not null': `
    if (a == 1) change();
    if (a === 1) refresh();
    use(); // stale
    refresh();
    if (a == 1) change();
    if (a != 1) use();
    else refresh();
    use();`,
  'a regular expression is a new one each time': `
    if (a === /x/) change();
    if (a === /x/) refresh();
    use(); // stale`,
  'parts of && and ||': `
    if (a && b) change();
    if (a && b) refresh();
    use();
    if (a || b) change();
    if (!a && !b) use();
    else refresh();
    use();
    if (a && b) change();
    if (b && a) refresh();
    use();`,
  'one part of two': `
    if (a && b) change();
    if (a) refresh();
    use();
    if (a && b) change();
    if (!b) use();
    if (b) use(); // stale`,
  'a ternary and &&': `
    a ? change() : 0;
    a && refresh();
    use();`,
  'a part that contradicts itself': `
    if (a) {
      if (!a) change();
    }
    use();`,
  'a guard': `
    if (!slack) return;
    change();
    if (slack) refresh();
    use();`,
  'truthiness decides equality with what is not': `
    if (a) change();
    if (a === undefined || a === 0) use();
    if (a === 'x') use(); // stale`,

  // Something between
  'assigned between': `
    let slack = ask();
    if (slack) change();
    slack = ask();
    if (slack) refresh();
    use(); // stale`,
  'counted, destructured, given by a loop between': `
    let a = ask(), b = ask(), c = ask();
    if (a) change();
    a++;
    if (a) refresh();
    use(); // stale
    refresh();
    if (b) change();
    [b] = items;
    if (b) refresh();
    use(); // stale
    refresh();
    if (c) change();
    for (c of items);
    if (c) refresh();
    use(); // stale`,
  'a prefix of the member assigned between': `
    if (options.a.b) change();
    options.a = ask();
    if (options.a.b) refresh();
    use(); // stale`,
  'another member, or a member of it, assigned between': `
    if (options.a) change();
    options.b = 1;
    options.a.c = 1;
    delete options.d;
    if (options.a) refresh();
    use();`,
  'some member assigned between': `
    if (options.a) change();
    options[ask()] = 1;
    if (options.a) refresh();
    use(); // stale`,
  'deleted between': `
    if (options.a) change();
    delete options.a;
    if (options.a) refresh();
    use(); // stale`,
  'a call on something else, or with something else between': `
    if (options.slack) items.push('slack');
    if (options.slack) change();
    await work(items, slack, { a: [items] });
    if (options.slack) refresh();
    use();`,
  'a call on it between': `
    if (items.length > 1) change();
    items.push('slack');
    if (items.length > 1) refresh();
    use(); // stale`,
  'a call with it between': `
    if (options.slack) change();
    prepare({ deep: [...[options]] });
    if (options.slack) refresh();
    use(); // stale`,
  'a variable is not changed by being passed': `
    if (slack) change();
    prepare(slack);
    if (slack) refresh();
    use();`,
  'a call on this, and a callback': `
    if (this.slack) change();
    this.items.push(1);
    if (this.slack) refresh();
    use();
    if (this.slack) change();
    this.prepare();
    if (this.slack) refresh();
    use(); // stale
    refresh();
    if (this.slack) change();
    items.forEach(() => { this.slack = 1; });
    if (this.slack) refresh();
    use(); // stale`,
  'in on a changed object': `
    if ('k' in a) change();
    a.k = 1;
    if ('k' in a) refresh();
    use(); // stale`,
  'a computed member of a changed object': `
    if (a[i]) change();
    a.push(1);
    if (a[i]) refresh();
    use(); // stale`,
  'a computed member by another index': `
    let i = 0;
    if (a[i]) change();
    i += 1;
    if (a[i]) refresh();
    use(); // stale`,
  'the test calls something': `
    if (isSlack()) change();
    if (isSlack()) refresh();
    use(); // stale
    refresh();
    if (a && b.has(1)) change();
    if (a && b.has(1)) refresh();
    use(); // stale`,
  'shadowed': `
    if (slack) change();
    { const slack = ask(); if (slack) refresh(); }
    use(); // stale`,
  'shadowed, and written': `
    if (slack) change();
    { let slack = ask(); slack = false; }
    if (slack) refresh();
    use();`,

  // Flags
  'a flag': `
    let changed = false;
    if (ask()) {
      change();
      changed = true;
    }
    use(); // stale
    if (changed) refresh();
    use();`,
  'a flag, the other way round': `
    let ok = true;
    if (ask()) { change(); ok = false; }
    if (ok) use();
    if (!ok) refresh();
    if (ok === true) use();
    use();`,
  'a flag that is not kept': `
    let changed = false;
    if (ask()) { change(); changed = true; }
    if (ask()) changed = false;
    if (changed) refresh();
    use(); // stale`,
  'a flag of its own for each turn': `
    for (const item of items) {
      let changed = false;
      use();
      if (item) { change(); changed = true; }
      if (changed) refresh();
    }
    use();`,
  'a flag over turns': `
    let changed = false;
    for (const item of items) {
      if (ask(item)) { change(); changed = true; }
    }
    if (changed) refresh();
    use();`,
  'a flag over turns that is reset': `
    let changed = false;
    for (;;) {
      if (changed) { refresh(); changed = false; }
      use();
      if (ask()) { change(); changed = true; }
      if (ask()) break;
    }
    if (changed) use(); // stale
    else use();`,
  'one test in turns': `
    for (const item of items) {
      if (slack) use();
      else change();
    }
    if (slack) use();`,
  'a flag with other values': `
    let state = 'idle', count = 0, error, more = null;
    if (ask()) { change(); state = 'done'; }
    if (state === 'done') refresh();
    use();
    if (ask()) { change(); count = 1; }
    if (count) refresh();
    use();
    if (ask()) { change(); error = { code: 1 }; }
    if (error) refresh();
    use();
    if (ask()) { change(); more = ask(); }
    if (more === undefined) use(); // stale
    if (more) refresh();
    use(); // stale`,
  'a flag in an object': `
    const state = { changed: ask() };
    state.changed = false;
    if (ask()) { change(); state.changed = true; }
    if (state.changed) refresh();
    use();`,
  'a flag in an object that is handed on': `
    const state = {};
    state.changed = false;
    work(state);
    if (ask()) { change(); state.changed = true; }
    if (state.changed) refresh();
    use();
    state.changed = true;
    change();
    work(state);
    if (state.changed) refresh();
    use(); // stale`,
  'a flag that a closure sets': `
    let changed = false;
    items.forEach(() => { changed = true; });
    if (!changed) return use();
    use();
    change();
    changed = true;
    await work();
    if (changed) refresh();
    use(); // stale`,
  'a flag around errors': `
    let changed = false;
    try {
      if (ask()) { change(); changed = true; }
      work();
    } finally {
      if (changed) refresh();
      use();
    }`,
  'a lazily made value': `
    let made;
    if (ask()) { change(); made = new Map(); }
    made ??= refresh();
    use(); // stale`,
  'the same, refreshed': `
    let made;
    if (ask()) made = new Map();
    else change();
    made ??= refresh();
    use();`,
  'a const literal': `
    const verbose = false;
    if (verbose) change();
    use();`,
  'void, !0, negative numbers, assertions': `
    let a = void 0, b = !1, c = -1, d = 'x' as const, e = \`y\`, f = <any>(() => {});
    if (a || b || c > 0 || c !== -1 || !d || e !== 'y' || !f || typeof e === 'number' || typeof f === 'string') change();
    use(); // stale
    refresh();
    if (a || b || c !== -1 || !d || e !== 'y' || !f || typeof e === 'number' || typeof f === 'string') change();
    use();`,

  'types of what was given': `
    let a = [], b = null, c = class {}, d = 1n;
    if (typeof a === 'string' || typeof b !== 'object' || typeof c === 'number' || typeof d !== 'bigint') change();
    use();
    if (typeof a === 'object') change();
    use(); // stale`,
  'a value that is added to': `
    let count = 0;
    if (ask()) { change(); count += 1; }
    if (count) refresh();
    use(); // stale`,
  'a function that is called anew': `
    new Prepare(options);
    if (options.slack) change();
    new Prepare(options);
    if (options.slack) refresh();
    use(); // stale`,
  'a class is given a name once': `
    if (Local) change();
    class Local {}
    if (Local) refresh();
    use(); // stale`,

  // Limits
  'more tests than can be remembered': `
    if (a) change(); if (b) change(); if (c) change(); if (d) change(); if (e) change(); if (f) change();
    if (a) refresh(); if (b) refresh(); if (c) refresh(); if (d) refresh(); if (e) refresh(); if (f) refresh();
    use(); // stale`,
  'many tests of no interest between': `
    if (slack) change();
    if (a) a1(); if (b) b1(); if (c) c1(); if (d) d1(); if (e) e1(); if (f) f1();
    if (slack) refresh();
    use();`,
};

test('with more partitions than are kept, the states are those of all paths', () => {
  const names = [...'abcdefghijklmnopqrstuvwxyz'];
  const { flow, sourceCode } = parseFile(`
    async function body() {
      ${names.map((name) => `if (${name}) call(${name});`).join('\n')}
      last();
      ${names.map((name) => `if (${name}) call(${name});`).join('\n')}
    }`);
  const called: FlowProblem<string> = {
    initial: '',
    join: (one, other) => [...new Set([...one, ...other])].sort().join(''),
    equals: (one, other) => one === other,
    transfer: (state, event) => (calleeName(event) === 'call' ? called.join(state, sourceCode.getText(event as never)[5]!) : state),
  };
  const seen: string[][] = [];
  for (const solution of [solve(flow, called), solveCorrelated(flow, called, sourceCode.scopeManager!)]) {
    const states: string[] = [];
    visit(flow, solution, (_, before) => states.push(before));
    seen.push(states);
  }
  expect(seen[1]).toEqual(seen[0]);
});

function expectMarks(code: string): void {
  const parsed = parseFile(code);
  const { flow, sourceCode } = parsed;
  expect(marked(parsed, solveCorrelated(flow, staleness, sourceCode.scopeManager!))).toBe(code);
}

test.each(Object.entries(bodies))('%s', (_, body) => {
  const isMember = /this|#/u.test(body);
  expectMarks(
    isMember
      ? `class A { #gmail; async body(items) {\n${body}\n} }`
      : `async function body(slack, options, items, mode, a, b, c, d, e, f) {\n${body}\n}`,
  );
});

const files: Record<string, string> = {
  'a module variable that nobody else writes': `
    let slack = process.env.SLACK;
    async function body() {
      if (slack) change();
      await work();
      if (slack) refresh();
      use();
    }`,
  'a module variable that another function writes': `
    let slack = false;
    export function set() { slack = true; }
    async function body() {
      if (slack) change();
      if (slack) refresh();
      use(); // stale
    }`,
  'a module object that another function changes': `
    const state = { slack: false, gmail: false, all: [] };
    export function set() { state!.slack = true; state.all.push(1); }
    async function body() {
      if (state.gmail) change();
      await work();
      if (state.gmail) refresh();
      use();
      if (state.all.length) change();
      await 0;
      if (state.all.length) refresh();
      use(); // stale
      refresh();
      if (state.slack) change();
      await 0;
      if (state.slack) refresh();
      use(); // stale
    }`,
  'a module object that another function counts, deletes from, or only reads': `
    const state = { count: 0, slack: 0, gmail: 0 };
    export const set = () => (state.count++, delete state.slack, state.gmail);
    async function body() {
      if (state.gmail) change();
      await 0;
      if (state.gmail) refresh();
      use();
      if (state.count) change();
      await 0;
      if (state.count) refresh();
      use(); // stale
      refresh();
      if (state.slack) change();
      yield_\`\`;
      if (state.slack) refresh();
      use(); // stale
    }`,
  'super': `
    class A extends B {
      constructor() { super(); }
      async body() {
        if (this.slack) change();
        super.prepare();
        if (this.slack) refresh();
        use(); // stale
      }
    }`,
  'super() makes this': `
    class A extends B {
      constructor() {
        if (this.slack) change();
        super();
        if (this.slack) refresh();
        use(); // stale
      }
    }`,
  'an environment variable': `
    async function body() {
      if (process.env.SLACK) change();
      await work(process.env.OTHER);
      if (process.env.SLACK) refresh();
      use();
    }`,
  'a whole file': `
    const slack = process.argv.includes('slack');
    if (slack) change();
    if (slack) refresh();
    use();`,
};

test.each(Object.entries(files))('%s', (_, code) => expectMarks(code));

import * as fc from 'fast-check';
import type { Code } from './code.ts';

/** A step of code that uses a session, or changes what it was made from. */
export type Step =
  | { readonly kind: 'branch'; readonly on: 'a' | 'b'; readonly then: readonly Step[]; readonly otherwise: readonly Step[] }
  | { readonly kind: 'do'; readonly what: keyof typeof texts }
  | { readonly kind: 'loop'; readonly body: readonly Step[] };

export interface Timing {
  readonly kind: 'timing';
  readonly steps: readonly Step[];
}

const texts = {
  connect: "await composio.connectedAccounts.delete('ca_1');",
  delete: 'await session.delete();',
  fetch: 'tools = await session.tools();',
  push: "list.push('slack');",
  pushByHelper: 'extendID(list);',
  reassign: "list = [...list, 'notion'];",
  recreate: 'session = await composio.create(userId, { toolkits: list }, SOURCE(list));',
  search: "await session.search({ query: 'mail' });",
  searchByHelper: 'await lookID(session);',
  update: 'await session.update({ toolkits: list });',
  useTools: 'await run(tools);',
} as const;

const { steps } = fc.letrec<{ steps: readonly Step[]; step: Step }>(tie => ({
  steps: fc.array(tie('step'), { minLength: 1, maxLength: 4, depthIdentifier: 'steps' }),
  step: fc.oneof(
    { depthSize: 'small', depthIdentifier: 'steps', maxDepth: 2 },
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('do' as const), what: fc.constantFrom(...(Object.keys(texts) as (keyof typeof texts)[])) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('branch' as const),
        on: fc.constantFrom('a' as const, 'b' as const),
        then: tie('steps'),
        otherwise: fc.oneof(fc.constant([]), tie('steps')),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('loop' as const), body: tie('steps') }) },
  ),
}));

export const timings: fc.Arbitrary<Timing> = fc.record({
  kind: fc.constant('timing' as const),
  steps: fc.array(steps, { minLength: 1, maxLength: 3 }).map(all => all.flat()),
});

/** Writes a handler that takes the steps one after the other. */
export function writeTiming(code: Code, timing: Timing, id: number): void {
  const text = JSON.stringify(timing);
  if (text.includes('pushByHelper')) {
    code.raw(`function extend${id}(kits) {`);
    code.line("kits.push('github');");
    code.raw('}');
  }
  if (text.includes('searchByHelper')) {
    code.raw(`async function look${id}(opened) {`);
    // what a function of the file does counts where it is called, so this line is not told of
    code.raw("return opened.search({ query: 'mail' });");
    code.raw('}');
  }
  code.raw(`export async function handle${id}(userId, a, b, ...lists) {`, `async function handle${id}(userId, a, b, ...lists) {`);
  code.line("let list = ['gmail'];");
  code.line('let session = await composio.create(userId, { toolkits: list }, SOURCE(list));');
  if (text.includes('Tools') || text.includes('fetch')) code.line('let tools = await session.tools();');
  const loops = { count: 0 };
  writeSteps(code, timing.steps, id, loops, ['a', 'b']);
  const lists = Array.from({ length: loops.count }, (_, place) => `['x', 'y'].slice(Math.trunc(turn / ${3 ** place}) % 3)`).join(', ');
  code.raw(
    '}',
    `} for (let turn = 0; turn < ${3 ** loops.count}; turn += 1) entries.push((user, toolkits, a, b) => handle${id}(user, a, b, ${lists}));`,
  );
}

/** Each loop has a list of its own, and no branch asks again for what a branch around it asked: every way can be gone. */
function writeSteps(code: Code, all: readonly Step[], id: number, loops: { count: number }, open: readonly string[]): void {
  for (const step of all) {
    if (step.kind === 'do') {
      code.line(texts[step.what].replace('ID', String(id)));
    } else if (step.kind === 'branch') {
      const on = open.includes(step.on) ? step.on : open[0];
      const left = open.filter(flag => flag !== on);
      if (on === undefined) {
        writeSteps(code, step.then, id, loops, left);
        continue;
      }
      code.raw(`if (${on}) {`);
      writeSteps(code, step.then, id, loops, left);
      if (step.otherwise.length > 0) {
        code.raw('} else {');
        writeSteps(code, step.otherwise, id, loops, left);
      }
      code.raw('}');
    } else {
      code.raw(`for (const kit of lists[${loops.count}]) {`);
      loops.count += 1;
      writeSteps(code, step.body, id, loops, open);
      code.raw('}');
    }
  }
}

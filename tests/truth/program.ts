import * as fc from 'fast-check';
import { Code } from './code.ts';
import { keepings, writeKeeping, type Keeping } from './keeping.ts';
import { sharings, writeSharing, type Sharing } from './sharing.ts';
import { timings, writeTiming, type Timing } from './timing.ts';
import { World } from './world.ts';

/** A part of a program that has nothing to do with the others. */
export type Part = Keeping | Sharing | Timing;

/** A small program over sessions, in parts. */
export const programs: fc.Arbitrary<readonly Part[]> = fc.array(fc.oneof(keepings, timings, sharings), { minLength: 1, maxLength: 3 });

/** Writes a program down. */
export function written(parts: readonly Part[]): Code {
  const code = new Code();
  code.raw("import { Composio } from '@composio/core';", '');
  code.raw("import { app, bot, run } from './outside.js';", '');
  code.raw('const composio = new Composio();', '');
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'keeping') writeKeeping(code, part, index);
    else if (part.kind === 'timing') writeTiming(code, part, index);
    else writeSharing(code, part, index);
  }
  return code;
}

type Entry = (user: string, toolkits: readonly string[], a: boolean, b: boolean, users: readonly string[]) => unknown;
type Handler = (message: object, response: object) => unknown;

const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as FunctionConstructor;

const ways = [[false, false], [true, false], [false, true], [true, true]] as const;

/** What a program does to its sessions, each fault as `LINE rule`: it is run, once for every way through it and user. */
export async function truthOf(code: Code): Promise<Set<string>> {
  const world = new World();
  const entries: Entry[] = [];
  const handle = (_: string, handler: Handler): void => {
    entries.push((userId, _toolkits, a) =>
      handler({ userId, text: 'mail', body: { userId, text: a ? 'stop' : 'mail' } }, { json: () => undefined }),
    );
  };
  const start = new AsyncFunction('w', 'composio', 'entries', 'app', 'bot', 'run', code.running) as (...given: unknown[]) => Promise<void>;
  await start(world, world.composio, entries, { post: handle }, { on: handle }, world.run);
  for (const entry of entries) {
    for (const user of ['ann', 'bob', 'ann']) {
      for (const [a, b] of ways) {
        await world.work(user, () => entry(user, [`kit-of-${user}`], a, b, ['ann', 'bob']));
      }
    }
  }
  world.end();
  return world.faults;
}

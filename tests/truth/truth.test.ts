import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareMany } from './compare.ts';
import { programs, truthOf, written } from './program.ts';
import { smallest } from './smallest.ts';

it('what a run shows is what the rules say (npm run truth compares 5,000 programs)', async () => {
  const { tallies, disagreements } = await compareMany(200, 1);
  const [first] = disagreements;
  expect(first && (await smallest(first))).toBeUndefined();
  // every rule that a run can show must have been put to the proof
  expect([...tallies].filter(([, { agreed }]) => agreed > 0).map(([rule]) => rule).sort()).toEqual([
    'no-cached-session-tools',
    'no-deleted-session-use',
    'no-module-session',
    'no-session-cache',
    'no-session-field',
    'no-shared-session',
    'no-stale-session',
    'no-unused-session',
  ]);
}, 300_000);

it('a program runs the same way every time', async () => {
  for (const parts of fc.sample(programs, { numRuns: 20, seed: 2 })) {
    expect(await truthOf(written(parts))).toEqual(await truthOf(written(parts)));
  }
});

import { afterEach, expect, it, vi } from 'vitest';
import type { TestContext } from 'vitest';
import { needs } from '../support/programs.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

function outcome(program: string, ci: string): string[] {
  vi.stubEnv('CI', ci);
  const skipped: string[] = [];
  needs(program, { skip: (why: string) => skipped.push(why) } as unknown as TestContext);
  return skipped;
}

it('a test that needs a missing program is skipped, and fails under CI', () => {
  expect(outcome('git', 'true')).toEqual([]);
  expect(outcome('no-such-program', '')).toEqual(['this test needs no-such-program, which is not installed']);
  expect(() => outcome('no-such-program', 'true')).toThrow('this test needs no-such-program');
});

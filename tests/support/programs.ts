import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';

/** Skips the test, and says why, on a machine that lacks a program; with `CI=true` the test fails instead. */
export function needs(program: string, { skip }: TestContext): void {
  if (!spawnSync(program, ['--version']).error) return;
  const why = `this test needs ${program}, which is not installed`;
  if (process.env['CI'] === 'true') throw new Error(why);
  skip(why);
}

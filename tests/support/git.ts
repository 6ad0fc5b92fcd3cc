import { expect } from 'vitest';
import { cachedSession, freshSession } from './fixtures.ts';
import { writeFiles } from './project.ts';
import type { Files } from './project.ts';
import { run, runWell } from './run.ts';
import type { Ended } from './run.ts';

/** Makes a folder a repository of somebody. */
export async function initRepository(folder: string): Promise<void> {
  await runWell('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder });
  await runWell('git', ['config', 'user.name', 'Somebody'], { cwd: folder });
  await runWell('git', ['config', 'user.email', 'somebody@example.com'], { cwd: folder });
}

/** Writes files, stages everything and commits it, as somebody would in a shell. */
export async function commit(folder: string, files: Files = {}, env: Record<string, string> = {}): Promise<Ended> {
  writeFiles(folder, files);
  await runWell('git', ['add', '--all'], { cwd: folder });
  return run('git', ['commit', '--quiet', '--message', 'A change'], { cwd: folder, env });
}

/** The hash of the last commit. */
export async function head(folder: string): Promise<string> {
  return (await runWell('git', ['rev-parse', 'HEAD'], { cwd: folder })).trim();
}

/** Expects that a commit of a faulty file is refused with the report, and that the repaired one goes through. */
export async function expectGuarded(folder: string, file = 'src/cache.js', env: Record<string, string> = {}): Promise<void> {
  const before = await head(folder);
  const refused = await commit(folder, { [file]: cachedSession }, env);
  expect(refused.stdout + refused.stderr).toContain('composio-sessions/no-session-cache');
  expect(refused.status).not.toBe(0);
  expect(await head(folder)).toBe(before);
  const accepted = await commit(folder, { [file]: freshSession }, env);
  expect(accepted).toMatchObject({ status: 0 });
  expect(await head(folder)).not.toBe(before);
}

import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { root } from '../../tools/source-files.ts';
import { cachedSession } from '../support/fixtures.ts';
import { initRepository } from '../support/git.ts';
import { writeFiles } from '../support/project.ts';
import { run, runWell } from '../support/run.ts';

/** The example workspace with the packed plugin, installed. */
async function workspace(): Promise<string> {
  const folder = mkdtempSync(join(inject('projects'), 'monorepo-'));
  cpSync(join(root, 'examples', 'monorepo'), folder, { recursive: true });
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
  const published = /(?<="eslint-plugin-composio-sessions": ")[^"]*/u;
  writeFiles(folder, { 'package.json': manifest.replace(published, `file:${inject('tarball')}`) });
  await initRepository(folder);
  await runWell('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder });
  return folder;
}

it('Turborepo lints a package again only when it changed', async () => {
  const cwd = await workspace();
  const env = { TURBO_TELEMETRY_DISABLED: '1' };
  const lint = () => run('npm', ['run', 'lint'], { cwd, env });

  const first = await lint();
  expect(first.stdout).toMatch(/Cached:\s+0 cached, 2 total/u);
  expect(first.status).toBe(0);

  const second = await lint();
  expect(second.stdout).toMatch(/Cached:\s+2 cached, 2 total/u);
  expect(second.status).toBe(0);

  writeFiles(cwd, { 'packages/bot/src/cache.ts': cachedSession });
  const third = await lint();
  expect(third.stdout).toContain('composio-sessions/no-session-cache');
  expect(third.stdout).toMatch(/Cached:\s+1 cached, 2 total/u);
  expect(third.status).not.toBe(0);
});

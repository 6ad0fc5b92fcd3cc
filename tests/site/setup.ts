import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { root } from '../../tools/source-files.ts';
import { chromiumPath } from './browser.ts';
import { site } from './pages.ts';
import { serve } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the site is served. */
    origin: string;
  }
}

/** Builds the site and serves it for the suite. */
export default async function setup(project: TestProject): Promise<() => void> {
  if (!existsSync(chromiumPath)) {
    const message = `${chromiumPath} is not there (Debian: apt-get install chromium)`;
    if (process.env['CI'] === 'true') throw new Error(message);
    project.vitest.logger.warn(`${message}. What needs a browser is skipped.`);
  }
  const { status } = spawnSync('npm run --silent docs:build', { cwd: root, stdio: 'inherit', shell: true });
  if (status !== 0) throw new Error('the site does not build');
  const server = await serve(site);
  project.provide('origin', server.origin);
  return server.close;
}

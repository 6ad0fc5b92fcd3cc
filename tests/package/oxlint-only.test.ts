import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cachedSession } from '../support/fixtures.ts';
import { ownProject } from '../support/project.ts';
import { run } from '../support/run.ts';
import { pinned } from '../support/versions.ts';

it('runs in a project that has oxlint and TypeScript 7 and no ESLint of its own', async () => {
  // npm is told to refuse every peer conflict
  const cwd = await ownProject(
    { ...pinned('oxlint'), typescript: '7.0.2' },
    {
      '.oxlintrc.json': JSON.stringify({
        jsPlugins: ['eslint-plugin-composio-sessions'],
        rules: { 'composio-sessions/no-session-cache': 'error' },
      }),
      'cache.ts': cachedSession,
    },
  );
  const { status, stdout } = await run('oxlint', ['cache.ts'], { cwd });
  expect(stdout).toContain('composio-sessions(no-session-cache)');
  expect(status).toBe(1);
  expect(existsSync(join(cwd, 'node_modules', '@typescript-eslint'))).toBe(false);
});

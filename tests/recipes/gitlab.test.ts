import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../tools/source-files.ts';
import { rulesMeta } from '../../src/generated/rules-meta.ts';
import { cachedSession } from '../support/fixtures.ts';
import { ownProject } from '../support/project.ts';
import { run } from '../support/run.ts';
import { pinned } from '../support/versions.ts';
import { config, recipe } from './recipe.ts';

interface Pipeline {
  readonly eslint: { readonly script: readonly string[]; readonly artifacts: { readonly reports: { readonly codequality: string } } };
}

it('fails, and leaves a code quality report where GitLab looks for it', async () => {
  const { script, artifacts } = recipe<Pipeline>('gitlab-ci.yml').eslint;
  const [install, lint] = script;
  expect(install).toBe('npm ci');
  const cwd = await ownProject(pinned('eslint', 'eslint-formatter-gitlab'), {
    '.gitlab-ci.yml': readFileSync(join(root, 'docs/ci/gitlab-ci.yml'), 'utf8'),
    'eslint.config.js': config,
    'src/cache.js': cachedSession,
  });
  const env = { CI_JOB_NAME: 'eslint', CI_PROJECT_DIR: cwd };
  const { status, stdout } = await run('bash', ['-e', '-c', lint!], { cwd, env });
  expect(stdout).toContain('composio-sessions/no-session-cache');
  expect(status).toBe(1);
  expect(JSON.parse(readFileSync(join(cwd, artifacts.reports.codequality), 'utf8'))).toMatchObject([
    {
      check_name: 'composio-sessions/no-session-cache',
      content: { body: expect.stringContaining(rulesMeta['no-session-cache'].url) },
      location: { path: 'src/cache.js', positions: { begin: { line: 10, column: 3 } } },
      severity: 'major',
    },
  ]);
});

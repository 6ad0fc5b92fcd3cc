import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../tools/source-files.ts';
import { cachedSessionInPython } from '../support/fixtures.ts';
import { commit, expectGuarded, head, initRepository } from '../support/git.ts';
import { needs } from '../support/programs.ts';
import { runWell } from '../support/run.ts';

const projects = inject('projects');
const notCommitted = /^(?:\.git|node_modules|dist|coverage)(?:\/|$)|node_modules/u;

/** This repository as pre-commit clones it: the sources without anything that is built or installed. */
async function pluginRepository(): Promise<string> {
  const folder = mkdtempSync(join(projects, 'plugin-'));
  cpSync(root, folder, { recursive: true, filter: path => !notCommitted.test(relative(root, path)) });
  await initRepository(folder);
  expect(await commit(folder)).toMatchObject({ status: 0 });
  return folder;
}

it('guards the commits of somebody who has nothing but pre-commit', async context => {
  needs('pre-commit', context);
  const plugin = await pluginRepository();
  const env = { PRE_COMMIT_HOME: join(projects, 'pre-commit-home') };
  const hook = { id: 'composio-sessions-lint', language_version: 'system' };
  const config = { repos: [{ repo: `file://${plugin}`, rev: await head(plugin), hooks: [hook] }] };
  const cwd = mkdtempSync(join(projects, 'user-'));
  await initRepository(cwd);
  // JSON is YAML
  await commit(cwd, { '.pre-commit-config.yaml': JSON.stringify(config) });
  await runWell('pre-commit', ['install', '--install-hooks'], { cwd, env });

  await expectGuarded(cwd, 'src/cache.ts', env);

  const python = await commit(cwd, { 'cache.py': cachedSessionInPython }, env);
  expect(python.stdout + python.stderr).toContain('composio-sessions/no-session-cache');
  expect(python.status).toBe(1);
  const text = await commit(cwd, { 'cache.py': '', 'notes.txt': cachedSessionInPython }, env);
  expect(text).toMatchObject({ status: 0 });
});

it('brings along the linter and the parser that the rules are tested with', () => {
  const [hook] = parse(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as { additional_dependencies: string[] }[];
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
  const tested = ['eslint', '@typescript-eslint/parser', 'typescript'].map(name => `${name}@${devDependencies[name]}`);
  expect(hook?.additional_dependencies).toEqual(tested);
});

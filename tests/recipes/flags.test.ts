import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { root } from '../../tools/source-files.ts';
import { eslintFindings } from '../hosts/findings.ts';
import type { Findings } from '../hosts/findings.ts';
import { cachedSession } from '../support/fixtures.ts';
import { folderIn, sharedProject, writeFiles } from '../support/project.ts';
import { run } from '../support/run.ts';
import { pinned } from '../support/versions.ts';

const config = `import * as parser from '@typescript-eslint/parser';
import composioSessions from 'eslint-plugin-composio-sessions';

const { recommended } = composioSessions.configs;
const severity = process.env.SEVERITY ?? 'error';
const rules = Object.fromEntries(Object.keys(recommended.rules).map(name => [name, severity]));
export default [{ files: ['**/*.{js,ts}'], ...recommended, rules, languageOptions: { parser } }];
`;

let plain: Findings;

/** A copy of the example service in a project that has ESLint. */
async function service(): Promise<string> {
  const project = await sharedProject(pinned('eslint', '@typescript-eslint/parser', 'typescript'));
  const folder = folderIn(project, { 'eslint.config.js': config });
  cpSync(join(root, 'examples', 'agent-service', 'src'), join(folder, 'src'), { recursive: true });
  return folder;
}

function eslint(cwd: string, ...args: string[]) {
  return run('node', ['../node_modules/eslint/bin/eslint.js', ...args], { cwd });
}

beforeAll(async () => {
  plain = await eslintFindings(['src'], { cwd: await service() });
  expect(plain).not.toEqual([]);
});

it('--max-warnings 0 fails on warnings, and finds the same', async () => {
  const options = { cwd: await service(), env: { SEVERITY: 'warn' } };
  expect(await eslintFindings(['--max-warnings', '0', 'src'], options)).toEqual(plain);
  const command = ['../node_modules/eslint/bin/eslint.js', 'src'];
  expect(await run('node', command, options)).toMatchObject({ status: 0 });
  expect(await run('node', [...command, '--max-warnings', '0'], options)).toMatchObject({ status: 1 });
});

it('--suppress-all accepts what is there, and lets nothing new in', async () => {
  const cwd = await service();
  expect(await eslint(cwd, '--suppress-all', 'src')).toMatchObject({ status: 0 });
  expect(existsSync(join(cwd, 'eslint-suppressions.json'))).toBe(true);
  expect(await eslintFindings(['src'], { cwd })).toEqual([]);
  writeFiles(cwd, { 'src/new.js': cachedSession });
  expect(await eslintFindings(['src'], { cwd })).toEqual(['src/new.js:10:3 composio-sessions/no-session-cache']);
});

it('--cache finds the same, the second time from the cache', async () => {
  const cwd = await service();
  expect(await eslintFindings(['--cache', 'src'], { cwd })).toEqual(plain);
  expect(existsSync(join(cwd, '.eslintcache'))).toBe(true);
  expect(await eslintFindings(['--cache', 'src'], { cwd })).toEqual(plain);
});

it('--concurrency=2 finds the same', async () => {
  expect(await eslintFindings(['--concurrency=2', 'src'], { cwd: await service() })).toEqual(plain);
});

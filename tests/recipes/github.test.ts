import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { rulesMeta } from '../../src/generated/rules-meta.ts';
import { cachedSession, freshSession } from '../support/fixtures.ts';
import { ownProject, writeFiles } from '../support/project.ts';
import { run } from '../support/run.ts';
import { pinned } from '../support/versions.ts';
import { config, recipe } from './recipe.ts';

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: { readonly eslint: { readonly steps: readonly Step[] } };
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { id: string; helpUri: string; shortDescription: { text: string } }[] } };
    readonly results: readonly {
      ruleId: string;
      message: { text: string };
      locations: readonly { physicalLocation: { region: { startLine: number } } }[];
    }[];
  }[];
}

const { jobs, permissions } = recipe<Workflow>('github-actions.yml');
const { steps } = jobs.eslint;
const [install, lint, report] = steps.flatMap(step => step.run ?? []);

let cwd: string;
beforeAll(async () => {
  const files = { 'eslint.config.js': config, 'src/cache.js': cachedSession };
  cwd = await ownProject(pinned('eslint', '@microsoft/eslint-formatter-sarif'), files);
});

const shell = (command: string) => run('bash', ['-e', '-c', command], { cwd });

it('installs, lints, and uploads what it reported', () => {
  expect(install).toBe('npm ci');
  expect(steps.map(({ uses }) => uses?.replace(/@.*/u, '')).filter(Boolean)).toEqual([
    'actions/checkout',
    'actions/setup-node',
    'github/codeql-action/upload-sarif',
  ]);
  expect(steps.at(-1)!.with!['sarif_file']).toBe('eslint.sarif');
  expect(permissions).toHaveProperty('security-events', 'write');
});

it('fails with a report that the problem matcher of setup-node reads', async () => {
  const { status, stdout } = await shell(lint!);
  expect(status).toBe(1);
  const [file, problem] = stdout.trim().split('\n');
  expect(file).toBe(join(cwd, 'src/cache.js'));
  // the file on a line of its own; then position, severity, message and, two spaces behind it, the rule
  const parts = /^\s+(?<line>\d+):(?<column>\d+)\s+(?<severity>error|warning)\s+(?<message>.*)\s\s+(?<rule>.*)$/u.exec(problem!)?.groups;
  expect({ ...parts }).toMatchObject({ line: '10', column: '3', severity: 'error', rule: 'composio-sessions/no-session-cache' });
});

it('uploads the findings with the text and the page of their rules', async () => {
  expect(await shell(report!)).toMatchObject({ status: 0 });
  const [sarif] = (JSON.parse(readFileSync(join(cwd, 'eslint.sarif'), 'utf8')) as Sarif).runs;
  const { description, url } = rulesMeta['no-session-cache'];
  const id = 'composio-sessions/no-session-cache';
  expect(sarif!.tool.driver.rules).toMatchObject([{ id, helpUri: url, shortDescription: { text: description } }]);
  expect(sarif!.results).toMatchObject([
    {
      ruleId: id,
      message: { text: expect.stringContaining('`sessions`') },
      locations: [{ physicalLocation: { region: { startLine: 10 } } }],
    },
  ]);
});

it('passes when there is nothing to report', async () => {
  writeFiles(cwd, { 'src/cache.js': freshSession });
  expect(await shell(lint!)).toMatchObject({ status: 0, stdout: '' });
});

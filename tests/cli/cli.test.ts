import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import plugin from '../../src/index.ts';

const faulty = `import { Composio } from '@composio/core';

const composio = new Composio();
const sessions = new Map();

export async function sessionFor(userId) {
  let session = sessions.get(userId);
  if (!session) {
    session = await composio.create(userId);
    sessions.set(userId, session);
  }
  return session;
}
`;
const repaired = `import { Composio } from '@composio/core';

const composio = new Composio();

export async function sessionFor(userId) {
  const session = await composio.create(userId);
  return session;
}
`;

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-')));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file and lints it by its name. */
function lint(name: string, code: string, ...flags: string[]) {
  writeFileSync(join(folder, name), code);
  return run([...flags, name], folder);
}

it.each(['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'])('reports a fault in a .%s file and exits with 1', async extension => {
  const { status, output } = await lint(`faulty.${extension}`, faulty);
  expect(status).toBe(1);
  expect(output).toContain('composio-sessions/no-session-cache');
});

it('prints nothing and exits with 0 where there is nothing to report', async () => {
  expect(await lint('repaired.js', repaired)).toEqual({ status: 0, output: '', error: '' });
});

it('lints a folder', async () => {
  const { output } = await run(['--format', 'json', '.'], folder);
  const files = (JSON.parse(output) as { filePath: string }[]).map(({ filePath }) => filePath);
  expect(files).toContain(join(folder, 'faulty.ts'));
});

it('repairs with a fresh session, or with the remedy it is told', async () => {
  expect((await lint('fresh.js', faulty, '--fix')).status).toBe(0);
  expect(readFileSync(join(folder, 'fresh.js'), 'utf8')).not.toContain('new Map()');
  expect((await lint('id.js', faulty, '--fix', '--remedy', 'session-id')).status).toBe(0);
  expect(readFileSync(join(folder, 'id.js'), 'utf8')).toContain('sessions.set(userId, session.sessionId)');
});

it('turns on the rules of strict when told', async () => {
  const conversation = `import { Composio } from '@composio/core';
const composio = new Composio();
export class Conversation {
  constructor(userId) { this.userId = userId; }
  async start() { this.session = await composio.create(this.userId); }
}
`;
  expect((await lint('conversation.js', conversation)).status).toBe(0);
  expect((await lint('conversation.js', conversation, '--strict')).status).toBe(1);
});

it("honours disable comments, and ignores other plugins' and core rules in comments", async () => {
  const disabled = faulty.replace(
    'sessions.set',
    '// eslint-disable-next-line composio-sessions/no-session-cache -- a test\n    sessions.set',
  );
  expect(await lint('disabled.js', disabled)).toEqual({ status: 0, output: '', error: '' });
  const others = `/* eslint no-undef: "error", other/rule: "error" */\n// eslint-disable-next-line another/rule\nnothing();\n`;
  expect(await lint('others.js', others)).toEqual({ status: 0, output: '', error: '' });
});

it('reports a syntax error and exits with 1', async () => {
  const { status, output } = await lint('broken.ts', 'const = ;\n');
  expect(status).toBe(1);
  expect(output).toContain('Parsing error');
});

it.each([
  ['a missing file', ['nowhere.ts'], 'nowhere.ts'],
  ['an unknown flag', ['--fixx', 'faulty.js'], "'--fixx'"],
  ['an unknown remedy', ['--fix', '--remedy', 'prayer', 'faulty.js'], "Unknown remedy 'prayer'"],
  ['an unknown formatter', ['--format', 'nonesuch', 'faulty.js'], 'nonesuch'],
  ['no file', [], 'Name the files or folders to lint'],
])('names %s and exits with 2', async (_, args, text) => {
  const { status, output, error } = await run(args, folder);
  expect(error).toContain(text);
  expect(error).toContain('--help');
  expect({ status, output }).toEqual({ status: 2, output: '' });
});

it('prints its help and its version', async () => {
  expect(await run(['--help'], folder)).toMatchObject({ status: 0, output: expect.stringContaining('Usage: composio-sessions-lint') });
  expect(await run(['--version'], folder)).toEqual({ status: 0, output: `${plugin.meta!.version}\n`, error: '' });
});

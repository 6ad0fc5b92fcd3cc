import { afterAll, beforeAll, expect, it } from 'vitest';
import { rulesMeta } from '../../src/generated/rules-meta.ts';
import { cachedSession, cachedSessionInPython, freshSession } from '../support/fixtures.ts';
import { folderIn, sharedProject } from '../support/project.ts';
import { pinned } from '../support/versions.ts';
import { LanguageServer } from './language-server.ts';

const config = `import parser from '@typescript-eslint/parser';
import composioSessions from 'eslint-plugin-composio-sessions';
import python from 'eslint-plugin-composio-sessions/python';

export default [
  { files: ['**/*.{js,ts}'], ...composioSessions.configs.recommended, languageOptions: { parser } },
  python.configs.recommended,
];
`;

let server: LanguageServer;

beforeAll(async () => {
  const project = await sharedProject(pinned('eslint', '@typescript-eslint/parser', 'typescript', 'vscode-langservers-extracted'));
  server = await LanguageServer.start(project, folderIn(project, { 'eslint.config.js': config }));
});
afterAll(() => server.stop());

it('underlines the storing call, and links to the page of the rule', async () => {
  const document = await server.open('cache.ts', 'typescript', cachedSession);
  expect(await document.diagnostics()).toMatchObject([
    {
      source: 'eslint',
      code: 'composio-sessions/no-session-cache',
      message: expect.stringMatching(/^Session from `composio.create` \(line 9\) is kept in `sessions`/u),
      range: { start: { line: 9, character: 2 }, end: { line: 9, character: 14 } },
      codeDescription: { href: rulesMeta['no-session-cache'].url },
    },
  ]);
});

it('offers every suggestion as a quick fix, and the chosen one takes the squiggle away', async () => {
  const document = await server.open('menu.ts', 'typescript', cachedSession);
  const [squiggle] = await document.diagnostics();
  const fixes = (await document.actions(squiggle!)).filter(({ command }) => command.command === 'eslint.applySuggestion');
  expect(fixes.map(({ title, kind }) => ({ title, kind }))).toEqual([
    { title: 'Create a fresh session here instead of keeping it in `sessions`. (composio-sessions/no-session-cache)', kind: 'quickfix' },
    { title: 'Keep only the session id in `sessions` and resume with `use`. (composio-sessions/no-session-cache)', kind: 'quickfix' },
  ]);
  await document.choose(fixes[0]!);
  expect(document.text).toMatchInlineSnapshot(`
    "import { Composio } from '@composio/core';

    const composio = new Composio();

    export async function sessionFor(userId) {
      const session = await composio.create(userId);
      return session;
    }
    "
  `);
  expect(await document.diagnostics()).toEqual([]);
});

it('lints again when the document is edited', async () => {
  const document = await server.open('edited.ts', 'typescript', freshSession);
  expect(await document.diagnostics()).toEqual([]);
  await document.change(cachedSession);
  expect(await document.diagnostics()).toMatchObject([{ code: 'composio-sessions/no-session-cache' }]);
});

it('shows where a broken file does not parse, and goes on when it does again', async () => {
  const document = await server.open('broken.ts', 'typescript', cachedSession.replace('new Map()', 'new Map('));
  expect(await document.diagnostics()).toMatchObject([
    { message: expect.stringContaining('Parsing error'), range: { start: { line: 3 } } },
  ]);
  await document.change(cachedSession);
  expect(await document.diagnostics()).toMatchObject([{ code: 'composio-sessions/no-session-cache' }]);
});

it('underlines Python', async () => {
  const document = await server.open('cache.py', 'python', cachedSessionInPython);
  expect(await document.diagnostics()).toMatchObject([
    { code: 'composio-sessions/no-session-cache', range: { start: { line: 9, character: 8 } } },
  ]);
  await document.change('def broken(:\n');
  expect(await document.diagnostics()).toMatchObject([{ message: expect.stringContaining('Parsing error') }]);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import plugin from '../src/index.ts';
import { ruleName } from '../tools/lint-code.ts';
import { markdownFiles, markdownLinter } from '../tools/markdown-linter.ts';
import { root } from '../tools/source-files.ts';
import { strictRules } from './support/blocks.ts';

const page = join(root, 'tests', 'fixtures', 'tr-session-lifecycle.md');

it("reports the incorrect blocks of Composio's own page once each, and nothing else but logging", async () => {
  const [result] = await markdownLinter(plugin, strictRules).lintFiles([page]);
  const lines = readFileSync(page, 'utf8').split('\n');
  const reports = result!.messages
    .map(report => ({ rule: ruleName(report) || report.message, code: lines[report.line - 1]!.trim() }))
    .filter(({ rule }) => rule !== 'session-id-in-error-log');
  expect(reports).toEqual([
    { rule: 'no-session-cache', code: 'this.sessionCache.set(userId, session);' },
    { rule: 'no-session-cache', code: 'self.session_cache[user_id] = session' },
  ]);
});

it('names a file that is not there', () => {
  expect(() => markdownFiles(['nowhere.md'])).toThrow('there is no file nowhere.md');
  expect(() => markdownFiles(['package.json'])).toThrow('package.json is no markdown file');
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LanguageServer, type OpenDocument } from '../../tests/editor/language-server.ts';
import { pinned } from '../../tests/support/versions.ts';
import { root } from '../source-files.ts';
import { installed } from './packages.ts';
import { median, table, tell } from './quality.ts';
import { shapes } from './shapes.ts';

const keystrokes = 21;
const project = installed('editor', pinned('eslint', '@typescript-eslint/parser', 'typescript', 'vscode-langservers-extracted'));
const plugin = pathToFileURL(join(root, 'dist/index.js')).href;
const head = `import parser from '@typescript-eslint/parser';\nimport composioSessions from '${plugin}';\n`;
const files = `files: ['**/*.ts'], languageOptions: { parser }`;
const text = source();
const [without, withOurs] = await Promise.all([
  opened('without', `${head}export default [{ ${files} }];\n`),
  opened('with', `${head}export default [{ ${files}, ...composioSessions.configs.strict }];\n`),
]);
const times = { without: [] as number[], withOurs: [] as number[] };
let problems = 0;
for (let key = 0; key < keystrokes + 3; key += 1) {
  const typed = text.replace('let sum = 0;', `let sum = ${key};`);
  const [one, other] = [await keystroke(without.document, typed), await keystroke(withOurs.document, typed)];
  problems = other.problems;
  // the first ones warm the servers up
  if (key >= 3) {
    times.without.push(one.time);
    times.withOurs.push(other.time);
  }
}
await Promise.all([without.server.stop(), withOurs.server.stop()]);
tell(
  'Editor',
  `From a keystroke to its squiggles in VS Code's ESLint server (vscode-langservers-extracted ${pinned('vscode-langservers-extracted')['vscode-langservers-extracted']}), in a file of
${text.split('\n').length.toLocaleString('en')} lines with ${problems} problems: the median of ${keystrokes} keystrokes, typed into two servers in turn.

${table(['lint with', 'time'], [
  ['no rules', `${median(times.without).toFixed(0)} ms`],
  ['composio-sessions (strict)', `${median(times.withOurs).toFixed(0)} ms`],
])}`);

/** A file of some two thousand lines, half of which work with sessions. */
function source(): string {
  const parts = {
    'code that has no session': 195,
    'sessions that end with their call': 50,
    'caches, each with its function': 30,
    'classes with a session field': 20,
    'unused sessions': 20,
  };
  const [client] = shapes
    .find(({ name }) => name === 'code that has no session')!
    .source(0)
    .split('export');
  const bodies = Object.entries(parts).map(([name, size]) =>
    shapes
      .find(shape => shape.name === name)!
      .source(size)
      .slice(client!.length),
  );
  return client + bodies.join('\n');
}

/** A server with a configuration, and the file opened in it. */
async function opened(name: string, config: string): Promise<{ readonly server: LanguageServer; readonly document: OpenDocument }> {
  const folder = join(project, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'eslint.config.js'), config);
  const server = await LanguageServer.start(project, folder);
  return { server, document: await server.open('file.ts', 'typescript', text) };
}

async function keystroke(document: OpenDocument, typed: string): Promise<{ readonly time: number; readonly problems: number }> {
  const start = performance.now();
  await document.change(typed);
  const { length } = await document.diagnostics();
  return { time: performance.now() - start, problems: length };
}

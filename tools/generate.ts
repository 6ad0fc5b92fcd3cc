import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sourceOutputs } from './generate-source.ts';
import type { Outputs } from './generate-source.ts';
import { root, ruleFolders } from './source-files.ts';

const check = process.argv.includes('--check');
const stale: string[] = [];

/** Writes the outputs that differ from what is there; with `--check`, only notes their paths. */
function settle(outputs: Outputs): void {
  for (const [path, content] of outputs) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
    stale.push(path);
    if (check) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Removes what is in a folder of generated files and is generated no more. */
function prune(folder: string, outputs: Outputs): void {
  if (!existsSync(join(root, folder))) return;
  for (const name of readdirSync(join(root, folder))) {
    const path = `${folder}/${name}`;
    if (outputs.has(path)) continue;
    stale.push(path);
    if (!check) rmSync(join(root, path));
  }
}

const folders = ruleFolders();
for (const { name } of folders.filter(({ code }) => code === undefined)) console.log(`${name} has a page but no rule.ts yet: left out`);

const source = sourceOutputs(folders);
settle(source);
prune('src/generated', source);

const build = spawnSync('npm run --silent build', { cwd: root, stdio: 'inherit', shell: true });
if (build.status !== 0) process.exit(1);
const { documentOutputs } = await import('./generate-docs.ts');
const documents = await documentOutputs(folders.filter(({ code }) => code !== undefined));
settle(documents);
for (const folder of ['docs/rules', 'docs/pictures', 'skills/composio-sessions/rules']) prune(folder, documents);

for (const path of stale) console.log(`${check ? 'out of date' : 'written'}: ${path}`);
if (check && stale.length > 0) {
  console.error('Run `npm run generate` and commit what it writes.');
  process.exitCode = 1;
}

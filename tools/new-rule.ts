import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newRuleFiles } from './rule-template.ts';
import { root } from './source-files.ts';

const [name] = process.argv.slice(2);
if (!name) throw new Error('Name the rule: npm run new-rule -- no-such-thing');
const files = newRuleFiles(name);
const taken = [...files.keys()].find(path => existsSync(join(root, path)));
if (taken) throw new Error(`${taken} is there already`);

for (const [path, text] of files) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`written: ${path}`);
}
const { status } = spawnSync('npm run --silent generate', { cwd: root, stdio: 'inherit', shell: true });
process.exitCode = status ?? 1;

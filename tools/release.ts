import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { released } from './changelog.ts';
import { root } from './source-files.ts';

// Run by `npm version`, which has written the new version into package.json and commits what is staged.
const file = join(root, 'CHANGELOG.md');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
writeFileSync(file, released(readFileSync(file, 'utf8'), version, new Date().toISOString().slice(0, 10)));

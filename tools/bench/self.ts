import { fileURLToPath } from 'node:url';

/** What runs a script of this folder in a process of its own. */
export const jiti = fileURLToPath(import.meta.resolve('jiti/package.json')).replace('package.json', 'lib/jiti-cli.mjs');

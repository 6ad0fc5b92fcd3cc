import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../../tools/source-files.ts';

/** One of the files in `docs/ci`, read. */
export function recipe<Content>(name: string): Content {
  return parse(readFileSync(join(root, 'docs', 'ci', name), 'utf8')) as Content;
}

/** A configuration that lints JavaScript and nothing else. */
export const config = `import composioSessions from 'eslint-plugin-composio-sessions';

export default [composioSessions.configs.recommended];
`;

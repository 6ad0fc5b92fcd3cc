import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** A rule's folder: its page, and its code once it is written. */
export interface RuleFolder {
  readonly name: string;
  readonly page: string;
  /** Undefined while the folder holds no `rule.ts`. */
  readonly code: string | undefined;
}

/** Every folder of `src/rules` with a page in it, by name. */
export function ruleFolders(): RuleFolder[] {
  const rules = join(root, 'src', 'rules');
  return readdirSync(rules, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => ({ name: entry.name, files: readdirSync(join(rules, entry.name)) }))
    .filter(({ files }) => files.includes('rule.md'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, files }) => ({
      name,
      page: join(rules, name, 'rule.md'),
      code: files.includes('rule.ts') ? join(rules, name, 'rule.ts') : undefined,
    }));
}

import { cpSync } from 'node:fs';
import { join } from 'node:path';

/** Puts the markdown of every page beside the page, under the same name. */
export function copyMarkdown(pages: readonly string[], from: string, to: string): void {
  for (const page of pages) cpSync(join(from, page), join(to, page));
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/source-files.ts';

/** The folder of the built site. */
export const site = join(root, 'docs', '.vitepress', 'dist');

/** The paths of all pages, from the site's root. */
export function sitePages(): string[] {
  return readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.html') && path !== '404.html')
    .map(path => path.replaceAll('\\', '/'))
    .sort();
}

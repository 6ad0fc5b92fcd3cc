import { basename } from 'node:path';
import { blockFiles, labelledBlocks, pageBlocks, pages, pythonBlockFiles } from '../support/blocks.ts';
import type { Files } from '../support/project.ts';

/** Every labelled block and every block of the rules' pages, as a file of its own below `blocks/`. */
export const blocksAsFiles: Files = Object.fromEntries([
  ...[...blockFiles, ...pythonBlockFiles].flatMap(file =>
    labelledBlocks(file).map(block => [name(basename(file, '.md'), block), block.code]),
  ),
  ...pages.flatMap(page => pageBlocks(page).map(block => [name(`${page.name}-page`, block), block.code])),
]) as Files;

function name(source: string, { line, extension }: { readonly line: number; readonly extension: string }): string {
  return `blocks/${source}-${line}.${extension}`;
}

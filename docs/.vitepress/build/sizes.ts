import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const most = 200_000;

/**
 * Prints how much a visitor loads, compressed: the first page, the editor, the linter.
 * @throws an Error when a page without the editor is too heavy.
 */
export function printSizes(folder: string): void {
  const assets = readdirSync(join(folder, 'assets'), { recursive: true, encoding: 'utf8' });
  const home = readFileSync(join(folder, 'index.html'), 'utf8');
  const initial = ['index.html', ...[...home.matchAll(/(?:href|src)="\/(assets\/[^"]+)"/gu)].map(([, path]) => path!)];
  const first = sum(folder, new Set(initial));
  const chunk = (name: RegExp) => sum(folder, assets.filter(path => name.test(path)).map(path => `assets/${path}`));
  console.log(`home page: ${kilobytes(first)}, compressed`);
  console.log(`editor: ${kilobytes(chunk(/(?:^|\/)Playground\.[\w-]+\.js$/u))}, compressed`);
  console.log(`linter, plugin and parser (a worker): ${kilobytes(chunk(/^linter\./u))}, compressed`);
  if (first > most) throw new Error(`the home page loads ${kilobytes(first)}, more than ${kilobytes(most)}`);
}

function sum(folder: string, paths: Iterable<string>): number {
  return [...paths].reduce((total, path) => total + gzipSync(readFileSync(join(folder, path))).length, 0);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

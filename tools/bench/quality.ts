import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { rewritten } from '../rewritten.ts';
import { root } from '../source-files.ts';

/** Prints the outcome of a measurement and makes it its section of `docs/quality.md`, with the day and what it ran on. */
export function tell(title: string, text: string): void {
  const day = new Date().toISOString().slice(0, 10);
  const section = `${text.trim()}\n\n${day}, Node ${process.versions.node}, ESLint ${ESLint.version}, ${cpus().length} cores.`;
  process.stdout.write(`${section}\n`);
  for (const [path, changed] of rewritten('docs/quality.md', [{ title, part: 'everything', text: section }])) {
    writeFileSync(join(root, path), changed);
  }
}

/** A markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const align = head.map((_, index) => (index === 0 ? ':---' : '---:'));
  return [head, align, ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

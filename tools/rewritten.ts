import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outputs } from './generate-source.ts';
import { parseMarkdown, section } from './rule-page.ts';
import { root } from './source-files.ts';

/** A generated part of a file: the first table or code block of a section, or everything in it. */
interface Part {
  readonly title: string;
  readonly part: 'code' | 'everything' | 'table';
  readonly text: string;
}

/** A file with its generated parts replaced; nothing when the file is not there. */
export function rewritten(path: string, parts: readonly Part[]): Outputs {
  const file = join(root, path);
  if (!existsSync(file)) return new Map();
  return new Map([[path, parts.reduce((source, part) => withPart(path, source, part), readFileSync(file, 'utf8'))]]);
}

function withPart(path: string, source: string, { title, part, text }: Part): string {
  const found = section(parseMarkdown(source), title, source);
  const node = found?.nodes.find(({ type }) => type === part);
  if (!found || (part !== 'everything' && !node)) throw new Error(`${path} needs a section "${title}" with a ${part} in it`);
  const [start, end] = node ? [node.position!.start.offset!, node.position!.end.offset!] : [found.start, found.end];
  const space = node ? ['', ''] : ['\n\n', end === source.length ? '\n' : '\n\n'];
  return source.slice(0, start) + space[0] + text + space[1] + source.slice(end);
}

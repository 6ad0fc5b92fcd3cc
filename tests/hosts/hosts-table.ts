import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMarkdown, section } from '../../tools/rule-page.ts';
import { root } from '../../tools/source-files.ts';

/** A host that the tests ran the plugin in, and what they gave it. */
export interface Host {
  readonly name: string;
  readonly version: string;
  readonly what: string;
  /** The ESLint that it was plugged into, for what is no linter itself. */
  readonly under?: string;
}

export const readme = join(root, 'README.md');
const title = 'Where it runs';

/** The README with the table of these hosts in its place. */
export function readmeWithHosts(hosts: readonly Host[]): string {
  const source = readFileSync(readme, 'utf8');
  const table = section(parseMarkdown(source), title, source)?.nodes.find(({ type }) => type === 'table');
  if (!table) throw new Error(`README.md needs a section "${title}" with a table in it`);
  const rows = [...new Set(hosts.map(host => row(host, hosts)))];
  const text = ['| Host | Version | Tested with |', '| :--- | :--- | :--- |', ...rows].join('\n');
  return source.slice(0, table.position!.start.offset) + text + source.slice(table.position!.end.offset);
}

/** One row for a host, which names every ESLint that it was plugged into. */
function row({ name, version, what, under }: Host, hosts: readonly Host[]): string {
  const linters = hosts.filter(host => host.name === name && host.what === what).map(host => host.under);
  return `| ${name} | ${version} | ${what}${under ? `, under ESLint ${linters.join(' and ')}` : ''} |`;
}

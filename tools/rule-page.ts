import { readFileSync } from 'node:fs';
import type { Code, Heading, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfmTable } from 'micromark-extension-gfm-table';
import { parse as parseYaml } from 'yaml';

/** From the worst to the mildest. */
export const impacts = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const;
export type Impact = (typeof impacts)[number];

/** A fenced code block of a markdown file. */
export interface Block {
  readonly language: string;
  /** The `key=value` pairs behind the language, such as `fix=fresh-session`. */
  readonly info: ReadonlyMap<string, string>;
  /** The bare words behind the language, such as `skip`. */
  readonly flags: ReadonlySet<string>;
  readonly code: string;
  /** The line of the opening fence; the code starts on the next one. */
  readonly line: number;
  /** The text of the heading that it stands under. */
  readonly heading: string;
  readonly verdict: 'correct' | 'incorrect' | 'none';
  readonly node: Code;
}

/** A `rule.md`, read. */
export interface RulePage {
  readonly file: string;
  readonly title: string;
  readonly impact: Impact;
  readonly description: string;
  readonly tags: readonly string[];
  readonly source: string;
  readonly tree: Root;
  readonly blocks: readonly Block[];
}

/** The syntax tree of a markdown text, with front matter and tables. */
export function parseMarkdown(source: string): Root {
  return fromMarkdown(source, {
    extensions: [frontmatter(['yaml']), gfmTable()],
    mdastExtensions: [frontmatterFromMarkdown(['yaml']), gfmTableFromMarkdown()],
  });
}

/** The visible text of a node. */
export function textOf(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** Every fenced block of a markdown tree, also those inside lists, in source order. */
export function codeBlocks(tree: Root): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  const visit = (node: Nodes): void => {
    if (node.type === 'heading') heading = textOf(node);
    if (node.type === 'code') blocks.push(blockOf(node, heading));
    if ('children' in node) node.children.forEach(visit);
  };
  visit(tree);
  return blocks;
}

function blockOf(node: Code, heading: string): Block {
  const words = (node.meta ?? '').split(/\s+/u).filter(Boolean);
  return {
    language: node.lang ?? '',
    info: new Map(
      words.filter(word => word.includes('=')).map(word => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
    ),
    flags: new Set(words.filter(word => !word.includes('='))),
    code: node.value,
    line: node.position!.start.line,
    heading,
    verdict: heading.startsWith('❌') ? 'incorrect' : heading.startsWith('✅') ? 'correct' : 'none',
    node,
  };
}

/**
 * Reads a rule's page.
 * @throws an Error that names the file and what is wrong with its front matter.
 */
export function readRulePage(file: string): RulePage {
  const source = readFileSync(file, 'utf8');
  const tree = parseMarkdown(source);
  const front = tree.children[0];
  if (front?.type !== 'yaml') throw new Error(`${file} has no front matter`);
  const facts: unknown = parseYaml(front.value);
  const title = stringField(facts, 'title', file);
  if (!tree.children.some(node => node.type === 'heading' && node.depth === 1 && textOf(node) === title)) {
    throw new Error(`${file} has no heading "# ${title}"`);
  }
  return {
    file,
    title,
    impact: impactField(facts, file),
    description: stringField(facts, 'description', file),
    tags: tagsField(facts, file),
    source,
    tree,
    blocks: codeBlocks(tree),
  };
}

function field(facts: unknown, name: string): unknown {
  return facts instanceof Object ? (facts as Record<string, unknown>)[name] : undefined;
}

function stringField(facts: unknown, name: string, file: string): string {
  const value = field(facts, name);
  if (typeof value !== 'string' || value === '') throw new Error(`${file}: "${name}" of the front matter must be a text`);
  return value;
}

function impactField(facts: unknown, file: string): Impact {
  const value = field(facts, 'impact');
  const impact = impacts.find(candidate => candidate === value);
  if (!impact) throw new Error(`${file}: "impact" of the front matter must be one of ${impacts.join(', ')}`);
  return impact;
}

function tagsField(facts: unknown, file: string): string[] {
  const value = field(facts, 'tags');
  if (!Array.isArray(value) || !value.every(tag => typeof tag === 'string')) {
    throw new Error(`${file}: "tags" of the front matter must be a list of words`);
  }
  return value;
}

/** A part of a markdown file under one heading, as offsets into the source. */
export interface Section {
  readonly heading: Heading;
  /** Where the heading's line ends. */
  readonly start: number;
  /** Where the next heading of the same or a higher level starts, or the file ends. */
  readonly end: number;
  readonly nodes: readonly Nodes[];
}

/** The section under the heading with this text. */
export function section(tree: Root, title: string, source: string): Section | undefined {
  const index = tree.children.findIndex(node => node.type === 'heading' && textOf(node) === title);
  const heading = tree.children[index];
  if (heading?.type !== 'heading') return undefined;
  const rest = tree.children.slice(index + 1);
  const next = rest.findIndex(node => node.type === 'heading' && node.depth <= heading.depth);
  return {
    heading,
    start: heading.position!.end.offset!,
    end: next < 0 ? source.length : rest[next]!.position!.start.offset!,
    nodes: next < 0 ? rest : rest.slice(0, next),
  };
}

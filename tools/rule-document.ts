import { existsSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import type { ESLint, Rule } from 'eslint';
import type { Link, Nodes } from 'mdast';
import { codeFrame, diffLines } from './code-frame.ts';
import { applied, extensionOf, lintCode } from './lint-code.ts';
import type { Report } from './lint-code.ts';
import { section } from './rule-page.ts';
import type { Block, RulePage } from './rule-page.ts';
import { propertySections } from './schema-text.ts';
import type { ShownSchema } from './schema-text.ts';
import { root } from './source-files.ts';

/** What a rule's document is made of. */
export interface RuleDocumentInput {
  readonly name: string;
  readonly page: RulePage;
  readonly rule: Rule.RuleModule;
  readonly plugin: ESLint.Plugin;
  /** The configurations that turn the rule on. */
  readonly presets: readonly string[];
  /** The options that `strict` sets. */
  readonly strictOptions: Readonly<Record<string, unknown>>;
}

/** A replacement of a part of the page's source. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const badges: Readonly<Record<string, string>> = { recommended: '✅', strict: '🔒' };

/** A configuration with its badge. */
export function presetBadge(preset: string): string {
  return `${badges[preset]} \`${preset}\``;
}

/** The reports of a rule on the incorrect blocks of its page. */
export function ownReports({ name, page, plugin }: Pick<RuleDocumentInput, 'name' | 'page' | 'plugin'>): Map<Block, Report[]> {
  const reports = new Map<Block, Report[]>();
  for (const block of page.blocks) {
    const extension = extensionOf(block.language);
    if (block.verdict !== 'incorrect' || !extension) continue;
    const found = lintCode(plugin, block.code, extension, { [`composio-sessions/${name}`]: 'error' });
    const broken = found.find(({ fatal }) => fatal);
    if (broken) throw new Error(`${page.file}:${block.line + broken.line}: ${broken.message}`);
    reports.set(block, found);
  }
  return reports;
}

/** The document of a rule for `docs/rules`: its page, with what the rule really does added to it. */
export function ruleDocument(input: RuleDocumentInput): string {
  const { page, name } = input;
  const reports = ownReports(input);
  const heading = page.tree.children.find(node => node.type === 'heading')!;
  const edits: Edit[] = [
    { start: 0, end: heading.position!.start.offset!, text: '' },
    { ...span(heading), text: `# ${page.title} (\`composio-sessions/${name}\`)\n\n${notices(input, [...reports.values()].flat())}` },
    ...page.blocks.flatMap(block => blockEdits(block, reports.get(block) ?? [])),
    ...links(page.tree).map(link => linkEdit(link, page)),
    optionsEdit(input),
  ];
  return withEdits(page.source, edits);
}

function span(node: Nodes): Pick<Edit, 'end' | 'start'> {
  return { start: node.position!.start.offset!, end: node.position!.end.offset! };
}

function withEdits(source: string, edits: readonly Edit[]): string {
  let text = '';
  let position = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    text += source.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return text + source.slice(position);
}

/** The notices under the heading, in the wording of eslint-doc-generator. */
function notices({ presets }: RuleDocumentInput, reports: readonly Report[]): string {
  const configs = presets.length > 1 ? 'the following configs' : 'the';
  const enabled = `💼 This rule is enabled in ${configs}${presets.length > 1 ? ':' : ''} ${presets.map(presetBadge).join(', ')}${presets.length > 1 ? '' : ' config'}.`;
  const suggests = reports.some(({ suggestions }) => suggestions?.length);
  const manual =
    '💡 This rule is manually fixable by [editor suggestions](https://eslint.org/docs/latest/use/core-concepts#rule-suggestions).';
  return suggests ? `${enabled}\n\n${manual}` : enabled;
}

function blockEdits(block: Block, reports: readonly Report[]): Edit[] {
  const { start, end } = span(block.node);
  const meta = block.node.meta ?? '';
  const info = `${block.node.lang ?? ''}${meta && ` ${meta}`}`;
  const infoStart = start + 3;
  return [
    ...(meta ? [{ start: infoStart, end: infoStart + info.length, text: block.language }] : []),
    ...(reports.length > 0 ? [{ start: end, end, text: reports.map(report => reportText(block.code, report)).join('') }] : []),
  ];
}

function reportText(code: string, report: Report): string {
  const suggestions = (report.suggestions ?? []).map(
    ({ desc, fix }) =>
      `\n\n<details>\n<summary>💡 ${html(desc)}</summary>\n\n\`\`\`diff\n${diffLines(code, applied(code, fix))}\n\`\`\`\n\n</details>`,
  );
  return `\n\n\`\`\`text\n${codeFrame(code, report, report.message)}\n\`\`\`${suggestions.join('')}`;
}

/** Text for an HTML element on a markdown page, code spans included. */
function html(text: string): string {
  return text
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/`([^`]*)`/gu, '<code>$1</code>');
}

function links(node: Nodes): Link[] {
  if (node.type === 'link') return [node];
  return 'children' in node ? node.children.flatMap(links) : [];
}

/** Turns a link between files of the repository into one that is right from `docs/rules`. */
function linkEdit(link: Link, page: RulePage): Edit {
  const { start, end } = span(link);
  const source = page.source.slice(start, end);
  if (/^[a-z]+:|^#/u.test(link.url)) return { start, end, text: source };
  const [path, anchor] = link.url.split('#') as [string, string?];
  const target = relative(root, join(dirname(page.file), path)).replaceAll('\\', '/');
  const rule = /^src\/rules\/([^/]+)\/rule\.md$/u.exec(target)?.[1];
  if (!existsSync(join(root, target))) {
    throw new Error(`${page.file}:${link.position!.start.line}: the link to ${link.url} leads nowhere`);
  }
  const url = (rule ? `${rule}.md` : posix.relative('docs/rules', target)) + (anchor === undefined ? '' : `#${anchor}`);
  return { start, end, text: source.slice(0, source.lastIndexOf('](') + 2) + url + ')' };
}

/** The options, in front of the references. */
function optionsEdit({ page, rule, strictOptions }: RuleDocumentInput): Edit {
  const at = section(page.tree, 'Reference', page.source)?.heading.position!.start.offset ?? page.source.length;
  const [schema] = (rule.meta?.schema ?? []) as ShownSchema[];
  if (!schema) return { start: at, end: at, text: '' };
  const [defaults = {}] = (rule.meta?.defaultOptions ?? []) as Record<string, unknown>[];
  const strict =
    Object.keys(strictOptions).length > 0
      ? `\n\nThe ${presetBadge('strict')} config sets ${Object.entries(strictOptions)
          .map(([key, value]) => `\`${key}: ${JSON.stringify(value).replaceAll('"', "'")}\``)
          .join(', ')}.`
      : '';
  return { start: at, end: at, text: `## Options\n\n${propertySections(schema, '###', defaults)}${strict}\n\n` };
}

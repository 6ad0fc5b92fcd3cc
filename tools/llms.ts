import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outputs } from './generate-source.ts';
import { parseMarkdown, textOf } from './rule-page.ts';
import { guides } from './site-pages.ts';
import { root } from './source-files.ts';

const summary =
  'ESLint rules for Composio sessions: how long a session may live, and whose it is. They follow a session from the call that creates it to every place it is kept in, and report the places that live too long.';

interface Page {
  /** The path on the site, which is the path under `docs`. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly text: string;
}

/** `llms.txt`, a table of contents for language models, and `llms-full.txt`, every page in one file. */
export function llmsOutputs(rules: readonly { name: string; title: string; description: string }[], documents: Outputs): Outputs {
  const page = (path: string, given?: { title: string; description: string }): Page => {
    const text = documents.get(`docs/${path}`) ?? readFileSync(join(root, 'docs', path), 'utf8');
    return { path, text: text.replace(/^---\n[^]*?\n---\n+/u, ''), ...(given ?? opening(text)) };
  };
  const groups = [
    ...guides.map(({ group, pages }) => ({ group, pages: pages.map(({ name }) => page(`${name}.md`)) })),
    {
      group: 'Rules',
      pages: rules.map(({ name, title, description }) => page(`rules/${name}.md`, { title: `${name}: ${title}`, description })),
    },
  ];
  const contents = groups.map(
    ({ group, pages }) =>
      `## ${group}\n\n${pages.map(({ path, title, description }) => `- [${title}](/${path}): ${description}`).join('\n')}\n`,
  );
  const head = `# eslint-plugin-composio-sessions\n\n> ${summary}\n\n`;
  return new Map([
    ['docs/public/llms.txt', `${head}Everything in one file: [llms-full.txt](/llms-full.txt)\n\n${contents.join('\n')}`],
    [
      'docs/public/llms-full.txt',
      head + groups.flatMap(({ pages }) => pages.map(({ path, text }) => `<!-- /${path} -->\n\n${text.trim()}\n`)).join('\n'),
    ],
  ]);
}

/** The heading of a page and the first sentence below it. */
function opening(text: string): Pick<Page, 'description' | 'title'> {
  const { children } = parseMarkdown(text);
  const heading = children.find(node => node.type === 'heading');
  const paragraph = children.find(node => node.type === 'paragraph');
  if (!heading || !paragraph) throw new Error(`a page without a heading or a first paragraph: ${text.slice(0, 60)}`);
  const [sentence] = /^.*?[.:](?=\s|$)/su.exec(textOf(paragraph)) ?? [textOf(paragraph)];
  return { title: textOf(heading), description: sentence.replace(/\s+/gu, ' ').replace(/:$/u, '.') };
}

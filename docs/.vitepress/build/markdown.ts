import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { MarkdownEnv, MarkdownRenderer } from 'vitepress';

/** Sends the links that lead from the pages to other files of the repository to where the repository is read. */
export function linksOutOfTheSite(markdown: MarkdownRenderer, repository: string): void {
  markdown.core.ruler.push('links-out-of-the-site', ({ tokens, env }) => {
    const { relativePath = '' } = env as MarkdownEnv;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const target = token.type === 'link_open' ? token.attrGet('href') : null;
      if (!target?.startsWith('.')) continue;
      const path = posix.join('docs', dirname(relativePath), target);
      if (!path.startsWith('docs/')) token.attrSet('href', `${repository}/blob/main/${path}`);
    }
  });
}

/** Puts the generated pictures into the page itself, so that they follow its colours. */
export function inlinePictures(markdown: MarkdownRenderer): void {
  const standard = markdown.renderer.rules.image!;
  markdown.renderer.rules.image = (tokens, index, options, env: MarkdownEnv, self) => {
    const token = tokens[index]!;
    const source = token.attrGet('src') ?? '';
    if (!source.startsWith('pictures/')) return standard(tokens, index, options, env, self);
    const picture = readFileSync(join(dirname(env.path), source), 'utf8').replace(/<style>[^]*?<\/style>\s*/u, '');
    return `<span class="picture" tabindex="0" role="group" aria-label="${markdown.utils.escapeHtml(token.content)}">${picture}</span>`;
  };
}

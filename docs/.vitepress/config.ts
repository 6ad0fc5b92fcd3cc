import { defineConfig } from 'vitepress';
import { readRulePage } from '../../tools/rule-page.ts';
import { guides } from '../../tools/site-pages.ts';
import { ruleFolders } from '../../tools/source-files.ts';
import { linterWorker } from './build/linter-worker.ts';
import { inlinePictures, linksOutOfTheSite } from './build/markdown.ts';
import { copyMarkdown } from './build/plain-markdown.ts';
import { printSizes } from './build/sizes.ts';

const repository = 'https://github.com/composio-sessions/eslint-plugin-composio-sessions';
const rules = ruleFolders().filter(({ code }) => code !== undefined);

function group({ group: text, pages }: (typeof guides)[number]) {
  return { text, items: pages.map(page => ({ text: page.text, link: `/${page.name}` })) };
}

export default defineConfig({
  title: 'composio-sessions',
  titleTemplate: ':title | eslint-plugin-composio-sessions',
  description: 'ESLint rules for how long a Composio session may live, and whose it is.',
  lang: 'en',
  // no time of the build on any page: the same sources give the same site
  lastUpdated: false,
  cleanUrls: false,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/icon.svg' }]],
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/getting-started', activeMatch: '^/(?!rules/|playground)' },
      { text: 'Rules', link: '/rules/no-session-cache', activeMatch: '^/rules/' },
      { text: 'Playground', link: '/playground' },
    ],
    sidebar: [
      group(guides[0]),
      {
        text: 'Rules',
        items: rules.map(({ name, page }) => ({
          text: `<code>${name}</code>`,
          link: `/rules/${name}`,
          docFooterText: readRulePage(page).title,
        })),
      },
      group(guides[1]),
    ],
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: repository, ariaLabel: 'Source code' }],
    footer: { message: 'MIT licence' },
  },
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: markdown => markdown.use(linksOutOfTheSite, repository).use(inlinePictures),
  },
  // the editor's chunk is loaded on demand; its size is printed below
  vite: { plugins: [linterWorker()], build: { chunkSizeWarningLimit: 700 } },
  transformHead: ({ page }) => [['link', { rel: 'alternate', type: 'text/markdown', href: `/${page}` }]],
  buildEnd({ pages, srcDir, outDir }) {
    copyMarkdown(pages, srcDir, outDir);
    printSizes(outDir);
  },
});

import { defineConfig } from 'vitepress';
import { readRulePage } from '../../tools/rule-page.ts';
import { ruleFolders } from '../../tools/source-files.ts';
import { linterWorker } from './build/linter-worker.ts';
import { inlinePictures, linksOutOfTheSite } from './build/markdown.ts';
import { copyMarkdown } from './build/plain-markdown.ts';
import { printSizes } from './build/sizes.ts';

const repository = 'https://github.com/composio-sessions/eslint-plugin-composio-sessions';
const rules = ruleFolders().filter(({ code }) => code !== undefined);

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
      {
        text: 'Use it',
        items: [
          { text: 'Getting started', link: '/getting-started' },
          { text: 'Presets', link: '/presets' },
          { text: 'Settings', link: '/settings' },
          { text: 'In an existing code base', link: '/adopting' },
          { text: 'Editor, hooks and CI', link: '/editor-hooks-ci' },
          { text: 'Playground', link: '/playground' },
        ],
      },
      {
        text: 'Rules',
        items: rules.map(({ name, page }) => ({ text: `<code>${name}</code>`, link: `/rules/${name}`, docFooterText: readRulePage(page).title })),
      },
      {
        text: 'Understand it',
        items: [
          { text: 'How it decides', link: '/how-it-decides' },
          { text: 'Two generations of advice', link: '/two-generations' },
          { text: 'Compared with own rules', link: '/comparison' },
          { text: 'Limits', link: '/limits' },
          { text: 'For machines', link: '/for-machines' },
          { text: 'Changelog', link: '/changelog' },
        ],
      },
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

/** The versions that the suites install into their projects: all exact, all seen to work together on Node 20. */
const exact = {
  '@babel/core': '7.29.13',
  '@babel/eslint-parser': '7.29.13',
  '@composio/core': '0.19.0',
  '@eslint/markdown': '8.0.3',
  '@microsoft/eslint-formatter-sarif': '3.1.0',
  '@tanstack/eslint-plugin-query': '5.106.1',
  '@typescript-eslint/parser': '8.72.0',
  eslint: '10.15.0',
  'eslint-formatter-gitlab': '7.2.0',
  'eslint-plugin-testing-library': '7.16.2',
  husky: '9.1.7',
  jiti: '2.7.0',
  lefthook: '2.2.2',
  'lint-staged': '16.3.4',
  oxlint: '1.94.0',
  pnpm: '9.15.9',
  svelte: '5.57.3',
  'svelte-eslint-parser': '1.10.1',
  turbo: '2.11.11',
  typescript: '6.0.3',
  'vscode-langservers-extracted': '4.10.0',
  'vue-eslint-parser': '10.4.2',
} as const;

/** Names with their versions, as `dependencies` lists them. */
export function pinned<Name extends keyof typeof exact>(...names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map(name => [name, exact[name] as string])) as Record<Name, string>;
}

// Made from package.json by `npm run generate`.
export const packageFacts = {
  name: 'eslint-plugin-composio-sessions',
  version: '0.1.0',
} as const;

import { everyRule } from '../support/blocks.ts';

const rules = JSON.stringify(everyRule);

/** The compiler's options for type information over blocks of TypeScript and JavaScript. */
export const tsconfig = JSON.stringify({
  compilerOptions: {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowJs: true,
    jsx: 'preserve',
    target: 'ES2022',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    moduleDetection: 'force',
    types: [],
  },
  include: ['blocks'],
});

/** A configuration of the new format with every rule, as a text. `languageOptions` is code. */
export function flatConfig(languageOptions: string, files = '**/*.{js,jsx,ts,tsx}', imports = ''): string {
  return `import plugin from 'eslint-plugin-composio-sessions';
${imports}
export default [{
  files: ['${files}'],
  plugins: { 'composio-sessions': plugin },
  rules: ${rules},
  languageOptions: ${languageOptions},
  linterOptions: { reportUnusedDisableDirectives: 'off' },
}];
`;
}

export const importParser = "import * as parser from '@typescript-eslint/parser';\n";
export const untyped = '{ parser, parserOptions: { ecmaFeatures: { jsx: true } } }';
export const typed =
  '{ parser, parserOptions: { ecmaFeatures: { jsx: true }, projectService: true, tsconfigRootDir: import.meta.dirname } }';

/** A configuration with every rule for Python. */
export const pythonConfig = `import python from 'eslint-plugin-composio-sessions/python';

export default [{ ...python.configs.strict, rules: ${rules} }];
`;

/** A configuration of the old format with every rule. */
export const eslintrc = `module.exports = {
  root: true,
  parser: '@typescript-eslint/parser',
  parserOptions: { ecmaVersion: 'latest', sourceType: 'module', ecmaFeatures: { jsx: true } },
  plugins: ['composio-sessions'],
  rules: ${rules},
};
`;

export const oxlintrc = JSON.stringify({
  jsPlugins: ['eslint-plugin-composio-sessions'],
  categories: { correctness: 'off' },
  rules: everyRule,
});

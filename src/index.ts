import type { ESLint, Linter } from 'eslint';
import { packageFacts } from './generated/package-facts.ts';
import { recommended, strict } from './generated/presets.ts';
import { rules } from './generated/rules.ts';

const namespace = 'composio-sessions';

const configs = {
  recommended: { name: `${namespace}/recommended`, rules: recommended },
  strict: { name: `${namespace}/strict`, rules: strict },
} satisfies Record<string, Linter.Config>;

/** The plugin: its rules, and the configurations `recommended` and `strict` (and no others, so that a typo is an error). */
const plugin: Omit<ESLint.Plugin, 'configs'> & { configs: Record<'recommended' | 'strict', Linter.Config> } = {
  meta: { ...packageFacts, namespace },
  // typescript-eslint's rule type differs from ESLint's in its node types only
  rules: rules as unknown as NonNullable<ESLint.Plugin['rules']>,
  configs,
};
for (const config of Object.values<Linter.Config>(configs)) config.plugins = { [namespace]: plugin };

export default plugin;
// what `require` returns, which configurations of the old format load plugins with
export { plugin as 'module.exports' };

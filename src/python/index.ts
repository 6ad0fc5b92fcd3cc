import type { ESLint, Linter } from 'eslint';
import plugin from '../index.ts';
import { python } from './language.ts';

const { namespace } = plugin.meta as { namespace: string };
const languages = `${namespace}-python`;

/** Python as a language of ESLint, in a plugin of its own: the rules are those of the main one. */
const language: ESLint.Plugin = {
  meta: { ...plugin.meta, name: `${plugin.meta!.name!}/python`, namespace: languages },
  languages: { python: python as unknown as NonNullable<ESLint.Plugin['languages']>[string] },
};

function configured(preset: Linter.Config): Linter.Config {
  return {
    name: `${preset.name!}-python`,
    files: ['**/*.py', '**/*.pyi'],
    language: `${languages}/python`,
    plugins: { [namespace]: plugin, [languages]: language },
    rules: preset.rules!,
  };
}

/** The same rules for Python files: `configs.recommended` and `configs.strict`. Needs ESLint 9.15 or newer. */
const pythonPlugin: Omit<ESLint.Plugin, 'configs'> & { configs: Record<'recommended' | 'strict', Linter.Config> } = {
  ...language,
  configs: { recommended: configured(plugin.configs.recommended), strict: configured(plugin.configs.strict) },
};

export default pythonPlugin;

import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import type { ESLint, Linter } from 'eslint';
import { markdownFiles, markdownLinter } from './markdown-linter.ts';
import { root } from './source-files.ts';

const names = process.argv.slice(2);
if (names.length === 0 || names.some(name => name.startsWith('-'))) {
  console.error('Usage: npm run lint:markdown -- FILE.md …\nLints the code blocks of markdown files with the strict rules.');
  process.exit(2);
}

try {
  const files = markdownFiles(names);
  const { default: plugin } = (await import(pathToFileURL(join(root, 'dist', 'index.js')).href)) as {
    default: ESLint.Plugin & { configs: { strict: Linter.Config } };
  };
  const eslint = markdownLinter(plugin, plugin.configs.strict.rules!);
  const results = await eslint.lintFiles(files);
  const formatter = await eslint.loadFormatter('stylish');
  console.log((await formatter.format(results)) || `No findings in ${files.length} file${files.length === 1 ? '' : 's'}.`);
  process.exitCode = results.some(({ errorCount }) => errorCount > 0) ? 1 : 0;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { styleText } from 'node:util';
import type { ESLint, Linter } from 'eslint';
import { codeFrame, diffLines } from './code-frame.ts';
import type { Paint } from './code-frame.ts';
import { lintExample } from './example.ts';
import { applied } from './lint-code.ts';
import { root } from './source-files.ts';

const colours = { added: 'green', dim: 'gray', message: 'yellow', removed: 'red', squiggle: 'red' } as const;
const colourful = process.stdout.isTTY && process.stdout.hasColors();
const paint: Paint = (part, text) => (colourful ? styleText(colours[part], text) : text);
const indented = (text: string) => text.replace(/^(?=.)/gmu, '    ');

const { default: plugin } = (await import(pathToFileURL(join(root, 'dist', 'index.js')).href)) as {
  default: ESLint.Plugin;
};
// every rule, with its default options
const rules: Linter.RulesRecord = Object.fromEntries(Object.keys(plugin.rules!).map(name => [`composio-sessions/${name}`, 'error']));
const files = await lintExample(plugin, rules);

for (const { path, code, reports } of files) {
  for (const report of reports) {
    console.log(`${path}:${report.line}:${report.column} ${paint('dim', report.ruleId ?? '')}\n`);
    console.log(`${indented(codeFrame(code, report, report.message, 2, paint))}\n`);
    for (const { desc, fix } of report.suggestions ?? []) {
      console.log(`  💡 ${desc}\n\n${indented(diffLines(code, applied(code, fix), paint))}\n`);
    }
  }
}

const faulty = files.filter(({ reports }) => reports.length > 0);
const findings = faulty.flatMap(({ reports }) => reports).length;
const clean = files.filter(({ reports }) => reports.length === 0).map(({ path }) => path.slice(path.lastIndexOf('src/')));
console.log(`${findings} findings in ${faulty.length} files. Nothing to say about ${clean.join(', ')}.`);

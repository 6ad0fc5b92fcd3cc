import { execFileSync } from 'node:child_process';
import { linterWith, noRules, parsed, strict } from './lint.ts';
import { packagedSources, type SourceFile } from './packages.ts';
import { median, table, tell } from './quality.ts';
import { jiti } from './self.ts';
import { shapes } from './shapes.ts';

const rounds = 5;
const [, script, what] = process.argv;

if (what === undefined) {
  compare();
} else {
  process.stdout.write(String(peakOf(what === 'strict')));
}

/** Runs both ways in processes of their own, in turn. */
function compare(): void {
  const peaks = { 'no rules': [] as number[], strict: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const way of Object.keys(peaks) as (keyof typeof peaks)[]) {
      peaks[way].push(Number(execFileSync(process.execPath, [jiti, script!, way], { encoding: 'utf8' })));
    }
  }
  const [without, own] = [median(peaks['no rules']), median(peaks.strict)];
  tell('Memory', `The most memory that a process holds while it parses and lints every second file of the corpus of *Speed* and one of each
shape of *Growth*, the median of ${rounds} processes each, in turn.

${table(['lint with', 'peak'], [
    ['no rules', `${without.toFixed(0)} MB`],
    ['composio-sessions (strict)', `${own.toFixed(0)} MB (${((own / without - 1) * 100).toFixed(1)} % more)`],
  ])}`);
}

function peakOf(isOwn: boolean): number {
  const lint = linterWith(isOwn ? strict : noRules);
  const files: SourceFile[] = [
    ...packagedSources().filter((_, index) => index % 2 === 0),
    ...shapes.map(({ name, source }) => ({ name: `${name}.ts`, text: source(20) })),
  ];
  for (const { name, text } of files) {
    const filename = name.replace(/.*\//u, '');
    const file = parsed(text, filename);
    if (file) {
      lint(file.sourceCode(), filename);
    }
  }
  return process.resourceUsage().maxRSS / 1024;
}

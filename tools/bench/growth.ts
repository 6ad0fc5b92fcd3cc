import { spawnSync } from 'node:child_process';
import { linterWith, noRules, parsed, strict, timeOf } from './lint.ts';
import { median, table, tell } from './quality.ts';
import { jiti } from './self.ts';
import { shapes, type Shape } from './shapes.ts';

const sizes = [100, 1_000, 10_000];
const rounds = 3;
/** A shape that takes longer than this at all its sizes is cut off, in milliseconds. */
const patience = 240_000;
const [, script, ...words] = process.argv;

if (words[0] === '--shape') {
  printTimes(shapes.find(({ name }) => name === words[1])!);
} else {
  compare(shapes.filter(({ name }) => name.includes(words.join(' '))));
}

/** Writes a line for each size: the time per line, as far as parsers and patience go. */
function printTimes(shape: Shape): void {
  timePerLine(shapes[0]!, 200);
  for (const size of sizes.filter(each => each <= (shape.most ?? Infinity))) {
    const time = timePerLine(shape, size);
    if (time === undefined) {
      return;
    }
    process.stdout.write(`${time}\n`);
  }
}

/** Runs each shape in a process of its own, so that none pays for what another left in memory. */
function compare(chosen: readonly Shape[]): void {
  const rows = chosen.map(({ name }) => {
    const { stdout, status, signal } = spawnSync(process.execPath, [jiti, script!, '--shape', name], {
      encoding: 'utf8',
      timeout: patience,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (status !== 0 && signal !== 'SIGTERM') {
      throw new Error(`The measurement of "${name}" ended with ${status ?? signal}.`);
    }
    const points = stdout
      .split('\n')
      .filter(Boolean)
      .map((time, index) => ({ size: sizes[index]!, time: Number(time) }));
    const row = [
      name,
      ...sizes.map((_, index) => points[index]?.time.toFixed(0) ?? '–'),
      points.length > 1 ? exponent(points).toFixed(2) : '–',
    ];
    process.stderr.write(`${row.join('  ')}\n`);
    return row;
  });
  if (chosen.length === shapes.length) {
    tell(
      'Growth',
      `Microseconds per line that the \`strict\` preset takes on one generated file (\`tools/bench/shapes.ts\`), and the exponent
with which its whole time grows with the file: 1 is linear. One microsecond per line is one millisecond per 1,000 lines. Where
a size is missing, the nesting is more than parsers take, or it took more than ${patience / 60_000} minutes. Every line of these files works with
sessions, and most are faults.

${table(['one file of', ...sizes.map(size => size.toLocaleString('en')), 'exponent'], rows)}`);
  }
}

/** Microseconds per line that all our rules take on a shape of a size; undefined where the parser gives up. */
function timePerLine({ source }: Shape, size: number): number | undefined {
  const [withoutRules, withOurs] = [linterWith(noRules), linterWith(strict)];
  const text = source(size);
  const times: number[] = [];
  for (let round = 0; round < (size > 1_000 ? 1 : rounds); round += 1) {
    const file = parsed(text, 'file.ts');
    if (!file) {
      return undefined;
    }
    const [one, other] = [file.sourceCode(), file.sourceCode()];
    const without = timeOf(() => withoutRules(one, 'file.ts'));
    times.push(Math.max(timeOf(() => withOurs(other, 'file.ts')) - without, 0.001));
  }
  return (median(times) / text.split('\n').length) * 1_000;
}

/** The exponent with which the whole time grows, fitted through all sizes: 1 is linear, 2 is quadratic. */
function exponent(points: readonly { readonly size: number; readonly time: number }[]): number {
  const logs = points.map(({ size, time }) => [Math.log(size), Math.log(size * time)] as const);
  const mean = (index: 0 | 1) => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  return logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0) / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}

import { linterWith, noRules, parsed, strict, timeOf } from './lint.ts';
import { median, table, tell } from './quality.ts';
import { shapes, type Shape } from './shapes.ts';

const arguments_ = process.argv.slice(2);
/** `3000` as the last argument leaves out what is larger. */
const most = Number(arguments_.at(-1)) || 10_000;
const sizes = [...new Set([100, 1_000, 10_000].map(size => Math.min(size, most)))];
const rounds = 3;
const [withoutRules, withOurs] = [linterWith(noRules), linterWith(strict)];

/** Microseconds per line that all our rules take on a shape of a size; undefined where the parser gives up. */
function timePerLine({ source }: Shape, size: number): number | undefined {
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

timePerLine(shapes[0]!, 200);
const wanted = arguments_.filter(word => Number.isNaN(Number(word))).join(' ');
const rows: string[][] = [];
for (const shape of shapes.filter(({ name }) => name.includes(wanted))) {
  const points: { size: number; time: number }[] = [];
  for (const size of sizes) {
    const time = size <= (shape.most ?? Infinity) && (points.at(-1)?.time ?? 0) < 5_000 ? timePerLine(shape, size) : undefined;
    if (time !== undefined) {
      points.push({ size, time });
    }
  }
  const row = [shape.name, ...sizes.map(size => points.find(point => point.size === size)?.time.toFixed(0) ?? '–'), points.length > 1 ? exponent(points).toFixed(2) : '–'];
  process.stderr.write(`${row.join('  ')}\n`);
  rows.push(row);
}
if (wanted === '') {
  tell('Growth', `Microseconds per line that the \`strict\` preset takes on one generated file (\`tools/bench/shapes.ts\`), and the exponent
with which its whole time grows with the file: 1 is linear. One microsecond per line is one millisecond per 1,000 lines. Where
a size is missing, the nesting is more than parsers take. Every line of these files works with sessions, and most are faults.
${most < 10_000 ? `Larger files than of ${most.toLocaleString('en')} were left out of this run.\n` : ''}
${table(['one file of', ...sizes.map(size => size.toLocaleString('en')), 'exponent'], rows)}`);
}

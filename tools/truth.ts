import { compareMany } from '../tests/truth/compare.ts';
import { smallest } from '../tests/truth/smallest.ts';
import { table, tell } from './bench/quality.ts';

const [count = '5000', seed = '1'] = process.argv.slice(2);
const { tallies, disagreements } = await compareMany(Number(count), Number(seed));

const percent = (part: number, other: number): string => (part + other === 0 ? '-' : `${((100 * part) / (part + other)).toFixed(2)} %`);
const rows = [...tallies]
  .sort(([one], [other]) => one.localeCompare(other))
  .map(([rule, { agreed, missed, invented }]) => [
    rule,
    String(agreed + missed),
    String(missed),
    String(invented),
    percent(agreed, missed),
    percent(agreed, invented),
  ]);
tell(
  'Ground truth',
  `\`npm run truth\` writes small programs over sessions and runs each in every way that it can go, against an SDK that notes which
session serves whom, when and with which config. What the runs show is the truth that the rules are held to: ${count} programs, seed
${seed}. The kinds of programs in which the two differ are among the [limits](limits.md).

${table(['rule', 'faults', 'missed', 'invented', 'recall', 'precision'], rows)}`);

const shown = new Set<string>();
for (const disagreement of disagreements.slice(0, 20)) {
  const { code, missed, invented } = await smallest(disagreement);
  if (!shown.has(code))
    console.log(`\nmissed: ${missed.join(', ') || 'nothing'}; invented: ${invented.join(', ') || 'nothing'}\n\n${code}`);
  shown.add(code);
}
process.exitCode = disagreements.length > 0 ? 1 : 0;

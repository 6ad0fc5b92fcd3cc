import { compareMany } from '../tests/truth/compare.ts';
import { smallest } from '../tests/truth/smallest.ts';

const [count = '5000', seed = '1'] = process.argv.slice(2);
const { tallies, disagreements } = await compareMany(Number(count), Number(seed));

const percent = (part: number, other: number): string => (part + other === 0 ? '-' : `${((100 * part) / (part + other)).toFixed(2)} %`);
console.log(`${count} programs from seed ${seed}, each run in every way that it can go and compared with what the rules report\n`);
console.log('| Rule | Faults | Missed | Invented | Recall | Precision |\n| :--- | ---: | ---: | ---: | ---: | ---: |');
for (const [rule, { agreed, missed, invented }] of [...tallies].sort(([one], [other]) => one.localeCompare(other))) {
  console.log(`| ${rule} | ${agreed + missed} | ${missed} | ${invented} | ${percent(agreed, missed)} | ${percent(agreed, invented)} |`);
}

const shown = new Set<string>();
for (const disagreement of disagreements.slice(0, 20)) {
  const { code, missed, invented } = await smallest(disagreement);
  if (!shown.has(code)) console.log(`\nmissed: ${missed.join(', ') || 'nothing'}; invented: ${invented.join(', ') || 'nothing'}\n\n${code}`);
  shown.add(code);
}
process.exitCode = disagreements.length > 0 ? 1 : 0;

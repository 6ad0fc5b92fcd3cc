import {
  blockFiles,
  labelledBlocks,
  lintBlock,
  pageBlocks,
  pages,
  pythonBlockFiles,
  strictRules,
  type LintedBlock,
} from '../tests/support/blocks.ts';
import { ruleName } from './lint-code.ts';

/** What is counted for one rule. */
interface Rate {
  reports: number;
  helped: number;
  readonly without: string[];
}

const [wanted] = process.argv.slice(2);
if (wanted !== undefined && !pages.some(({ name }) => name === wanted)) {
  console.error(
    'Usage: npm run suggestion-rates -- [RULE]\nPrints how many reports offer a suggestion; with a rule, also those that offer none.',
  );
  process.exit(2);
}

/** How many reports on some blocks offer a suggestion, by rule. */
function ratesOf(blocks: readonly LintedBlock[]): Map<string, Rate> {
  const rates = new Map<string, Rate>(pages.map(({ name }) => [name, { reports: 0, helped: 0, without: [] }]));
  for (const block of blocks) {
    for (const report of lintBlock(block, strictRules)) {
      const rate = rates.get(ruleName(report));
      if (rate) {
        rate.reports += 1;
        if (report.suggestions) {
          rate.helped += 1;
        } else {
          rate.without.push(`${block.place}, line ${report.line} of the block: ${report.message}`);
        }
      }
    }
  }
  return rates;
}

function print(name: string, { reports, helped }: Pick<Rate, 'helped' | 'reports'>): void {
  const share = reports === 0 ? '' : `${((100 * helped) / reports).toFixed(1)} %`;
  console.log(`${name.padEnd(26)} ${String(helped).padStart(4)} of ${String(reports).padStart(4)} ${share.padStart(8)}`);
}

const all = [...pages.flatMap(pageBlocks), ...[...blockFiles, ...pythonBlockFiles].flatMap(labelledBlocks)];
for (const [language, isOf] of [
  ['TypeScript and JavaScript', ({ extension }: LintedBlock) => extension !== 'py'],
  ['Python', ({ extension }: LintedBlock) => extension === 'py'],
] as const) {
  const rates = ratesOf(all.filter(isOf));
  const every = [...rates.values()];
  const sum = (of: (rate: Rate) => number) => every.reduce((total, rate) => total + of(rate), 0);
  console.log(`${language}\n`);
  rates.forEach((rate, name) => print(name, rate));
  print('all', { reports: sum(rate => rate.reports), helped: sum(rate => rate.helped) });
  console.log('');
  for (const line of (wanted !== undefined && rates.get(wanted)?.without) || []) {
    console.log(line);
  }
}

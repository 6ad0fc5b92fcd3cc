import { blockFiles, labelledBlocks, lintBlock, pageBlocks, pages, strictRules } from '../tests/support/blocks.ts';
import { ruleName } from './lint-code.ts';

/** What is counted for one rule. */
interface Rate {
  reports: number;
  helped: number;
  readonly without: string[];
}

const [wanted] = process.argv.slice(2);
if (wanted !== undefined && !pages.some(({ name }) => name === wanted)) {
  console.error('Usage: npm run suggestion-rates -- [RULE]\nPrints how many reports offer a suggestion; with a rule, also those that offer none.');
  process.exit(2);
}

const rates = new Map<string, Rate>(pages.map(({ name }) => [name, { reports: 0, helped: 0, without: [] }]));
const blocks = [...pages.flatMap(pageBlocks), ...blockFiles.flatMap(file => labelledBlocks(file))].filter(({ extension }) => extension !== 'py');
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

const all = [...rates.values()];
const rows = [...rates].map(([name, rate]) => [name, rate.reports, rate.helped] as const);
const sum = (of: (rate: Rate) => number) => all.reduce((total, rate) => total + of(rate), 0);
for (const [name, reports, helped] of [...rows, ['all', sum(rate => rate.reports), sum(rate => rate.helped)] as const]) {
  const share = reports === 0 ? '' : `${((100 * helped) / reports).toFixed(1)} %`;
  console.log(`${name.padEnd(26)} ${String(helped).padStart(4)} of ${String(reports).padStart(4)} ${share.padStart(8)}`);
}
for (const line of (wanted !== undefined && rates.get(wanted)?.without) || []) {
  console.log(line);
}

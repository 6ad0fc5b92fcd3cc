import { applied } from '../../tools/lint-code.ts';
import type { Report } from '../../tools/lint-code.ts';
import { blockFiles, labelledBlocks, lintBlock, pageBlocks, pages, strictRules } from './blocks.ts';
import type { LintedBlock } from './blocks.ts';

/** A suggestion on a block, and the text it makes. */
export interface Suggested {
  readonly block: LintedBlock;
  /** All reports on the block as it is. */
  readonly before: readonly Report[];
  readonly report: Report;
  readonly desc: string;
  readonly result: string;
  /** `file.md:LINE heading line 7: what the suggestion does`. */
  readonly name: string;
}

/** Every page and file of labelled blocks in TypeScript and JavaScript, by its name. */
export const blockSources: readonly { readonly name: string; readonly blocks: readonly LintedBlock[] }[] = [
  ...pages.map(page => ({ name: `page-${page.name}.md`, blocks: pageBlocks(page) })),
  ...blockFiles.map(file => ({ name: file.replace(/^.*[\\/]/u, ''), blocks: labelledBlocks(file) })),
];

/** What every suggestion for a block makes of it. */
export function suggestionsOf(block: LintedBlock): Suggested[] {
  const before = lintBlock(block, strictRules);
  return before.flatMap(report =>
    (report.suggestions ?? []).map(({ desc, fix }) => ({
      block,
      before,
      report,
      desc,
      result: applied(block.code, fix),
      name: `${block.place} line ${report.line}: ${desc}`,
    })),
  );
}

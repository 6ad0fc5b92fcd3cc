import type { SourceCode } from 'eslint';
import { loweredOf } from '../../../src/analysis/language.ts';
import { printFacts } from '../../../src/analysis/print-facts.ts';
import type { Settings } from '../../../src/sdk/settings.ts';
import type { Fact } from './messages.ts';

/** What the analysis knows about the code, in source order. */
export function factsOf(sourceCode: SourceCode, settings: Settings): Fact[] {
  // ESLint's type and typescript-eslint's differ in their node types only
  const lowered = loweredOf(sourceCode as unknown as Parameters<typeof loweredOf>[0]);
  return printFacts(lowered.sourceCode, settings).map(({ text, range: [from, to] }) => {
    const { line, column } = sourceCode.getLocFromIndex(from);
    // each line starts with its number, which the list shows as a link
    return { text: lowered.asWritten(text.replace(/^\d+ /u, '')), from, to, line, column: column + 1 };
  });
}

import type { SourceCode } from './facts.ts';

/** A file of another language than JavaScript, in the shape that the analysis reads. */
export interface Lowered {
  readonly sourceCode: SourceCode;
  /** A text for people with the names as the file writes them. */
  asWritten(text: string): string;
}

/** What the analysis reads of a file: itself, or what its language's front end made of it. */
export function loweredOf(sourceCode: SourceCode): Lowered {
  const { lowered } = sourceCode as { readonly lowered?: Lowered };
  return lowered ?? { sourceCode, asWritten: text => text };
}

/** Whether a file was Python. */
export function isPython(sourceCode: SourceCode): boolean {
  return (sourceCode.parserServices as { readonly isPython?: boolean } | undefined)?.isPython === true;
}

import type { SourceCode } from './facts.ts';

/** A file of another language than JavaScript, in the shape that the analysis reads. */
export interface Lowered {
  readonly sourceCode: SourceCode;
  /** A text for people with the names as the file writes them. */
  asWritten(text: string): string;
  /** Another text of the same language in that shape; undefined when it does not parse. */
  reread?(text: string): SourceCode | undefined;
}

/** What the analysis reads of a file: itself, or what its language's front end made of it. */
export function loweredOf(sourceCode: SourceCode): Lowered {
  const { lowered } = sourceCode as { readonly lowered?: Lowered };
  return lowered ?? { sourceCode, asWritten: text => text };
}

/** A name of the analysis as the file writes it. */
export function asWritten(sourceCode: SourceCode, name: string): string {
  const { asWritten: word } = sourceCode as { readonly asWritten?: (name: string) => string };
  return word ? word.call(sourceCode, name) : name;
}

/** Whether a file was Python. */
export function isPython(sourceCode: SourceCode): boolean {
  return (sourceCode.parserServices as { readonly isPython?: boolean } | undefined)?.isPython === true;
}

import { structuredPatch } from 'diff';

/** A place in code, as ESLint reports it: lines and columns from 1, the end exclusive. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
}

/** How a part of a frame is shown, where colours are wanted. */
export type Paint = (part: 'added' | 'dim' | 'message' | 'removed' | 'squiggle', text: string) => string;

const plain: Paint = (_, text) => text;

/** The reported lines with squiggles under them and the message below, and `around` lines of context on both sides. */
export function codeFrame(code: string, place: Place, message: string, around = 1, paint: Paint = plain): string {
  const lines = code.trimEnd().split('\n');
  const { line: first, endLine: last = first } = place;
  const to = Math.min(lines.length, last + around);
  const width = String(to).length;
  const gutter = (label: number | string) => paint('dim', `${String(label).padStart(width)} |`);
  const frame: string[] = [];
  for (let number = Math.max(1, first - around); number <= to; number += 1) {
    const line = lines[number - 1]!;
    frame.push(`${gutter(number)} ${line}`.trimEnd());
    if (number < first || number > last) continue;
    const start = number === first ? place.column - 1 : line.search(/\S|$/u);
    const end = number === last ? (place.endColumn ?? start + 2) - 1 : line.trimEnd().length;
    const indent = line.slice(0, start).replace(/[^\t]/gu, ' ');
    if (end > start) frame.push(`${gutter('')} ${indent}${paint('squiggle', '~'.repeat(end - start))}`);
    if (number === last) {
      const messageIndent = lines[first - 1]!.slice(0, place.column - 1).replace(/[^\t]/gu, ' ');
      frame.push(`${gutter('')} ${messageIndent}${paint('message', message)}`);
    }
  }
  return frame.join('\n');
}

/** What changes from one text to another, as the lines of a diff without headers; `…` stands between distant parts. */
export function diffLines(before: string, after: string, paint: Paint = plain): string {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: 2 });
  return hunks
    .map(({ lines }) =>
      lines
        .filter(line => !line.startsWith('\\'))
        .map(line => (line.startsWith('+') ? paint('added', line) : line.startsWith('-') ? paint('removed', line) : line.trimEnd()))
        .join('\n'),
    )
    .join(`\n${paint('dim', '…')}\n`);
}

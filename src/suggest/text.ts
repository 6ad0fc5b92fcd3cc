import type { SourceCode } from '../analysis/facts.ts';
import { isAmong } from '../analysis/tree.ts';
import { firstAtOrAfter } from './file-index.ts';
import type { Span } from './spans.ts';
import { oncePer } from '../analysis/once-per.ts';

/** Stands where something was taken out, so that a line with nothing else on it can go. */
export const gone = '\uE000';

/** Stands for a line break that indentation must not touch: in a template, a block comment or a text in three quotes. */
const fixedNewline = '\uE001';

/** The source text of a range, with the line breaks inside templates, comments and texts marked. */
export function keepNewlines(sourceCode: SourceCode, span: readonly [number, number]): string {
  const [start, end] = span;
  const text = sourceCode.text.slice(start, end);
  if (!text.includes('\n') || !/`|\/\*|\}|"""|'''/u.test(text)) {
    return text;
  }
  const tokens = fixedTokens(sourceCode);
  let out = '';
  let at = start;
  for (let index = Math.max(firstAtOrAfter(tokens, start) - 1, 0); index < tokens.length && tokens[index]!.range[0] < end; index += 1) {
    const token = tokens[index]!;
    const from = Math.max(token.range[0], at);
    const to = Math.min(token.range[1], end);
    if (from < to) {
      out += sourceCode.text.slice(at, from) + sourceCode.text.slice(from, to).replaceAll('\n', fixedNewline);
      at = to;
    }
  }
  return out + sourceCode.text.slice(at, end);
}

export function restoreNewlines(text: string): string {
  return text.replaceAll(fixedNewline, '\n');
}

/** Moves the lines after the first from one indentation to another. */
export function shift(text: string, from: string, to: string): string {
  return text.replaceAll(/\n([^\S\n]*)(?=\S)/gu, (all, indent: string) =>
    indent.startsWith(from) ? `\n${to}${indent.slice(from.length)}` : all,
  );
}

/**
 * Drops the lines that only held what is gone, and the blank lines that this leaves behind: two in a row, one after an
 * opening or before a closing bracket, or one at an end of the file.
 */
export function tidy(rendered: string, source: string, [start, end]: Span): string {
  const lines = rendered.split('\n');
  const out: string[] = [];
  let dropped = false;
  /** Blank lines in front of what was dropped, which stand for as many behind it. */
  let blanks = 0;
  for (const [index, line] of lines.entries()) {
    const text = line
      .replaceAll(/^(\s*)\uE000+[^\S\r\n]*/gu, '$1')
      .replaceAll(/[^\S\r\n]*\uE000+(?=\s*$)/gu, '')
      .replaceAll(gone, '');
    if (text.trim() === '' && line.includes(gone)) {
      blanks = blanksAbove(out, source, start);
      dropped = true;
      continue;
    }
    if (dropped && text.trim() === '' && index < lines.length - 1) {
      const previous = out.at(-1) ?? lineAbove(source, start);
      if (blanks > 0 || /[{[(:]\s*$/u.test(previous)) {
        blanks -= 1;
        continue;
      }
    }
    if (dropped && /^\s*[}\])]/u.test(text)) {
      dropBlankTail(out);
      if (/^\s*\}/u.test(text) && isAmong(out.at(-1), /\{\s*$/u)) {
        out.push(out.pop()!.trimEnd() + text.trimStart());
        continue;
      }
    }
    if (text.trim() !== '') {
      dropped = false;
    }
    out.push(text);
  }
  if (dropped && /^\s*(?:[}\])]|$)/u.test(source.slice(end))) {
    const end = out.pop()!;
    dropBlankTail(out);
    out.push(end);
  }
  return out.join('\n');
}

/** How many blank lines stand above what comes next; all that there could be when nothing else stands above. */
function blanksAbove(out: readonly string[], source: string, start: number): number {
  const inside = out.length - 1 - out.findLastIndex(line => line.trim() !== '');
  if (inside < out.length) {
    return inside;
  }
  const before = source.slice(0, Math.max(source.lastIndexOf('\n', start - 1), 0));
  const text = before.trimEnd();
  return text === '' ? Infinity : inside + before.slice(text.length).split('\n').length - 1;
}

/** The whole line in front of a position. */
function lineAbove(source: string, position: number): string {
  const end = source.lastIndexOf('\n', position - 1);
  return position === 0 || end < 0 ? '' : source.slice(source.lastIndexOf('\n', end - 1) + 1, end);
}

function dropBlankTail(lines: string[]): void {
  while (lines.length > 0 && lines.at(-1)!.trim() === '') {
    lines.pop();
  }
}

/** The tokens that may have lines; of JavaScript's strings none has, of Python's those in three quotes. */
const fixedTokens = oncePer(({ tokensAndComments }: SourceCode) =>
  tokensAndComments.filter(
    ({ type, loc }) => type === 'Template' || type === 'Block' || (type === 'String' && loc.start.line < loc.end.line),
  ),
);

/** How a file ends its lines. */
export const eolOf = oncePer(({ text }: SourceCode) => (text.includes('\r\n') ? '\r\n' : '\n'));

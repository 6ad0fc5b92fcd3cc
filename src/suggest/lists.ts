import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/facts.ts';
import { isPython } from '../analysis/language.ts';
import { type Draft, indentAt, type Span } from './draft.ts';
import { firstAtOrAfter } from './file-index.ts';

type Node = TSESTree.Node;

/** Puts an element at the end of an array literal, on a line of its own where the others have one. */
export function appendElement(array: TSESTree.ArrayExpression, text: string, draft: Draft): void {
  const { sourceCode } = draft;
  const last = array.elements.at(-1);
  if (!last) {
    draft.insert(array.range[0] + 1, text);
    return;
  }
  const next = sourceCode.getTokenAfter(last)!;
  if (
    next.loc.start.line === last.loc.end.line &&
    (next.value === ']' || sourceCode.getTokenAfter(next)!.loc.start.line === last.loc.end.line)
  ) {
    draft.insert(last.range[1], `, ${text}`);
    return;
  }
  const line = draft.eol + indentAt(sourceCode, last.range[0]);
  if (next.value === ',') {
    draft.insert(endOfLine(sourceCode, next.range[1]), `${line}${text},`);
  } else {
    draft.insert(last.range[1], ',');
    const end = endOfLine(sourceCode, last.range[1]);
    draft.insert(end, line + text);
  }
}

/** Where a line ends whose code ends at `position`: behind a comment that follows it. */
export function endOfLine(sourceCode: SourceCode, position: number): number {
  const { line } = sourceCode.getLocFromIndex(position);
  const all = sourceCode.getAllComments();
  const comments: TSESTree.Comment[] = [];
  for (let at = firstAtOrAfter(all, position); all[at]?.loc.start.line === line; at += 1) {
    if (all[at]!.loc.end.line === line) {
      comments.push(all[at]!);
    }
  }
  const between = comments[0] ? sourceCode.text.slice(position, comments[0].range[0]) : 'none';
  return between.trim() === '' ? comments.at(-1)!.range[1] : position;
}

/** Takes an element out of a list, with the comma that then stands too many. */
export function removeElement(list: readonly (Node | null)[], index: number, draft: Draft): void {
  const element = list[index]!;
  const { sourceCode } = draft;
  const after = sourceCode.getTokenAfter(element)!;
  const before = sourceCode.getTokenBefore(element)!;
  if (after.value === ',' && index < list.length - 1) {
    const next = sourceCode.getTokenAfter(after, { includeComments: true })!;
    const isSameLine = next.loc.start.line === after.loc.end.line;
    draft.remove([element.range[0], isSameLine && next.type !== 'Line' && next.type !== 'Block' ? next.range[0] : after.range[1]]);
  } else {
    draft.remove([before.value === ',' ? before.range[0] : element.range[0], element.range[1]]);
  }
}

/** Puts a property in front of the others of an object literal, on a line of its own where they have one. */
export function prependProperty(object: TSESTree.ObjectExpression, text: string, draft: Draft): void {
  const { sourceCode } = draft;
  const [first] = object.properties;
  const open = object.range[0] + 1;
  if (!first) {
    const isEmpty = object.range[1] - open === 1;
    draft.insert(open, isEmpty ? ` ${text} ` : ` ${text}`);
    return;
  }
  const next = sourceCode.getTokenAfter(sourceCode.getFirstToken(object)!, { includeComments: true })!;
  if (next.loc.start.line === object.loc.start.line) {
    draft.insert(
      first.range[0],
      first.loc.start.line === object.loc.start.line ? `${text}, ` : `${text},${draft.eol}${indentAt(sourceCode, first.range[0])}`,
    );
  } else {
    draft.insert(open, `${draft.eol}${indentAt(sourceCode, first.range[0])}${text},`);
  }
}

/** Puts an argument behind the others of a call, on a line of its own where the last one has one. */
export function appendArgument(call: TSESTree.CallExpression, text: string, draft: Draft): void {
  const { sourceCode } = draft;
  const last = call.arguments.at(-1);
  if (!last) {
    draft.insert(call.range[1] - 1, text);
    return;
  }
  const before = sourceCode.getTokenBefore(last)!;
  const isOwnLine = before.loc.end.line < last.loc.start.line;
  draft.insert(last.range[1], isOwnLine ? `,${draft.eol}${indentAt(sourceCode, last.range[0])}${text}` : `, ${text}`);
}

/** The quote that a string literal is written with. */
export function quoteOf(sourceCode: SourceCode, ...nodes: readonly (Node | null | undefined)[]): string {
  for (const node of nodes) {
    const start = node ? sourceCode.text[node.range[0]] : undefined;
    if (start === "'" || start === '"') {
      return start;
    }
  }
  return /(["'])(?:(?!\1).)*\1/u.exec(sourceCode.text)?.[1] ?? (isPython(sourceCode) ? '"' : "'");
}

/** A line break and the indentation of the line that `span` starts on. */
export function newLine(draft: Draft, [start]: Span): string {
  return draft.eol + indentAt(draft.sourceCode, start);
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../analysis/facts.ts';
import { enclosingFunction } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { endOfLine } from './lists.ts';
import { indentAt, indentUnit, innermostStatement, isBareBody } from './positions.ts';

type Node = TSESTree.Node;

/** A place for new statements: in front of a statement or behind it. */
export interface Gap {
  readonly statement: Node;
  readonly side: 'after' | 'before';
}

/** Puts statements into a gap, each on a line of its own; the bare body of an `if` or loop becomes a block. */
export function fill({ statement, side }: Gap, lines: readonly string[], draft: Draft): void {
  const { sourceCode, eol } = draft;
  const [start, end] = statement.range;
  const indent = indentAt(sourceCode, start);
  if (isBareBody(statement)) {
    const from = statement.loc.start.line === statement.parent!.loc.start.line ? indent : indent.slice(indentUnit(sourceCode).length);
    const inner = from + indentUnit(sourceCode);
    const kept = { span: statement.range, from: indent, to: inner };
    const added = lines.map(line => eol + inner + line);
    const parts = side === 'before' ? [...added, eol + inner, kept] : [eol + inner, kept, ...added];
    draft.replace(statement.range, '{', ...parts, `${eol + from}}`);
    return;
  }
  const isLineStart = sourceCode.text.slice(sourceCode.text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
  if (side === 'before') {
    draft.insert(start, lines.map(line => line + (isLineStart ? eol + indent : ' ')).join(''));
  } else {
    const next = sourceCode.getTokenAfter(statement);
    const isLineEnd = !next || next.loc.start.line > statement.loc.end.line;
    draft.insert(isLineEnd ? endOfLine(sourceCode, end) : end, lines.map(line => (isLineEnd ? eol + indent : ' ') + line).join(''));
  }
}

/** Puts statements in front of the one of a function that a node stands in; tells whether it has statements. */
export function fillBefore(node: Node, fn: FunctionNode, lines: readonly string[], draft: Draft): boolean {
  let at = node;
  for (let around = enclosingFunction(at); around && around !== fn; around = enclosingFunction(at)) {
    at = around;
  }
  if (lines.length > 0 && fn.body.type === 'BlockStatement') {
    fill({ statement: innermostStatement(at), side: 'before' }, lines, draft);
  }
  return lines.length === 0 || fn.body.type === 'BlockStatement';
}

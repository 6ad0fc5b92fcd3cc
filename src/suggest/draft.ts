import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/facts.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { firstAtOrAfter } from './file-index.ts';
import { nodesOf } from './file-nodes.ts';
import { indentAt, statementOf } from './positions.ts';
import { isPure } from './pure.ts';
import { holderOf, holds, inOrder, isOnEdge, outermost, firstFrom, type Span, type TextEdit, trimmed } from './spans.ts';
import { eolOf, gone, keepNewlines, restoreNewlines, shift, tidy } from './text.ts';

export { indentAt, statementOf } from './positions.ts';
export type { Span, TextEdit } from './spans.ts';

/** Source text that survives inside a replacement, with its own changes, moved from one indentation to another. */
export interface Kept {
  readonly span: Span;
  readonly from?: string;
  readonly to?: string;
}

export type Part = Kept | string;

interface Change {
  readonly span: Span;
  readonly parts: readonly Part[];
}

/**
 * Changes to a file that are collected node by node and may nest: what an outer change keeps of the source is written
 * with the changes inside it, what it drops takes them along.
 */
export class Draft {
  readonly eol: string;
  readonly #changes = new Map<string, Change>();
  /** The changes in source order, an outer one before those inside it. */
  #sorted: readonly Change[] | undefined;
  /** The outermost changes of spans that were asked for since the last change. */
  readonly #levels = new Map<string, readonly Change[]>();
  /** Functions that the changes make `async`. */
  readonly awaitable = new Set<TSESTree.Node>();
  readonly #quoted: TSESTree.Node[] = [];
  #quotes: readonly Span[] | undefined;
  #refused = false;

  readonly dialect: Dialect;

  constructor(readonly sourceCode: SourceCode) {
    this.dialect = dialectOf(sourceCode);
    this.eol = eolOf(sourceCode);
  }

  /** Gives up: some law of suggestions cannot be kept. */
  refuse(): void {
    this.#refused = true;
  }

  get refused(): boolean {
    return this.#refused;
  }

  replace(span: Span, ...parts: Part[]): void {
    this.#changes.set(`${span[0]}:${span[1]}`, { span, parts });
    this.#sorted = undefined;
    this.#levels.clear();
  }

  /** Takes `span` out, and its line when nothing else stands there. Comments inside it (but not in `except`) stay, as lines. */
  remove(span: Span, except?: Span): void {
    this.replace(span, this.#commentLines(span, except ? [{ span: except }] : []), gone);
  }

  /** Takes a statement out, with the `if` that only guards it. */
  removeStatement(node: TSESTree.Node): void {
    const { parent } = node;
    if (parent?.type === 'IfStatement' && parent.consequent === node && !parent.alternate && isPure(parent.test)) {
      this.removeStatement(parent);
    } else if (statementOf(node) === node) {
      this.remove(node.range);
    } else {
      this.refuse();
    }
  }

  /** Puts something in front of `position`, behind what was put there before. */
  insert(position: number, ...parts: Part[]): void {
    const before = this.#changes.get(`${position}:${position}`);
    this.replace([position, position], ...(before?.parts ?? []), ...parts);
  }

  /** Replaces an expression; comments of the part that goes are moved in front of its statement. */
  reduce(node: TSESTree.Node, span: Span, ...parts: Part[]): void {
    const orphans = this.#orphans(span, parts);
    if (orphans.length > 0) {
      const at = statementOf(node).range[0];
      const before = this.#changes.get(`${at}:${at}`);
      this.replace([at, at], this.#asLines(orphans, at), ...(before?.parts ?? []));
    }
    this.replace(span, ...parts);
  }

  /** Replaces a statement; comments of the part that goes stay in front, as lines of their own. */
  rewrite(span: Span, ...parts: Part[]): void {
    this.replace(span, this.#commentLines(span, parts), ...parts);
  }

  /** The source text of a node, for use elsewhere: what it refers to stays in use. */
  quote(node: TSESTree.Node): string {
    this.#quoted.push(node);
    this.#quotes = undefined;
    return this.sourceCode.getText(node);
  }

  /** What the changes cover. */
  changed(): Span[] {
    return this.#outermost(this.#whole, undefined).map(({ span }) => span);
  }

  /** Whether the source text of `node` is still there after the changes. */
  survives(node: TSESTree.Node): boolean {
    this.#quotes ??= outermost(inOrder(this.#quoted.map(quoted => quoted.range), range => range), range => range);
    if (holderOf(node.range, this.#quotes, range => range)) {
      return true;
    }
    let span = this.#whole;
    for (let within: Change | undefined; ;) {
      const change = holderOf(node.range, this.#outermost(span, within), spanOf);
      if (!change) {
        return true;
      }
      const kept = change.parts.find((part): part is Kept => typeof part !== 'string' && holds(part.span, node.range));
      if (!kept) {
        return false;
      }
      span = kept.span;
      within = change;
    }
  }

  /** The text of `span` after the changes. */
  textOf(span: Span): string {
    return restoreNewlines(this.#render(span, undefined)).replaceAll(gone, '');
  }

  /** The changes as edits that do not overlap; undefined when a law was broken. */
  edits(): TextEdit[] | undefined {
    if (this.dialect.emptyBlock !== undefined) {
      this.#fillBlocks(this.dialect.emptyBlock);
    }
    const outer = this.#outermost(this.#whole, undefined);
    if (this.#refused || outer.length === 0 || outer.some((c, i) => i > 0 && c.span[0] < outer[i - 1]!.span[1])) {
      return undefined;
    }
    const { text } = this.sourceCode;
    const hunks = this.#hunks(outer);
    const written = hunks.map(hunk => restoreNewlines(tidy(this.#render(hunk, undefined), text, hunk)));
    if (!this.#keepsComments(hunks, written.join('\n'))) {
      return undefined;
    }
    const edits = hunks.flatMap((hunk, index) => trimmed(hunk, text.slice(...hunk), written[index]!));
    return edits.length > 0 ? edits : undefined;
  }

  /** Puts `filler` into the blocks that the changes empty. */
  #fillBlocks(filler: string): void {
    for (const node of nodesOf(this.sourceCode).of('BlockStatement', 'ClassBody')) {
      if (node.type === 'BlockStatement' && node.parent.type === 'BlockStatement') {
        continue;
      }
      const written = node.body.filter(({ range }) => range[0] < range[1]);
      const changes = written.map(({ range }) => this.#changes.get(`${range[0]}:${range[1]}`));
      const last = changes.at(-1);
      if (last && changes.every(change => change?.parts.at(-1) === gone)) {
        const method = constructorWithout(node);
        if (method) {
          this.remove(method.range);
        } else {
          this.replace(last.span, ...last.parts.slice(0, -1), filler);
        }
      }
    }
  }

  get #whole(): Span {
    return [0, this.sourceCode.text.length];
  }

  /** The changes inside `span` that no other change covers, in source order; `except` is the one that keeps the span. */
  #outermost(span: Span, except: Change | undefined): readonly Change[] {
    const key = `${span[0]}:${span[1]}${except ? `:${except.span[0]}:${except.span[1]}` : ''}`;
    let level = this.#levels.get(key);
    if (!level) {
      this.#sorted ??= inOrder([...this.#changes.values()], spanOf);
      const inside: Change[] = [];
      for (let at = firstFrom(this.#sorted, span[0], spanOf); at < this.#sorted.length; at += 1) {
        const change = this.#sorted[at]!;
        if (change.span[0] > span[1]) {
          break;
        }
        if (change !== except && change.span[1] <= span[1] && !(except && isOnEdge(change.span, except.span))) {
          inside.push(change);
        }
      }
      this.#levels.set(key, (level = outermost(inside, spanOf)));
    }
    return level;
  }

  #render(span: Span, except: Change | undefined): string {
    let at = span[0];
    let out = '';
    for (const change of this.#outermost(span, except)) {
      out += this.#source([at, change.span[0]]);
      for (const part of change.parts) {
        out += typeof part === 'string' ? part : this.#kept(part, change);
      }
      at = change.span[1];
    }
    return out + this.#source([at, span[1]]);
  }

  #kept(part: Kept, change: Change): string {
    const text = this.#render(part.span, change);
    return part.from === undefined || part.to === undefined ? text : shift(text, part.from, part.to);
  }

  #source(span: Span): string {
    return keepNewlines(this.sourceCode, span);
  }

  #orphans(span: Span, parts: readonly Part[]): TSESTree.Comment[] {
    const comments = this.sourceCode.getAllComments();
    const inside = comments.slice(firstAtOrAfter(comments, span[0]), firstAtOrAfter(comments, span[1]));
    return inside.filter(
      comment => holds(span, comment.range) && !parts.some(part => typeof part !== 'string' && holds(part.span, comment.range)),
    );
  }

  #commentLines(span: Span, parts: readonly Part[]): string {
    return this.#asLines(this.#orphans(span, parts), span[0]);
  }

  #asLines(comments: readonly TSESTree.Comment[], position: number): string {
    const indent = indentAt(this.sourceCode, position);
    return comments.map(comment => this.#source(comment.range) + this.eol + indent).join('');
  }

  /** Groups of changed lines, each with the blank lines around it and one line more at both ends. */
  #hunks(outer: readonly Change[]): Span[] {
    const { text } = this.sourceCode;
    const hunks: [number, number][] = [];
    for (const { span } of outer) {
      let start = text.lastIndexOf('\n', span[0] - 1) + 1;
      while (/^\s*\n$/u.test(lineBefore(text, start))) {
        start -= lineBefore(text, start).length;
      }
      start = text.lastIndexOf('\n', text.lastIndexOf('\n', start - 1) - 1) + 1;
      const lineEnd = text.indexOf('\n', span[1]);
      let end = lineEnd < 0 ? text.length : lineEnd + 1;
      end += /^(?:[^\S\n]*\n)*(?:[^\n]*\n)?/u.exec(text.slice(end))![0].length;
      const last = hunks.at(-1);
      if (last && start <= last[1]) {
        last[1] = Math.max(last[1], end);
      } else {
        hunks.push([start, end]);
      }
    }
    return hunks;
  }

  #keepsComments(hunks: readonly Span[], after: string): boolean {
    let rest = after;
    for (const comment of hunks.flatMap(hunk => this.#orphans(hunk, []))) {
      const text = this.sourceCode.text.slice(...comment.range);
      const at = rest.indexOf(text);
      if (at < 0) {
        return false;
      }
      rest = rest.slice(0, at) + rest.slice(at + text.length);
    }
    return true;
  }
}

function spanOf({ span }: Change): Span {
  return span;
}

/** The line that ends at `position`, with its line break. */
function lineBefore(text: string, position: number): string {
  return position === 0 ? '' : text.slice(text.lastIndexOf('\n', position - 2) + 1, position);
}

/** The constructor of a class with other members that a block without statements is the body of. */
function constructorWithout({ parent: around }: TSESTree.Node): TSESTree.Node | undefined {
  const method = around?.type === 'FunctionExpression' && around.params.length === 0 ? around.parent : undefined;
  return method?.type === 'MethodDefinition' && method.kind === 'constructor' && method.parent.body.length > 1 ? method : undefined;
}

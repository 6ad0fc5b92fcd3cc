import type { Lowered } from '../analysis/language.ts';
import { directivesOf, type Directives } from './directives.ts';
import { type LoweredFile, lowerParsed, lowerPython } from './lower/index.ts';
import { type LoweredNode, nodeMaker, type Position } from './lower/nodes.ts';
import { Positions } from './lower/positions.ts';
import { visitorKeys } from './lower/visitor-keys.ts';
import { parsePython } from './syntax/parser.ts';
import { PythonSyntaxError } from './syntax/tokens.ts';

interface Ranged {
  readonly range: readonly [number, number];
}

type Filter = { readonly includeComments: boolean } | ((token: LoweredNode) => boolean);

/** The lowered file, with what the analysis asks of ESLint's source code. */
export class LoweredSource {
  readonly ast: LoweredNode;
  readonly scopeManager: LoweredFile['scopeManager'];
  readonly visitorKeys = visitorKeys;
  readonly parserServices = { isPython: true };
  #tokensAndComments: readonly LoweredNode[] | undefined;

  constructor(
    readonly text: string,
    readonly file: LoweredFile,
  ) {
    this.ast = file.ast;
    this.scopeManager = file.scopeManager;
  }

  get tokensAndComments(): readonly LoweredNode[] {
    const { tokens, comments } = this.ast as unknown as { tokens: LoweredNode[]; comments: LoweredNode[] };
    return (this.#tokensAndComments ??= [...tokens, ...comments].sort((a, b) => a.range[0] - b.range[0]));
  }

  getText(node?: Ranged, before = 0, after = 0): string {
    return node ? this.text.slice(Math.max(node.range[0] - before, 0), node.range[1] + after) : this.text;
  }

  /** A text with the names as the file writes them. */
  asWritten(text: string): string {
    return this.file.names.asWritten(text);
  }

  getDeclaredVariables(node: LoweredNode): unknown[] {
    return this.scopeManager.getDeclaredVariables(node);
  }

  getScope(node: LoweredNode): unknown {
    for (let at: LoweredNode | null = node; at; at = at.parent) {
      const scope = this.scopeManager.acquire(at, at.type === 'Program');
      if (scope) {
        return scope;
      }
    }
    return this.scopeManager.scopes[0];
  }

  getAllComments(): LoweredNode[] {
    return this.ast['comments'] as LoweredNode[];
  }

  getCommentsInside({ range }: Ranged): LoweredNode[] {
    return this.getAllComments().filter(comment => comment.range[0] >= range[0] && comment.range[1] <= range[1]);
  }

  getLocFromIndex(index: number): Position {
    return this.file.positions.at(index);
  }

  getTokenAfter({ range }: Ranged, filter?: Filter): LoweredNode | null {
    return pick(this.tokensAndComments, this.#firstFrom(range[1]), 1, filter);
  }

  getTokenBefore({ range }: Ranged, filter?: Filter): LoweredNode | null {
    return pick(this.tokensAndComments, this.#firstFrom(range[0]) - 1, -1, filter);
  }

  getFirstToken({ range }: Ranged, filter?: Filter): LoweredNode | null {
    return within(range, pick(this.tokensAndComments, this.#firstFrom(range[0]), 1, filter));
  }

  getLastToken({ range }: Ranged, filter?: Filter): LoweredNode | null {
    return within(range, pick(this.tokensAndComments, this.#firstFrom(range[1]) - 1, -1, filter));
  }

  getFirstTokenBetween(left: Ranged, right: Ranged, filter?: Filter): LoweredNode | null {
    return within([left.range[1], right.range[0]], pick(this.tokensAndComments, this.#firstFrom(left.range[1]), 1, filter));
  }

  /** The first token or comment that begins at a position or behind it. */
  #firstFrom(position: number): number {
    const all = this.tokensAndComments;
    let low = 0;
    for (let high = all.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (all[middle]!.range[0] < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

/** The first token that a filter wants, from a place in a direction. */
function pick(tokens: readonly LoweredNode[], from: number, step: -1 | 1, filter: Filter | undefined): LoweredNode | null {
  const test = typeof filter === 'function' ? filter : undefined;
  const comments = typeof filter === 'object' && filter.includeComments;
  for (let at = from; at >= 0 && at < tokens.length; at += step) {
    const token = tokens[at]!;
    if ((comments || token.type !== 'Line') && (!test || test(token))) {
      return token;
    }
  }
  return null;
}

function within([start, end]: readonly [number, number], token: LoweredNode | null): LoweredNode | null {
  return token && token.range[0] >= start && token.range[1] <= end ? token : null;
}

/** The root of a Python file as ESLint sees it: one node that no rule for JavaScript knows. */
export interface PythonModule {
  readonly type: 'PythonModule';
  readonly range: readonly [number, number];
  readonly loc: { readonly start: Position; readonly end: Position };
  readonly tokens: readonly never[];
  readonly comments: readonly never[];
}

type ParsedPython = ReturnType<typeof parsePython>;

/** What the parser gives ESLint, and gets back from it. */
export interface PythonFile {
  readonly ast: PythonModule;
  readonly parsed: ParsedPython;
  readonly positions: Positions;
}

/**
 * A Python file as ESLint sees it. Rules written for JavaScript find nothing in it: its tree is one node. The rules of
 * this plugin find `lowered`.
 */
export class PythonSourceCode {
  readonly ast: PythonModule;
  readonly visitorKeys = { PythonModule: [] };
  readonly parserServices = {};
  readonly scopeManager = null;
  readonly isESTree = false;
  /** Tokens of JavaScript: none. */
  readonly tokensAndComments: readonly never[] = [];
  readonly hasBOM: boolean;
  readonly #parsed: ParsedPython;
  readonly #positions: Positions;
  #source: LoweredSource | undefined;
  #lines: string[] | undefined;

  constructor(
    readonly text: string,
    { ast, parsed, positions }: PythonFile,
    hasBOM = false,
  ) {
    this.ast = ast;
    this.#parsed = parsed;
    this.#positions = positions;
    this.hasBOM = hasBOM;
  }

  /** The file in the shape that the analysis reads: made for the first rule that finds sessions in the text. */
  get lowered(): Lowered {
    const source = (this.#source ??= new LoweredSource(this.text, lowerAsFarAsPossible(this.text, this.#parsed)));
    const { file } = source;
    return {
      sourceCode: source as unknown as Lowered['sourceCode'],
      reread,
      asWritten: text => file.names.asWritten(text).replaceAll(/(?<![\w.'"])this(?=\.)/gu, 'self'),
    };
  }

  get lines(): string[] {
    return (this.#lines ??= this.text.split(/\r\n|[\r\n\u2028\u2029]/u));
  }

  getLines(): string[] {
    return this.lines;
  }

  getText(node?: Ranged, before = 0, after = 0): string {
    return node ? this.text.slice(Math.max(node.range[0] - before, 0), node.range[1] + after) : this.text;
  }

  /** Comments of JavaScript: none. */
  getAllComments(): never[] {
    return [];
  }

  getTokens(): never[] {
    return [];
  }

  getFirstToken(): null {
    return null;
  }

  getLastToken(): null {
    return null;
  }

  getDeclaredVariables(): never[] {
    return [];
  }

  /** A scope without a name in it. */
  getScope(): object {
    return { type: 'global', block: this.ast, set: new Map(), variables: [], references: [], through: [], childScopes: [], upper: null };
  }

  getLoc(node: { readonly loc: unknown }): unknown {
    return node.loc;
  }

  getRange(node: Ranged): Ranged['range'] {
    return node.range;
  }

  getParent(): undefined {
    return undefined;
  }

  getAncestors(): never[] {
    return [];
  }

  getLocFromIndex(index: number): Position {
    return this.#positions.at(index);
  }

  getIndexFromLoc(position: Position): number {
    return this.#positions.offset(position);
  }

  traverse(): unknown[] {
    return [1, 2].map(phase => ({ type: 'visit', kind: 1, target: this.ast, phase, args: [this.ast] }));
  }

  getDisableDirectives(): Directives {
    const make = nodeMaker(this.#positions);
    return directivesOf(this.#parsed.comments.map(({ start, end }) => make('Line', start, end)), this.text);
  }
}

/** Lowers a file; of one that is nested too deeply for that, nothing. */
function lowerAsFarAsPossible(text: string, parsed: ParsedPython): LoweredFile {
  try {
    return lowerParsed(text, parsed);
  } catch (error) {
    if (error instanceof RangeError) {
      return lowerParsed(text, { ...parsed, module: { statements: [] } });
    }
    throw error;
  }
}

/** Another text in the shape that the analysis reads; undefined when it is no Python. */
function reread(text: string): Lowered['sourceCode'] | undefined {
  try {
    return new LoweredSource(text, lowerPython(text)) as unknown as Lowered['sourceCode'];
  } catch (error) {
    if (error instanceof PythonSyntaxError) {
      return undefined;
    }
    throw error;
  }
}

/** Parses a Python file for ESLint. Throws a PythonSyntaxError where it is none. */
export function parseForLanguage(text: string): PythonFile {
  const parsed = parsePython(text);
  const positions = new Positions(text);
  const loc = { start: positions.at(0), end: positions.at(text.length) };
  return { ast: { type: 'PythonModule', range: [0, text.length], loc, tokens: [], comments: [] }, parsed, positions };
}

import type { Lowered } from '../analysis/language.ts';
import { directivesOf, type Directives } from './directives.ts';
import { type LoweredFile, lowerPython } from './lower/index.ts';
import type { LoweredNode, Position } from './lower/nodes.ts';
import { visitorKeys } from './lower/visitor-keys.ts';
import { PythonSyntaxError } from './syntax/tokens.ts';

interface Ranged {
  readonly range: readonly [number, number];
}

type Filter = { readonly filter?: (token: LoweredNode) => boolean; readonly includeComments?: boolean; readonly skip?: number } | ((token: LoweredNode) => boolean) | number;

/** The lowered file, with what the analysis asks of ESLint's source code. */
export class LoweredSource {
  readonly ast: LoweredNode;
  readonly scopeManager: LoweredFile['scopeManager'];
  readonly visitorKeys = visitorKeys;
  readonly parserServices = { isPython: true };
  readonly tokensAndComments: readonly LoweredNode[];

  constructor(
    readonly text: string,
    readonly file: LoweredFile,
  ) {
    this.ast = file.ast;
    this.scopeManager = file.scopeManager;
    const { tokens, comments } = file.ast as unknown as { tokens: LoweredNode[]; comments: LoweredNode[] };
    this.tokensAndComments = [...tokens, ...comments].sort((a, b) => a.range[0] - b.range[0]);
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
    return this.tokensAndComments.filter(({ type }) => type === 'Line');
  }

  getCommentsInside({ range }: Ranged): LoweredNode[] {
    return this.getAllComments().filter(comment => comment.range[0] >= range[0] && comment.range[1] <= range[1]);
  }

  getLocFromIndex(index: number): Position {
    return this.file.positions.at(index);
  }

  getTokenAfter({ range }: Ranged, filter?: Filter): LoweredNode | null {
    return pick(this.tokensAndComments.filter(token => token.range[0] >= range[1]), filter);
  }

  getTokenBefore({ range }: Ranged, filter?: Filter): LoweredNode | null {
    return pick(this.tokensAndComments.filter(token => token.range[1] <= range[0]).reverse(), filter);
  }

  getFirstToken({ range }: Ranged, filter?: Filter): LoweredNode | null {
    return pick(this.tokensAndComments.filter(token => token.range[0] >= range[0] && token.range[1] <= range[1]), filter);
  }

  getLastToken({ range }: Ranged, filter?: Filter): LoweredNode | null {
    return pick(this.tokensAndComments.filter(token => token.range[0] >= range[0] && token.range[1] <= range[1]).reverse(), filter);
  }

  getFirstTokenBetween(left: Ranged, right: Ranged, filter?: Filter): LoweredNode | null {
    return pick(this.tokensAndComments.filter(token => token.range[0] >= left.range[1] && token.range[1] <= right.range[0]), filter);
  }
}

function pick(tokens: readonly LoweredNode[], filter: Filter | undefined): LoweredNode | null {
  const test = typeof filter === 'function' ? filter : typeof filter === 'object' ? filter.filter : undefined;
  const comments = typeof filter === 'object' && filter.includeComments;
  const skip = typeof filter === 'number' ? filter : typeof filter === 'object' ? (filter.skip ?? 0) : 0;
  return tokens.filter(token => (comments || token.type !== 'Line') && (!test || test(token)))[skip] ?? null;
}

/** The root of a Python file as ESLint sees it: one node that no rule for JavaScript knows. */
export interface PythonModule {
  readonly type: 'PythonModule';
  readonly range: readonly [number, number];
  readonly loc: { readonly start: Position; readonly end: Position };
  readonly tokens: readonly never[];
  readonly comments: readonly never[];
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
  readonly #source: LoweredSource;
  #lines: string[] | undefined;

  constructor(
    readonly text: string,
    parsed: { readonly ast: PythonModule; readonly source: LoweredSource },
    hasBOM = false,
  ) {
    this.ast = parsed.ast;
    this.#source = parsed.source;
    this.hasBOM = hasBOM;
  }

  /** The file in the shape that the analysis reads. */
  get lowered(): Lowered {
    const { file } = this.#source;
    return {
      sourceCode: this.#source as unknown as Lowered['sourceCode'],
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

  getText(node?: Ranged, before?: number, after?: number): string {
    return this.#source.getText(node, before, after);
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
    return this.#source.file.positions.at(index);
  }

  getIndexFromLoc(position: Position): number {
    return this.#source.file.positions.offset(position);
  }

  traverse(): unknown[] {
    return [1, 2].map(phase => ({ type: 'visit', kind: 1, target: this.ast, phase, args: [this.ast] }));
  }

  getDisableDirectives(): Directives {
    return directivesOf(this.#source.getAllComments(), this.text);
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

/** Parses a Python file for ESLint. */
export function parseForLanguage(text: string): { ast: PythonModule; source: LoweredSource } {
  const source = new LoweredSource(text, lowerPython(text));
  const { range, loc } = source.ast;
  return { ast: { type: 'PythonModule', range, loc, tokens: [], comments: [] }, source };
}

import * as parser from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import { Linter } from 'eslint';
import { sessionFacts } from '../src/analysis/index.ts';
import type { Creation, SourceCode, Store } from '../src/analysis/index.ts';
import { enclosingClass, enclosingFunction, functionName } from '../src/analysis/tree.ts';
import { readSettings } from '../src/sdk/settings.ts';

/** Something that lives for a while: a call, an object, the process. */
export interface Life {
  readonly kind: 'call' | 'object' | 'process';
  /** What lives, in two parts: `a call of`, `answer`. */
  readonly label: readonly [string, string];
  /** The lines that its code spans, from 1. */
  readonly first: number;
  readonly last: number;
}

/** A part of one line of code. */
export interface Span {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** A session, from the call that makes it to where it is put. */
export interface Journey {
  readonly creation: Span;
  readonly call: Life;
  /** Undefined when the session goes nowhere that outlives the call. */
  readonly stored:
    | { readonly site: Span; readonly declaration: Span | undefined; readonly life: Life; readonly isFault: boolean; readonly home: string }
    | undefined;
}

/** What the analysis says about the sessions of a piece of TypeScript. */
export function journeysOf(code: string): Journey[] {
  const linter = new Linter();
  linter.verify(code, { files: ['**/*.ts'], languageOptions: { parser } }, { filename: 'example.ts' });
  const sourceCode = linter.getSourceCode() as unknown as SourceCode;
  const { creations, stores } = sessionFacts(sourceCode, readSettings({}));
  return creations.map(creation => {
    const store = stores.find(({ creations: stored }) => stored.includes(creation));
    return { creation: spanOf(creation.call, code), call: callOf(creation), stored: store && storedAt(store, code) };
  });
}

function storedAt(store: Store, code: string): Journey['stored'] {
  const { site, home, reason } = store;
  return {
    site: spanOf(site, code),
    declaration: home.declaration && spanOf(home.declaration, code),
    life: home.lifetime === 'instance' ? objectOf(store) : { kind: 'process', label: [
      'the', 'process',
    ], first: 1, last: code.trimEnd().split('\n').length },
    // a class that is the conversation is reported on demand only
    isFault: reason !== 'conversation',
    home: home.name,
  };
}

function callOf({ enclosing }: Creation): Life {
  if (!enclosing) throw new Error('the pictures show sessions that a function creates');
  return { kind: 'call', label: ['a call of', functionName(enclosing) ?? 'a function'], ...linesOf(enclosing) };
}

function objectOf({ site, home }: Store): Life {
  const owner = home.owner ?? enclosingClass(enclosingFunction(site)!)!;
  return { kind: 'object', label: ['one', owner.id?.name ?? 'object'], ...linesOf(owner) };
}

function linesOf({ loc }: TSESTree.Node): { first: number; last: number } {
  return { first: loc.start.line, last: loc.end.line };
}

/** The part of a node that is on its first line. */
function spanOf({ loc: { start, end } }: TSESTree.Node, code: string): Span {
  const to = start.line === end.line ? end.column : code.split('\n')[start.line - 1]!.length;
  return { line: start.line, from: start.column, to };
}

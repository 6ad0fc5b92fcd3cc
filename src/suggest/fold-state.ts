import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from '../analysis/facts.ts';
import type { HomeUse } from './home-uses.ts';

type Node = TSESTree.Node;

/** What an expression is known to be when the home is always empty. */
export type Known = 'absent' | 'false' | 'true';

/** A stretch of statements as they stand after the rewrite: an unwrapped body belongs to the block around it. */
export interface Block {
  readonly node: Node;
  readonly outer: Block | undefined;
}

/** A session that was on its way into the home, and where the code reads it back. */
export interface Held {
  readonly use: HomeUse;
  readonly value: Node;
  /** The statement that does nothing but store. */
  readonly statement: Node | undefined;
  readonly block: Block;
  readonly reads: Node[];
  /** The variable that has the session anyway. */
  readonly name: Variable | undefined;
}

/** What is known at a point of the code. */
export interface State {
  readonly home: Held | 'absent' | 'maybe';
  readonly variables: ReadonlyMap<Variable, Known | 'maybe'>;
}

/** What is known where two ways meet. */
export function join(a: State, b: State): State {
  const variables = new Map<Variable, Known | 'maybe'>();
  for (const variable of new Set([...a.variables.keys(), ...b.variables.keys()])) {
    const known = a.variables.get(variable);
    variables.set(variable, known && known === b.variables.get(variable) ? known : 'maybe');
  }
  return { home: a.home === b.home ? a.home : 'maybe', variables };
}

/** The opposite, as `!` gives it. */
export function not(known: Known | undefined): Known | undefined {
  return known && (known === 'true' ? 'false' : 'true');
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../analysis/facts.ts';
import { grouped } from '../analysis/grouped.ts';
import { enclosingFunction } from '../analysis/tree.ts';
import { firstAtOrAfter, firstWithin } from './file-index.ts';

type Node = TSESTree.Node;

/**
 * How the code touches a home.
 *
 * | kind  | container                     | field, variable, global       |
 * | ----- | ----------------------------- | ----------------------------- |
 * | read  | `m.get(k)`, `d[k]`            | `x`                           |
 * | has   | `m.has(k)`, `k in d`          |                               |
 * | store | `m.set(k, v)`, `d[k] = v`     | `x = v`, `x ??= v`            |
 * | drop  | `m.delete(k)`, `delete d[k]`  | `x = undefined`, `delete x`   |
 * | scan  | `m.size`, `for (… of m)`      |                               |
 * | init  | `m = new Map()`               |                               |
 * | other | anything else, as an argument, an export or a type |          |
 */
export interface HomeUse {
  readonly kind: 'drop' | 'has' | 'init' | 'other' | 'read' | 'scan' | 'store';
  /** The whole use: the call, the member, the assignment. */
  readonly node: Node;
  /** The expression that names the home in it. */
  readonly home: Node;
  /** What is stored. */
  readonly value?: TSESTree.Expression;
  readonly key?: Node | undefined;
}

/** Every use of the home that a store fills, in source order. All stores of the home share what is worked out here. */
export class HomeUses {
  readonly #byNode: ReadonlyMap<Node, HomeUse>;
  readonly #byKind: ReadonlyMap<HomeUse['kind'], readonly HomeUse[]>;
  readonly #homes: readonly Node[];
  readonly #looks: readonly Node[];
  #readers: ReturnType<typeof readersOf> | undefined;

  constructor(
    readonly all: readonly HomeUse[],
    readonly isContainer: boolean,
  ) {
    this.#byNode = new Map(all.map(use => [use.node, use]));
    this.#byKind = grouped(all, use => use.kind);
    this.#homes = all.map(use => use.home);
    this.#looks = all.filter(isLook).map(use => use.home);
  }

  of(node: Node): HomeUse | undefined {
    return this.#byNode.get(node);
  }

  /** The uses of one kind. */
  ofKind(kind: HomeUse['kind']): readonly HomeUse[] {
    return this.#byKind.get(kind) ?? [];
  }

  readonly #answers = new Map<string, boolean>();

  /** Whether something is true of one of the uses: asked once for all stores of the home. */
  some(question: string, isSo: (use: HomeUse) => boolean): boolean {
    const answer = this.#answers.get(question) ?? this.all.some(isSo);
    this.#answers.set(question, answer);
    return answer;
  }

  /** The reads by function. */
  get readers(): ReturnType<typeof readersOf> {
    return (this.#readers ??= readersOf(this.ofKind('read')));
  }

  /** Whether code in a node looks into the home. */
  isLookedIntoBy({ range }: Node): boolean {
    return firstWithin(this.#looks, range) !== undefined;
  }

  /** The uses inside a node. */
  within({ range }: Node): readonly HomeUse[] {
    return this.all.slice(firstAtOrAfter(this.#homes, range[0]), firstAtOrAfter(this.#homes, range[1]));
  }
}

/** Whether a use asks for what is in the home. */
export function isLook({ kind }: HomeUse): boolean {
  return kind === 'read' || kind === 'has';
}

/** Reads by the function that they stand in. */
export function readersOf(reads: readonly HomeUse[]): ReadonlyMap<FunctionNode | undefined, readonly HomeUse[]> {
  return grouped(reads, read => enclosingFunction(read.node));
}

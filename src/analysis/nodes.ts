import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from './facts.ts';
import { addTo } from './grouped.ts';

type Node = TSESTree.Node;
type Type = `${Node['type']}`;
type OfType<T extends Type, N extends Node = Node> = N extends Node ? (`${N['type']}` extends T ? N : never) : never;

/** The functions of a file are nodes of these types. */
export const functionTypes = ['ArrowFunctionExpression', 'FunctionDeclaration', 'FunctionExpression'] as const;

/** The nodes of a file, found in one walk and told apart by type: most questions are about a few of them. */
export class FileNodes {
  /** All nodes, parents first. */
  readonly all: readonly Node[];
  readonly #positions = new Map<string, number[]>();

  /** The nodes of some of the file's statements. */
  constructor({ visitorKeys }: Pick<SourceCode, 'visitorKeys'>, statements: readonly Node[]) {
    const all: Node[] = [];
    const stack: Node[] = [...statements].reverse();
    for (let node = stack.pop(); node; node = stack.pop()) {
      addTo(this.#positions, node.type, all.length);
      all.push(node);
      pushChildren(stack, node, visitorKeys);
    }
    this.all = all;
  }

  /** The nodes of some types, in their order. */
  of<T extends Type>(...types: readonly T[]): OfType<T>[] {
    const positions = types.map((type): readonly number[] => this.#positions.get(type) ?? []).reduce(merged, []);
    return positions.map(position => this.all[position] as OfType<T>);
  }

  #calls: (TSESTree.CallExpression | TSESTree.NewExpression)[] | undefined;

  get calls(): readonly (TSESTree.CallExpression | TSESTree.NewExpression)[] {
    return (this.#calls ??= this.of('CallExpression', 'NewExpression'));
  }
}

/** The children of a node, in the order of the source. */
export function childrenOf(node: Node, visitorKeys: SourceCode['visitorKeys']): Node[] {
  const children: Node[] = [];
  pushChildren(children, node, visitorKeys);
  return children.reverse();
}

/** Puts the children of a node on a stack, the first on top. */
export function pushChildren(stack: Node[], node: Node, visitorKeys: SourceCode['visitorKeys']): void {
  const keys = visitorKeys[node.type] ?? [];
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const child = (node as unknown as Record<string, Node | (Node | null)[] | null | undefined>)[keys[index]!];
    if (Array.isArray(child)) {
      for (let item = child.length - 1; item >= 0; item -= 1) {
        const element = child[item];
        if (element) {
          stack.push(element);
        }
      }
    } else if (child) {
      stack.push(child);
    }
  }
}

/** Two ascending lists as one. */
function merged(one: readonly number[], other: readonly number[]): readonly number[] {
  if (one.length === 0 || other.length === 0) {
    return one.length === 0 ? other : one;
  }
  const all: number[] = [];
  for (let left = 0, right = 0; left < one.length || right < other.length; ) {
    all.push(right === other.length || one[left]! < other[right]! ? one[left++]! : other[right++]!);
  }
  return all;
}

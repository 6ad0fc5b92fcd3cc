import type { TSESTree } from '@typescript-eslint/utils';
import type { FlowBuilder } from './flow-builder.ts';

type Node = TSESTree.Node;

/**
 * A walk that never recurses: a walker yields the nodes (or further walks) to go through before it goes on, and `walk` keeps
 * the ones that wait on a stack of its own, so that no nesting is too deep.
 */
export type Steps = Generator<Node | Steps | null | undefined, void, void>;

/** What to do at a node of each type; a walker without operands is a plain function. */
export type Walkers = {
  readonly [T in `${Node['type']}`]?: (node: Extract<Node, { type: T }>, flow: FlowBuilder) => Steps | void;
};

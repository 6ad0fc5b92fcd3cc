import type { TSESTree } from '@typescript-eslint/utils';
import { bindParameters } from './bindings.ts';
import { FlowBuilder } from './flow-builder.ts';
import { walk } from './walk.ts';
import { oncePer } from '../once-per.ts';

type Node = TSESTree.Node;

/** What code of its own can be ordered: a function, a file, a static block, or a field's initialiser. */
export type CodeRoot =
  | TSESTree.AccessorProperty
  | TSESTree.ArrowFunctionExpression
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.Program
  | TSESTree.PropertyDefinition
  | TSESTree.StaticBlock;

export type VisitorKeys = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * Why an edge is taken.
 *
 * | asks    | the edge is taken when                                            |
 * | ------- | ----------------------------------------------------------------- |
 * | truthy  | `test` is truthy (`outcome: true`) or falsy                       |
 * | nullish | `test` is null or undefined (`?.`, `??`, `??=`), or is neither    |
 *
 * `!`, `&&`, `||`, `??`, `?:` and `,` in a condition are taken apart: `test` is never one of them when their value only
 * steers. A `case` is a truthy test whose `test` is the `SwitchCase`: does the discriminant equal it? The cases of
 * `switch (true)` that are boolean expressions are conditions like any other.
 */
export interface Condition {
  readonly asks: 'nullish' | 'truthy';
  readonly test: Node;
  readonly outcome: boolean;
}

export interface Edge {
  readonly to: Segment;
  readonly condition: Condition | undefined;
  /** The event that is to come next, when its error is what takes the edge. */
  readonly thrownBy: Node | undefined;
}

/** Code that runs from its first event to its last, or not at all. */
export interface Segment {
  /** The position in reverse post-order: every way into a segment comes from lower ones, but for loops coming round. */
  readonly index: number;
  /** The nodes evaluated, each at the moment its own effect happens: operands first, then the node. */
  readonly events: readonly Node[];
  readonly outgoing: readonly Edge[];
}

/**
 * The order in which the code of one root runs.
 *
 * Nested functions, field initialisers and static blocks are one event each: the node itself.
 */
export interface ControlFlow {
  readonly root: CodeRoot;
  readonly entry: Segment;
  /** Where the root ends normally or by `return`; it has no events, and may be unreachable. */
  readonly exit: Segment;
  /** Where an explicit `throw`, or what a `finally` passes on, leaves the root. */
  readonly thrown: Segment;
  /** The segments that can be reached, in reverse post-order; `entry` is the first. */
  readonly segments: readonly Segment[];
  /**
   * What an event writes, for events that write.
   *
   * | event                                                                              | writes         |
   * | ---------------------------------------------------------------------------------- | -------------- |
   * | an assignment, `++`, `delete`                                                      | its operand    |
   * | a declarator of one variable                                                       | its identifier |
   * | a function or class declaration                                                    | its name       |
   * | a target in a destructuring pattern, in the head of a `for-of`, and as a parameter | itself         |
   */
  readonly writes: ReadonlyMap<Node, Node>;
}

/** Orders the code of `root`. The events of one node may stand in several segments: a `finally` is laid out once per exit. */
export function buildControlFlow(root: CodeRoot, visitorKeys: VisitorKeys): ControlFlow {
  const flow = new FlowBuilder();
  walk(rootSteps(root, flow), flow, visitorKeys);
  flow.jump(flow.exit, undefined);
  return { root, ...flow.finish() };
}

/** The order of the code of `root`, worked out once. */
export const controlFlowOf = oncePer(buildControlFlow);

function* rootSteps(root: CodeRoot, flow: FlowBuilder) {
  switch (root.type) {
    case 'AccessorProperty':
    case 'PropertyDefinition':
      yield root.value;
      return;
    case 'Program':
    case 'StaticBlock':
      yield root;
      return;
    default:
      yield bindParameters(root.params, flow);
      yield root.body;
  }
}

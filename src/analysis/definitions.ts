import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from './facts.ts';
import type { Graph } from './flow/index.ts';
import { buildControlFlow, type CodeRoot, type ControlFlow } from './order/control-flow.ts';
import { solve, visit, type FlowProblem } from './order/solve.ts';
import { isFunction } from './tree.ts';

type Node = TSESTree.Node;

/** The code that `node` is ordered with: the innermost function, field initialiser, static block or file around it. */
export function codeRootOf(node: Node): CodeRoot {
  let child = node;
  for (let at = node.parent; at; child = at, at = at.parent) {
    if (isFunction(at) || at.type === 'StaticBlock' || at.type === 'Program') {
      return at;
    }
    if ((at.type === 'PropertyDefinition' || at.type === 'AccessorProperty') && child === at.value) {
      return at;
    }
  }
  return child as CodeRoot;
}

const flows = new WeakMap<CodeRoot, ControlFlow>();

/** The order in which the code of a root runs, worked out once. */
export function orderOf(graph: Graph, root: CodeRoot): ControlFlow {
  let flow = flows.get(root);
  if (!flow) {
    flows.set(root, (flow = buildControlFlow(root, graph.sourceCode.visitorKeys)));
  }
  return flow;
}

/** For each place that reads a variable, the identifiers at which it may have got its value. */
export type Definitions = ReadonlyMap<Node, ReadonlySet<Node>>;

const definitions = new WeakMap<Variable, Definitions>();

/**
 * Which writes of a variable its reads may see, as long as one function does both. Reads that are not in the map may see
 * every write: they stand in another function than a write does, or in code that cannot be reached.
 */
export function definitionsOf(graph: Graph, variable: Variable): Definitions {
  let known = definitions.get(variable);
  if (!known) {
    definitions.set(variable, (known = orderedDefinitions(graph, variable)));
  }
  return known;
}

function orderedDefinitions(graph: Graph, variable: Variable): Definitions {
  const reads = new Map<Node, Set<Node>>();
  const roots = new Set<CodeRoot>();
  for (const { identifier } of writesOf(variable)) {
    roots.add(codeRootOf(identifier as Node));
  }
  const [root] = roots;
  if (roots.size !== 1 || !root) {
    return reads;
  }
  const flow = orderOf(graph, root);
  const targetOf = (event: Node): Node | undefined => {
    const target = flow.writes.get(event);
    return target && graph.variableOf(target) === variable ? target : undefined;
  };
  const problem: FlowProblem<ReadonlySet<Node>> = {
    initial: new Set(),
    join: (one, other) => (isSubset(other, one) ? one : new Set([...one, ...other])),
    equals: (one, other) => one.size === other.size && isSubset(one, other),
    transfer: (state, event) => {
      const target = targetOf(event);
      return target ? new Set([target]) : state;
    },
  };
  visit(flow, solve(flow, problem), (event, before) => {
    if (event.type === 'Identifier' && !flow.writes.has(event) && graph.variableOf(event) === variable) {
      reads.set(event, new Set([...(reads.get(event) ?? []), ...before]));
    }
  });
  return reads;
}

function isSubset(one: ReadonlySet<Node>, other: ReadonlySet<Node>): boolean {
  return [...one].every(node => other.has(node));
}

/** The references that give a variable a value. */
export function writesOf(variable: Variable): Variable['references'] {
  return variable.references.filter(reference => reference.isWrite());
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from './facts.ts';
import type { Graph } from './flow/index.ts';
import { controlFlowOf, type CodeRoot, type ControlFlow } from './order/control-flow.ts';
import { IdMap } from './order/id-map.ts';
import { solve, visit, type FlowProblem } from './order/solve.ts';
import { isField, isFunction } from './tree.ts';
import { oncePer } from './once-per.ts';

type Node = TSESTree.Node;

/** The code that `node` is ordered with: the innermost function, field initialiser, static block or file around it. */
export function codeRootOf(node: Node): CodeRoot {
  let child = node;
  for (let at = node.parent; at; child = at, at = at.parent) {
    if (isFunction(at) || at.type === 'StaticBlock' || at.type === 'Program') {
      return at;
    }
    if (isField(at) && child === at.value) {
      return at;
    }
  }
  return child as CodeRoot;
}

/** The order in which the code of a root runs. */
export function orderOf(graph: Graph, root: CodeRoot): ControlFlow {
  return controlFlowOf(root, graph.sourceCode.visitorKeys);
}

/** For each place that reads a variable, the identifiers at which it may have got its value. */
export type Definitions = ReadonlyMap<Node, ReadonlySet<Node>>;

/**
 * Which writes of a variable its reads may see, as long as one function does both. Reads that are not in the map may see
 * every write: they stand in another function than a write does, or in code that cannot be reached, or behind very many.
 */
export const definitionsOf = oncePer((variable: Variable, graph: Graph): Definitions => {
  const roots = new Set(writesOf(variable).map(({ identifier }) => codeRootOf(identifier as Node)));
  const [root] = roots;
  return (roots.size === 1 && root && definitionsIn(root, graph).get(variable)) || new Map();
});

/** For all variables that a root writes, the writes that its reads may see. */
const definitionsIn = oncePer((root: CodeRoot, graph: Graph) => solveDefinitions(graph, orderOf(graph, root)));

/** Where one read may see more writes than this, it is not asked which: sets that grow with the code make the work quadratic. */
const mostWrites = 64;
const anyWrite: ReadonlySet<Node> = new Set();

function solveDefinitions(graph: Graph, flow: ControlFlow): ReadonlyMap<Variable, Definitions> {
  const ids = new Map<Variable, number>();
  const written = new Map<Node, { readonly id: number; readonly state: ReadonlySet<Node> }>();
  for (const [event, target] of flow.writes) {
    const variable = graph.variableOf(target);
    if (variable) {
      const id = ids.get(variable) ?? ids.size;
      ids.set(variable, id);
      written.set(event, { id, state: new Set([target]) });
    }
  }
  type State = IdMap<ReadonlySet<Node>>;
  const problem: FlowProblem<State> = {
    initial: IdMap.empty(),
    join: (one, other) => one.joined(other, union),
    equals: (one, other) => one.equals(other, (a, b) => a === b || (a.size === b.size && isSubset(a, b))),
    transfer: (state, event) => {
      const write = written.get(event);
      return write ? state.with(write.id, write.state) : state;
    },
  };
  const found = new Map<Variable, Map<Node, ReadonlySet<Node>>>([...ids.keys()].map(variable => [variable, new Map()]));
  visit(flow, solve(flow, problem), (event, before) => {
    const variable = event.type === 'Identifier' && !flow.writes.has(event) ? graph.variableOf(event) : undefined;
    const reads = variable && found.get(variable);
    if (variable && reads) {
      const seen = before.get(ids.get(variable)!) ?? new Set();
      const known = reads.get(event);
      reads.set(event, known ? union(known, seen) : seen);
    }
  });
  for (const reads of found.values()) {
    for (const [read, seen] of reads) {
      if (seen === anyWrite) {
        reads.delete(read);
      }
    }
  }
  return found;
}

function union(one: ReadonlySet<Node>, other: ReadonlySet<Node>): ReadonlySet<Node> {
  if (one === anyWrite || other === anyWrite) {
    return anyWrite;
  }
  if (isSubset(other, one)) {
    return one;
  }
  const both = new Set([...one, ...other]);
  return both.size > mostWrites ? anyWrite : both;
}

function isSubset(one: ReadonlySet<Node>, other: ReadonlySet<Node>): boolean {
  for (const node of one) {
    if (!other.has(node)) {
      return false;
    }
  }
  return true;
}

/** The references that give a variable a value. */
export const writesOf = oncePer(({ references }: Variable) => references.filter(reference => reference.isWrite()));

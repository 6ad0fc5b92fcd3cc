import type { TSESTree } from '@typescript-eslint/utils';
import { literalText } from '../constants.ts';
import { orderOf } from '../definitions.ts';
import type { FunctionNode, Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { solve, visit } from '../order/solve.ts';
import { enclosingFunction, unwrapped } from '../tree.ts';

type Node = TSESTree.Node;

/**
 * Whether the code has made sure, on every path to `site`, that a variable does not hold the text `value` there:
 * `if (userId === 'default') throw …`. A test counts in the function of `site` and in those around it.
 */
export function isRuledOut(graph: Graph, variable: Variable, value: string, site: Node): boolean {
  const tests = testsOf(graph, variable, value);
  if (tests.size === 0) {
    return false;
  }
  for (let at = site, around = enclosingFunction(at); around; at = around, around = enclosingFunction(at)) {
    if (isRuledOutIn(graph, variable, tests, around, at)) {
      return true;
    }
  }
  return false;
}

/** The comparisons of a variable with a text, and what they answer when it holds that text. */
function testsOf(graph: Graph, variable: Variable, value: string): ReadonlyMap<Node, boolean> {
  const tests = new Map<Node, boolean>();
  for (const { identifier } of variable.references) {
    const test = (identifier as Node).parent;
    if (test?.type === 'BinaryExpression' && /^[=!]==?$/u.test(test.operator)) {
      const other = unwrapped(test.left) === identifier ? test.right : test.left;
      if (literalText(graph, other) === value) {
        tests.set(test, test.operator.startsWith('='));
      }
    }
  }
  return tests;
}

function isRuledOutIn(graph: Graph, variable: Variable, tests: ReadonlyMap<Node, boolean>, around: FunctionNode, site: Node): boolean {
  const flow = orderOf(graph, around);
  const solution = solve<boolean>(flow, {
    initial: true,
    join: (one, other) => one || other,
    equals: (one, other) => one === other,
    transfer(mayHold, event) {
      const target = flow.writes.get(event);
      return mayHold || (!!target && graph.variableOf(target) === variable);
    },
    refine: (mayHold, test, outcome) => mayHold && (!tests.has(test) || tests.get(test) === outcome),
  });
  let mayHold: boolean | undefined;
  visit(flow, solution, (event, before) => {
    if (event === site) {
      mayHold = mayHold === true || before;
    }
  });
  return mayHold === false;
}

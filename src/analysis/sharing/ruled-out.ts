import type { TSESTree } from '@typescript-eslint/utils';
import { literalText } from '../constants.ts';
import { orderOf, writesOf } from '../definitions.ts';
import type { FunctionNode, Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { kept } from '../kept.ts';
import { oncePer } from '../once-per.ts';
import { solve, visit } from '../order/solve.ts';
import { enclosingFunction, unwrapped, wrappedParent } from '../tree.ts';

type Node = TSESTree.Node;

/**
 * Whether the code has made sure, on every path to `site`, that a variable does not hold the text `value` there:
 * `if (userId === 'default') throw …`. A test counts in the function of `site` and in those around it.
 */
export function isRuledOut(graph: Graph, variable: Variable, value: string, site: Node): boolean {
  const tests = kept(testsOf(variable), value, () => testsFor(graph, variable, value));
  if (tests.answers.size === 0) {
    return false;
  }
  const changes = writesOf(variable).filter(({ init }) => !init);
  const own = enclosingFunction(site);
  for (let at = site, around = own; around; at = around, around = enclosingFunction(at)) {
    // what runs later, or elsewhere, finds what was written in the meantime
    const isSettled = changes.every(({ identifier }) => around === own && enclosingFunction(identifier as Node) === own);
    if (isSettled && kept(tests.held, around, () => heldAt(graph, variable, tests, around!)).get(at) === false) {
      return true;
    }
  }
  return false;
}

/** The tests of one variable for one text. */
interface Tests {
  /** What each answers when the variable holds that text. */
  readonly answers: ReadonlyMap<Node, boolean>;
  /** For each function that was asked about, whether the variable may hold that text where it evaluates a node. */
  readonly held: Map<FunctionNode, ReadonlyMap<Node, boolean>>;
}

const testsOf = oncePer((_: Variable) => new Map<string, Tests>());

function testsFor(graph: Graph, variable: Variable, value: string): Tests {
  const answers = new Map<Node, boolean>();
  for (const { identifier } of variable.references) {
    const test = wrappedParent(identifier as Node);
    if (test?.type === 'BinaryExpression' && /^[=!]==?$/u.test(test.operator)) {
      const other = unwrapped(test.left) === identifier ? test.right : test.left;
      if (literalText(graph, other) === value) {
        answers.set(test, test.operator.startsWith('='));
      }
    }
  }
  return { answers, held: new Map() };
}

function heldAt(graph: Graph, variable: Variable, { answers }: Tests, around: FunctionNode): ReadonlyMap<Node, boolean> {
  const flow = orderOf(graph, around);
  const solution = solve<boolean>(flow, {
    initial: true,
    join: (one, other) => one || other,
    equals: (one, other) => one === other,
    transfer(mayHold, event) {
      const target = flow.writes.get(event);
      return mayHold || (!!target && graph.variableOf(target) === variable);
    },
    refine: (mayHold, test, outcome) => mayHold && (!answers.has(test) || answers.get(test) === outcome),
  });
  const held = new Map<Node, boolean>();
  visit(flow, solution, (event, mayHold) => held.set(event, held.get(event) === true || mayHold));
  return held;
}

import * as parser from '@typescript-eslint/parser';
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import { Linter, type Rule } from 'eslint';
import { buildControlFlow, type CodeRoot, type ControlFlow } from '../../../src/analysis/order/control-flow.ts';
import { type FlowProblem, type FlowSolution, solve, visit } from '../../../src/analysis/order/solve.ts';

type Node = TSESTree.Node;

export interface Parsed {
  readonly flow: ControlFlow;
  readonly sourceCode: TSESLint.SourceCode;
}

/** Parses a body, puts it into `async function* body(options, items)`, and orders that function. */
export function parseBody(body: string): Parsed {
  return parseFile(`async function* body(options, items) {\n${body}\n}`);
}

/** Orders the function named `body` of `code`, or, when there is none, the whole program. */
export function parseFile(code: string): Parsed {
  let parsed: Parsed | undefined;
  const rule: Rule.RuleModule = {
    create(context) {
      const sourceCode = context.sourceCode as unknown as TSESLint.SourceCode;
      const parse = (root: unknown) => {
        parsed = { flow: buildControlFlow(root as CodeRoot, sourceCode.visitorKeys), sourceCode };
      };
      return { Program: parse, ':function[id.name="body"], [key.name=/^(body|constructor)$/] > :function': parse };
    },
  };
  const problems = new Linter().verify(code, {
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: code.includes('</') } }, globals: { process: 'readonly' } },
    plugins: { order: { rules: { parse: rule } } },
    rules: { 'order/parse': 'error' },
  });
  if (parsed === undefined) throw new Error(problems[0]?.message);
  return parsed;
}

/** Paths on which nothing is stale, and paths on which something is. */
export type Freshness = 'both' | 'fresh' | 'stale';

/** `change()` makes stale what `refresh()` makes fresh again. */
export const staleness: FlowProblem<Freshness> = {
  initial: 'fresh',
  join: (one, other) => (one === other ? one : 'both'),
  equals: (one, other) => one === other,
  transfer(state, event) {
    switch (calleeName(event)) {
      case 'change':
        return 'stale';
      case 'refresh':
        return 'fresh';
      default:
        return state;
    }
  },
};

export function calleeName(event: Node): string | undefined {
  return event.type === 'CallExpression' && event.callee.type === 'Identifier' ? event.callee.name : undefined;
}

/** The code, with `// stale` behind each line whose `use()` some path reaches stale; any such comment is taken out before. */
export function marked({ flow, sourceCode }: Parsed, solution: FlowSolution<Freshness>): string {
  const lines = new Set<number>();
  visit(flow, solution, (event, before) => {
    if (calleeName(event) === 'use' && before !== 'fresh') lines.add(event.loc.start.line);
  });
  return sourceCode.lines
    .map((line, index) => line.replace(/ *\/\/ stale$/u, '') + (lines.has(index + 1) ? ' // stale' : ''))
    .join('\n');
}

/** The marks of the program as every path has it, whatever its tests say. */
export function markedOnEveryPath(parsed: Parsed): string {
  return marked(parsed, solve(parsed.flow, staleness));
}

/** The events of each segment, and where it goes, as text. */
export function dump({ flow, sourceCode }: Parsed): string {
  const text = (node: Node) => sourceCode.getText(node).replaceAll(/\s+/gu, ' ');
  const name = (index: number) => (index === flow.exit.index ? 'exit' : index === flow.thrown.index ? 'thrown' : `${index}`);
  return flow.segments
    .filter((segment) => segment !== flow.exit && segment !== flow.thrown)
    .map((segment) => {
      const ways = segment.outgoing.map(({ to, condition }) => {
        if (condition === undefined) return name(to.index);
        const asks = condition.asks === 'nullish' ? ' == null' : '';
        return `${name(to.index)} if ${condition.outcome ? '' : 'not '}${text(condition.test)}${asks}`;
      });
      return `${segment.index}: ${[...segment.events.map(text), `→ ${ways.join(', ')}`].join(' | ')}`;
    })
    .join('\n');
}

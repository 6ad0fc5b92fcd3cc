import { parseForESLint } from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import { buildControlFlow, type CodeRoot, type ControlFlow } from '../../../src/analysis/order/control-flow.ts';
import { type FlowProblem, solve, visit } from '../../../src/analysis/order/solve.ts';

type Node = TSESTree.Node;

export interface Parsed {
  readonly root: CodeRoot;
  readonly code: string;
  readonly flow: ControlFlow;
  readonly scopeManager: ReturnType<typeof parseForESLint>['scopeManager'];
}

/** Parses a body, puts it into `async function* body(options, items)`, and orders that function. */
export function parseBody(body: string): Parsed {
  return parseFunction(`async function* body(options, items) {\n${body}\n}`);
}

/** Orders the function named `body` of `code`, or, when there is none, the whole program. */
export function parseFunction(code: string): Parsed {
  const jsx = code.includes('</');
  const { ast, visitorKeys, scopeManager } = parseForESLint(code, { range: true, loc: true, jsx, sourceType: 'module' });
  const root = find(ast, (node) => node.type === 'FunctionDeclaration' && node.id?.name === 'body') ?? ast;
  return { root: root as CodeRoot, code, flow: buildControlFlow(root as CodeRoot, visitorKeys), scopeManager };
}

function find(node: Node, matches: (node: Node) => boolean): Node | undefined {
  if (matches(node)) return node;
  for (const value of Object.values(node) as unknown[]) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child === null || typeof child !== 'object' || !('type' in child) || child === node.parent) continue;
      const found = find(child as Node, matches);
      if (found !== undefined) return found;
    }
  }
  return undefined;
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
export function marked({ code, flow }: Parsed, problem: (flow: ControlFlow) => ReturnType<typeof solve<Freshness>>): string {
  const lines = new Set<number>();
  visit(flow, problem(flow), (event, before) => {
    if (calleeName(event) === 'use' && before !== 'fresh') lines.add(event.loc.start.line);
  });
  return code
    .split('\n')
    .map((line, index) => line.replace(/ *\/\/ stale$/u, '') + (lines.has(index + 1) ? ' // stale' : ''))
    .join('\n');
}

export const plain = (flow: ControlFlow) => solve(flow, staleness);

/** The events of each segment, and where it goes, as text. */
export function dump({ code, flow }: Parsed): string {
  const text = (node: Node) => code.slice(...node.range).replaceAll(/\s+/gu, ' ');
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

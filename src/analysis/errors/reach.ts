import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import type { SessionValue } from '../flow/values.ts';
import { isPython } from '../language.ts';
import { contains, enclosingFunction, isPropertyNamed, nodesBelow, unwrapped } from '../tree.ts';
import { promiseMethods, type SessionWork } from './work.ts';
import { scopeMadeBy } from '../scopes.ts';
import { addTo } from '../grouped.ts';
import { oncePer } from '../once-per.ts';

type Node = TSESTree.Node;
type Scope = Variable['scope'];

/** What to write for a session where it is logged. */
export interface SessionName {
  readonly text: string;
  /** Whether `text` is the id itself, and not the session. */
  readonly isId: boolean;
  /** Whether there may be no session yet. */
  readonly isOptional: boolean;
}

/** Whether a variable is one of the sessions, and nothing else that the analysis knows. */
function holdsOnly(graph: Graph, variable: Variable, sessions: readonly SessionValue[]): boolean {
  const values = [...graph.variable(variable).plainValues()].filter(value => value.kind !== 'parameter');
  return values.length > 0 && values.every(value => value.kind === 'session' && sessions.includes(value));
}

/** Whether a variable may be every session that some work is done with: with fewer, it may be another caller's. */
function holdsAll(graph: Graph, variable: Variable, sessions: readonly SessionValue[]): boolean {
  const held: ReadonlySet<unknown> = new Set(graph.variable(variable).plainValues());
  return sessions.every(session => held.has(session));
}

/** A name for one of the sessions, or for its id, where the log stands. */
export function nameInReach(
  graph: Graph,
  log: Node,
  sessions: readonly SessionValue[],
  work: readonly SessionWork[],
  attempt?: TSESTree.TryStatement,
): SessionName | undefined {
  const isInReach = (variable: Variable): boolean =>
    isVisible(graph, log, variable) && !isDeclaredLater(variable, log) && !isBoundIn(attempt, variable);
  for (const variable of carriersAt(graph, log)) {
    if (!isInReach(variable)) {
      continue;
    }
    if (
      holdsOnly(graph, variable, sessions) &&
      work.some(each => holdsAll(graph, variable, each.sessions)) &&
      (isPython(graph.sourceCode) || isAtHand(variable))
    ) {
      return { text: variable.name, isId: false, isOptional: isMaybeEmpty(variable) };
    }
    const values = [...graph.variable(variable).plainValues()];
    const isId = values.length > 0 && values.every(value => value.kind === 'id' && sessions.includes(value.session));
    if (isId && !isMaybeEmpty(variable)) {
      return { text: variable.name, isId, isOptional: false };
    }
  }
  return memberInReach(graph, log, isInReach, work);
}

const carriersByScope = oncePer((graph: Graph): ReadonlyMap<Scope, readonly Variable[]> => {
  const found = new Map<Scope, Variable[]>();
  for (const [variable, place] of graph.variables) {
    if ([...place.plainValues()].some(({ kind }) => kind === 'session' || kind === 'id')) {
      addTo(found, variable.scope, variable);
    }
  }
  for (const [{ variables }, ofScope] of found) {
    const order = new Map<unknown, number>(variables.map((variable, index) => [variable, index]));
    ofScope.sort((a, b) => order.get(a)! - order.get(b)!);
  }
  return found;
});

/** The variables with a session or an id in the scopes around a node, the nearest first. */
function* carriersAt(graph: Graph, node: Node): Generator<Variable> {
  const byScope = carriersByScope(graph);
  for (let scope: Scope | null = graph.sourceCode.getScope!(node); scope; scope = scope.upper) {
    yield* byScope.get(scope) ?? [];
  }
}

/** Whether the name of a variable means it at a node. */
function isVisible(graph: Graph, node: Node, variable: Variable): boolean {
  let scope: Scope | null = graph.sourceCode.getScope!(node);
  while (scope && !scope.set.has(variable.name)) {
    scope = scope.upper;
  }
  return scope?.set.get(variable.name) === variable;
}

function isDeclaredLater(variable: Variable, log: Node): boolean {
  const declarator = variable.defs[0]?.node as Node | undefined;
  return declarator?.type === 'VariableDeclarator' && declarator.range[1] > log.range[0];
}

/** Whether a variable may not have its session yet: it is given one elsewhere than where it is declared. */
function isMaybeEmpty(variable: Variable): boolean {
  const definition = variable.defs[0];
  const declarator = definition?.node as Node | undefined;
  const isFilled = declarator?.type === 'VariableDeclarator' && !!declarator.init && !isNothing(declarator.init);
  return definition?.type !== 'Parameter' && !isFilled;
}

function isNothing(node: Node): boolean {
  const inner = unwrapped(node);
  return inner.type === 'Literal' || (inner.type === 'Identifier' && inner.name === 'undefined');
}

/** Whether a variable is the session itself, and not the promise of one: by what is written to it, or by what it is asked for. */
function isAtHand({ references }: Variable): boolean {
  return (
    references.every(({ writeExpr }) => isWaitedFor(writeExpr as Node | null)) ||
    references.some(({ identifier }) => isAskedAsSession(identifier as Node))
  );
}

/** Whether something but a promise's own methods is asked for. */
function isAskedAsSession(identifier: Node): boolean {
  const { parent } = identifier;
  return parent?.type === 'MemberExpression' && parent.object === identifier && !isPropertyNamed(parent, promiseMethods);
}

function isWaitedFor(written: Node | null | undefined): boolean {
  const inner = written && unwrapped(written);
  switch (inner?.type) {
    case 'CallExpression':
      return false;
    case 'ConditionalExpression':
      return isWaitedFor(inner.consequent) && isWaitedFor(inner.alternate);
    case 'LogicalExpression':
      return isWaitedFor(inner.left) && isWaitedFor(inner.right);
    case 'AssignmentExpression':
      return isWaitedFor(inner.right);
    default:
      return true;
  }
}

/** `this.session` or `state.session`, when the work is done on it. */
function memberInReach(
  graph: Graph,
  log: Node,
  isInReach: (variable: Variable) => boolean,
  work: readonly SessionWork[],
): SessionName | undefined {
  for (const { node } of work) {
    for (const inner of nodesBelow(node, graph.sourceCode.visitorKeys)) {
      if (inner.type !== 'MemberExpression' || !hasSession(graph, inner)) {
        continue;
      }
      const root = rootOf(inner);
      const variable = root && graph.variableOf(root);
      if (root && (variable ? isInReach(variable) : root.type === 'ThisExpression' && thisRoot(root) === thisRoot(log))) {
        const { parent } = inner;
        const isOptional = parent.type === 'TSNonNullExpression' || (parent.type === 'MemberExpression' && parent.optional);
        return { text: graph.sourceCode.getText(inner), isId: false, isOptional };
      }
    }
  }
  return undefined;
}

/** The variable or `this` that a path of plain names starts at. */
function rootOf(member: TSESTree.MemberExpression): Node | undefined {
  let root: Node = member;
  while (root.type === 'MemberExpression' && !root.computed) {
    root = root.object;
  }
  return root.type === 'Identifier' || root.type === 'ThisExpression' ? root : undefined;
}

function hasSession(graph: Graph, node: Node): boolean {
  return [...graph.place(node).plainValues()].some(value => value.kind === 'session');
}

function thisRoot(node: Node): FunctionNode | undefined {
  let at = enclosingFunction(node);
  while (at?.type === 'ArrowFunctionExpression') {
    at = enclosingFunction(at);
  }
  return at;
}

/** Whether a variable gets its first value in the block of a `try`: in Python, the handler sees it, but it may hold nothing. */
function isBoundIn(attempt: TSESTree.TryStatement | undefined, { defs }: Variable): boolean {
  return !!attempt && defs[0]?.type === 'Variable' && contains(attempt.block, defs[0].node);
}

/** The variable that holds one of the sessions and is declared directly in the block of a `try`. */
export function heldInside(graph: Graph, attempt: TSESTree.TryStatement, sessions: readonly SessionValue[]): Variable | undefined {
  const scope = isPython(graph.sourceCode) ? graph.sourceCode.getScope?.(attempt) : scopeMadeBy(graph.sourceCode, attempt.block);
  return scope?.variables.find(variable => holdsOnly(graph, variable, sessions) && isBoundIn(attempt, variable));
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, Variable } from './facts.ts';
import type { FileNodes, Graph } from './flow/index.ts';
import type { SessionValue } from './flow/values.ts';
import { errorLogIn, hasBoundId, loggingReference, type LogCall } from './logging.ts';
import { hasSessionId } from './session-id.ts';
import { workIn, type SessionWork } from './session-work.ts';
import { contains, enclosingFunction, isFunction, nodesBelow, propertyName, unwrapped } from './tree.ts';
import type { Units } from './units.ts';

type Node = TSESTree.Node;
type Scope = Variable['scope'];

/** A handler of errors of session work that logs them without the session's id. */
export interface ErrorLog {
  /** The logging call, or the reference to one (`.catch(logger.error)`). */
  readonly log: LogCall;
  /** Where the work is done, whose error this is. */
  readonly work: readonly SessionWork[];
  /** How the code names the session where it logs; undefined when no name for it is in reach. */
  readonly session: SessionName | undefined;
  /** The `try` statement, for its `catch` clause. */
  readonly attempt: TSESTree.TryStatement | undefined;
  /** The variable inside the `try` that holds the session and is out of reach. */
  readonly inside: Variable | undefined;
  /** The log has the id of a name that does not exist there. */
  readonly isUnbound: boolean;
}

/** What to write for a session where it is logged. */
export interface SessionName {
  readonly text: string;
  /** Whether `text` is the id itself, and not the session. */
  readonly isId: boolean;
  /** Whether there may be no session yet. */
  readonly isOptional: boolean;
}

/** Code that may fail, and what is done with its errors. */
interface Handler {
  readonly guarded: Node;
  readonly handling: Node;
  readonly attempt: TSESTree.TryStatement | undefined;
}

/** Every log of an error of session work that leaves the session's id out, one for each handler, in source order. */
export function errorLogsOf(graph: Graph, nodes: FileNodes, units: Units): ErrorLog[] {
  const found: ErrorLog[] = [];
  for (const node of nodes.all) {
    for (const handler of handlersAt(graph, node)) {
      const log = judged(graph, units, handler);
      if (log) {
        found.push(log);
      }
    }
  }
  return found.sort((a, b) => a.log.node.range[0] - b.log.node.range[0]);
}

/** `catch` clauses, `.catch(f)` and `.then(_, f)`. */
function* handlersAt(graph: Graph, node: Node): Generator<Handler> {
  if (node.type === 'TryStatement' && node.handler) {
    yield { guarded: node.block, handling: node.handler.body, attempt: node };
    return;
  }
  const callee = node.type === 'CallExpression' ? unwrapped(node.callee) : undefined;
  if (node.type !== 'CallExpression' || callee?.type !== 'MemberExpression') {
    return;
  }
  const name = propertyName(callee);
  const handling = name === 'catch' ? node.arguments[0] : name === 'then' ? node.arguments[1] : undefined;
  if (handling) {
    yield { guarded: promised(graph, callee.object), handling: isFunction(unwrapped(handling)) ? (unwrapped(handling) as FunctionNode).body : handling, attempt: undefined };
  }
}

/** The expression whose promise it is, also behind a variable that is declared with it. */
function promised(graph: Graph, node: Node): Node {
  const inner = unwrapped(node);
  const declarator = inner.type === 'Identifier' ? (graph.variableOf(inner)?.defs[0]?.node as Node | undefined) : undefined;
  return declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier' && declarator.init ? declarator.init : inner;
}

function judged(graph: Graph, units: Units, handler: Handler): ErrorLog | undefined {
  const { guarded, handling, attempt } = handler;
  const log = loggingReference(graph, handling) ?? errorLogIn(graph, handling);
  if (!log) {
    return undefined;
  }
  const work = [...workIn(graph, units, guarded, node => isHandledInside(graph, node, guarded))];
  if (work.length === 0) {
    return undefined;
  }
  const isUnbound = hasUnboundId(graph, handling, guarded);
  if (!isUnbound && (hasSessionId(graph, handling) || hasBoundId(graph, log))) {
    return undefined;
  }
  const sessions = [...new Set(work.flatMap(each => each.sessions))];
  return {
    log,
    work,
    session: isUnbound ? undefined : nameInReach(graph, log.node, sessions, work),
    attempt,
    inside: attempt && heldInside(graph, attempt, sessions),
    isUnbound,
  };
}

/** Whether an error is caught between `node` and `guarded`, and either not thrown on or logged there. */
function isHandledInside(graph: Graph, node: Node, guarded: Node): boolean {
  for (let child = node, at = node.parent; at && contains(guarded, at); child = at, at = at.parent) {
    if (at.type === 'TryStatement' && child === at.block && at.handler && settles(graph, at.handler.body)) {
      return true;
    }
    if (at.type === 'CallExpression' && at.callee.type === 'MemberExpression' && contains(at.callee.object, node)) {
      const name = propertyName(at.callee);
      const handling = name === 'catch' ? at.arguments[0] : name === 'then' ? at.arguments[1] : undefined;
      if (handling && settles(graph, handling)) {
        return true;
      }
    }
  }
  return false;
}

function settles(graph: Graph, handling: Node): boolean {
  if (loggingReference(graph, handling) ?? errorLogIn(graph, handling)) {
    return true;
  }
  for (const node of nodesBelow(handling, graph.sourceCode.visitorKeys)) {
    if (node.type === 'ThrowStatement') {
      return false;
    }
  }
  return true;
}

/** Whether a handler names the id of a session by a name that is declared inside the `try` and not seen here. */
function hasUnboundId(graph: Graph, handling: Node, guarded: Node): boolean {
  for (const node of nodesBelow(handling, graph.sourceCode.visitorKeys)) {
    if (node.type === 'MemberExpression' && propertyName(node) === 'sessionId') {
      const object = unwrapped(node.object);
      if (object.type === 'Identifier' && !graph.variableOf(object) && declaredIn(graph, guarded, object.name)) {
        return true;
      }
    }
  }
  return false;
}

function declaredIn(graph: Graph, block: Node, name: string): boolean {
  const scope = graph.sourceCode.scopeManager?.acquire(block as never);
  const variable = scope?.set.get(name);
  return !!variable && [...graph.variable(variable).plainValues()].some(value => value.kind === 'session');
}

/** The variable that holds one of the sessions and is declared directly in the block of a `try`. */
function heldInside(graph: Graph, attempt: TSESTree.TryStatement, sessions: readonly SessionValue[]): Variable | undefined {
  const scope = graph.sourceCode.scopeManager?.acquire(attempt.block as never);
  return scope?.variables.find(variable => holdsOnly(graph, variable, sessions));
}

/** Whether a variable is one of the sessions, and nothing else that the analysis knows. */
function holdsOnly(graph: Graph, variable: Variable, sessions: readonly SessionValue[]): boolean {
  const values = [...graph.variable(variable).plainValues()].filter(value => value.kind !== 'parameter');
  return values.length > 0 && values.every(value => value.kind === 'session' && sessions.includes(value));
}

/** A name for one of the sessions, or for its id, where the log stands. */
function nameInReach(graph: Graph, log: Node, sessions: readonly SessionValue[], work: readonly SessionWork[]): SessionName | undefined {
  const variables = [...variablesAt(graph, log)].filter(variable => !isDeclaredLater(variable, log));
  for (const variable of variables) {
    if (holdsOnly(graph, variable, sessions) && variable.references.every(reference => isWaitedFor(reference.writeExpr as Node | null))) {
      return { text: variable.name, isId: false, isOptional: isMaybeEmpty(variable) };
    }
    const values = [...graph.variable(variable).plainValues()];
    const isId = values.length > 0 && values.every(value => value.kind === 'id' && sessions.includes(value.session));
    if (isId && !isMaybeEmpty(variable)) {
      return { text: variable.name, isId, isOptional: false };
    }
  }
  return memberInReach(graph, log, new Set(variables), work);
}

/** The variables that can be named at a node, the nearest first. */
function* variablesAt(graph: Graph, node: Node): Generator<Variable> {
  const seen = new Set<string>();
  let scope: Scope | null = graph.sourceCode.getScope?.(node) ?? null;
  while (scope) {
    for (const variable of scope.variables) {
      if (!seen.has(variable.name)) {
        seen.add(variable.name);
        yield variable;
      }
    }
    scope = scope.upper;
  }
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

/** Whether what is written is the session itself, and not the promise of one. */
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
function memberInReach(graph: Graph, log: Node, variables: ReadonlySet<Variable>, work: readonly SessionWork[]): SessionName | undefined {
  for (const { node } of work) {
    for (const inner of nodesBelow(node, graph.sourceCode.visitorKeys)) {
      if (inner.type !== 'MemberExpression' || !hasSession(graph, inner)) {
        continue;
      }
      const root = rootOf(inner);
      const variable = root && graph.variableOf(root);
      if (root && (variable ? variables.has(variable) : root.type === 'ThisExpression' && thisRoot(root) === thisRoot(log))) {
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

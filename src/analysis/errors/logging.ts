import type { TSESTree } from '@typescript-eslint/utils';
import { errorLevel, loggerMaker, loggerName, notifiers, trackers } from '../../sdk/loggers.ts';
import type { Graph } from '../flow/index.ts';
import { fieldWrites } from '../people/fields.ts';
import { contains, isAmong, isFunction, isNamed, lastName, literalKey, nodesBelow, propertyName, thisOf, unwrapped } from '../tree.ts';

type Node = TSESTree.Node;

/** Loggers are followed through this many variables. */
const mostHops = 3;

/** A call that logs an error, or a reference to a function that does. */
export interface LogCall {
  /** The call, or for a reference the function's name. */
  readonly node: Node;
  readonly isReference: boolean;
  /** The property of the context object that an error tracker wants its data in. */
  readonly context: 'extra' | undefined;
  /** Whether a further argument of any kind is logged, too. */
  readonly takesMore: boolean;
}

/** The first log of an error below `handling` that belongs to it, and not to a handler inside it. */
export function errorLogIn(graph: Graph, handling: Node): LogCall | undefined {
  for (const node of nodesBelow(handling, graph.sourceCode.visitorKeys)) {
    if (node.type === 'CallExpression' && !isBlank(node) && !isOfInnerHandler(node, handling)) {
      const found = logCall(graph, node.callee, node.arguments[0]);
      if (found) {
        return { ...found, node, isReference: false };
      }
    }
  }
  return undefined;
}

/** `.catch(logger.error)`: the log that a handler is itself. */
export function loggingReference(graph: Graph, handling: Node): LogCall | undefined {
  const inner = unwrapped(handling);
  const isName = inner.type === 'MemberExpression' || inner.type === 'Identifier';
  const found = isName ? logCall(graph, inner, undefined) : undefined;
  return found && { ...found, node: inner, isReference: true };
}

/** `console.log('')`: layout, and no log. A tracker that is given nothing takes the error at hand. */
function isBlank({ callee, arguments: [first, second] }: TSESTree.CallExpression): boolean {
  return !second && (first ? literalKey(first)?.trim() === '' : !trackers.has(lastName(callee) ?? ''));
}

function isOfInnerHandler(node: Node, handling: Node): boolean {
  for (let child = node, at = node.parent; at && at !== handling && contains(handling, at); child = at, at = at.parent) {
    if (at.type === 'CatchClause') {
      return true;
    }
    if (isFunction(child) && at.type === 'CallExpression' && at.callee.type === 'MemberExpression') {
      const name = propertyName(at.callee);
      if ((name === 'catch' && at.arguments[0] === child) || (name === 'then' && at.arguments[1] === child)) {
        return true;
      }
    }
  }
  return false;
}

/** Whether a callee logs errors, by its level and by what it is called on. */
function logCall(graph: Graph, callee: Node, first: Node | undefined): Pick<LogCall, 'context' | 'takesMore'> | undefined {
  const inner = unwrapped(callee);
  const name = lastName(inner);
  if (name === undefined) {
    return undefined;
  }
  const isTracker = trackers.has(name);
  if (inner.type !== 'MemberExpression') {
    return isTracker && inner.type === 'Identifier' ? { context: trackers.get(name), takesMore: false } : undefined;
  }
  if (isTracker || (name === 'notify' && isNamed(inner.object, notifiers))) {
    return { context: trackers.get(name), takesMore: false };
  }
  if (!isLogger(graph, inner.object)) {
    return undefined;
  }
  const isConsole = unwrapped(inner.object).type === 'Identifier' && lastName(inner.object) === 'console';
  const isLeveled = name === 'log' && !isConsole && first !== undefined && isAmong(literalKey(first), errorLevel);
  return errorLevel.test(name) || (name === 'log' && isConsole) || isLeveled ? { context: undefined, takesMore: true } : undefined;
}

/** Whether something is a logger: by its name, or because a call that makes loggers, or one on a logger, made it. */
function isLogger(graph: Graph, node: Node, hops = 0): boolean {
  const inner = unwrapped(node);
  const name = lastName(inner);
  if (name !== undefined && loggerName.test(name)) {
    return true;
  }
  if (inner.type === 'CallExpression') {
    return inner.callee.type === 'MemberExpression' && isLogger(graph, inner.callee.object, hops);
  }
  return initialsOf(graph, inner).some(
    initial =>
      (initial.type === 'CallExpression' || initial.type === 'NewExpression') &&
      (isNamed(initial.callee, loggerMaker) ||
        (hops < mostHops && initial.type === 'CallExpression' && isLogger(graph, initial, hops + 1))),
  );
}

/** What a variable is declared with, or a field of the class around is given. */
function initialsOf(graph: Graph, node: Node): Node[] {
  const declarator = node.type === 'Identifier' ? (graph.variableOf(node)?.defs[0]?.node as Node | undefined) : undefined;
  if (declarator?.type === 'VariableDeclarator' && declarator.init) {
    return [unwrapped(declarator.init)];
  }
  const owner = node.type === 'MemberExpression' && unwrapped(node.object).type === 'ThisExpression' ? thisOf(node) : undefined;
  const name = node.type === 'MemberExpression' ? propertyName(node) : undefined;
  return owner && 'owner' in owner && name !== undefined ? fieldWrites(graph, owner.owner, name).map(write => unwrapped(write.node)) : [];
}

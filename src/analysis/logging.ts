import type { TSESTree } from '@typescript-eslint/utils';
import { contextSetter, errorLevel, loggerMaker, loggerName, notifiers, trackerModule, trackers } from '../sdk/loggers.ts';
import type { Graph } from './flow/index.ts';
import { hasSessionId } from './session-id.ts';
import { contains, isFunction, lastName, literalKey, nodesBelow, propertyName, unwrapped } from './tree.ts';

type Node = TSESTree.Node;

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

/** `console.log('')`: layout, and no log. */
function isBlank({ arguments: [first, second] }: TSESTree.CallExpression): boolean {
  return !second && (!first || literalKey(first)?.trim() === '');
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
  if (isTracker || (name === 'notify' && notifiers.test(lastName(inner.object) ?? ''))) {
    return { context: trackers.get(name), takesMore: false };
  }
  if (!isLogger(graph, inner.object)) {
    return undefined;
  }
  const isConsole = unwrapped(inner.object).type === 'Identifier' && lastName(inner.object) === 'console';
  const isLeveled = name === 'log' && !isConsole && first !== undefined && errorLevel.test(literalKey(first) ?? '');
  return errorLevel.test(name) || (name === 'log' && isConsole) || isLeveled ? { context: undefined, takesMore: true } : undefined;
}

/** Whether something is a logger: by its name, or because a call that makes loggers made it. */
function isLogger(graph: Graph, node: Node): boolean {
  const inner = unwrapped(node);
  const name = lastName(inner);
  if (name !== undefined && loggerName.test(name)) {
    return true;
  }
  if (inner.type === 'CallExpression') {
    return inner.callee.type === 'MemberExpression' && isLogger(graph, inner.callee.object);
  }
  const declarator = inner.type === 'Identifier' ? (graph.variableOf(inner)?.defs[0]?.node as Node | undefined) : undefined;
  const initial = declarator?.type === 'VariableDeclarator' && declarator.init ? unwrapped(declarator.init) : undefined;
  return (initial?.type === 'CallExpression' || initial?.type === 'NewExpression') && loggerMaker.test(lastName(initial.callee) ?? '');
}

/**
 * Whether the log has the id without naming it.
 *
 * | form                                                         |
 * | ------------------------------------------------------------ |
 * | the logger is made with it: `log = logger.child({ sessionId })` |
 * | a context was set on it before: `Sentry.setTag('sessionId', …)` |
 * | the code runs in a callback of a call that is given it       |
 */
export function hasBoundId(graph: Graph, { node, isReference }: LogCall): boolean {
  const callee = unwrapped(isReference ? node : (node as TSESTree.CallExpression).callee);
  const logger = callee.type === 'MemberExpression' ? callee.object : callee;
  return isMadeWithId(graph, logger) || isSetBefore(graph, logger, node) || isWithinContext(graph, node);
}

function isMadeWithId(graph: Graph, logger: Node, hops = 0): boolean {
  const inner = unwrapped(logger);
  if (inner.type === 'CallExpression') {
    return hasSessionId(graph, inner);
  }
  const variable = inner.type === 'Identifier' ? graph.variableOf(inner) : undefined;
  return !!variable && hops < 3 && variable.references.some(({ writeExpr }) => {
    const made = writeExpr ? unwrapped(writeExpr as Node) : undefined;
    return !!made && (made.type === 'Identifier' ? isMadeWithId(graph, made, hops + 1) : isCall(made) && hasSessionId(graph, made));
  });
}

function isCall(node: Node): boolean {
  return node.type === 'CallExpression' || node.type === 'NewExpression';
}

/** A call on the same logger further up in the function (or in one around it) that writes no line. */
function isSetBefore(graph: Graph, logger: Node, log: Node): boolean {
  for (let around = log.parent; around; around = around.parent) {
    if (!isFunction(around) && around.type !== 'Program') {
      continue;
    }
    for (const node of nodesBelow(around, graph.sourceCode.visitorKeys)) {
      if (node.range[1] > log.range[0] || contains(node, log)) {
        continue;
      }
      const set = settingOf(node);
      if (set && isSameLogger(graph, set, logger) && hasSessionId(graph, node)) {
        return true;
      }
    }
  }
  return false;
}

/** The logger on which `node` sets something for later lines: a call's receiver, or what an assignment writes. */
function settingOf(node: Node): Node | undefined {
  if (node.type === 'AssignmentExpression') {
    return node.left;
  }
  if (node.type !== 'CallExpression') {
    return undefined;
  }
  const callee = unwrapped(node.callee);
  if (!contextSetter.test(lastName(callee) ?? '')) {
    return undefined;
  }
  return callee.type === 'MemberExpression' ? callee.object : callee;
}

function isSameLogger(graph: Graph, one: Node, other: Node): boolean {
  const text = (node: Node): string => graph.sourceCode.getText(unwrapped(node)).replaceAll(/[?!\s]/gu, '');
  if (text(one) === text(other) || text(one).startsWith(`${text(other)}.`)) {
    return true;
  }
  const source = sourceOf(graph, one);
  return source !== undefined && source === sourceOf(graph, other);
}

/** What a logger is a part of: the variable or module at the root of its name, or what called the callback that has it as a parameter. */
function sourceOf(graph: Graph, node: Node, hops = 0): unknown {
  let root = unwrapped(node);
  while (root.type === 'MemberExpression' || root.type === 'CallExpression') {
    root = unwrapped(root.type === 'MemberExpression' ? root.object : root.callee);
  }
  if (root.type !== 'Identifier' || root.name === 'console') {
    return undefined;
  }
  const definition = graph.variableOf(root)?.defs[0];
  if (definition?.type === 'ImportBinding' && definition.parent?.type === 'ImportDeclaration' && trackerModule.test(definition.parent.source.value)) {
    return definition.parent.source.value;
  }
  const owner = definition?.type === 'Parameter' ? (definition.node as Node) : undefined;
  if (owner?.parent?.type === 'CallExpression' && /scope|context/iu.test(lastName(owner.parent.callee) ?? '') && hops < 3) {
    return sourceOf(graph, owner.parent.callee, hops + 1);
  }
  return owner ? undefined : (graph.variableOf(root) ?? root.name);
}

/** `withContext({ sessionId }, async () => { … })` */
function isWithinContext(graph: Graph, log: Node): boolean {
  for (let child = log, at = log.parent; at; child = at, at = at.parent) {
    if (isFunction(child) && at.type === 'CallExpression' && at.arguments.some(argument => argument !== child && !isFunction(argument) && hasSessionId(graph, argument))) {
      return true;
    }
  }
  return false;
}

import type { TSESTree } from '@typescript-eslint/utils';
import { contextSetter, trackerModule } from '../../sdk/loggers.ts';
import type { FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { importedBy } from '../flow/imports.ts';
import { fieldWrites } from '../people/fields.ts';
import { ownerOfSelf } from '../self.ts';
import { awaited, chainRoot, contains, enclosingFunction, isFunction, isNamed, nodesBelow, propertyName, unwrapped } from '../tree.ts';
import type { LogCall } from './logging.ts';
import { hasSessionId } from './session-id.ts';
import { oncePer } from '../once-per.ts';

type Node = TSESTree.Node;

/**
 * Whether the log has the id without naming it.
 *
 * | form                                                         |
 * | ------------------------------------------------------------ |
 * | the logger is made with it: `log = logger.child({ sessionId })`, a field, too |
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
  const owner = inner.type === 'MemberExpression' ? ownerOfSelf(graph, inner.object) : undefined;
  if (owner && 'owner' in owner) {
    const name = propertyName(inner as TSESTree.MemberExpression);
    return name !== undefined && fieldWrites(graph, owner.owner, name).some(write => hasSessionId(graph, write.node));
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
  return settingsOf(graph).some(
    ({ node, set, inside }) =>
      node.range[1] <= log.range[0] && (!inside || contains(inside, log)) && (isForAll(node) || isSameLogger(graph, set, logger)),
  );
}

/** Something that gives a logger the id for later lines. */
interface Setting {
  readonly node: Node;
  readonly set: Node;
  readonly inside: FunctionNode | undefined;
}

const settingsOf = oncePer((graph: Graph): readonly Setting[] => {
  const found: Setting[] = [];
  for (const node of nodesBelow(graph.sourceCode.ast, graph.sourceCode.visitorKeys)) {
    const set = settingOf(node);
    if (set && hasSessionId(graph, node)) {
      found.push({ node, set, inside: enclosingFunction(node) });
    }
  }
  return found;
});

/** The logger on which `node` sets something for later lines: a call's receiver, or what an assignment writes. */
function settingOf(node: Node): Node | undefined {
  if (node.type === 'AssignmentExpression') {
    return node.left;
  }
  if (node.type !== 'CallExpression') {
    return undefined;
  }
  const callee = unwrapped(node.callee);
  if (!isNamed(callee, contextSetter)) {
    return undefined;
  }
  return callee.type === 'MemberExpression' ? callee.object : callee;
}

/** `bind_contextvars(session_id=…)` of structlog: every logger of the task writes it. */
function isForAll(node: Node): boolean {
  return node.type === 'CallExpression' && isNamed(node.callee, /^(?:bind|bound)Contextvars$/u);
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
  const root = chainRoot(node);
  if (root.type !== 'Identifier' || root.name === 'console') {
    return undefined;
  }
  const variable = graph.variableOf(root);
  const source = importedBy(graph, variable)?.source;
  if (source !== undefined && trackerModule.test(source)) {
    return source;
  }
  const definition = variable?.defs[0];
  const owner = definition?.type === 'Parameter' ? (definition.node as Node) : undefined;
  if (owner?.parent?.type === 'CallExpression' && isNamed(owner.parent.callee, /scope|context/iu) && hops < 3) {
    return sourceOf(graph, owner.parent.callee, hops + 1);
  }
  const opened = definition?.type === 'Variable' ? (definition.node as Node) : undefined;
  const made = opened?.type === 'VariableDeclarator' && opened.init ? awaited(opened.init) : undefined;
  if (made?.type === 'CallExpression' && isNamed(made.callee, /scope|context/iu) && hops < 3) {
    return sourceOf(graph, made.callee, hops + 1);
  }
  return owner ? undefined : (graph.variableOf(root) ?? root.name);
}

/** `withContext({ sessionId }, async () => { … })` */
function isWithinContext(graph: Graph, log: Node): boolean {
  for (let child = log, at = log.parent; at; child = at, at = at.parent) {
    if (
      isFunction(child) &&
      at.type === 'CallExpression' &&
      at.arguments.some(argument => argument !== child && !isFunction(argument) && hasSessionId(graph, argument))
    ) {
      return true;
    }
  }
  return false;
}

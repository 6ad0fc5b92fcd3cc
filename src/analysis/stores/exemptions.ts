import type { TSESTree } from '@typescript-eslint/utils';
import type { Candidate } from './candidates.ts';
import { anyLevel, loggerName } from '../../sdk/loggers.ts';
import { disconnectMethods } from '../../sdk/handlers.ts';
import { plainText, removesEntry, removesGiven } from './entries.ts';
import { memberAround } from './field-reads.ts';
import type { FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import type { Handlers } from '../handlers.ts';
import { isPython } from '../language.ts';
import {
  awaited,
  contains,
  decoratorsOf,
  enclosingClass,
  enclosingFunction,
  isFunction,
  isNamed,
  isPropertyNamed,
  lastName,
  nodesBelow,
  propertyName,
  unwrapped,
} from '../tree.ts';

type Node = TSESTree.Node;

/**
 * Whether every path of the storing function takes the entry out again, so that it is in flight and not cached.
 *
 * | form                                                              |
 * | ----------------------------------------------------------------- |
 * | the store, then or inside `try { … } finally { home.delete(key) }` |
 * | the stored promise's own `.finally(() => home.delete(key))`, or both callbacks of its `.then(…, …)`; Python's `task.add_done_callback(tasks.discard)` |
 * | a promise of that kind that is made right behind the store         |
 * | a `finally` inside the async function that the promise comes from  |
 * | a helper that stores for its callers, when each of them does so    |
 */
export function isInFlight(graph: Graph, candidate: Candidate): boolean {
  if (candidate.how !== 'call' && candidate.how !== 'element' && candidate.how !== 'assign') {
    return false;
  }
  return isTakenOutAround(graph, candidate) || finishesItself(graph, candidate) || isTakenOutByCallers(graph, candidate);
}

/** Whether a `finally` around the store or right behind it takes the entry out. */
function isTakenOutAround(graph: Graph, candidate: Candidate): boolean {
  for (let child: Node = candidate.site, at = child.parent; at && !isFunction(at); child = at, at = at.parent) {
    if (at.type === 'TryStatement' && child !== at.finalizer && endsEntry(graph, at, candidate)) {
      return true;
    }
    if (at.type === 'BlockStatement' || at.type === 'Program') {
      const index = at.body.indexOf(child as TSESTree.Statement);
      for (const statement of at.body.slice(index + 1)) {
        if (statement.type === 'TryStatement') {
          if (endsEntry(graph, statement, candidate)) {
            return true;
          }
          break;
        }
        const expression = expressionOf(statement);
        if (expression && chainEndsEntry(graph, expression, candidate)) {
          return true;
        }
        if (mayThrow(graph, statement)) {
          break;
        }
      }
    }
  }
  return false;
}

/** Whether the store stands in a helper, and every caller of that takes out what it had put in. */
function isTakenOutByCallers(graph: Graph, candidate: Candidate): boolean {
  const helper = enclosingFunction(candidate.site);
  const callers = helper ? [...graph.callersOf(helper)] : [];
  return (
    callers.length > 0 &&
    callers.every(caller => {
      const given = (node: Node): Node => {
        const index = helper!.params.findIndex(
          parameter => parameter.type === 'Identifier' && node.type === 'Identifier' && parameter.name === node.name,
        );
        return (caller.type === 'CallExpression' && caller.arguments[index]) || node;
      };
      const { target, key = candidate.valueNode } = candidate;
      return isTakenOutAround(graph, { ...candidate, site: caller, target: given(target), key: key && given(key) });
    })
  );
}

/** A `finally` that takes the entry out, or a `try` and a `catch` that both do. */
function endsEntry(graph: Graph, { block, handler, finalizer }: TSESTree.TryStatement, candidate: Candidate): boolean {
  if (finalizer && removesEntry(graph, finalizer, candidate)) {
    return true;
  }
  return !!handler && removesEntry(graph, block, candidate) && removesEntry(graph, handler.body, candidate);
}

/** Whether something in a statement may throw: what only writes a log line or asks a container or the clock does not. */
function mayThrow(graph: Graph, statement: Node): boolean {
  const around = enclosingFunction(statement);
  for (const node of nodesBelow(statement, graph.sourceCode.visitorKeys)) {
    if (enclosingFunction(node) !== around) {
      continue;
    }
    if (node.type === 'AwaitExpression' || node.type === 'ThrowStatement' || node.type === 'ReturnStatement') {
      return true;
    }
    if ((node.type === 'CallExpression' || node.type === 'NewExpression') && !isHarmless(graph, node)) {
      return true;
    }
  }
  return false;
}

const harmlessFunctions =
  /^(?:setTimeout|clearTimeout|setInterval|clearInterval|String|Number|Boolean|Date|AbortController|Map|Set|Error)$/u;
const harmlessObjects = /^(?:Date|Math|performance)$/u;
const containerMethods = /^(?:get|has|set|add|delete|push|unshift)$/u;

function isHarmless(graph: Graph, { callee }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  if (callee.type === 'Identifier') {
    return harmlessFunctions.test(callee.name) && !graph.references.has(callee);
  }
  if (callee.type !== 'MemberExpression') {
    return false;
  }
  if (isNamed(callee.object, harmlessObjects) || (isNamed(callee.object, loggerName) && isPropertyNamed(callee, anyLevel))) {
    return true;
  }
  return isPropertyNamed(callee, containerMethods) && [...graph.place(callee.object).plainValues()].some(value => value.kind === 'object');
}

/** The stored promise removes its own entry. */
function finishesItself(graph: Graph, candidate: Candidate): boolean {
  const stored = candidate.valueNode && unwrapped(candidate.valueNode);
  if (!stored) {
    return false;
  }
  const made: Node[] = [stored];
  if (stored.type === 'Identifier') {
    const variable = graph.variableOf(stored);
    for (const reference of variable?.references ?? []) {
      if (reference.writeExpr) {
        made.push(unwrapped(reference.writeExpr as Node));
      }
      const parent = (reference.identifier as Node).parent;
      if (parent?.type === 'MemberExpression' && parent.object === (reference.identifier as Node)) {
        made.push(parent.parent);
        const outer = parent.parent.parent;
        if (outer?.type === 'MemberExpression') {
          made.push(outer.parent);
        }
      }
    }
  }
  return made.some(expression => chainEndsEntry(graph, expression, candidate));
}

/** Whether a promise takes the entry out however it ends: `work().then(…).finally(() => home.delete(key))`. */
function chainEndsEntry(graph: Graph, expression: Node, candidate: Candidate): boolean {
  for (
    let at = promised(expression);
    at.type === 'CallExpression';
    at = unwrapped(at.callee.type === 'MemberExpression' ? at.callee.object : at.callee)
  ) {
    const name = lastName(at.callee);
    const [done, failed] = at.arguments;
    if (name === 'then' && done && failed && isEnd(graph, done, candidate) && isEnd(graph, failed, candidate)) {
      return true;
    }
    if (
      at.callee.type === 'MemberExpression' &&
      name === 'finally' &&
      done &&
      (isEnd(graph, done, candidate) || (isPython(graph.sourceCode) && removesGiven(graph, unwrapped(done), at.callee.object, candidate)))
    ) {
      return true;
    }
    if (finallyInside(graph, at, candidate)) {
      return true;
    }
    if (at.callee.type !== 'MemberExpression') {
      break;
    }
  }
  return false;
}

/** What a promise is made of: `work()` of `await work()` and `Promise.resolve(work())`. */
function promised(expression: Node): Node {
  let at = awaited(expression);
  while (
    at.type === 'CallExpression' &&
    at.callee.type === 'MemberExpression' &&
    propertyName(at.callee) === 'resolve' &&
    lastName(at.callee.object) === 'Promise' &&
    at.arguments[0]
  ) {
    at = awaited(at.arguments[0]);
  }
  return at;
}

/** Whether a callback, written in place or by name, takes the entry out. */
function isEnd(graph: Graph, callback: Node, candidate: Candidate): boolean {
  return [...graph.place(callback).plainValues()].some(value => value.kind === 'function' && removesEntry(graph, value.node, candidate));
}

/** The expression that a statement is about. */
function expressionOf(statement: Node): Node | null | undefined {
  switch (statement.type) {
    case 'ReturnStatement':
      return statement.argument;
    case 'ExpressionStatement':
      return statement.expression;
    case 'VariableDeclaration':
      return statement.declarations[0]!.init;
    default:
      return undefined;
  }
}

/** A `finally` in the async function that makes the stored promise. */
function finallyInside(graph: Graph, call: TSESTree.CallExpression, candidate: Candidate): boolean {
  const callee = unwrapped(call.callee);
  const called: FunctionNode[] = isFunction(callee) ? [callee] : [];
  for (const value of graph.place(callee).plainValues()) {
    if (value.kind === 'function') {
      called.push(value.node);
    }
  }
  return called.some(each => {
    const body = each.body.type === 'BlockStatement' ? each.body.body : [];
    return body.some(
      statement => statement.type === 'TryStatement' && !!statement.finalizer && removesEntry(graph, statement.finalizer, candidate),
    );
  });
}

/** Whether the `close` callback of the same connection takes the entry out by the same key. */
export function isConnectionScoped(graph: Graph, candidate: Candidate, handlers: Handlers): boolean {
  for (const closing of handlers.closing) {
    const around = enclosingFunction(closing);
    if ((around ? contains(around, candidate.site) : isPeer(graph, closing, candidate)) && removesEntry(graph, closing, candidate)) {
      return true;
    }
  }
  return closingMethods(graph, candidate).some(closing => removesEntry(graph, closing, candidate));
}

/** `handleDisconnect(client)` beside a method that is given a `client` as well, and keys what it stores by that. */
function closingMethods({ sourceCode }: Graph, { site, key }: Candidate): FunctionNode[] {
  const storing = memberAround(site);
  const given = storing?.params[0];
  if (given?.type !== 'Identifier' || !key || plainText(sourceCode, key).split('.')[0] !== given.name) {
    return [];
  }
  return enclosingClass(site)!.body.body.flatMap(member => {
    const method =
      member.type === 'MethodDefinition' && isPropertyNamed(member, disconnectMethods) && isFunction(member.value)
        ? member.value
        : undefined;
    const [first] = method?.params ?? [];
    return method && first?.type === 'Identifier' && first.name === given.name ? [method] : [];
  });
}

/** `@sio.event def connect(sid, …)` and `@sio.event def disconnect(sid)`: both are given the connection's id. */
function isPeer({ sourceCode }: Graph, closing: FunctionNode, { site, key }: Candidate): boolean {
  const storing = enclosingFunction(site);
  const [first] = closing.params;
  const receivers = (node: FunctionNode): string[] =>
    decoratorsOf(node).flatMap(({ expression }) => {
      const callee = unwrapped(expression.type === 'CallExpression' ? expression.callee : expression);
      return callee.type === 'MemberExpression' ? [plainText(sourceCode, callee.object)] : [];
    });
  return (
    !!storing &&
    !!first &&
    !!key &&
    plainText(sourceCode, first) === plainText(sourceCode, key) &&
    receivers(storing).some(receiver => receivers(closing).includes(receiver))
  );
}

/** Whether a `WeakMap` is keyed by a request. */
export function isKeyedByRequest(graph: Graph, candidate: Candidate, isRequestName: (name: string) => boolean): boolean {
  const key = candidate.key && awaited(candidate.key);
  if (key?.type !== 'Identifier' || !isRequestName(key.name)) {
    return false;
  }
  return [...graph.place(candidate.target).plainValues()].some(value => value.kind === 'object' && value.made === 'WeakMap');
}

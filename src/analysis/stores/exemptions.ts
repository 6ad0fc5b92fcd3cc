import type { TSESTree } from '@typescript-eslint/utils';
import type { Candidate } from './candidates.ts';
import type { FunctionNode, SourceCode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import type { Handlers } from '../handlers.ts';
import { awaited, contains, enclosingFunction, isFunction, lastName, nodesBelow, propertyName, unwrapped } from '../tree.ts';

type Node = TSESTree.Node;

const removals = new Set(['delete', 'clear', 'del', 'remove', 'evict', 'splice', 'pop']);

/** Text of an expression without the marks that do not change what it means. */
function plainText(sourceCode: SourceCode, node: Node): string {
  return sourceCode.getText(unwrapped(node)).replaceAll('?.', '.').replaceAll('!', '').replace(/\s+/gu, '');
}

/** What runs whenever `root` does; a test that asks for the entry itself (`if (home.get(k) === p)`) is no condition. */
function* certainNodes(sourceCode: SourceCode, root: Node, home: string): Generator<Node> {
  const stack: Node[] = [isFunction(root) ? root.body : root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    if (isFunction(node)) {
      continue;
    }
    const isTest = node.type === 'IfStatement' || node.type === 'LogicalExpression' || node.type === 'ConditionalExpression';
    const test = node.type === 'LogicalExpression' ? node.left : node.type === 'IfStatement' || node.type === 'ConditionalExpression' ? node.test : undefined;
    if (isTest && test && !plainText(sourceCode, test).includes(home)) {
      stack.push(test);
      continue;
    }
    for (const key of sourceCode.visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Node | (Node | null)[] | null | undefined>)[key];
      for (const each of Array.isArray(child) ? child : [child]) {
        if (each) {
          stack.push(each);
        }
      }
    }
  }
}

/** Whether running `node` always takes the candidate's entry out again. */
function removes(sourceCode: SourceCode, node: Node, candidate: Candidate): boolean {
  const home = plainText(sourceCode, candidate.target);
  const key = candidate.key ?? candidate.valueNode;
  for (const inner of certainNodes(sourceCode, node, home)) {
    if (inner.type === 'CallExpression' && inner.callee.type === 'MemberExpression') {
      const name = propertyName(inner.callee);
      if (name === undefined || !removals.has(name) || plainText(sourceCode, inner.callee.object) !== home) {
        continue;
      }
      const [given] = inner.arguments;
      if (name === 'splice' && given && plainText(sourceCode, given) === `${home}.indexOf(${key ? plainText(sourceCode, key) : ''})`) {
        return true;
      }
      if (name === 'clear' || (given && key && plainText(sourceCode, given) === plainText(sourceCode, key))) {
        return true;
      }
    } else if (inner.type === 'UnaryExpression' && inner.operator === 'delete') {
      const member = unwrapped(inner.argument);
      if (
        member.type === 'MemberExpression' &&
        key &&
        plainText(sourceCode, member.object) === home &&
        plainText(sourceCode, member.property) === plainText(sourceCode, key)
      ) {
        return true;
      }
    }
  }
  return false;
}

/**
 * Whether every path of the storing function takes the entry out again, so that it is in flight and not cached.
 *
 * | form                                                              |
 * | ----------------------------------------------------------------- |
 * | the store, then or inside `try { … } finally { home.delete(key) }` |
 * | the stored promise's own `.finally(() => home.delete(key))`, or both callbacks of its `.then(…, …)` |
 * | a `finally` inside the async function that the promise comes from  |
 */
export function isInFlight(graph: Graph, candidate: Candidate): boolean {
  const { sourceCode } = graph;
  if (candidate.how !== 'call' && candidate.how !== 'element') {
    return false;
  }
  for (let child: Node = candidate.site, at = child.parent; at && !isFunction(at); child = at, at = at.parent) {
    if (at.type === 'TryStatement' && child !== at.finalizer && endsEntry(sourceCode, at, candidate)) {
      return true;
    }
    if (at.type === 'BlockStatement' || at.type === 'Program') {
      const index = at.body.indexOf(child as TSESTree.Statement);
      for (const statement of at.body.slice(index + 1)) {
        if (statement.type === 'TryStatement') {
          if (endsEntry(sourceCode, statement, candidate)) {
            return true;
          }
          break;
        }
        if (mayThrow(sourceCode, statement)) {
          break;
        }
      }
    }
  }
  return finishesItself(graph, candidate);
}

/** A `finally` that takes the entry out, or a `try` and a `catch` that both do. */
function endsEntry(sourceCode: SourceCode, { block, handler, finalizer }: TSESTree.TryStatement, candidate: Candidate): boolean {
  if (finalizer && removes(sourceCode, finalizer, candidate)) {
    return true;
  }
  return !!handler && removes(sourceCode, block, candidate) && removes(sourceCode, handler.body, candidate);
}

function mayThrow(sourceCode: SourceCode, statement: Node): boolean {
  for (const node of nodesBelow(statement, sourceCode.visitorKeys)) {
    if (node.type === 'CallExpression' || node.type === 'AwaitExpression' || node.type === 'NewExpression' || node.type === 'ThrowStatement' || node.type === 'ReturnStatement') {
      return true;
    }
  }
  return false;
}

/** The stored promise removes its own entry. */
function finishesItself(graph: Graph, candidate: Candidate): boolean {
  const { sourceCode } = graph;
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
  return made.some(expression => {
    for (let at = expression; at.type === 'CallExpression'; at = unwrapped(at.callee.type === 'MemberExpression' ? at.callee.object : at.callee)) {
      const name = lastName(at.callee);
      const [first] = at.arguments;
      const [done, failed] = at.arguments;
      if (name === 'then' && done && failed && removes(sourceCode, done, candidate) && removes(sourceCode, failed, candidate)) {
        return true;
      }
      if (at.callee.type === 'MemberExpression' && name === 'finally' && first && isFunction(unwrapped(first)) && removes(sourceCode, first, candidate)) {
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
  });
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
    return body.some(statement => statement.type === 'TryStatement' && !!statement.finalizer && removes(graph.sourceCode, statement.finalizer, candidate));
  });
}

/** Whether the `close` callback of the same connection takes the entry out by the same key. */
export function isConnectionScoped(graph: Graph, candidate: Candidate, handlers: Handlers): boolean {
  for (const closing of handlers.closing) {
    const around = enclosingFunction(closing);
    if (around && contains(around, candidate.site) && removes(graph.sourceCode, closing, candidate)) {
      return true;
    }
  }
  return false;
}

/** Whether a `WeakMap` is keyed by a request. */
export function isKeyedByRequest(graph: Graph, candidate: Candidate, isRequestName: (name: string) => boolean): boolean {
  const key = candidate.key && awaited(candidate.key);
  if (key?.type !== 'Identifier' || !isRequestName(key.name)) {
    return false;
  }
  return [...graph.place(candidate.target).plainValues()].some(value => value.kind === 'object' && value.made === 'WeakMap');
}

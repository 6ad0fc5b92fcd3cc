import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { contains, enclosingFunction, isFunction, nodesBelow, propertyName, unwrapped } from '../tree.ts';
import { errorLogIn, loggingReference } from './logging.ts';

type Node = TSESTree.Node;

/** Code that may fail, and what is done with its errors. */
export interface Handler {
  readonly guarded: Node;
  readonly handling: Node;
  readonly attempt: TSESTree.TryStatement | undefined;
}

/** `catch` clauses, `.catch(f)` and `.then(_, f)`. */
export function* handlersAt(graph: Graph, node: Node): Generator<Handler> {
  if (node.type === 'TryStatement' && node.handler && !isDeparture(node)) {
    yield { guarded: node.block, handling: node.handler.body, attempt: node };
    return;
  }
  const callee = node.type === 'CallExpression' ? unwrapped(node.callee) : undefined;
  if (node.type !== 'CallExpression' || callee?.type !== 'MemberExpression') {
    return;
  }
  const name = propertyName(callee);
  const handling = name === 'catch' ? node.arguments[0] : name === 'then' ? node.arguments[1] : undefined;
  if (handling && !isMain(callee.object)) {
    yield { guarded: promised(graph, callee.object), handling: functionGiven(graph, handling)?.body ?? handling, attempt: undefined };
  }
}

/** The function that handles an error: written in place, or in a function around the call, which knows the session. */
function functionGiven(graph: Graph, handling: Node): FunctionNode | undefined {
  const inner = unwrapped(handling);
  if (isFunction(inner)) {
    return inner;
  }
  const named = [...graph.place(inner).plainValues()].flatMap(value => (value.kind === 'function' ? [value.node] : []));
  const around = named.length === 1 ? enclosingFunction(named[0]!) : undefined;
  return around && contains(around, handling) ? named[0] : undefined;
}

/** `(async () => { … })()` at the top level: `main()` without a name, whose `.catch` says that the program failed. */
function isMain(node: Node): boolean {
  const inner = unwrapped(node);
  return inner.type === 'CallExpression' && isFunction(unwrapped(inner.callee)) && !enclosingFunction(inner);
}

/** The expression whose promise it is, also behind a variable that is declared with it. */
function promised(graph: Graph, node: Node): Node {
  const inner = unwrapped(node);
  const declarator = inner.type === 'Identifier' ? (graph.variableOf(inner)?.defs[0]?.node as Node | undefined) : undefined;
  return declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier' && declarator.init ? declarator.init : inner;
}

/** Whether an error is caught between `node` and `guarded`, and either not thrown on or logged there. */
export function isHandledInside(graph: Graph, node: Node, guarded: Node): boolean {
  for (let child = node, at = node.parent; at && contains(guarded, at); child = at, at = at.parent) {
    if (at.type === 'TryStatement' && child === at.block && at.handler && !letsThrough(at) && settles(graph, at.handler.body)) {
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

/** A Python `except` that others follow, or that is there for somebody who leaves: their errors are none of its own. */
function letsThrough(attempt: TSESTree.TryStatement & { readonly isPartial?: boolean }): boolean {
  return attempt.isPartial === true || isDeparture(attempt);
}

function isDeparture(attempt: TSESTree.TryStatement & { readonly isDeparture?: boolean }): boolean {
  return attempt.isDeparture === true;
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

import type { TSESTree } from '@typescript-eslint/utils';
import { entryPoints } from '../../sdk/model.ts';
import type { Creation, Evidence } from '../facts.ts';
import { enclosingFunction, inline, isFunction, isPropertyNamed, unspread, unwrapped, wrappedParent } from '../tree.ts';
import type { Graph } from './graph.ts';
import type { ClientMemberValue, PlainValue, SessionValue } from './values.ts';

type Node = TSESTree.Node;
type Call = TSESTree.CallExpression;
type Arguments = readonly (TSESTree.CallExpressionArgument | null | undefined)[];

/** What a call gives its callee, and what a reader would call that: both differ from the call's own where it is indirect. */
interface Given {
  readonly callee: Node;
  readonly arguments: Arguments;
}

/** The session that a call of a client's member makes, if it makes one. */
export function sessionFrom(
  graph: Graph,
  node: Call,
  { path, evidence }: ClientMemberValue,
  given: Given = node,
): SessionValue | undefined {
  const entry = entryPoints.get(path);
  return entry && isCreation(node, path, evidence, given.arguments) ? sessionOf(graph, node, entry.how, evidence, given) : undefined;
}

/** The session that `node` makes. */
export function sessionOf(graph: Graph, node: Call, how: Creation['how'], evidence: Evidence, given: Given = node): SessionValue {
  const known = graph.sessions.get(node);
  if (known?.creation) {
    return known;
  }
  const [user, config] = given.arguments;
  return graph.session(node, {
    how,
    call: node,
    name: inline(graph.sourceCode, given.callee).replaceAll('?.', '.').replaceAll('!', ''),
    user: unspread(user ?? undefined),
    config: unspread(config ?? undefined),
    evidence,
    enclosing: enclosingFunction(node),
  });
}

/** `await run(composio.create, user, config)`: the arguments behind the reference are the creation's. */
export function sessionByReference(graph: Graph, node: Call, value: ClientMemberValue): PlainValue | undefined {
  const at = node.arguments.findIndex(argument => /\b(?:create|use)$/u.test(inline(graph.sourceCode, argument)));
  return sessionFrom(graph, node, value, { callee: node.arguments[at] ?? node.callee, arguments: node.arguments.slice(at + 1) });
}

/** By name alone, an object as first argument is an ORM's record, and a function or path is a router's. */
function isCreation(node: Call, path: string, evidence: Evidence, [given]: Arguments): boolean {
  const first = given && unwrapped(given);
  if (evidence !== 'name') {
    return true;
  }
  if (path.endsWith('use')) {
    return (
      !!first &&
      !isFunction(first) &&
      first.type !== 'ObjectExpression' &&
      (first.type !== 'CallExpression' || isWaitedFor(node) || isHandedOn(node))
    );
  }
  return first?.type !== 'ObjectExpression';
}

/** Whether a call is waited for, at once or by its callbacks: a router's `use` is not. */
export function isWaitedFor(node: Call): boolean {
  const parent = wrappedParent(node);
  const isChained =
    parent?.type === 'MemberExpression' && unwrapped(parent.object) === node && isPropertyNamed(parent, /^(?:then|catch|finally)$/u);
  return isChained || isAwaited(node);
}

/** Whether the result of a call is waited for at once. */
export function isAwaited(node: Node): boolean {
  return wrappedParent(node)?.type === 'AwaitExpression';
}

/** Whether a call is handed to somebody who waits: by an async function, or to a call that is waited for, in a list or a callback. */
export function isHandedOn(node: Call): boolean {
  const parent = wrappedParent(node);
  const around = enclosingFunction(node);
  const isGiven = parent?.type === 'ReturnStatement' || isFunction(parent);
  const given = isGiven ? around : parent?.type === 'ArrayExpression' ? parent : undefined;
  const call = given && wrappedParent(given);
  return (isGiven && around?.async === true) || (call?.type === 'CallExpression' && call.callee !== given && (isWaitedFor(call) || isHandedOn(call)));
}

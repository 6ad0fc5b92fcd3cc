import type { TSESTree } from '@typescript-eslint/utils';
import type { Candidate } from './candidates.ts';
import type { FunctionNode, SourceCode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { pushChildren } from '../nodes.ts';
import { parameterNames } from '../people/parameters.ts';
import { isFunction, isPropertyNamed, propertyName, unwrapped } from '../tree.ts';

type Node = TSESTree.Node;

/** One entry of a home, by the texts that name the home and the entry's key there; a variable or field has no key. */
interface Entry {
  readonly home: string | undefined;
  readonly key: string | undefined;
  readonly isWhole: boolean;
}

const removals = new Set(['delete', 'clear', 'del', 'remove', 'evict', 'splice', 'pop', 'discard']);

/** Functions of the file are followed this many calls down. */
const mostHops = 2;

/** Text of an expression without the marks that do not change what it means. */
export function plainText(sourceCode: SourceCode, node: Node): string {
  return sourceCode.getText(unwrapped(node)).replaceAll('?.', '.').replaceAll('!', '').replace(/\s+/gu, '');
}

/** What runs whenever `root` does; a test that asks for the entry itself (`if (home.get(k) === p)`) is no condition. */
function* certainNodes(sourceCode: SourceCode, root: Node, home: string | undefined): Generator<Node> {
  const stack: Node[] = [isFunction(root) ? root.body : root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    if (isFunction(node)) {
      continue;
    }
    const test =
      node.type === 'LogicalExpression'
        ? node.left
        : node.type === 'IfStatement' || node.type === 'ConditionalExpression'
          ? node.test
          : undefined;
    if (test && !(home !== undefined && plainText(sourceCode, test).includes(home))) {
      stack.push(test);
      continue;
    }
    pushChildren(stack, node, sourceCode.visitorKeys);
  }
}

/** Whether running `node` always takes the candidate's entry out again, itself or in a function of the file that it calls. */
export function removesEntry(graph: Graph, node: Node, candidate: Candidate): boolean {
  return removes(graph, node, entryOf(graph, candidate), 0);
}

/** Whether a method such as `tasks.discard` takes the candidate's entry out when it is given `key`. */
export function removesGiven(graph: Graph, method: Node, key: Node, candidate: Candidate): boolean {
  const { sourceCode } = graph;
  const entry = entryOf(graph, candidate);
  return (
    method.type === 'MemberExpression' &&
    isPropertyNamed(method, removals) &&
    plainText(sourceCode, method.object) === entry.home &&
    plainText(sourceCode, key) === entry.key
  );
}

function entryOf({ sourceCode }: Graph, candidate: Candidate): Entry {
  const isWhole = candidate.how === 'assign';
  const key = isWhole ? undefined : (candidate.key ?? candidate.valueNode);
  return { home: plainText(sourceCode, candidate.target), key: key && plainText(sourceCode, key), isWhole };
}

function removes(graph: Graph, node: Node, entry: Entry, hops: number): boolean {
  const { sourceCode } = graph;
  const names = (inner: Node, text: string | undefined): boolean => plainText(sourceCode, inner) === text;
  for (const inner of certainNodes(sourceCode, node, entry.home)) {
    if (inner.type === 'CallExpression') {
      if (isRemoval(sourceCode, inner, entry) || isRemovedInside(graph, inner, entry, hops)) {
        return true;
      }
    } else if (inner.type === 'UnaryExpression' && inner.operator === 'delete') {
      const member = unwrapped(inner.argument);
      if (member.type === 'MemberExpression' && names(member.object, entry.home) && names(member.property, entry.key)) {
        return true;
      }
    } else if (inner.type === 'AssignmentExpression' && entry.isWhole && names(inner.left, entry.home) && isEmpty(inner.right)) {
      return true;
    }
  }
  return false;
}

/** `undefined`, `null` */
function isEmpty(node: Node): boolean {
  return (node.type === 'Literal' && node.value === null) || (node.type === 'Identifier' && node.name === 'undefined');
}

/** `home.delete(key)`, `home.clear()`, `home.splice(home.indexOf(key), 1)` */
function isRemoval(sourceCode: SourceCode, call: TSESTree.CallExpression, { home, key }: Entry): boolean {
  const name = call.callee.type === 'MemberExpression' ? propertyName(call.callee) : undefined;
  if (
    call.callee.type !== 'MemberExpression' ||
    name === undefined ||
    !removals.has(name) ||
    plainText(sourceCode, call.callee.object) !== home
  ) {
    return false;
  }
  const given = call.arguments[0] && plainText(sourceCode, call.arguments[0]);
  return name === 'clear' || (given !== undefined && (given === key || (name === 'splice' && given === `${home}.indexOf(${key})`)));
}

/** Whether a function of the file that is called takes the entry out, its parameters standing for what it is given. */
function isRemovedInside(graph: Graph, call: TSESTree.CallExpression, entry: Entry, hops: number): boolean {
  if (hops >= mostHops) {
    return false;
  }
  for (const value of graph.place(call.callee).plainValues()) {
    if (value.kind === 'function' && removes(graph, value.node, entryInside(graph.sourceCode, value.node, call, entry), hops + 1)) {
      return true;
    }
  }
  return false;
}

/** The entry as the called function names it: by the parameter that it is given as, or as before where no parameter hides that. */
function entryInside(sourceCode: SourceCode, called: FunctionNode, call: TSESTree.CallExpression, entry: Entry): Entry {
  const renamed = (text: string | undefined): string | undefined => {
    if (text === undefined) {
      return undefined;
    }
    const index = call.arguments.findIndex(argument => plainText(sourceCode, argument) === text);
    const parameter = called.params[index];
    if (parameter?.type === 'Identifier') {
      return parameter.name;
    }
    return parameterNames(called).includes(text) ? undefined : text;
  };
  return { home: renamed(entry.home), key: renamed(entry.key), isWhole: entry.isWhole };
}

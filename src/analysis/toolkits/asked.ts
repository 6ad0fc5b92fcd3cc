import type { TSESTree } from '@typescript-eslint/utils';
import { askingMethods, type Asking } from '../../sdk/toolkits.ts';
import { constantOf, literalNames, literalText, writtenProperty } from '../constants.ts';
import type { Graph } from '../flow/index.ts';
import { propertyName, unwrapped } from '../tree.ts';

type Node = TSESTree.Node;
type Call = TSESTree.CallExpression;

/** A toolkit or tool that a call names. */
export interface Asked {
  readonly node: Node;
  readonly value: string;
  readonly isTool: boolean;
}

/** What a call of a session's method names, as far as it is literal. */
export function askedOf(graph: Graph, call: Call, callee: TSESTree.MemberExpression): Asked[] {
  const method = sessionMethod(graph, callee);
  const asking = method === undefined ? undefined : askingMethods.get(method);
  return asking ? askedFor(graph, call, asking) : [];
}

/** The session's method that a callee names. */
function sessionMethod(graph: Graph, callee: TSESTree.MemberExpression): string | undefined {
  const name = propertyName(callee);
  for (const value of graph.place(callee).plainValues()) {
    if (value.kind === 'session-method' && value.name === name) {
      return name;
    }
  }
  return undefined;
}

/** A list behind a variable is reported where it is handed over. */
function askedFor(graph: Graph, { arguments: [first] }: Call, asking: Asking): Asked[] {
  if (!first || first.type === 'SpreadElement') {
    return [];
  }
  if (asking === 'toolkit' || asking === 'slug') {
    return named(graph, first, asking === 'slug');
  }
  const options = constantOf(graph, first);
  const value =
    options.type === 'ObjectExpression' ? writtenProperty(graph, options, asking === 'property' ? 'toolkit' : 'toolkits') : undefined;
  if (!value || value === 'unknown') {
    return [];
  }
  if (asking === 'property') {
    return named(graph, value, false);
  }
  const isInline = unwrapped(value).type === 'ArrayExpression';
  return (literalNames(graph, value) ?? partNames(graph, value)).map(name => ({
    ...name,
    node: isInline ? name.node : value,
    isTool: false,
  }));
}

/** The literal names of an array that has others, too. */
function partNames(graph: Graph, list: Node): { value: string; node: Node }[] {
  const array = unwrapped(list);
  const elements = array.type === 'ArrayExpression' ? array.elements : [];
  return elements.flatMap(element => {
    const value = element && element.type !== 'SpreadElement' ? literalText(graph, element) : undefined;
    return element && value !== undefined ? [{ value, node: element }] : [];
  });
}

/** What an argument names; of a choice, each of the two. */
function named(graph: Graph, node: Node, isTool: boolean): Asked[] {
  const choice = unwrapped(node);
  if (choice.type === 'ConditionalExpression') {
    return [...named(graph, choice.consequent, isTool), ...named(graph, choice.alternate, isTool)];
  }
  const value = literalText(graph, node);
  return value === undefined ? [] : [{ node, value, isTool }];
}

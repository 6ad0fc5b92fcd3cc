import type { TSESTree } from '@typescript-eslint/utils';
import { sessionMember } from '../../sdk/model.ts';
import type { FunctionNode } from '../facts.ts';
import { isWork } from '../flow/calls.ts';
import type { Graph } from '../flow/index.ts';
import { returnedExpressions } from '../people/origins.ts';
import { takesMessage } from '../people/parameters.ts';
import { cargoOf } from './cargo.ts';
import type { FieldStore } from './conversation.ts';
import { fieldReads } from './field-reads.ts';
import { awaited, contains, propertyName, unwrapped, wrappedParent } from '../tree.ts';

type Node = TSESTree.Node;

/** Whether the storing method itself does a message's work on what it has just stored. */
export function doesMessageWork({ graph, field, site }: FieldStore, storing: FunctionNode): boolean {
  for (const read of fieldReads(graph, storing, field)) {
    const parent = wrappedParent(read);
    if (parent?.type === 'MemberExpression' && unwrapped(parent.object) === read) {
      const name = propertyName(parent);
      const member = name === undefined ? 'data' : sessionMember(name);
      if ((member === 'work' || member === 'fetch') && !isStoredInField(parent)) {
        return true;
      }
    } else if (isArgument(read) && !contains(site, read)) {
      return true;
    }
  }
  return takesMessage(storing) && returnsWork(graph, storing);
}

/** `this.tools = await this.session.tools()` is set-up. */
function isStoredInField(member: Node): boolean {
  let at: Node = member;
  for (let parent = wrappedParent(at, true); parent; parent = wrappedParent(at, true)) {
    if (parent.type === 'CallExpression' && unwrapped(parent.callee) === unwrapped(at)) {
      at = parent;
    } else {
      return parent.type === 'AssignmentExpression' && parent.left.type === 'MemberExpression' && parent.left.object.type === 'ThisExpression';
    }
  }
  return false;
}

function isArgument(read: Node): boolean {
  let at: Node = read;
  for (let parent = wrappedParent(at, true); parent; parent = wrappedParent(at, true)) {
    if (parent.type === 'CallExpression' || parent.type === 'NewExpression') {
      return unwrapped(parent.callee) !== at && !isStoredInField(parent);
    }
    if (parent.type !== 'Property' && parent.type !== 'ObjectExpression' && parent.type !== 'SpreadElement') {
      return false;
    }
    at = parent;
  }
  return false;
}

/** Whether a function returns what a call on a session, or with its tools, gave. */
function returnsWork(graph: Graph, node: FunctionNode): boolean {
  return returnedExpressions(node).some(expression => isWorkResult(graph, expression, 0));
}

function isWorkResult(graph: Graph, expression: Node, hops: number): boolean {
  const inner = awaited(expression);
  if (inner.type === 'Identifier' && hops < 3) {
    const definition = graph.variableOf(inner)?.defs[0]?.node as Node | undefined;
    return definition?.type === 'VariableDeclarator' && !!definition.init && isWorkResult(graph, definition.init, hops + 1);
  }
  if (inner.type === 'MemberExpression') {
    return isWorkResult(graph, inner.object, hops + 1);
  }
  if (inner.type !== 'CallExpression') {
    return false;
  }
  for (const value of graph.place(inner.callee).plainValues()) {
    if (value.kind === 'session-method' && isWork(value.name)) {
      return sessionMember(value.name) === 'work';
    }
  }
  return !cargoOf(graph, graph.place(inner)) && inner.arguments.some(argument => argument.type !== 'SpreadElement' && cargoOf(graph, graph.place(argument)) !== undefined);
}

import type { TSESTree } from '@typescript-eslint/utils';
import { sessionMember } from '../../sdk/model.ts';
import type { FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { returnedExpressions } from '../people/origins.ts';
import { bringsUser, parameterNames } from '../people/parameters.ts';
import { type FieldStore, isConstructor } from './conversation.ts';
import { awaited, contains, enclosingClass, enclosingFunction, isFunction, nodesBelow, propertyName, unwrapped, wrappedParent } from '../tree.ts';

type Node = TSESTree.Node;

/** The function of a class body that `node` stands in: a method, the constructor, or an arrow in a field. */
export function memberAround(node: Node): FunctionNode | undefined {
  let member: FunctionNode | undefined;
  const owner = enclosingClass(node);
  for (let at = enclosingFunction(node); at && owner && contains(owner, at); at = enclosingFunction(at)) {
    member = at;
  }
  return member;
}

export function readsField(graph: Graph, inside: Node, field: string): boolean {
  return [...fieldReads(graph, inside, field)].length > 0;
}

/** Every read of `this.field` below a node, `const { field } = this` included. */
export function* fieldReads(graph: Graph, inside: Node, field: string): Generator<Node> {
  for (const node of nodesBelow(inside, graph.sourceCode.visitorKeys)) {
    yield* fieldReadsAt(node, field);
  }
}

/** The reads of `this.field` that a node itself is. */
export function fieldReadsAt(node: Node, field: string): Node[] {
  if (node.type === 'VariableDeclarator' && node.id.type === 'ObjectPattern' && node.init?.type === 'ThisExpression') {
    return node.id.properties.filter(property => property.type === 'Property' && propertyName(property) === field);
  }
  const isRead =
    node.type === 'MemberExpression' &&
    propertyName(node) === field &&
    unwrapped(node.object).type === 'ThisExpression' &&
    !(node.parent.type === 'AssignmentExpression' && node.parent.left === node);
  return isRead ? [node] : [];
}

/** Whether a read only looks after the session (or asks whether there is one). */
function isUpkeep(read: Node): boolean {
  const parent = wrappedParent(read, true);
  if (parent?.type === 'MemberExpression' && unwrapped(parent.object) === read) {
    const name = propertyName(parent);
    const member = name === undefined ? 'data' : sessionMember(name);
    return member === 'change' || member === 'id';
  }
  return parent?.type === 'IfStatement' || (parent?.type === 'UnaryExpression' && parent.operator === '!') || isComparison(parent);
}

function isComparison(node: Node | undefined): boolean {
  return node?.type === 'BinaryExpression' && ['===', '!==', '==', '!='].includes(node.operator);
}

/** Whether a method that works with the field takes a user, tenant or toolkit of its own. */
export function hasForeignReader({ graph, owner, field }: FieldStore, storing: FunctionNode | undefined): boolean {
  const readers = new Set<FunctionNode>();
  const addReaders = (name: string): void => {
    for (const member of owner.body.body) {
      const value = 'value' in member ? member.value : undefined;
      if (value && isFunction(value) && !isConstructor(value) && [...fieldReads(graph, value, name)].some(read => !isUpkeep(read))) {
        readers.add(value);
      }
    }
  };
  addReaders(field);
  for (const reader of [...readers]) {
    const getter = reader.parent.type === 'MethodDefinition' && reader.parent.kind === 'get' ? propertyName(reader.parent) : undefined;
    if (getter !== undefined) {
      addReaders(getter);
    }
    if (returnedExpressions(reader).some(expression => [...fieldReads(graph, expression, field)].some(read => awaited(expression) === read))) {
      for (const caller of graph.callers.get(reader) ?? []) {
        const member = contains(owner, caller) ? memberAround(caller) : undefined;
        if (member) {
          readers.add(member);
        }
      }
    }
  }
  return [...readers].some(reader => reader !== storing && parameterNames(reader).some(bringsUser));
}

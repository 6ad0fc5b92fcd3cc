import type { TSESTree } from '@typescript-eslint/utils';
import { sessionMember } from '../../sdk/model.ts';
import type { ClassNode, FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { returnedExpressions } from '../people/returned.ts';
import { bringsUser, parameterNames } from '../people/parameters.ts';
import { type FieldStore, isConstructor } from './conversation.ts';
import { selfAt } from '../self.ts';
import {
  awaited,
  contains,
  elementOf,
  enclosingClass,
  enclosingFunction,
  isField,
  isFunction,
  nodesBelow,
  propertyName,
  wrappedParent,
} from '../tree.ts';
import { addTo } from '../grouped.ts';
import { oncePer } from '../once-per.ts';

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
  return !fieldReads(graph, inside, field).next().done;
}

/** Every read of `this.field` below a node, `const { field } = this` included. */
export function* fieldReads(graph: Graph, inside: Node, field: string): Generator<Node> {
  const reads = readsByField(graph).get(field) ?? [];
  let low = 0;
  for (let high = reads.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (reads[middle]!.range[0] < inside.range[0]) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (let at = low; at < reads.length && reads[at]!.range[0] < inside.range[1]; at += 1) {
    yield reads[at]!;
  }
}

/** The reads of fields in the whole file, by the field's name and in source order. */
const readsByField = oncePer((graph: Graph): ReadonlyMap<string, readonly Node[]> => {
  const found = new Map<string, Node[]>();
  for (const node of nodesBelow(graph.sourceCode.ast, graph.sourceCode.visitorKeys)) {
    for (const [field, read] of readsAt(graph, node)) {
      addTo(found, field, read);
    }
  }
  for (const ofField of found.values()) {
    ofField.sort((a, b) => a.range[0] - b.range[0]);
  }
  return found;
});

function* readsAt(graph: Graph, node: Node): Generator<[field: string, read: Node]> {
  if (node.type === 'VariableDeclarator' && node.id.type === 'ObjectPattern' && node.init && selfAt(graph, node.init)) {
    for (const property of node.id.properties) {
      const name = property.type === 'Property' ? propertyName(property) : undefined;
      if (name !== undefined) {
        yield [name, property];
      }
    }
  }
  if (node.type === 'MemberExpression' && (selfAt(graph, node.object) || graph.classOf(node.object))) {
    const name = propertyName(node);
    if (name !== undefined && !isOnlyWritten(node)) {
      yield [name, node];
    }
  }
}

/** Whether a member is written and what it held is not asked for. `return (this.session ??= …)` gives what is there. */
export function isOnlyWritten(node: TSESTree.MemberExpression): boolean {
  const { parent } = node;
  if (parent.type === 'AssignmentExpression' && parent.left === node) {
    return !['??=', '||='].includes(parent.operator) || isDiscarded(parent);
  }
  return parent.type === 'UnaryExpression' && parent.operator === 'delete';
}

/** Whether nothing asks for what an expression gives: `await (this.session ??= …);`, `void …`. */
export function isDiscarded(node: Node): boolean {
  const parent = wrappedParent(node, true);
  return parent?.type === 'ExpressionStatement' || (parent?.type === 'UnaryExpression' && parent.operator === 'void');
}

/** The reads of `this.field` that a node itself is. */
export function fieldReadsAt(graph: Graph, node: Node, field: string): Node[] {
  return [...readsAt(graph, node)].flatMap(([name, read]) => (name === field ? [read] : []));
}

/** Whether a read only looks after the session (or asks whether there is one). */
function isUpkeep(read: Node): boolean {
  const parent = wrappedParent(read, true);
  if (parent?.type === 'MemberExpression' && awaited(parent.object) === awaited(read)) {
    const member = sessionMember(propertyName(parent));
    return member === 'change' || member === 'id';
  }
  return parent?.type === 'IfStatement' || (parent?.type === 'UnaryExpression' && parent.operator === '!') || isComparison(parent);
}

function isComparison(node: Node | undefined): boolean {
  return node?.type === 'BinaryExpression' && ['===', '!==', '==', '!='].includes(node.operator);
}

/** The member of a class, when it is a function, that a node stands in. */
function memberOf(owner: ClassNode, node: Node): FunctionNode | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (isFunction(at)) {
      const element: TSESTree.ClassElement | undefined = elementOf(at) ?? (isField(at.parent) ? at.parent : undefined);
      if (element?.parent === owner.body && element.value === at) {
        return at;
      }
    }
  }
  return undefined;
}

/** A class with those of the file that it extends, and that extend it: they share their fields. */
function familyOf({ graph, nodes, owner }: FieldStore): ClassNode[] {
  const root = graph.rootClass(owner);
  const others = nodes
    .of('ClassDeclaration', 'ClassExpression')
    .filter(each => each !== owner && (each.superClass ? graph.rootClass(each) : each) === root);
  return [owner, ...others];
}

/** Whether a method that works with the field takes a user, tenant or toolkit of its own. */
export function hasForeignReader(store: FieldStore, storing: FunctionNode | undefined): boolean {
  const { graph, owner, field } = store;
  const family = familyOf(store);
  const readers = new Set<FunctionNode>();
  const addReaders = (name: string): void => {
    for (const each of family) {
      for (const read of fieldReads(graph, each, name)) {
        const member = isUpkeep(read) ? undefined : memberOf(each, read);
        if (member && !isConstructor(member)) {
          readers.add(member);
        }
      }
    }
  };
  addReaders(field);
  for (const reader of [...readers]) {
    const getter = reader.parent.type === 'MethodDefinition' && reader.parent.kind === 'get' ? propertyName(reader.parent) : undefined;
    if (getter !== undefined) {
      addReaders(getter);
    }
    if (
      returnedExpressions(reader).some(expression => [...fieldReads(graph, expression, field)].some(read => awaited(expression) === read))
    ) {
      for (const caller of graph.callersOf(reader)) {
        const member = contains(owner, caller) ? memberAround(caller) : undefined;
        if (member) {
          readers.add(member);
        }
      }
    }
  }
  return [...readers].some(reader => reader !== storing && parameterNames(reader).some(bringsUser));
}

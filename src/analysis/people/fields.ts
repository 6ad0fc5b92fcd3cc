import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode } from '../facts.ts';
import { constructorOf } from '../flow/calls.ts';
import type { Graph } from '../flow/index.ts';
import { originsOf } from './origins.ts';
import { isFunction, propertyName } from '../tree.ts';

type Node = TSESTree.Node;

/** Who a field's value is. */
export type FieldOrigin = 'constant' | 'identity' | 'unknown';

/**
 * What a field says of a user.
 *
 * | field                                             | answer   |
 * | ------------------------------------------------- | -------- |
 * | the constructor sets it from its parameters, or from what something makes of them | identity |
 * | a class of another file that is extended has it   | identity |
 * | every value it gets is a literal, `process.env` … | constant |
 * | otherwise                                         | unknown  |
 */
export function fieldOrigin(graph: Graph, owner: ClassNode, name: string, depth = 0): FieldOrigin {
  const made = constructorOf(owner);
  const written: Node[] = [];
  for (const parameter of made?.params ?? []) {
    const bound = parameter.type === 'TSParameterProperty' ? parameter.parameter : undefined;
    const id = bound?.type === 'AssignmentPattern' ? bound.left : bound;
    if (id?.type === 'Identifier' && id.name === name) {
      return 'identity';
    }
  }
  for (const member of owner.body.body) {
    if (member.type === 'PropertyDefinition' && propertyName(member) === name && member.value) {
      written.push(member.value);
    }
  }
  let isIdentity = false;
  for (const { node, inside } of fieldWrites(graph, owner, name)) {
    written.push(node);
    if (inside === made) {
      isIdentity ||= originsOf(graph, node).some(
        origin =>
          (origin.kind === 'parameter' && origin.function === made) ||
          (origin.kind === 'call' && origin.node.type === 'CallExpression' && isGiven(graph, origin.node, made)) ||
          (origin.kind === 'field' && depth < 3 && fieldOrigin(graph, owner, origin.name, depth + 1) === 'identity'),
      );
    }
  }
  if (isIdentity) {
    return 'identity';
  }
  const above = owner.superClass ? graph.classOf(owner.superClass) : undefined;
  if (written.length === 0 && above && depth < 3) {
    return fieldOrigin(graph, above, name, depth + 1);
  }
  if (written.length === 0 && owner.superClass && !above && !isDeclared(owner, name)) {
    return 'identity';
  }
  const isConstant =
    written.length > 0 &&
    written.every(node =>
      originsOf(graph, node).every(
        origin =>
          origin.kind === 'constant' ||
          (origin.kind === 'field' && depth < 3 && fieldOrigin(graph, owner, origin.name, depth + 1) === 'constant'),
      ),
    );
  return isConstant ? 'constant' : 'unknown';
}

function isDeclared(owner: ClassNode, name: string): boolean {
  return owner.body.body.some(member => 'key' in member && propertyName(member) === name);
}

/** Whether a call is given a parameter of a function. What a call *on* a parameter answers is nobody in particular. */
function isGiven(graph: Graph, call: TSESTree.CallExpression, made: FunctionNode | undefined): boolean {
  return call.arguments.some(argument => originsOf(graph, argument).some(origin => origin.kind === 'parameter' && origin.function === made));
}

/** Every assignment to `this.name` in a class, with the function that it stands in. */
export function fieldWrites(graph: Graph, owner: ClassNode, name: string): { node: Node; inside: FunctionNode | undefined }[] {
  return (writesOf(graph, owner).get(name) ?? []).slice();
}

const writesByClass = new WeakMap<ClassNode, Map<string, { node: Node; inside: FunctionNode | undefined }[]>>();

function writesOf(graph: Graph, owner: ClassNode): Map<string, { node: Node; inside: FunctionNode | undefined }[]> {
  let writes = writesByClass.get(owner);
  if (!writes) {
    writesByClass.set(owner, (writes = new Map()));
    const stack: { node: Node; inside: FunctionNode | undefined }[] = [{ node: owner.body, inside: undefined }];
    for (let at = stack.pop(); at; at = stack.pop()) {
      const { node } = at;
      if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && node.left.object.type === 'ThisExpression') {
        const name = propertyName(node.left);
        if (name !== undefined) {
          const list = writes.get(name);
          const write = { node: node.right as Node, inside: at.inside };
          if (list) {
            list.push(write);
          } else {
            writes.set(name, [write]);
          }
        }
      }
      const inside = isFunction(node) && node.type !== 'ArrowFunctionExpression' ? node : at.inside;
      for (const key of graph.sourceCode.visitorKeys[node.type] ?? []) {
        const child = (node as unknown as Record<string, Node | (Node | null)[] | null | undefined>)[key];
        for (const each of Array.isArray(child) ? child : [child]) {
          if (each) {
            stack.push({ node: each, inside });
          }
        }
      }
    }
  }
  return writes;
}

/** Whether an expression has one value for the life of the program. */
export function isConstant(graph: Graph, node: Node): boolean {
  const origins = originsOf(graph, node);
  const isNothing = (at: Node): boolean => (at.type === 'Identifier' && at.name === 'undefined') || (at.type === 'Literal' && at.value === null);
  return (
    origins.length > 0 &&
    origins.every(
      origin =>
        origin.kind === 'constant' || (origin.kind === 'field' && fieldOrigin(graph, origin.owner, origin.name) === 'constant'),
    ) &&
    !origins.every(origin => isNothing(origin.node))
  );
}

import type { TSESTree } from '@typescript-eslint/utils';
import { constructorOf, initialValuesOf } from '../class-members.ts';
import type { ClassNode, FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { addTo } from '../grouped.ts';
import { childrenOf } from '../nodes.ts';
import { contentOf, targetsOf } from '../parts.ts';
import { originsOf, originsOfPart, type Path } from './origins.ts';
import { selfAt } from '../self.ts';
import { isFunction, propertyName } from '../tree.ts';

type Node = TSESTree.Node;

/** Who a field's value is. */
export type FieldOrigin = 'constant' | 'identity' | 'unknown';

/** A field of a class, or what is found in it below a path of properties. */
export interface FieldPart {
  readonly owner: ClassNode;
  readonly name: string;
  readonly path: Path;
}

/**
 * What a field says of a user.
 *
 * | field                                             | answer   |
 * | ------------------------------------------------- | -------- |
 * | the constructor sets it (or, of an object that it sets, this part) from its parameters, or from what something makes of them | identity |
 * | a class of another file that is extended has it   | identity |
 * | every value it gets is a literal, `process.env` … | constant |
 * | otherwise                                         | unknown  |
 */
export function fieldOrigin(graph: Graph, { owner, name, path }: FieldPart, depth = 0): FieldOrigin {
  const made = constructorOf(owner);
  const written: Node[] = initialValuesOf(owner, name);
  for (const parameter of made?.params ?? []) {
    const bound = parameter.type === 'TSParameterProperty' ? parameter.parameter : undefined;
    const id = bound?.type === 'AssignmentPattern' ? bound.left : bound;
    if (id?.type === 'Identifier' && id.name === name) {
      return 'identity';
    }
  }
  let isIdentity = false;
  for (const { node, inside } of fieldWrites(graph, owner, name)) {
    written.push(node);
    if (inside === made) {
      isIdentity ||= originsOfPart(graph, node, path).some(
        origin =>
          (origin.kind === 'parameter' && origin.function === made) ||
          (origin.kind === 'call' && origin.node.type === 'CallExpression' && isGiven(graph, origin.node, made)) ||
          (origin.kind === 'field' &&
            depth < 3 &&
            fieldOrigin(graph, { owner, name: origin.name, path: origin.path }, depth + 1) === 'identity'),
      );
    }
  }
  if (isIdentity) {
    return 'identity';
  }
  const above = owner.superClass ? graph.classOf(owner.superClass) : undefined;
  if (written.length === 0 && above && depth < 3) {
    return fieldOrigin(graph, { owner: above, name, path }, depth + 1);
  }
  if (written.length === 0 && owner.superClass && !above && !isDeclared(owner, name)) {
    return 'identity';
  }
  const isConstant =
    written.length > 0 &&
    written.every(node =>
      originsOfPart(graph, node, path).every(
        origin =>
          origin.kind === 'constant' ||
          (origin.kind === 'field' &&
            depth < 3 &&
            fieldOrigin(graph, { owner, name: origin.name, path: origin.path }, depth + 1) === 'constant'),
      ),
    );
  return isConstant ? 'constant' : 'unknown';
}

function isDeclared(owner: ClassNode, name: string): boolean {
  return owner.body.body.some(member => 'key' in member && propertyName(member) === name);
}

/** Whether a call is given a parameter of a function. What a call *on* a parameter answers is nobody in particular. */
function isGiven(graph: Graph, call: TSESTree.CallExpression, made: FunctionNode | undefined): boolean {
  return call.arguments.some(argument =>
    originsOf(graph, argument).some(origin => origin.kind === 'parameter' && origin.function === made),
  );
}

/** What is written into a field, and the function that this stands in. */
interface FieldWrite {
  readonly node: Node;
  readonly inside: FunctionNode | undefined;
}

/** Everything that a class writes into `this.name`; `Object.assign(this, options)` writes every field. */
export function fieldWrites(graph: Graph, owner: ClassNode, name: string): FieldWrite[] {
  const writes = writesOf(graph, owner);
  return [...(writes.get(name) ?? []), ...(writes.get(everyField) ?? [])];
}

const everyField = Symbol('every field');

const writesByClass = new WeakMap<ClassNode, Map<string | symbol, FieldWrite[]>>();

function writesOf(graph: Graph, owner: ClassNode): Map<string | symbol, FieldWrite[]> {
  let writes = writesByClass.get(owner);
  if (!writes) {
    writesByClass.set(owner, (writes = new Map()));
    const stack: FieldWrite[] = [{ node: owner.body, inside: undefined }];
    for (let at = stack.pop(); at; at = stack.pop()) {
      const { node } = at;
      for (const [name, value] of writesAt(graph, node)) {
        addTo(writes, name, { node: value, inside: at.inside });
      }
      const inside = isFunction(node) && node.type !== 'ArrowFunctionExpression' ? node : at.inside;
      for (const each of childrenOf(node, graph.sourceCode.visitorKeys)) {
        stack.push({ node: each, inside });
      }
    }
  }
  return writes;
}

/** Whether an expression has one value for the life of the program. */
export function isConstant(graph: Graph, node: Node): boolean {
  const origins = originsOf(graph, node);
  const isNothing = (at: Node): boolean =>
    (at.type === 'Identifier' && at.name === 'undefined') || (at.type === 'Literal' && at.value === null);
  return (
    origins.length > 0 &&
    origins.every(
      origin =>
        origin.kind === 'constant' || (origin.kind === 'field' && fieldOrigin(graph, origin) === 'constant'),
    ) &&
    !origins.every(origin => isNothing(origin.node))
  );
}

/** The fields that one node writes, each with the value, or the whole that the value is taken from. */
function* writesAt(graph: Graph, node: Node): Generator<[name: string | symbol, value: Node]> {
  if (node.type === 'AssignmentExpression') {
    for (const target of targetsOf(node.left)) {
      const name = target.type === 'MemberExpression' && selfAt(graph, target.object) ? propertyName(target) : undefined;
      if (name !== undefined) {
        yield [name, node.right];
      }
    }
  }
  if (node.type === 'CallExpression' && isObjectAssign(node) && node.arguments[0] && selfAt(graph, node.arguments[0])) {
    for (const source of node.arguments.slice(1)) {
      const parts = source.type === 'ObjectExpression' ? source.properties : [source];
      for (const part of parts) {
        const name = part.type === 'Property' ? propertyName(part) : undefined;
        yield [name ?? everyField, contentOf(part)];
      }
    }
  }
}

function isObjectAssign({ callee }: TSESTree.CallExpression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Object' &&
    propertyName(callee) === 'assign'
  );
}

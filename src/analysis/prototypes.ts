import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode } from './facts.ts';
import type { FileNodes } from './nodes.ts';
import { elementOf, isFunction, noteElement, propertyName, unwrapped } from './tree.ts';

type Node = TSESTree.Node;

/**
 * Classes that are written as functions, in the form of others: the function is the constructor, and what its prototype is
 * given are the methods.
 *
 * | form                                                   |
 * | ------------------------------------------------------ |
 * | `Service.prototype.open = function () { … }`           |
 * | `Service.prototype = { open: function () { … } }`      |
 * | `Object.assign(Service.prototype, { open() { … } })`   |
 */
export function prototypeClasses(nodes: FileNodes, functionAt: (name: Node) => FunctionNode | undefined): ClassNode[] {
  const owners = new Set<ClassNode>();
  const add = (prototype: Node, key: TSESTree.Property['key'], value: Node): void => {
    const made = isPrototype(prototype) ? functionAt(prototype.object) : undefined;
    const method = unwrapped(value);
    if (made && made.type !== 'ArrowFunctionExpression' && method.type === 'FunctionExpression') {
      const owner = classMadeBy(made);
      addMethod(owner, key, method);
      owners.add(owner);
    }
  };
  const addAll = (prototype: Node, methods: Node | undefined): void => {
    for (const property of methods?.type === 'ObjectExpression' ? methods.properties : []) {
      if (property.type === 'Property' && property.kind === 'init' && propertyName(property) !== 'constructor') {
        add(prototype, property.key, property.value);
      }
    }
  };
  for (const node of nodes.of('AssignmentExpression', 'CallExpression')) {
    if (node.type === 'CallExpression') {
      if (isAssign(node) && node.arguments[0]) {
        node.arguments.slice(1).forEach(source => addAll(node.arguments[0]!, source));
      }
    } else if (node.left.type === 'MemberExpression') {
      add(node.left.object, node.left.property as TSESTree.Property['key'], node.right);
      addAll(node.left, unwrapped(node.right));
    }
  }
  return [...owners];
}

/** `Service.prototype` */
function isPrototype(node: Node): node is TSESTree.MemberExpression {
  return node.type === 'MemberExpression' && node.object.type === 'Identifier' && propertyName(node) === 'prototype';
}

function isAssign({ callee }: TSESTree.CallExpression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Object' &&
    propertyName(callee) === 'assign'
  );
}

/** The class whose constructor a function is, made when it is first asked for. */
function classMadeBy(made: TSESTree.FunctionDeclaration | TSESTree.FunctionExpression): ClassNode {
  const known = elementOf(made);
  if (known && known.kind === 'constructor') {
    return known.parent.parent;
  }
  const { loc, parent, range } = made;
  const named = parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier' ? parent.id : made.id;
  const owner = {
    type: 'ClassDeclaration',
    id: named,
    superClass: null,
    decorators: [],
    implements: [],
    parent,
    range: [...range],
    loc,
  } as unknown as TSESTree.ClassDeclaration;
  owner.body = { type: 'ClassBody', body: [], parent: owner, range: owner.range, loc } as unknown as TSESTree.ClassBody;
  addElement(owner, 'constructor', { type: 'Identifier', name: 'constructor', range, loc } as unknown as TSESTree.Identifier, made);
  return owner;
}

function addMethod(owner: ClassNode, key: TSESTree.Property['key'], method: TSESTree.FunctionExpression): void {
  if (!elementOf(method)) {
    addElement(owner, 'method', key, method);
    owner.range[0] = Math.min(owner.range[0], method.range[0]);
    owner.range[1] = Math.max(owner.range[1], method.range[1]);
  }
}

function addElement(owner: ClassNode, kind: 'constructor' | 'method', key: Node, value: FunctionNode): void {
  const element = {
    type: 'MethodDefinition',
    kind,
    key,
    value,
    static: false,
    computed: false,
    decorators: [],
    parent: owner.body,
    range: value.range,
    loc: value.loc,
  };
  owner.body.body.push(element as unknown as TSESTree.MethodDefinition);
  noteElement(value, element as unknown as TSESTree.MethodDefinition);
}

/** The function that a name stands for as the constructor of something. */
export function constructorAt(definition: Node | undefined): FunctionNode | undefined {
  const made = definition?.type === 'VariableDeclarator' && definition.init ? unwrapped(definition.init) : definition;
  return made && isFunction(made) ? made : undefined;
}

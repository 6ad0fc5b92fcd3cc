import type { TSESTree } from '@typescript-eslint/utils';
import type { FlowBuilder } from './flow-builder.ts';
import type { Steps, Walkers } from './steps.ts';

function leaf(node: TSESTree.Node, flow: FlowBuilder): void {
  flow.emit(node);
}

/** What does not go through all its children in order; the other expressions need no walker. */
export const expressionWalkers = {
  ArrowFunctionExpression: leaf,
  FunctionDeclaration: leaf,
  FunctionExpression: leaf,
  Identifier: leaf,
  Literal: leaf,
  MetaProperty: leaf,
  Super: leaf,
  ThisExpression: leaf,

  *CallExpression(node, flow) {
    yield node.callee;
    if (node.optional) flow.shortCircuit(node.callee);
    for (const argument of node.arguments) yield argument;
    flow.emit(node);
  },

  *MemberExpression(node, flow) {
    yield node.object;
    if (node.optional) flow.shortCircuit(node.object);
    if (node.computed) yield node.property;
    flow.emit(node);
  },

  *Property(node) {
    if (node.computed) yield node.key;
    yield node.value;
  },

  *TaggedTemplateExpression(node, flow) {
    yield node.tag;
    for (const expression of node.quasi.expressions) yield expression;
    flow.emit(node);
  },

  *TemplateLiteral(node, flow) {
    for (const expression of node.expressions) yield expression;
    flow.emit(node);
  },

  *JSXAttribute(node) {
    yield node.value;
  },

  *JSXElement(node, flow) {
    yield node.openingElement;
    for (const child of node.children) yield child;
    flow.emit(node);
  },

  *JSXMemberExpression(node, flow): Steps {
    yield node.object;
    flow.emit(node);
  },
} satisfies Walkers;

import type { TSESTree } from '@typescript-eslint/utils';
import type { FlowBuilder } from './flow-builder.ts';
import type { Steps, Walkers } from './steps.ts';
import { decoratorsOf } from '../tree.ts';

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** A class is put together first: heritage, computed keys, methods. Then its static fields and blocks run. */
function* classSteps(node: ClassNode, flow: FlowBuilder): Steps {
  if (node.declare) return;
  for (const decorator of decoratorsOf(node)) yield decorator;
  yield node.superClass;
  for (const element of node.body.body) yield memberSteps(element, flow);
  for (const element of node.body.body) if (runsWithClass(element)) flow.emit(element);
  if (node.id === null) flow.emit(node);
  else flow.write(node, node.id);
}

function* memberSteps(element: TSESTree.ClassElement, flow: FlowBuilder): Steps {
  const isField = element.type === 'PropertyDefinition' || element.type === 'AccessorProperty';
  if (!isField && element.type !== 'MethodDefinition') return;
  for (const decorator of decoratorsOf(element)) yield decorator;
  if (element.computed) yield element.key;
  if (!isField) yield element.value;
  else if (!runsWithClass(element)) flow.emit(element);
}

function runsWithClass(element: TSESTree.ClassElement): boolean {
  if (element.type === 'StaticBlock') return true;
  return (element.type === 'PropertyDefinition' || element.type === 'AccessorProperty') && element.static;
}

export const classWalkers = { ClassDeclaration: classSteps, ClassExpression: classSteps } satisfies Walkers;

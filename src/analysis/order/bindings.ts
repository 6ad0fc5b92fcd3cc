import type { TSESTree } from '@typescript-eslint/utils';
import type { FlowBuilder } from './flow-builder.ts';
import { unwrap } from './may-throw.ts';
import type { Steps } from './steps.ts';

type Node = TSESTree.Node;

export function* bindParameters(params: readonly Node[], flow: FlowBuilder): Steps {
  for (const param of params) {
    if (param.type === 'TSParameterProperty') {
      yield bind(param.parameter, flow);
      flow.emit(param);
    } else yield bind(param, flow);
  }
}

/** Gives a value to a target: an identifier, a member expression, or a pattern, whose targets are written one by one. */
export function* bind(pattern: Node, flow: FlowBuilder): Steps {
  const target = unwrap(pattern);
  yield reference(target, flow);
  yield give(target, flow);
}

/** What a target evaluates before its value is known: the object and the computed key of a member expression. */
export function* reference(target: Node, flow: FlowBuilder): Steps {
  switch (target.type) {
    case 'ArrayPattern':
    case 'AssignmentPattern':
    case 'Identifier':
    case 'ObjectPattern':
    case 'RestElement':
      return;
    case 'MemberExpression':
      yield target.object;
      if (target.optional) flow.shortCircuit(target.object);
      if (target.computed) yield target.property;
      return;
    default:
      yield target;
  }
}

function* give(target: Node, flow: FlowBuilder): Steps {
  switch (target.type) {
    case 'ArrayPattern':
      flow.emit(target);
      for (const element of target.elements) if (element !== null) yield bind(element, flow);
      return;
    case 'ObjectPattern':
      flow.emit(target);
      for (const property of target.properties) {
        if (property.type === 'RestElement') yield bind(property, flow);
        else {
          if (property.computed) yield property.key;
          yield bind(property.value, flow);
        }
      }
      return;
    case 'RestElement':
      yield bind(target.argument, flow);
      return;
    case 'AssignmentPattern': {
      const inner = unwrap(target.left);
      yield reference(inner, flow);
      const absent = flow.segment();
      const present = flow.segment();
      flow.fork(absent, present);
      flow.startAt(absent);
      yield target.right;
      flow.goto(present);
      flow.startAt(present);
      yield give(inner, flow);
      return;
    }
    default:
      flow.write(target, target);
  }
}

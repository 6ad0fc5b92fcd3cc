import type { Expression, Statement } from '../syntax/tree.ts';
import { namesOf } from './bindings.ts';
import { call } from './calls.ts';
import { known, lowerExpression, lowerTarget, member } from './expressions.ts';
import { annotation } from './functions.ts';
import type { Lowering } from './lowering.ts';
import type { LoweredNode } from './nodes.ts';

/** `let target = value`, when every name in it is new; otherwise an assignment. */
export function bindTo(at: Lowering, target: Expression, value: LoweredNode, start: number, end: number, type?: Expression): LoweredNode {
  const names = namesOf(target);
  const isPattern = target.type === 'Name' || target.type === 'Tuple' || target.type === 'List';
  if (isPattern && names.length > 0 && names.every(name => at.isNew(name)) && bindsOnly(target)) {
    return declaration(at, target, value, start, end, type);
  }
  return at.make('ExpressionStatement', start, end, { expression: assignment(at, target, value, start, end) });
}

/** Whether a target has nothing in it but names. */
export function bindsOnly(target: Expression): boolean {
  switch (target.type) {
    case 'Name':
      return true;
    case 'Tuple':
    case 'List':
      return target.elements.every(bindsOnly);
    case 'Starred':
      return bindsOnly(target.value);
    default:
      return false;
  }
}

export function declaration(
  at: Lowering,
  target: Expression,
  value: LoweredNode | null,
  start: number,
  end: number,
  type?: Expression,
): LoweredNode {
  const declarator = at.make('VariableDeclarator', start, end);
  const whole = at.make('VariableDeclaration', start, end, { kind: 'let', declarations: [declarator] });
  const typeAnnotation = type ? annotation(at, type) : undefined;
  const id = lowerTarget(at, target, value, (name, from, to) => {
    const bound = value ? at.write(name, from, to, value, { init: true }) : at.word(at.names.variable(name), from, to);
    at.define(name, { type: 'Variable', name: bound, node: declarator, parent: whole });
    return bound;
  });
  Object.assign(declarator, { id: typeAnnotation ? Object.assign(id, { typeAnnotation }) : id, init: value });
  return whole;
}

export function assignment(at: Lowering, target: Expression, right: LoweredNode, start: number, end: number): LoweredNode {
  for (const name of namesOf(target)) {
    at.declareAhead(name, target.start, target.end);
  }
  const left = lowerTarget(at, target, right, (name, from, to) => defined(at, name, at.write(name, from, to, right)));
  return at.make('AssignmentExpression', start, end, { operator: '=', left, right });
}

/** A name that only `global` statements bring into the module is defined where it is first written. */
function defined(at: Lowering, name: string, id: LoweredNode): LoweredNode {
  const variable = at.scope.lookup(at.names.variable(name));
  if (variable && variable.defs.length === 0 && variable.scope !== at.scope && variable.scope.type === 'module') {
    at.ofModule.push({ variable, id });
  }
  return id;
}

export function lowerAssign(at: Lowering, node: Statement & { type: 'Assign' }): LoweredNode[] {
  const { start, end, targets } = node;
  let value = lowerExpression(at, node.value);
  for (const target of targets.slice(1).reverse()) {
    value = assignment(at, target, value, target.start, end);
  }
  const first = targets[0]!;
  const statement = bindTo(at, first, value, start, end);
  return first.type === 'Name' && first.id === '__all__' ? [statement, ...exported(at, node.value)] : [statement];
}

/** The names in `__all__` are what the module exports. */
function exported(at: Lowering, list: Expression): LoweredNode[] {
  if (list.type !== 'List' && list.type !== 'Tuple') {
    return [];
  }
  const specifiers = list.elements.flatMap(element => {
    const name = element.type === 'Text' && element.parts.length === 1 ? element.parts[0] : undefined;
    return typeof name === 'string'
      ? [
          at.make('ExportSpecifier', element.start, element.end, {
            local: at.read(name, element.start, element.end),
            exported: at.word(name, element.start, element.end),
            exportKind: 'value',
          }),
        ]
      : [];
  });
  return [
    at.make('ExportNamedDeclaration', list.start, list.end, {
      declaration: null,
      specifiers,
      source: null,
      attributes: [],
      exportKind: 'value',
    }),
  ];
}

export function lowerAnnotated(at: Lowering, node: Statement & { type: 'AnnotatedAssign' }): LoweredNode[] {
  const { start, end, target, value } = node;
  if (!value) {
    return target.type === 'Name' && at.isNew(target.id)
      ? [declaration(at, target, null, start, end, node.annotation)]
      : [at.make('EmptyStatement', start, end)];
  }
  const lowered = lowerExpression(at, value);
  if (target.type !== 'Name') {
    const typed = at.make('TSAsExpression', value.start, value.end, {
      expression: lowered,
      typeAnnotation: annotation(at, node.annotation).typeAnnotation,
    });
    return [bindTo(at, target, typed, start, end)];
  }
  return [bindTo(at, target, lowered, start, end, node.annotation)];
}

export function augmented(at: Lowering, node: Statement & { type: 'AugmentedAssign' }): LoweredNode {
  const { start, end, target, value, operator } = node;
  if (operator === '+=' && value.type === 'List') {
    const callee = member(at, lowerExpression(at, target), 'push', start, target.end);
    return call(at, node, callee, value.elements.map(element => lowerExpression(at, element)));
  }
  if (operator === '|=' && (value.type === 'Dict' || (value.type === 'Comprehension' && value.of === 'dict'))) {
    return call(at, node, known(at, 'Object.assign', start, start), [lowerExpression(at, target), lowerExpression(at, value)]);
  }
  const right = lowerExpression(at, value);
  const left =
    target.type === 'Name' ? at.write(target.id, target.start, target.end, right, { update: true }) : lowerExpression(at, target);
  return at.make('AssignmentExpression', start, end, {
    operator: operator === '//=' ? '/=' : operator === '@=' ? '*=' : operator,
    left,
    right,
  });
}

export function deletion(at: Lowering, target: Expression): LoweredNode {
  const { start, end } = target;
  if (target.type === 'Name') {
    const nothing = at.word('undefined', end, end);
    return at.make('AssignmentExpression', start, end, { operator: '=', left: at.write(target.id, start, end, nothing), right: nothing });
  }
  const argument = lowerTarget(at, target, null, (name, from, to) => at.read(name, from, to));
  return argument.type === 'MemberExpression'
    ? at.make('UnaryExpression', start, end, { operator: 'delete', prefix: true, argument })
    : argument;
}

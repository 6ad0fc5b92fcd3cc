import type { TSESTree } from '@typescript-eslint/utils';
import { unwrap } from './may-throw.ts';

export type Primitive = bigint | boolean | number | string | null | undefined;

/** An object, array, function or class: whatever it is, it is truthy. */
export const SOME_OBJECT = Symbol('some object');

export type Value = Primitive | typeof SOME_OBJECT;

/** What an expression is sure to be; undefined when that is unknown. */
export function valueOf(node: TSESTree.Node): { readonly value: Value } | undefined {
  const expression = unwrap(node);
  switch (expression.type) {
    case 'ArrayExpression':
    case 'ArrowFunctionExpression':
    case 'ClassExpression':
    case 'FunctionExpression':
    case 'NewExpression':
    case 'ObjectExpression':
      return { value: SOME_OBJECT };
    default:
      return primitiveOf(expression);
  }
}

export function primitiveOf(node: TSESTree.Node): { readonly value: Primitive } | undefined {
  const expression = unwrap(node);
  switch (expression.type) {
    case 'Identifier':
      return expression.name === 'undefined' ? { value: undefined } : undefined;
    case 'Literal':
      return 'regex' in expression ? undefined : { value: expression.value as Primitive };
    case 'TemplateLiteral':
      return expression.expressions.length === 0 ? { value: expression.quasis[0]?.value.cooked } : undefined;
    case 'UnaryExpression': {
      const argument = unwrap(expression.argument);
      if (argument.type !== 'Literal') return undefined;
      if (expression.operator === 'void') return { value: undefined };
      if (expression.operator === '!') return { value: !argument.value };
      return expression.operator === '-' && typeof argument.value === 'number' ? { value: -argument.value } : undefined;
    }
    default:
      return undefined;
  }
}

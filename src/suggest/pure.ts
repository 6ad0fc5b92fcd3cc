import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/facts.ts';
import { nodesBelow } from '../analysis/tree.ts';

const pureMethods = new Set([
  'concat',
  'customToolkits',
  'customTools',
  'filter',
  'get',
  'has',
  'includes',
  'indexOf',
  'join',
  'keys',
  'map',
  'monotonic',
  'now',
  'padStart',
  'slice',
  'sort',
  'split',
  'startsWith',
  'stringify',
  'substring',
  'toISOString',
  'toLowerCase',
  'toSorted',
  'toString',
  'toUpperCase',
  'toolkits',
  'time',
  'tools',
  'trim',
  'values',
]);

/** What only reads the body of a request, where nobody asks for it. */
const bodyReaders = new Set(['formData', 'json', 'text']);

const pureFunctions = new Set(['Number', 'String', 'useRef']);

/** Whether nothing but its value is lost when `node` is not evaluated. */
export function isPure(node: TSESTree.Node | null | undefined): boolean {
  if (!node) {
    return true;
  }
  switch (node.type) {
    case 'Identifier':
    case 'Literal':
    case 'ThisExpression':
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'PrivateIdentifier':
    case 'TemplateElement':
      return true;
    case 'MemberExpression':
      return isPure(node.object) && isPure(node.property);
    case 'TemplateLiteral':
      return node.expressions.every(isPure);
    case 'ArrayExpression':
      return node.elements.every(isPure);
    case 'ObjectExpression':
      return node.properties.every(isPure);
    case 'Property':
      return isPure(node.key) && isPure(node.value);
    case 'AwaitExpression':
    case 'SpreadElement':
    case 'UnaryExpression':
      return !('operator' in node && node.operator === 'delete') && isPure(node.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isPure(node.left) && isPure(node.right);
    case 'ConditionalExpression':
      return isPure(node.test) && isPure(node.consequent) && isPure(node.alternate);
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
      return isPure(node.expression);
    case 'NewExpression':
      return node.callee.type === 'Identifier' && node.arguments.every(isPure);
    case 'CallExpression':
      return isPureCall(node);
    default:
      return false;
  }
}

/** `Date.now()`, `String(x)`, `toolkits.join(',')`: calls that a cache key or an entry is made of. */
function isPureCall({ callee, arguments: args }: TSESTree.CallExpression): boolean {
  if (!args.every(isPure)) {
    return false;
  }
  if (callee.type === 'Identifier') {
    return pureFunctions.has(callee.name);
  }
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    !callee.computed &&
    (pureMethods.has(callee.property.name) || (args.length === 0 && bodyReaders.has(callee.property.name))) &&
    isPure(callee.object) &&
    !(callee.property.name === 'sort' && isShared(callee.object))
  );
}

/** Whether an array may be known by another name, and sorting it changes what is seen there. */
function isShared(array: TSESTree.Node): boolean {
  return array.type === 'Identifier' || array.type === 'MemberExpression' || array.type === 'ThisExpression';
}

/** Whether an expression neither assigns nor does one thing after the other: `(count(), 'team')`. */
export function assignsNothing(node: TSESTree.Node, visitorKeys: SourceCode['visitorKeys']): boolean {
  return ![...nodesBelow(node, visitorKeys)].some(({ type }) => /^(?:Assignment|Sequence|Update)Expression$/u.test(type));
}

import type { TSESTree } from '@typescript-eslint/utils';

type Node = TSESTree.Node;

/**
 * Whether an error may leave a `try` when `node` is evaluated, before it has had its effect.
 *
 * An awaited call is one step: when its promise is rejected, what it was to do did not happen, so the error leaves before
 * the call and not between call and `await`.
 *
 * | node                                 | may throw                                            |
 * | ------------------------------------ | ---------------------------------------------------- |
 * | `f()`, `new F()`, `` f`…` ``, `import()`, `yield` | yes                                     |
 * | `a.b`                                | unless `a` cannot be nullish (`this`, a literal, …); `a?.b` never |
 * | `await x`                            | unless `x` is a call, or promise methods of a call   |
 * | `p.then(f)`, `p.catch(f)`, `p.finally(f)` | no: they hand on what `p` becomes               |
 * | `console.log(x)`                     | no                                                   |
 * | `{ a } = x`, `[a] = x`               | yes                                                  |
 */
export function mayThrow(node: Node): boolean {
  switch (node.type) {
    case 'ArrayPattern':
    case 'ImportExpression':
    case 'NewExpression':
    case 'ObjectPattern':
    case 'TaggedTemplateExpression':
    case 'YieldExpression':
      return true;
    case 'AwaitExpression':
      return !isWork(promiseOf(node.argument));
    case 'CallExpression':
      return promiseOf(node) === node && !isConsole(node.callee);
    case 'MemberExpression':
      return !node.optional && !isNeverNullish(unwrap(node.object)) && !isConsole(node);
    default:
      return false;
  }
}

/** The expression inside assertions and optional chains. */
export function unwrap(node: Node): Node {
  let inner = node;
  for (;;) {
    switch (inner.type) {
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSInstantiationExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
        inner = inner.expression;
        break;
      default:
        return inner;
    }
  }
}

/** `p` of `p.then(f).catch(g)`. */
function promiseOf(node: Node): Node {
  let promise = unwrap(node);
  while (promise.type === 'CallExpression' && promise.callee.type === 'MemberExpression') {
    const { object, property, computed } = promise.callee;
    if (computed || property.type !== 'Identifier' || !/^(?:catch|finally|then)$/u.test(property.name)) break;
    promise = unwrap(object);
  }
  return promise;
}

function isWork(node: Node): boolean {
  return node.type === 'CallExpression' || node.type === 'ImportExpression' || node.type === 'NewExpression';
}

function isConsole(node: Node): boolean {
  return node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'console';
}

function isNeverNullish(node: Node): boolean {
  switch (node.type) {
    case 'ArrayExpression':
    case 'ArrowFunctionExpression':
    case 'ClassExpression':
    case 'FunctionExpression':
    case 'MetaProperty':
    case 'NewExpression':
    case 'ObjectExpression':
    case 'Super':
    case 'TemplateLiteral':
    case 'ThisExpression':
      return true;
    case 'Literal':
      return node.value !== null;
    default:
      return false;
  }
}

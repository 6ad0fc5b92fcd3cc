import type { TSESTree } from '@typescript-eslint/utils';
import type { Graph } from '../flow/index.ts';
import { isFunction, unwrapped } from '../tree.ts';
import { originalPath, pathKey, pathOf, type Path } from './paths.ts';

type Node = TSESTree.Node;

/**
 * Whether every call of the function around `node` evaluates it, or finds nothing in `places` where it does not.
 *
 * | `this.session = undefined` behind         | sure                                      |
 * | ----------------------------------------- | ----------------------------------------- |
 * | `if (this.session)`, `if (!this.session) return;` | yes: without a session there was none to drop |
 * | `if (isOpen)`, a loop, `if (!isOpen) return;`     | no                                |
 */
export function isSure(graph: Graph, node: Node, places: readonly Path[]): boolean {
  if (node.type === 'AssignmentExpression' && node.operator !== '=') {
    return false;
  }
  const keys = new Set(places.map(pathKey));
  const isEmptyUnless = (test: Node, outcome: boolean): boolean => holdsNothingUnless(graph, keys, test, outcome);
  for (let child = node, at = node.parent; at && !isFunction(at); child = at, at = at.parent) {
    switch (at.type) {
      case 'BlockStatement':
        for (const statement of at.body.slice(0, at.body.indexOf(child as TSESTree.Statement))) {
          if (statement.type === 'IfStatement' && leaves(statement.consequent) && !isEmptyUnless(statement.test, false)) {
            return false;
          }
        }
        break;
      case 'ConditionalExpression':
      case 'IfStatement':
        if (child !== at.test && !isEmptyUnless(at.test, child === at.consequent)) {
          return false;
        }
        break;
      case 'LogicalExpression':
        if (child === at.right && (at.operator === '??' || !isEmptyUnless(at.left, at.operator === '&&'))) {
          return false;
        }
        break;
      case 'CatchClause':
      case 'DoWhileStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'ForStatement':
      case 'SwitchCase':
      case 'WhileStatement':
        return false;
      default:
    }
  }
  return true;
}

function leaves(consequent: TSESTree.Statement): boolean {
  const [only] = consequent.type === 'BlockStatement' ? consequent.body.slice(-1) : [consequent];
  return only?.type === 'ReturnStatement' || only?.type === 'ThrowStatement';
}

/** Whether one of the places is known to be empty whenever `test` does not come out as `outcome`. */
function holdsNothingUnless(graph: Graph, keys: ReadonlySet<string>, test: Node, outcome: boolean): boolean {
  const asked = unwrapped(test);
  const recurse = (part: Node, expected = outcome): boolean => holdsNothingUnless(graph, keys, part, expected);
  switch (asked.type) {
    case 'UnaryExpression':
      return asked.operator === '!' && recurse(asked.argument, !outcome);
    case 'LogicalExpression':
      if (asked.operator === '??') {
        return false;
      }
      return (asked.operator === '||') === outcome
        ? recurse(asked.left) || recurse(asked.right)
        : recurse(asked.left) && recurse(asked.right);
    case 'BinaryExpression':
      return (
        /^[!=]==?$/u.test(asked.operator) &&
        asked.operator.startsWith('!') === outcome &&
        isNothing(asked.right) &&
        recurse(asked.left, true)
      );
    default: {
      const path = pathOf(graph, asked);
      return outcome && !!path && (keys.has(pathKey(path)) || keys.has(pathKey(originalPath(graph, path))));
    }
  }
}

/** Whether an expression is `null` or `undefined`. */
export function isNothing(node: Node): boolean {
  const value = unwrapped(node);
  return (value.type === 'Literal' && value.raw === 'null') || (value.type === 'Identifier' && value.name === 'undefined');
}

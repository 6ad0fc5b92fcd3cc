import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { CodeRoot, ControlFlow } from './control-flow.ts';
import { unwrap } from './may-throw.ts';
import type { Names } from './names.ts';
import type { Read } from './pure-tests.ts';

type Node = TSESTree.Node;

/** What an event may have changed: a name and everything in it, or only what is in it. */
export interface Change {
  readonly key: string;
  readonly only: 'inside' | undefined;
}

const DEEPEST_ARGUMENT = 4;

export function affects(change: Change, { path, deep }: Read): boolean {
  if (path.key === change.key) return deep || change.only === undefined;
  return path.key.startsWith(`${change.key}.`) || (deep && change.key.startsWith(`${path.key}.`));
}

/**
 * What an event changes, as far as the code shows: unknown functions change the inside of what they are handed and called
 * on, and nothing else.
 *
 * | event                      | changes                                  |
 * | -------------------------- | ---------------------------------------- |
 * | `a.b = …`, `a.b++`, a declarator | `a.b` and what is in it            |
 * | `a[i] = …`                 | what is in `a`                           |
 * | `a.b.push(c, { d })`       | what is in `a.b`, in `c` and in `d`      |
 * | `f(...c)`, `f({ ...d })`   | nothing of `c` and `d`: copies are handed over |
 * | `f(() => …)`               | what is in `this`, besides               |
 */
export function changesOf(event: Node, { writes }: ControlFlow, names: Names): readonly Change[] {
  const target = writes.get(event);
  if (target !== undefined) return written(target, names);
  if (event.type !== 'CallExpression' && event.type !== 'NewExpression') return [];
  const changes: Change[] = [];
  const callee = unwrap(event.callee);
  if (callee.type === 'MemberExpression') handOver(callee.object, names, changes);
  else if (callee.type === 'Super') changes.push({ key: 'this', only: 'inside' });
  for (const argument of event.arguments) handOver(argument, names, changes);
  return changes;
}

/** Whether other code may run between two events of a function: what such code writes is then unknown. */
export function letsOthersRun(event: Node): boolean {
  switch (event.type) {
    case 'AwaitExpression':
    case 'CallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
    case 'YieldExpression':
      return true;
    default:
      return false;
  }
}

/** What functions other than `root` change of a variable. The value that its declaration gives it is not theirs. */
export function changesElsewhere(variable: TSESLint.Scope.Variable, root: CodeRoot, names: Names): readonly Change[] {
  return variable.references.flatMap((reference) => {
    if (reference.from.variableScope.block === root || reference.init === true) return [];
    if (reference.isWrite()) return written(reference.identifier, names);
    return changedThrough(reference.identifier, names);
  });
}

function written(target: Node, names: Names): readonly Change[] {
  const path = names.pathOf(target);
  if (path !== undefined) return [{ key: path.key, only: undefined }];
  return target.type === 'MemberExpression' ? inside(target.object, names) : [];
}

function handOver(value: Node, names: Names, changes: Change[], depth = 0): void {
  const node = unwrap(value);
  changes.push(...inside(node, names));
  if (depth === DEEPEST_ARGUMENT) return;
  switch (node.type) {
    case 'ArrayExpression':
      for (const element of node.elements) if (element !== null) handOver(element, names, changes, depth + 1);
      return;
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      changes.push({ key: 'this', only: 'inside' });
      return;
    case 'ObjectExpression':
      for (const property of node.properties) {
        handOver(property.type === 'Property' ? property.value : property, names, changes, depth + 1);
      }
      return;
    case 'SpreadElement':
      // a copy of a variable's own parts, but a literal's parts are handed over themselves
      if (isLiteral(unwrap(node.argument))) handOver(node.argument, names, changes, depth + 1);
      return;
    default:
  }
}

function isLiteral({ type }: Node): boolean {
  return type === 'ArrayExpression' || type === 'ObjectExpression';
}

/** `a.b = …`, `delete a.b` and `a.b.push(…)`, seen from `a`. */
function changedThrough(identifier: Node, names: Names): readonly Change[] {
  let node = identifier;
  let outer = around(node);
  while (outer?.type === 'MemberExpression' && unwrap(outer.object) === node) {
    const member = outer;
    outer = around(member);
    if (outer?.type === 'CallExpression' && unwrap(outer.callee) === member) return inside(node, names);
    node = member;
  }
  switch (outer?.type) {
    case 'AssignmentExpression':
      return unwrap(outer.left) === node ? written(node, names) : [];
    case 'UnaryExpression':
      return outer.operator === 'delete' ? written(node, names) : [];
    case 'UpdateExpression':
      return written(node, names);
    default:
      return [];
  }
}

/** The parent of a node, but for assertions and optional chains. */
function around(node: Node): Node | undefined {
  let outer = node.parent;
  while (outer !== undefined && unwrap(outer) !== outer) outer = outer.parent;
  return outer;
}

function inside(object: Node, names: Names): readonly Change[] {
  const path = names.pathOf(object);
  return path === undefined ? [] : [{ key: path.key, only: 'inside' }];
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from '../facts.ts';
import type { FileContext } from '../file.ts';
import { targetsOf } from '../parts.ts';
import { awaited, contains, isFunction, isNamed, isPropertyNamed, lastName, nodesBelow, propertyName, unwrapped } from '../tree.ts';
import { namesMany, namesOne } from './names.ts';
import { sessionUse, type SessionUse } from './uses.ts';

type Node = TSESTree.Node;

/** Code that runs once for each of several users. */
export interface UserLoop {
  readonly body: Node;
  /** The loop statement, or the call that the body is a callback of. */
  readonly loop: Node;
  /** What stands for one user, as the code writes it: `user`, `row.userId`, `users[i]`. */
  readonly each: string;
  /** What is gone through, as the code writes it. */
  readonly all: Node;
}

/** The first use in a loop over users of a session that was made before it. */
export interface LoopUse extends SessionUse {
  readonly over: UserLoop;
}

const walks = new Set(['map', 'forEach', 'flatMap', 'filter', 'reduce', 'some', 'every']);
const samePeople = new Set([
  'filter', 'slice', 'sort', 'toSorted', 'reverse', 'toReversed', 'concat', 'values', 'keys', 'entries', 'map', 'find', 'findMany',
  'findAll', 'list', 'all', 'toArray', 'select', 'from',
]);

/** The first use in each loop over users of a session that was made before the loop. */
export function loopUsesOf(context: FileContext, isReported: (variableHome: Node | undefined) => boolean): LoopUse[] {
  const found = new Map<Node, LoopUse>();
  for (const over of loopsOf(context)) {
    const use = firstUse(context, over, isReported);
    const known = use && found.get(use.node);
    if (use && (!known || contains(over.loop, known.over.loop))) {
      found.set(use.node, { ...use, over });
    }
  }
  return [...found.values()];
}

function firstUse(
  { graph }: FileContext,
  { body, loop }: UserLoop,
  isReported: (declaration: Node | undefined) => boolean,
): SessionUse | undefined {
  for (const node of nodesBelow(body, graph.sourceCode.visitorKeys)) {
    const variable = node.type === 'Identifier' ? graph.references.get(node) : undefined;
    const reference = variable?.references.find(({ identifier }) => (identifier as Node) === node);
    const declaration = variable?.defs[0]?.node as Node | undefined;
    if (
      !variable ||
      !reference?.isRead() ||
      (declaration && contains(loop, declaration)) ||
      isOfTurn(loop, variable) ||
      isReported(declaration)
    ) {
      continue;
    }
    const use = sessionUse(graph, node);
    if (use && use.creations.every(creation => !contains(loop, creation.call))) {
      return use;
    }
  }
  return undefined;
}

/** Whether each turn of a loop gives a variable of the code around it another value: `for session in sessions` of Python. */
function isOfTurn(loop: Node, variable: Variable): boolean {
  return (
    loop.type === 'ForOfStatement' &&
    variable.references.some(reference => reference.isWrite() && contains(loop.left, reference.identifier as Node))
  );
}

function* loopsOf({ graph, nodes }: FileContext): Generator<UserLoop> {
  for (const node of nodes.of('CallExpression', 'ForInStatement', 'ForOfStatement', 'ForStatement', 'WhileStatement')) {
    switch (node.type) {
      case 'ForOfStatement':
      case 'ForInStatement': {
        const left = node.left.type === 'VariableDeclaration' ? node.left.declarations[0]?.id : node.left;
        const each = left && eachOf(graph, left, node.right, node.body);
        if (each !== undefined) {
          yield { body: node.body, loop: node, each, all: node.right };
        }
        break;
      }
      case 'ForStatement':
        yield* counting(graph, node);
        break;
      case 'WhileStatement': {
        const next = unwrapped(node.test);
        const taken = next.type === 'AssignmentExpression' ? next : next.type === 'BinaryExpression' ? unwrapped(next.left) : undefined;
        if (taken?.type === 'AssignmentExpression') {
          const each = eachOf(graph, taken.left, takenFrom(taken.right), node.body);
          if (each !== undefined) {
            yield { body: node.body, loop: node, each, all: takenFrom(taken.right) };
          }
        }
        break;
      }
      case 'CallExpression':
        yield* walking(graph, node);
        break;
      default:
    }
  }
}

type Graph = FileContext['graph'];

/** `users` of `users.shift()` and `users[at++]`: what a loop takes its next one from. */
function takenFrom(node: Node): Node {
  const taken = awaited(node);
  const from = taken.type === 'CallExpression' ? unwrapped(taken.callee) : taken;
  return from.type === 'MemberExpression' && (from !== taken || from.computed) ? from.object : taken;
}

/** What stands for one user in a loop whose variable is `left`; undefined when the loop is not over users. */
function eachOf(graph: Graph, left: Node, all: Node, body: Node): string | undefined {
  const names = boundNames(left);
  const named = names.find(name => namesOne(name));
  if (named !== undefined) {
    return named;
  }
  if (isMany(graph, all)) {
    const [target] = targetsOf(left);
    return names[0] ?? (target && graph.sourceCode.getText(target));
  }
  for (const node of nodesBelow(body, graph.sourceCode.visitorKeys)) {
    if (
      node.type === 'MemberExpression' &&
      node.object.type === 'Identifier' &&
      names.includes(node.object.name) &&
      isPropertyNamed(node, /^user_?id$/iu)
    ) {
      return graph.sourceCode.getText(node);
    }
  }
  return undefined;
}

function boundNames(pattern: Node): string[] {
  return targetsOf(pattern).flatMap(target => (target.type === 'Identifier' ? [target.name] : []));
}

/** Whether what is gone through is named after users, behind whatever only picks or orders them. */
function isMany(graph: Graph, node: Node, hops = 0): boolean {
  const inner = awaited(node);
  if (hops > 4) {
    return false;
  }
  switch (inner.type) {
    case 'Identifier':
      return namesMany(inner.name);
    case 'MemberExpression':
      return namesMany(propertyName(inner) ?? '');
    case 'LogicalExpression':
      return isMany(graph, inner.left, hops + 1);
    case 'ArrayExpression':
      return (
        inner.elements.length === 1 && inner.elements[0]?.type === 'SpreadElement' && isMany(graph, inner.elements[0].argument, hops + 1)
      );
    case 'CallExpression': {
      const name = lastName(inner.callee) ?? '';
      if (namesMany(name)) {
        return true;
      }
      const callee = unwrapped(inner.callee);
      if (callee.type !== 'MemberExpression' || !samePeople.has(name)) {
        return false;
      }
      const [first] = inner.arguments;
      const isStatic = isNamed(callee.object, /^(?:Object|Array)$/u);
      const receiver = lastName(callee.object) ?? '';
      return isStatic
        ? first !== undefined && isMany(graph, first, hops + 1)
        : isMany(graph, callee.object, hops + 1) || namesOne(receiver);
    }
    default:
      return false;
  }
}

/** `for (let i = 0; …)` whose body reads `users[i]`. */
function* counting(graph: Graph, node: TSESTree.ForStatement): Generator<UserLoop> {
  const counters = node.init?.type === 'VariableDeclaration' ? node.init.declarations.flatMap(({ id }) => boundNames(id)) : [];
  for (const inner of nodesBelow(node.body, graph.sourceCode.visitorKeys)) {
    if (
      inner.type === 'MemberExpression' &&
      inner.computed &&
      inner.property.type === 'Identifier' &&
      counters.includes(inner.property.name) &&
      isMany(graph, inner.object)
    ) {
      yield { body: node.body, loop: node, each: graph.sourceCode.getText(inner), all: inner.object };
      return;
    }
  }
}

/** `users.map(user => …)`, and `each(users, user => …)` of any library. */
function* walking(graph: Graph, node: TSESTree.CallExpression): Generator<UserLoop> {
  const callee = unwrapped(node.callee);
  const isMethod = callee.type === 'MemberExpression' && isPropertyNamed(callee, walks);
  for (const argument of node.arguments) {
    const callback = unwrapped(argument);
    if (!isFunction(callback)) {
      continue;
    }
    const parameter = callback.params[isMethod && propertyName(callee) === 'reduce' ? 1 : 0];
    const all = isMethod ? callee.object : node.arguments.find(other => other.type !== 'SpreadElement' && isMany(graph, other));
    const each = parameter && all && eachOf(graph, parameter, all, callback.body);
    if (each !== undefined && all && (isMethod || isNamed(callee, /^(?:map|each)|Map|Each/u) || boundNames(parameter!).some(namesOne))) {
      yield { body: callback.body, loop: node, each, all };
    }
  }
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { awaited, contains, propertyName, unwrapped } from '../tree.ts';
import type { Effect } from './effects.ts';
import { pathOf, patternPath, someMember, type Path } from './paths.ts';

type Node = TSESTree.Node;
type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** A called function's effects with its parameters standing for the arguments; what it did to its own variables is gone. */
export function carriedOver(graph: Graph, call: Call, called: FunctionNode, effects: readonly Effect[]): Effect[] {
  const isInline = contains(call, called);
  return effects.flatMap((effect): Effect[] => {
    const node = isInline ? effect.node : call;
    switch (effect.kind) {
      case 'write':
      case 'mutate': {
        const paths = effect.paths.flatMap(path => {
          const outside = outsidePath(graph, call, called, path, effect.kind === 'write');
          return outside ? [outside] : [];
        });
        return paths.length > 0 ? [{ ...effect, node, paths }] : [];
      }
      case 'update':
      case 'delete':
      case 'use': {
        const session = outsideExpression(graph, call, called, effect.session);
        return session ? [{ ...effect, node, session }] : [];
      }
      default:
        return [{ ...effect, node }];
    }
  });
}

function outsidePath(graph: Graph, call: Call, called: FunctionNode, path: Path, isWrite: boolean): Path | undefined {
  if (path.root === 'this') {
    if (called.type === 'ArrowFunctionExpression') {
      return path;
    }
    if (isOwnMethod(call)) {
      return path;
    }
    const callee = unwrapped(call.callee);
    const receiver = callee.type === 'MemberExpression' ? pathOf(graph, callee.object) : undefined;
    return receiver && { root: receiver.root, members: [...receiver.members, ...path.members] };
  }
  const parameter = parameterOf(called, path.root);
  if (!parameter) {
    const definedIn = path.root.scope.block as Node;
    return contains(called, definedIn) ? undefined : path;
  }
  if (isWrite && path.members.length === 0) {
    return undefined;
  }
  const { argument, rest } = givenTo(call, parameter, path.members);
  const given = argument && pathOf(graph, argument);
  return given && { root: given.root, members: [...given.members, ...rest] };
}

/** A parameter, by its position and the properties that lead to it in a pattern. */
interface Parameter {
  readonly index: number;
  readonly members: readonly string[];
}

function parameterOf(called: FunctionNode, variable: Variable): Parameter | undefined {
  const definition = variable.defs[0];
  if (definition?.type !== 'Parameter' || definition.node !== called) {
    return undefined;
  }
  for (const [index, parameter] of called.params.entries()) {
    const members = patternPath(parameter.type === 'AssignmentPattern' ? parameter.left : parameter, variable);
    if (members) {
      return { index, members };
    }
  }
  return undefined;
}

/** The argument that a parameter and members below it stand for: as far into an object literal as it is written out. */
function givenTo(
  call: Call,
  { index, members }: Parameter,
  below: readonly string[] = [],
): { argument: Node | undefined; rest: readonly string[] } {
  let argument: Node | undefined = call.arguments[index];
  const rest = [...members, ...below];
  while (argument && rest.length > 0) {
    const literal: Node = unwrapped(argument);
    if (literal.type !== 'ObjectExpression') {
      break;
    }
    const name = rest.shift();
    const property = literal.properties.find(each => each.type === 'Property' && propertyName(each) === name);
    argument = property?.type === 'Property' ? property.value : undefined;
  }
  return { argument, rest };
}

/** An expression inside a called function, seen from its call; undefined for what is the function's own. */
export function outsideExpression(graph: Graph, call: Call, called: FunctionNode, session: Node): Node | undefined {
  const members: string[] = [];
  let root = awaited(session);
  while (root.type === 'MemberExpression') {
    members.unshift(propertyName(root) ?? someMember);
    root = awaited(root.object);
  }
  if (root.type === 'ThisExpression') {
    return called.type === 'ArrowFunctionExpression' || isOwnMethod(call) ? session : undefined;
  }
  const variable = graph.variableOf(root);
  if (!variable) {
    return undefined;
  }
  const parameter = parameterOf(called, variable);
  return parameter ? givenTo(call, parameter, members).argument : contains(called, variable.scope.block as Node) ? undefined : session;
}

/** `this.method()`: the method's `this` is the caller's. */
function isOwnMethod(call: Call): boolean {
  const callee = unwrapped(call.callee);
  return callee.type === 'MemberExpression' && ['Super', 'ThisExpression'].includes(unwrapped(callee.object).type);
}

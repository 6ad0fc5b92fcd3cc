import type { TSESTree } from '@typescript-eslint/utils';
import { disconnectEvents } from '../sdk/handlers.ts';
import * as python from '../sdk/python.ts';
import type { FunctionNode } from './facts.ts';
import type { Graph } from './flow/index.ts';
import { namedCallersOf } from './flow/callers.ts';
import { importedAt, importOf } from './flow/imports.ts';
import type { HandlerKind } from './handlers.ts';
import { decoratorsOf, functionName, isNamed, lastName, literalKey, unwrapped } from './tree.ts';

type Node = TSESTree.Node;

/** Whether a decorator, the class around or the request that it takes makes a Python function a handler. */
export function pythonHandler(graph: Graph, node: Node, made: FunctionNode): HandlerKind | 'closing' | undefined {
  const name = functionName(made) ?? '';
  for (const { expression } of decoratorsOf(node)) {
    const decorator = lastName(expression) ?? '';
    const call = unwrapped(expression);
    const isMember = (call.type === 'CallExpression' ? unwrapped(call.callee) : call).type === 'MemberExpression';
    const event = call.type === 'CallExpression' && call.arguments[0] ? (literalKey(call.arguments[0]) ?? '') : '';
    if (python.timerDecorators.has(decorator) && isMember) {
      return 'timer';
    }
    const isBare =
      python.ownDecorators.has(decorator) ||
      decorator === 'apiView' ||
      (python.routeDecorators.has(decorator) &&
        python.webModules.test(importedAt(graph, unwrapped(call.type === 'CallExpression' ? call.callee : call))?.source ?? ''));
    if (python.handlerDecorators.has(decorator) && (isMember || isBare)) {
      if ((decorator === 'event' || decorator === 'on') && disconnectEvents.test(event || name)) {
        return 'closing';
      }
      return (python.startUp.test(name) && !event) || /^(?:startup|shutdown|ready)$/u.test(event) ? undefined : 'caller';
    }
  }
  if (isView(graph, made)) {
    return 'caller';
  }
  if (node.type === 'FunctionDeclaration') {
    return isCloudFunction(node, name) ? 'caller' : undefined;
  }
  if (node.type !== 'MethodDefinition' || node.static) {
    return undefined;
  }
  const above = node.parent.parent.superClass;
  return above && isNamed(above, python.handlerBases) && python.handlerMethods.test(name) ? 'caller' : undefined;
}

/** Whether a call is given a function that answers requests, or that the clock calls. */
export function pythonRegistration(call: TSESTree.CallExpression | TSESTree.NewExpression): HandlerKind | undefined {
  const name = lastName(call.callee) ?? '';
  return python.timers.has(name) ? 'timer' : python.registrations.has(name) ? 'caller' : undefined;
}

/**
 * Whether a function of the module, or a method, that nobody in the file calls takes a request first: a view that another file
 * registers, a middleware. The type says so, or, where there is none, the name in a file of a web framework.
 */
export function isView(graph: Graph, made: FunctionNode): boolean {
  const isOfModule = made.type === 'FunctionDeclaration' ? made.parent.type === 'Program' : made.parent.type === 'MethodDefinition';
  const [first] = made.params;
  if (!isOfModule || first?.type !== 'Identifier' || (made as { isTest?: boolean }).isTest || namedCallersOf(graph, made).size > 0) {
    return false;
  }
  const type = first.typeAnnotation?.typeAnnotation;
  return type ? isRequestType(graph, type) : /^_?request$/u.test(first.name) && isOfWebFramework(graph);
}

/** `HttpRequest`, `web.Request`: a type that a web framework calls a request. */
function isRequestType(graph: Graph, type: Node): boolean {
  const name = type.type === 'TSTypeReference' ? type.typeName : undefined;
  const last = name?.type === 'TSQualifiedName' ? name.right.name : name?.type === 'Identifier' ? name.name : '';
  let root: Node | undefined = name;
  while (root?.type === 'TSQualifiedName') {
    root = root.left;
  }
  return /^(?:\w*Http)?Request$/u.test(last) && python.webModules.test(importOf(root && graph.variableOf(root))?.source ?? '');
}

const ofWebFrameworks = new WeakMap<Graph, boolean>();

/** Whether the file imports anything of a web framework. */
function isOfWebFramework(graph: Graph): boolean {
  let known = ofWebFrameworks.get(graph);
  if (known === undefined) {
    known = graph.sourceCode.ast.body.some(
      statement => statement.type === 'ImportDeclaration' && python.webModules.test(statement.source.value),
    );
    ofWebFrameworks.set(graph, known);
  }
  return known;
}

/** `def lambda_handler(event, context)`, which a cloud calls by its name. */
function isCloudFunction({ params, parent }: TSESTree.FunctionDeclaration, name: string): boolean {
  const [event, context] = params;
  return (
    parent.type === 'Program' &&
    params.length === 2 &&
    event?.type === 'Identifier' &&
    context?.type === 'Identifier' &&
    context.name === 'context' &&
    /^(?:lambda)?handler$/iu.test(name)
  );
}

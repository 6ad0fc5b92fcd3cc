import type { TSESTree } from '@typescript-eslint/utils';
import {
  connections,
  messengers,
  outsideDecorators,
  ownDecorators,
  ownQueues,
  requestDecorators,
  requestParameters,
} from '../../sdk/requests.ts';
import type { FunctionNode } from '../facts.ts';
import type { FileContext } from '../file.ts';
import { chosenParameter } from '../handler-objects.ts';
import { type Registration, registrarOf } from '../handlers.ts';
import { isPython } from '../language.ts';
import { decoratorNames, enclosingFunction, hasDirective, isFunction, isNamed, unwrapped } from '../tree.ts';
import { pythonParameter } from './python-handlers.ts';

type Node = TSESTree.Node;

/** What a parameter is to the function that has it, where its function alone says so. */
export type ParameterOrigin = 'assumed' | 'connection' | 'outside' | 'own' | 'request';

/**
 * What a parameter is.
 *
 * | parameter                                              | answer                                  |
 * | ------------------------------------------------------ | --------------------------------------- |
 * | decorated with `@Body()` and the like                  | from outside                            |
 * | of a server action                                     | from outside                            |
 * | of a listener on one connection                        | from outside                            |
 * | of a route, a bot's listener                           | the request, on the way                 |
 * | of a listener for connections                          | the connection                          |
 * | of a queue's worker, an emitter's listener, a timer    | the project's own                       |
 * | of a page, or a request by its name or type            | assumed to be an HTTP request           |
 * | of any other function of the file                      | undefined: what its callers give        |
 */
export function parameterOrigin(context: FileContext, node: FunctionNode, index: number): ParameterOrigin | undefined {
  const parameter = node.params[index]!;
  const decorators = decoratorNames(parameter);
  if (decorators.length > 0) {
    return decorators.some(name => outsideDecorators.has(name))
      ? 'outside'
      : decorators.some(name => requestDecorators.has(name))
        ? 'request'
        : 'own';
  }
  const { graph, handlers } = context;
  const python = isPython(graph.sourceCode) && handlers.kinds.has(node) ? pythonParameter(context, node, index) : undefined;
  if (python) {
    return python;
  }
  const isHandler = handlers.kinds.get(node) === 'caller';
  if (isServerAction(context, node) || (isHandler && chosenParameter(node) === index)) {
    return 'outside';
  }
  const registration = handlers.registrations.get(node);
  if (registration) {
    return listenerParameter(context, node, registration);
  }
  const around = node.parent.type === 'MethodDefinition' ? decoratorNames(node.parent) : [];
  if (around.includes('SubscribeMessage')) {
    return index === 0 ? 'connection' : 'outside';
  }
  if (isHandler && !around.some(name => ownDecorators.has(name))) {
    return 'request';
  }
  return isPage(context, node) || isRequestParameter(parameter) ? 'assumed' : undefined;
}

function listenerParameter({ graph, handlers }: FileContext, node: FunctionNode, registration: Registration): ParameterOrigin {
  const { call, event } = registration;
  const callee = registrarOf(registration);
  if (isNamed(callee, ownQueues) || handlers.kinds.get(node) === 'timer') {
    return 'own';
  }
  const isListener = call.type === 'AssignmentExpression' || isNamed(callee, /^(?:on|addListener|addEventListener|prependListener)$/u);
  if (callee.type !== 'MemberExpression' || !isListener) {
    return 'request';
  }
  const receiver = unwrapped(callee.object);
  if (event !== undefined && /^(?:connect|connection|upgrade)$/u.test(event)) {
    return 'connection';
  }
  // what came into a handler around it is a connection, or the stream of one request
  const definition = graph.variableOf(receiver)?.defs[0];
  const isHandlers = definition?.type === 'Parameter' && isFunction(definition.node) && handlers.kinds.get(definition.node) === 'caller';
  return isNamed(receiver, connections) || isHandlers ? 'outside' : isNamed(receiver, messengers) ? 'request' : 'own';
}

function isServerAction({ graph, handlers }: FileContext, node: FunctionNode): boolean {
  return (
    handlers.kinds.has(node) &&
    !handlers.registrations.has(node) &&
    (hasDirective(node.body, 'use server') || (hasDirective(graph.sourceCode.ast, 'use server') && !enclosingFunction(node)))
  );
}

/** A page, a layout or another default export that a framework gives the parts of an address. */
function isPage({ exported, graph }: FileContext, node: FunctionNode): boolean {
  return exported.values.some(
    value =>
      /^(?:default|generateMetadata|load|getServerSideProps)$/u.test(value.name) &&
      [...graph.place(value.node).plainValues()].some(each => each.kind === 'function' && each.node === node),
  );
}

/** A parameter that is a request by its name or its type. */
function isRequestParameter(parameter: Node): boolean {
  const name = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (name.type !== 'Identifier') {
    return false;
  }
  const type = name.typeAnnotation?.typeAnnotation;
  const typeName = type?.type === 'TSTypeReference' ? lastTypeName(type.typeName) : '';
  return requestParameters.test(name.name) || /^(?:Next|Fastify|Hono|Http|Incoming)?(?:Api)?Request$/u.test(typeName);
}

function lastTypeName(name: TSESTree.EntityName): string {
  return ((name.type === 'TSQualifiedName' ? name.right : name) as TSESTree.Identifier).name;
}

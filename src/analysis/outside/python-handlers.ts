import type { TSESTree } from '@typescript-eslint/utils';
import {
  checkers,
  connectionClasses,
  frameworkTypes,
  outsideMembers as pythonMembers,
  ownDecorators,
  ownParameters,
  routeDecorators,
  routeRegistrations,
  servers,
  viewBases,
} from '../../sdk/python.ts';
import { outsideMembers, ownMembers, requestParameters } from '../../sdk/requests.ts';
import type { FunctionNode } from '../facts.ts';
import { registrarOf } from '../handlers.ts';
import type { FileContext } from '../file.ts';
import { isView } from '../handlers-python.ts';
import { decoratorNames, isNamed, isPropertyNamed, propertyName, thisOf, unwrapped } from '../tree.ts';

/**
 * What a parameter of a Python handler is.
 *
 * | parameter                                              | answer          |
 * | ------------------------------------------------------ | --------------- |
 * | the connection that a server hands over first          | outside         |
 * | what `Depends(…)` gives; of a Celery or RQ job         | own             |
 * | annotated or named as a request or a connection        | request         |
 * | any other of a route or a view; behind the context of a command | outside |
 * | of a bot's listener                                    | request, or outside where Slack names it: `body`, `payload` |
 *
 * Undefined where nothing of Python's says what it is.
 */
export function pythonParameter(
  { graph, handlers }: FileContext,
  node: FunctionNode,
  index: number,
): 'outside' | 'own' | 'request' | undefined {
  const names = decoratorNames(node).concat(node.parent.type === 'MethodDefinition' ? decoratorNames(node.parent) : []);
  const registration = handlers.registrations.get(node);
  if (registration && isNamed(registrarOf(registration), servers)) {
    return index === 0 ? 'outside' : 'own';
  }
  const isRoute =
    names.some(name => routeDecorators.has(name)) ||
    (registration ? isNamed(registrarOf(registration), routeRegistrations) : isView(graph, node) || isOfView(node));
  if (names.length === 0 && !isRoute) {
    return undefined;
  }
  const parameter = node.params[index]!;
  const id = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  const given = parameter.type === 'AssignmentPattern' ? unwrapped(parameter.right) : undefined;
  const type = id.type === 'Identifier' && id.typeAnnotation ? graph.sourceCode.getText(id.typeAnnotation).replaceAll(/\s/gu, '') : '';
  if (
    names.some(name => ownDecorators.has(name)) ||
    (given?.type === 'CallExpression' && isNamed(given.callee, ownParameters)) ||
    /\b(?:Depends|Security)\(/u.test(type)
  ) {
    return 'own';
  }
  const name = id.type === 'Identifier' ? id.name : '';
  if (frameworkTypes.test(type.replace(/^.*\./u, '')) || requestParameters.test(name)) {
    return 'request';
  }
  if (isRoute || (index > 0 && names.some(each => /command$/iu.test(each)))) {
    return /^_?(?:websocket|ws|socket|resp|response)$/u.test(name) ? 'request' : 'outside';
  }
  return ownMembers.has(name) ? 'own' : outsideMembers.has(name) || pythonMembers.has(name) ? 'outside' : 'request';
}

/** Whether a function is a method of a class of views. */
function isOfView(node: FunctionNode): boolean {
  const above = node.parent.type === 'MethodDefinition' ? node.parent.parent.parent.superClass : undefined;
  return !!above && isNamed(above, viewBases);
}

/** `self.request`, `self.kwargs`, `self.get_argument(…)` of a class of views: the request, or what came with it. */
export function viewMember(node: TSESTree.MemberExpression): 'outside' | 'request' | undefined {
  const owner = unwrapped(node.object).type === 'ThisExpression' ? thisOf(node) : undefined;
  const above = owner && 'owner' in owner ? owner.owner.superClass : undefined;
  if (!above || !isNamed(above, viewBases)) {
    return undefined;
  }
  return propertyName(node) === 'request'
    ? 'request'
    : isPropertyNamed(node, /^(?:kwargs|get(?:Query|Body)?Arguments?|getCookie)$/u)
      ? 'outside'
      : undefined;
}

/**
 * What a class of Python's frameworks is made of: `connection` where it is a socket to whoever calls, the arguments of a
 * form or serializer, whose checked data is what it was given.
 */
export function madeObject(node: TSESTree.CallExpression | TSESTree.NewExpression): 'connection' | TSESTree.Expression[] | undefined {
  if (node.type === 'NewExpression' && isNamed(node.callee, connectionClasses)) {
    return 'connection';
  }
  if (!isNamed(node.callee, checkers)) {
    return undefined;
  }
  return node.arguments.flatMap(argument =>
    argument.type === 'SpreadElement'
      ? []
      : argument.type === 'ObjectExpression'
        ? argument.properties.flatMap(property => (property.type === 'Property' ? [property.value as TSESTree.Expression] : []))
        : [argument],
  );
}

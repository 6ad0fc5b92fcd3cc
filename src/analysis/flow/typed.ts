import type { TSESTree } from '@typescript-eslint/utils';
import { isClientPath } from '../../sdk/model.ts';
import type { Creation, FunctionNode } from '../facts.ts';
import { bringsUser } from '../people/parameters.ts';
import { scopesOf } from '../scopes.ts';
import { enclosingFunction, inline, isFunction, propertyName, unspread, unwrapped } from '../tree.ts';
import type { TypedCall, Types } from '../types/index.ts';
import { Place } from './flow.ts';
import type { Graph } from './graph.ts';
import { isImported } from './imports.ts';
import { seedTold } from './told.ts';
import { importedFromCore } from './types.ts';

type Node = TSESTree.Node;
type Call = TSESTree.CallExpression;
type Argument = TSESTree.CallExpressionArgument;

/**
 * The clients that calls are made on and that only a type tells: the `x` of `x.create(…)`, `x.connectedAccounts.delete(…)`.
 * Comes before names are asked, which have nothing to say of a client that is known.
 */
export function seedTypedClients(graph: Graph, types: Types, calls: readonly (Call | TSESTree.NewExpression)[]): void {
  const asked = new Set<Place>();
  for (const { callee } of calls) {
    let node = unwrapped(callee);
    let path: string | undefined;
    while (node.type === 'MemberExpression') {
      const name = propertyName(node);
      path = name === undefined ? undefined : path === undefined ? name : `${name}.${path}`;
      if (path === undefined || !isClientPath(path)) {
        break;
      }
      node = unwrapped(node.object);
      const place = graph.place(node);
      if (!asked.has(place) && isOpen(place)) {
        asked.add(place);
        if (types.tell(node).some(({ kind }) => kind === 'client')) {
          graph.flow.add(place, graph.client('type'));
        }
      }
    }
  }
}

/** What the types of imports, parameters and calls out of the file bring that nothing in the file tells. */
export function seedTyped(graph: Graph, types: Types, functions: Iterable<Node>, open: Iterable<Call | TSESTree.NewExpression>): void {
  seedImported(graph, types);
  for (const node of functions) {
    if (isFunction(node)) {
      node.params.forEach((parameter, index) => seedParameter(graph, types, node, parameter, index));
    }
  }
  graph.flow.run();
  for (const node of open) {
    if (node.type === 'CallExpression' && isOpen(graph.place(node))) {
      const given = types.call(node);
      if (given) {
        seedTold(graph, graph.place(node), given.told, node, creationAt(graph, node, given));
      }
    }
  }
}

/** Whether nothing at a place says what it is, or nothing but a name. */
function isOpen(place: Place): boolean {
  for (const value of place.plainValues()) {
    const isNamed = value.kind === 'client' && value.evidence === 'name';
    if (value.kind !== 'parameter' && !isNamed && !(value.kind === 'object' && value.assumed)) {
      return false;
    }
  }
  return true;
}

function seedImported(graph: Graph, types: Types): void {
  for (const scope of scopesOf(graph.sourceCode)) {
    for (const variable of scope.variables) {
      const isForeign = isImported(graph, variable) && importedFromCore(graph, variable) === undefined;
      const read = isForeign ? variable.references.find(({ identifier }) => isValue(identifier as Node)) : undefined;
      if (read && isOpen(graph.variable(variable))) {
        const node = read.identifier as Node;
        seedTold(graph, graph.variable(variable), types.tell(node), node);
      }
    }
  }
}

/** Whether an identifier is more than called or named in a type: what it stands for is read, kept or handed on. */
function isValue(node: Node): boolean {
  const { parent } = node;
  const isCalled = (parent?.type === 'CallExpression' || parent?.type === 'NewExpression') && parent.callee === node;
  const isWrapped = parent?.type === 'TSAsExpression' || parent?.type === 'TSNonNullExpression' || parent?.type === 'TSSatisfiesExpression';
  return !isCalled && (isWrapped || !parent?.type.startsWith('TS'));
}

/** Annotations that are read as they are written, or that say nothing. */
const read = /^TS(?:String|Number|Boolean|Any|Unknown|Never|Void)Keyword$|^TSType(?:Reference|Literal)$/u;

/** A parameter whose type comes from where the function is passed to, from a comment, or from far away. */
function seedParameter(graph: Graph, types: Types, node: FunctionNode, parameter: TSESTree.Parameter, index: number): void {
  const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
  const bound = pattern.type === 'AssignmentPattern' ? pattern.left : pattern;
  const annotation = 'typeAnnotation' in bound ? bound.typeAnnotation?.typeAnnotation : undefined;
  if (
    bound.type === 'RestElement' ||
    (annotation && read.test(annotation.type)) ||
    !isOpen(graph.parameter(node, index)) ||
    !isOpen(graph.place(bound))
  ) {
    return;
  }
  const inner = new Place();
  if (seedTold(graph, inner, types.tell(bound), bound)) {
    graph.bind(bound, inner);
  }
}

/** A call out of the file that gives a session is a creation, unless it only hands back what was put in. */
function creationAt(graph: Graph, node: Call, { by, name, parameters }: TypedCall): Creation | undefined {
  if (by === 'read') {
    return undefined;
  }
  const { user, config } = by === 'sdk' ? { user: node.arguments[0], config: node.arguments[1] } : givenTo(node, parameters);
  return {
    how: by === 'sdk' && name === 'use' ? 'resume' : 'create',
    call: node,
    name: inline(graph.sourceCode, node.callee).replaceAll('?.', '.').replaceAll('!', ''),
    user: unspread(user),
    config: unspread(config),
    evidence: by === 'sdk' ? 'type' : 'signature',
    enclosing: enclosingFunction(node),
  };
}

const namesConfig = /(?:toolkits?|config|options|opts|settings)$/iu;

/** Which arguments of a factory are its user and its config, by the names of its parameters or of an object's properties. */
function givenTo(node: Call, parameters: readonly string[]): { user: Argument | undefined; config: Argument | undefined } {
  const named: { readonly name: string; readonly value: Argument }[] = [];
  let literal: TSESTree.ObjectExpression | undefined;
  for (const [index, value] of node.arguments.entries()) {
    named.push({ name: parameters[index] ?? '', value });
    if (value.type === 'ObjectExpression') {
      literal ??= value;
      for (const property of value.properties) {
        if (property.type === 'Property') {
          named.push({ name: propertyName(property) ?? '', value: property.value as TSESTree.Expression });
        }
      }
    }
  }
  const config = named.find(({ name }) => namesConfig.test(name))?.value;
  const user =
    named.find(({ name }) => bringsUser(name) && !namesConfig.test(name))?.value ??
    node.arguments.find(value => value !== literal && value !== config);
  return { user, config: literal ?? config };
}

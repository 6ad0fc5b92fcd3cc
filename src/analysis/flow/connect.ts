import type { TSESTree } from '@typescript-eslint/utils';
import { passedOn } from '../../sdk/handlers.ts';
import type { ClassNode, FunctionNode } from '../facts.ts';
import { isPython } from '../language.ts';
import { scopesOf } from '../scopes.ts';
import { enclosingClass, enclosingFunction, isClass, isField, isFunction, parameterName, propertyName, thisOf } from '../tree.ts';
import { connectCall, connectNew } from './calls.ts';
import type { Graph } from './graph.ts';
import { isSdkSource, loadedBy } from './imports.ts';
import { seedType } from './types.ts';
import { Place } from './flow.ts';
import { plain } from './values.ts';

type Node = TSESTree.Node;

/** Lays the edges that one node of the tree stands for. */
export function connect(graph: Graph, node: Node): void {
  const { flow } = graph;
  switch (node.type) {
    case 'VariableDeclarator':
      if (node.init) {
        graph.bind(node.id, graph.place(node.init));
      }
      annotate(graph, node.id);
      break;
    case 'AssignmentExpression':
      connectAssignment(graph, node);
      break;
    case 'AwaitExpression':
      flow.edge(graph.place(node.argument), graph.place(node));
      break;
    case 'SequenceExpression':
      flow.edge(graph.place(node.expressions.at(-1)!), graph.place(node));
      break;
    case 'ConditionalExpression':
      flow.edge(graph.place(node.consequent), graph.place(node));
      flow.edge(graph.place(node.alternate), graph.place(node));
      break;
    case 'BinaryExpression':
      if (node.operator === '+' && isPython(graph.sourceCode)) {
        joinLists(graph, node);
      }
      break;
    case 'LogicalExpression':
      if (node.operator !== '&&') {
        flow.edge(graph.place(node.left), graph.place(node));
      }
      flow.edge(graph.place(node.right), graph.place(node));
      break;
    case 'MemberExpression':
      flow.edge(graph.member(graph.place(node.object), propertyName(node)), graph.place(node));
      break;
    case 'TSAsExpression':
    case 'TSTypeAssertion':
    case 'TSSatisfiesExpression':
      seedType(graph, graph.place(node), node.typeAnnotation);
      break;
    case 'CallExpression':
      connectCall(graph, node);
      break;
    case 'NewExpression':
      connectNew(graph, node);
      break;
    case 'ImportExpression':
      if (isSdkSource(graph, loadedBy(graph, node))) {
        flow.add(graph.place(node), { kind: 'sdk-module' });
      }
      break;
    case 'ObjectExpression':
      connectObject(graph, node);
      break;
    case 'ArrayExpression':
      connectArray(graph, node);
      break;
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      connectFunction(graph, node);
      break;
    case 'ClassDeclaration':
    case 'ClassExpression':
      connectClass(graph, node);
      break;
    case 'Super':
    case 'ThisExpression':
      connectThis(graph, node);
      break;
    case 'ReturnStatement': {
      const around = enclosingFunction(node);
      if (around && node.argument) {
        flow.edge(graph.place(node.argument), graph.returned(around));
      }
      break;
    }
    case 'YieldExpression': {
      const around = enclosingFunction(node);
      if (around && node.argument) {
        const given = graph.place(node.argument);
        flow.edge(node.delegate ? graph.elements(given) : given, graph.object(around, { label: 'yields' }).elements);
      }
      break;
    }
    case 'ForOfStatement': {
      graph.bind(
        node.left.type === 'VariableDeclaration' ? node.left.declarations[0]!.id : node.left,
        graph.elements(graph.place(node.right)),
      );
      break;
    }
    default:
  }
}

/** `mine + theirs`: in Python a list with the elements of both. */
function joinLists(graph: Graph, node: TSESTree.BinaryExpression): void {
  for (const side of [node.left, node.right]) {
    graph.flow.watch(graph.place(side), marked => {
      const value = plain(marked);
      if (value.kind === 'tools' || (value.kind === 'object' && (value.assumed || value.node.type === 'ArrayExpression'))) {
        graph.flow.add(graph.place(node), marked);
      }
    });
  }
}

function connectAssignment(graph: Graph, node: TSESTree.AssignmentExpression): void {
  if (!['=', '??=', '||=', '&&='].includes(node.operator)) {
    return;
  }
  const value = graph.place(node.right);
  graph.flow.edge(value, graph.place(node));
  graph.bind(node.left, value);
  if (node.operator !== '=') {
    graph.flow.edge(graph.place(node.left), graph.place(node));
  }
}

function connectObject(graph: Graph, node: TSESTree.ObjectExpression): void {
  const object = graph.object(node);
  graph.flow.add(graph.place(node), object);
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      spread(graph, property.argument, object);
    } else if (property.kind !== 'set') {
      const name = propertyName(property);
      const given = property.kind === 'get' ? graph.returned(property.value as FunctionNode) : graph.place(property.value);
      graph.flow.edge(given, name === undefined ? object.elements : graph.property(object, name));
    }
  }
}

function spread(graph: Graph, argument: Node, into: ReturnType<Graph['object']>): void {
  graph.flow.watch(graph.place(argument), marked => {
    const value = marked.kind === 'argument' ? marked.value : marked;
    if (value.kind === 'object') {
      for (const [name, place] of value.properties) {
        graph.flow.edge(place, graph.property(into, name));
      }
      graph.flow.edge(value.elements, into.elements);
    } else if (value.kind === 'session' || value.kind === 'tools') {
      graph.flow.add(graph.property(into, '...'), value);
    }
  });
}

function connectArray(graph: Graph, node: TSESTree.ArrayExpression): void {
  const object = graph.object(node);
  graph.flow.add(graph.place(node), object);
  let afterSpread = false;
  node.elements.forEach((element, index) => {
    if (element?.type === 'SpreadElement') {
      afterSpread = true;
      graph.flow.edge(graph.elements(graph.place(element.argument)), object.elements);
    } else if (element) {
      graph.flow.edge(graph.place(element), afterSpread ? object.elements : graph.property(object, String(index)));
    }
  });
}

function connectFunction(graph: Graph, node: FunctionNode): void {
  const { flow } = graph;
  if (node.type !== 'FunctionDeclaration') {
    flow.add(graph.place(node), graph.intern(node, 'function', () => ({ kind: 'function', node })));
  }
  node.params.forEach((parameter, index) => {
    if (parameter.type === 'RestElement') {
      const rest = graph.object(parameter);
      flow.edge(graph.parameter(node, index), rest.elements);
      const place = new Place();
      flow.add(place, rest);
      if (parameter.typeAnnotation) {
        seedType(graph, place, parameter.typeAnnotation.typeAnnotation);
      }
      graph.bind(parameter.argument, place);
      return;
    }
    const place = graph.parameter(node, index);
    flow.add(
      place,
      graph.intern(node, `${index}.`, () => ({ kind: 'parameter', node, index, path: [] })),
    );
    graph.bind(parameter, place);
    const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
    const role = pattern.type === 'Identifier' && !isPython(graph.sourceCode) ? passedOn.get(pattern.name) : undefined;
    if (role !== undefined) {
      flow.add(place, graph.request(role));
    }
    annotate(graph, pattern.type === 'AssignmentPattern' ? pattern.left : pattern);
    if (parameter.type === 'TSParameterProperty') {
      const name = parameterName(parameter);
      flow.edge(graph.named(name), graph.field(enclosingClass(node)!, name.name));
    }
  });
  if (node.returnType) {
    seedType(graph, graph.returned(node), node.returnType.typeAnnotation);
  }
  if (node.generator) {
    flow.add(graph.returned(node), graph.object(node, { label: 'yields' }));
  } else if (node.type === 'ArrowFunctionExpression' && node.body.type !== 'BlockStatement') {
    flow.edge(graph.place(node.body), graph.returned(node));
  }
}

function annotate(graph: Graph, pattern: Node): void {
  if (!('typeAnnotation' in pattern) || !pattern.typeAnnotation || pattern.typeAnnotation.type !== 'TSTypeAnnotation') {
    return;
  }
  const place = new Place();
  if (seedType(graph, place, pattern.typeAnnotation.typeAnnotation)) {
    graph.bind(pattern, place);
  }
}

function connectClass(graph: Graph, node: ClassNode): void {
  const { flow } = graph;
  if (node.type === 'ClassExpression') {
    flow.add(graph.place(node), graph.intern(node, 'class', () => ({ kind: 'class', node })));
  }
  for (const member of node.body.body) {
    if (member.type === 'MethodDefinition' && isFunction(member.value)) {
      const name = propertyName(member);
      if (name === undefined || member.kind === 'constructor') {
        continue;
      }
      const field = graph.field(node, name, member.static);
      if (member.kind === 'get') {
        flow.edge(graph.returned(member.value), field);
      } else if (member.kind === 'set') {
        flow.edge(field, graph.parameter(member.value, 0));
      } else {
        const method = member.value;
        flow.add(field, graph.intern(method, 'function', () => ({ kind: 'function', node: method })));
      }
    } else if (isField(member)) {
      const name = propertyName(member);
      if (name === undefined) {
        continue;
      }
      const field = graph.field(node, name, member.static);
      if (member.value) {
        flow.edge(graph.place(member.value), field);
      }
      if (member.typeAnnotation) {
        seedType(graph, field, member.typeAnnotation.typeAnnotation);
      }
    }
  }
}

/** A class that is written with functions: its name is that of the function. */
export function connectPrototype(graph: Graph, owner: ClassNode): void {
  graph.flow.add(graph.named(owner.id!), graph.intern(owner, 'class', () => ({ kind: 'class', node: owner })));
  connectClass(graph, owner);
}

/** `this`, and `super`, through which the same object is written. */
function connectThis(graph: Graph, node: TSESTree.Super | TSESTree.ThisExpression): void {
  const owner = thisOf(node);
  if (!owner) {
    return;
  }
  if ('owner' in owner) {
    const of = owner.owner;
    const kind = owner.isStatic ? 'class' : 'instance';
    graph.flow.add(graph.place(node), graph.intern(of, kind, () => ({ kind, node: of })));
    return;
  }
  const { parent } = owner;
  if (parent.type === 'Property' && parent.parent.type === 'ObjectExpression') {
    graph.flow.add(graph.place(node), graph.object(parent.parent));
  }
}

/** Gives the names of functions and classes their values. */
export function connectNames(graph: Graph): void {
  for (const scope of scopesOf(graph.sourceCode)) {
    for (const variable of scope.variables) {
      for (const definition of variable.defs) {
        const { node } = definition as { node: Node };
        if (isFunction(node) && node.type !== 'ArrowFunctionExpression' && node.id === definition.name) {
          graph.flow.add(graph.variable(variable), graph.intern(node, 'function', () => ({ kind: 'function', node })));
        } else if (isClass(node) && node.id === definition.name) {
          graph.flow.add(graph.variable(variable), graph.intern(node, 'class', () => ({ kind: 'class', node })));
        }
      }
    }
  }
}

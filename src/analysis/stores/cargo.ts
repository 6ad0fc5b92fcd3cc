import type { TSESTree } from '@typescript-eslint/utils';
import { constructorOf } from '../class-members.ts';
import type { Creation, FunctionNode, Holds, Variable } from '../facts.ts';
import { Place } from '../flow/flow.ts';
import type { Graph } from '../flow/index.ts';
import { type ObjectValue, plain, type PlainValue, type SessionValue } from '../flow/values.ts';
import { isPython } from '../language.ts';
import { functionOfScope } from './homes.ts';
import { enclosingFunction, propertyName } from '../tree.ts';
import { scopeMadeBy } from '../scopes.ts';
import { oncePer } from '../once-per.ts';
import { contentsOf } from '../parts.ts';

type Node = TSESTree.Node;

/** What a value carries. */
export interface Cargo {
  readonly holds: Holds;
  readonly creations: readonly Creation[];
  readonly sessions: readonly SessionValue[];
}

const deepest = 5;

/**
 * What is inside a place's values: a session (bare, or in a literal or container), or what a session handed out.
 * Undefined when nothing of the kind is. Objects that are filled later count with what their literal holds.
 */
export function cargoOf(graph: Graph, place: Place, isFilledLater: (object: ObjectValue) => boolean = () => false): Cargo | undefined {
  const sessions = new Set<SessionValue>();
  const tools = new Set<SessionValue>();
  const seen = new Set<PlainValue>();
  const visit = (at: Place, depth: number): void => {
    for (const marked of at.values) {
      const value = plain(marked);
      if (seen.has(value) || depth > deepest) {
        continue;
      }
      seen.add(value);
      switch (value.kind) {
        case 'session':
          sessions.add(value);
          break;
        case 'tools':
          tools.add(value.session);
          break;
        case 'session-method':
          // a method of JavaScript forgets whose it was
          if (isPython(graph.sourceCode)) {
            tools.add(value.session);
          }
          break;
        case 'object':
          for (const inner of isFilledLater(value) ? writtenParts(graph, value.node) : keptParts(value)) {
            visit(inner, depth + 1);
          }
          break;
        case 'function':
          for (const captured of capturedSessions(value.node, graph)) {
            tools.add(captured);
          }
          break;
        case 'instance':
          for (const [, field] of graph.fields.get(graph.rootClass(value.node)) ?? []) {
            visitGiven(field, constructorOf(value.node), depth);
          }
          break;
        default:
      }
    }
  };
  /** An object of a class of the file carries what its constructor was given. */
  const visitGiven = (field: Place, made: FunctionNode | undefined, depth: number): void => {
    for (const marked of field.values) {
      if (made && marked.kind === 'argument' && marked.node === made && depth < deepest) {
        if (marked.value.kind === 'session') {
          sessions.add(marked.value);
        } else if (marked.value.kind === 'tools') {
          tools.add(marked.value.session);
        } else if (marked.value.kind === 'object') {
          const built = marked.value.properties.get('...');
          for (const inner of built ? [built] : writtenParts(graph, marked.value.node)) {
            visit(inner, depth + 1);
          }
        }
      }
    }
  };
  visit(place, 0);
  const found = sessions.size > 0 ? sessions : tools;
  if (found.size === 0) {
    return undefined;
  }
  const creations = [...found].flatMap(session => session.creation ?? []).sort((a, b) => a.call.range[0] - b.call.range[0]);
  return { holds: sessions.size > 0 ? 'session' : 'tools', creations, sessions: [...found] };
}

/** What an object keeps: its elements and properties, but for those that a getter works out anew. */
function keptParts({ node, properties, elements }: ObjectValue): Place[] {
  const computed = new Set<string | undefined>();
  for (const property of node.type === 'ObjectExpression' ? node.properties : []) {
    if (property.type === 'Property' && property.kind === 'get') {
      computed.add(propertyName(property));
    }
  }
  return [...[...properties].filter(([name]) => !computed.has(name)).map(([, place]) => place), elements];
}

/** What a literal or `new Map([…])` itself writes into the object it makes. */
function writtenParts(graph: Graph, node: Node): Place[] {
  switch (node.type) {
    case 'ArrayExpression':
    case 'ObjectExpression':
      return contentsOf(node).map(content => graph.place(content));
    case 'NewExpression':
      return node.arguments.map(argument => graph.place(argument));
    default:
      return [];
  }
}

/** The sessions that a function closes over: held by variables that the function around it filled. */
export const capturedSessions = oncePer((node: FunctionNode, graph: Graph): readonly SessionValue[] => {
  const found = new Set<SessionValue>();
  for (const { resolved: variable } of scopeMadeBy(graph.sourceCode, node)?.through ?? []) {
    if (variable && isFilledAround(variable, node)) {
      for (const value of graph.variable(variable).plainValues()) {
        if (value.kind === 'session') {
          found.add(value);
        } else if (value.kind === 'tools') {
          found.add(value.session);
        }
      }
    }
  }
  return [...found];
});

function isFilledAround(variable: Variable, node: Node): boolean {
  const declaredIn = functionOfScope(variable);
  if (!declaredIn || declaredIn === node) {
    return false;
  }
  return (
    variable.defs[0]?.type === 'Parameter' ||
    variable.references.some(reference => reference.isWrite() && enclosingFunction(reference.identifier as Node) === declaredIn)
  );
}

/**
 * Whether what is stored is itself a collection of sessions: an array, a container, or an object with several
 * sessions under different names. A list that one session's tools were put into is like the one that they came in.
 */
export function isCollection(graph: Graph, place: Place): boolean {
  for (const value of place.plainValues()) {
    if (value.kind !== 'object' || value.assumed) {
      continue;
    }
    const isArray = value.node.type === 'ArrayExpression' || value.made !== undefined;
    const elements = new Place();
    for (const element of value.elements.plainValues()) {
      if (element.kind !== 'tools' || element.what !== 'part') {
        elements.take(element);
      }
    }
    if (cargoOf(graph, elements)) {
      return true;
    }
    const names = [...value.properties].filter(([name, inner]) => name !== '...' && cargoOf(graph, inner)?.holds === 'session');
    if (isArray && names.length > 0) {
      return true;
    }
    const creations = new Set(names.flatMap(([, inner]) => cargoOf(graph, inner)!.sessions));
    if (names.length > 1 && creations.size > 1) {
      return true;
    }
  }
  return false;
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { FileContext } from '../file.ts';
import { Place } from '../flow/flow.ts';
import type { Graph } from '../flow/index.ts';
import { seedType } from '../flow/types.ts';
import type { ObjectValue } from '../flow/values.ts';
import type { Candidate } from './candidates.ts';
import { type Cargo, cargoOf } from './cargo.ts';
import { isAfter } from './moves.ts';
import { contains, isFunction, unwrapped } from '../tree.ts';

type Node = TSESTree.Node;

/** What a candidate stores: nothing when a container goes in empty and is filled afterwards. */
export function cargoAt({ graph }: FileContext, candidate: Candidate, fills: Map<ObjectValue, Node[]>): Cargo | undefined {
  const { valueNode, site } = candidate;
  const value = madeBefore(graph, candidate) ?? candidate.value;
  const isFilledLater = (object: ObjectValue): boolean => {
    const filled = fills.get(object);
    return filled ? filled.every(fill => isAfter(fill, site, object)) : isMadeEmpty(object, valueNode);
  };
  const cargo = cargoOf(graph, value, isFilledLater);
  if (cargo) {
    return cargo;
  }
  if (candidate.how === 'export') {
    return undefined;
  }
  const stored = valueNode && unwrapped(valueNode);
  const isNothing =
    stored && (stored.type === 'Literal' || (stored.type === 'Identifier' && stored.name === 'undefined') || isEmpty(stored));
  return stored && !isNothing && isOpaque(graph, candidate) ? promisedCargo(graph, candidate) : undefined;
}

/** `new LRUCache<string, Session>({ max: 9 })` where it goes in: of its sessions, only its type tells. */
function isMadeEmpty({ node, elements, promised }: ObjectValue, valueNode: Node | undefined): boolean {
  return (
    node.type === 'NewExpression' &&
    valueNode !== undefined &&
    contains(valueNode, node) &&
    isEmpty(node) &&
    [...elements.values].every(value => promised.values.has(value))
  );
}

/** A container that nothing is put in where it is made, nor by a loader of its own. */
function isEmpty(node: Node): boolean {
  switch (node.type) {
    case 'ArrayExpression':
      return node.elements.length === 0;
    case 'ObjectExpression':
      return node.properties.length === 0;
    case 'NewExpression':
      return node.arguments.every(
        each =>
          each.type === 'Literal' ||
          (each.type === 'ObjectExpression' &&
            each.properties.every(property => property.type === 'Property' && !isFunction(property.value))),
      );
    default:
      return false;
  }
}

/** What goes in where the statements before have just made it: `users = new Map(); byTenant.set(tenant, users);` */
function madeBefore(graph: Graph, { site, valueNode }: Candidate): Place | undefined {
  const variable = valueNode && graph.variableOf(unwrapped(valueNode));
  const block = site.parent?.type === 'ExpressionStatement' ? site.parent.parent : undefined;
  const last = variable?.references.findLast(({ identifier, writeExpr }) => writeExpr && identifier.range![0] < site.range[0]);
  const write = (last?.identifier as Node | undefined)?.parent;
  const isPlain = write?.type === 'VariableDeclarator' || (write?.type === 'AssignmentExpression' && write.operator === '=');
  const value = isPlain && write.parent.parent === block ? unwrapped(last!.writeExpr as Node) : undefined;
  return value && /^(?:Array|New|Object)Expression$/u.test(value.type) ? graph.place(value) : undefined;
}

/** Whether nothing in the file says what is stored. */
function isOpaque(graph: Graph, candidate: Candidate): boolean {
  for (const value of candidate.value.plainValues()) {
    const isWrapper = value.kind === 'object' && (value.assumed || candidate.how !== 'assign');
    if (value.kind !== 'parameter' && value.kind !== 'client' && !isWrapper) {
      return false;
    }
  }
  const stored = candidate.valueNode && unwrapped(candidate.valueNode);
  if (stored?.type === 'ObjectExpression') {
    return candidate.how !== 'assign';
  }
  return stored !== undefined && !graph.variableOf(stored)?.references.some(reference => reference.writeExpr?.type === 'Literal');
}

/** What the annotation of a variable or container says of everything that goes in. */
function promisedCargo(graph: Graph, candidate: Candidate): Cargo | undefined {
  if (candidate.how === 'assign') {
    return promised(graph, promisedTo(graph, candidate.target));
  }
  for (const value of graph.place(candidate.target).plainValues()) {
    const found = value.kind === 'object' ? promised(graph, value.promised) : undefined;
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** What the annotation of a variable says, whatever else is put there. */
function promisedTo(graph: Graph, target: Node): Place {
  const declared = graph.variableOf(target)?.defs[0]?.name as Node | undefined;
  const place = new Place();
  if (declared?.type === 'Identifier' && declared.typeAnnotation) {
    seedType(graph, place, declared.typeAnnotation.typeAnnotation);
    graph.flow.run();
  }
  return place;
}

function promised(graph: Graph, place: Place): Cargo | undefined {
  const cargo = cargoOf(graph, place);
  return cargo && { holds: 'session', creations: [], sessions: cargo.sessions };
}

/** Whether an exported expression holds a session itself, and not only through a variable that is reported already. */
export function bringsCargo(graph: Graph, node: Node): boolean {
  const inner = unwrapped(node);
  if (inner.type === 'Identifier') {
    return false;
  }
  if (inner.type === 'ObjectExpression') {
    return inner.properties.some(property => property.type === 'Property' && bringsCargo(graph, property.value));
  }
  return cargoOf(graph, graph.place(inner)) !== undefined;
}

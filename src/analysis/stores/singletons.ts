import type { TSESTree } from '@typescript-eslint/utils';
import { singletonDecorators } from '../../sdk/handlers.ts';
import type { ClassNode, FunctionNode } from '../facts.ts';
import type { Place } from '../flow/flow.ts';
import type { Graph } from '../flow/index.ts';
import { cargoOf } from './cargo.ts';
import type { FieldStore } from './conversation.ts';
import { readsField } from './field-reads.ts';
import { contains, decoratorsOf, enclosingClass, enclosingFunction, isNamed, lastName, unwrapped } from '../tree.ts';

type Node = TSESTree.Node;

/** Whether one object of the class serves the whole process. */
export function isSingleton({
  graph,
  nodes,
  owner,
  handlers,
  field,
}: Pick<FieldStore, 'field' | 'graph' | 'handlers' | 'nodes' | 'owner'>): boolean {
  for (const { expression } of decoratorsOf(owner)) {
    const name = lastName(expression);
    if (name !== undefined && singletonDecorators.has(name) && !/\b(?:REQUEST|TRANSIENT)\b/u.test(graph.sourceCode.getText(expression))) {
      return true;
    }
  }
  if (madeByModule(graph, nodes).has(owner)) {
    return true;
  }
  const registered = [...handlers.kinds.keys()].filter(handler => contains(owner, handler) && isRegisteredInside(handler));
  const fields = registered.length > 0 ? [field, ...carryingFields(graph, owner)] : [];
  return registered.some(handler => fields.some(name => readsField(graph, handler, name)));
}

const ofModules = new WeakMap<Graph, ReadonlySet<ClassNode>>();

/** The classes of which the module itself, one of its variables or a static field has an object. */
function madeByModule(graph: Graph, nodes: FieldStore['nodes']): ReadonlySet<ClassNode> {
  const known = ofModules.get(graph);
  if (known) {
    return known;
  }
  const found = new Set<ClassNode>();
  const addInstances = (place: Place): void => {
    for (const value of place.plainValues()) {
      if (value.kind === 'instance') {
        found.add(value.node);
      }
    }
  };
  for (const call of nodes.of('NewExpression')) {
    const owner = !enclosingFunction(call) && !isInsideClass(call) ? graph.classOf(call.callee) : undefined;
    if (owner) {
      found.add(owner);
    }
  }
  for (const [variable, place] of graph.variables) {
    if (variable.scope.type === 'module' || variable.scope.type === 'global') {
      addInstances(place);
    }
  }
  for (const fields of graph.fields.values()) {
    for (const [name, place] of fields) {
      if (name.startsWith('static ')) {
        addInstances(place);
      }
    }
  }
  ofModules.set(graph, found);
  return found;
}

/** The fields of a class that hold a session or what one handed out: a handler that reads one of them shares them all. */
function carryingFields(graph: Graph, owner: ClassNode): string[] {
  return [...(graph.fields.get(graph.rootClass(owner)) ?? [])].flatMap(([name, place]) => (cargoOf(graph, place) ? [name] : []));
}

function isInsideClass(node: Node): boolean {
  return enclosingClass(node) !== undefined;
}

/** A handler that a method registers on something that is no connection of its own, and no emitter that the object itself is. */
function isRegisteredInside(handler: FunctionNode): boolean {
  const call = handler.parent;
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') {
    return false;
  }
  const on = unwrapped(call.callee.object);
  const isOwnEmitter = on.type === 'ThisExpression' && isNamed(enclosingClass(on)?.superClass ?? on, /Emitter/u);
  return !isOwnEmitter && !isNamed(on, /^(?:socket|ws|connection|conn|stream|channel)$/iu);
}

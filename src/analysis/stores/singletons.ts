import type { TSESTree } from '@typescript-eslint/utils';
import { singletonDecorators } from '../../sdk/handlers.ts';
import type { ClassNode, FunctionNode } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { cargoOf } from './cargo.ts';
import type { FieldStore } from './conversation.ts';
import { readsField } from './field-reads.ts';
import { contains, decoratorsOf, enclosingClass, enclosingFunction, isNamed, lastName } from '../tree.ts';

type Node = TSESTree.Node;

/** Whether one object of the class serves the whole process. */
export function isSingleton({ graph, nodes, owner, handlers, field }: Pick<FieldStore, 'field' | 'graph' | 'handlers' | 'nodes' | 'owner'>): boolean {
  for (const { expression } of decoratorsOf(owner)) {
    const name = lastName(expression);
    if (name !== undefined && singletonDecorators.has(name) && !/\b(?:REQUEST|TRANSIENT)\b/u.test(graph.sourceCode.getText(expression))) {
      return true;
    }
  }
  for (const call of nodes.calls) {
    if (call.type === 'NewExpression' && graph.classOf(call.callee) === owner && !enclosingFunction(call) && !isInsideClass(call)) {
      return true;
    }
  }
  for (const [variable, place] of graph.variables) {
    const isModule = variable.scope.type === 'module' || variable.scope.type === 'global';
    if (isModule && [...place.plainValues()].some(value => value.kind === 'instance' && value.node === owner)) {
      return true;
    }
  }
  for (const fields of graph.fields.values()) {
    for (const [name, place] of fields) {
      if (name.startsWith('static ') && [...place.plainValues()].some(value => value.kind === 'instance' && value.node === owner)) {
        return true;
      }
    }
  }
  const fields = [field, ...carryingFields(graph, owner)];
  return [...handlers.kinds.keys()].some(handler => contains(owner, handler) && isRegisteredInside(handler) && fields.some(name => readsField(graph, handler, name)));
}

/** The fields of a class that hold a session or what one handed out: a handler that reads one of them shares them all. */
function carryingFields(graph: Graph, owner: ClassNode): string[] {
  return [...(graph.fields.get(graph.rootClass(owner)) ?? [])].flatMap(([name, place]) => (cargoOf(graph, place) ? [name] : []));
}

function isInsideClass(node: Node): boolean {
  return enclosingClass(node) !== undefined;
}

/** A handler that a method registers on something that is no connection of its own. */
function isRegisteredInside(handler: FunctionNode): boolean {
  const call = handler.parent;
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') {
    return false;
  }
  return !isNamed(call.callee.object, /^(?:socket|ws|connection|conn|stream|channel)$/iu);
}

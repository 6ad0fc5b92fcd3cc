import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, Creation, FunctionNode, Reason } from '../facts.ts';
import type { FileNodes, Graph } from '../flow/index.ts';
import type { Handlers } from '../handlers.ts';
import { fieldOrigin } from '../people/fields.ts';
import { isPrivateMethod, ownerOf, readsParameter, type Viewpoint } from '../people/owner.ts';
import { hasForeignReader, memberAround } from './field-reads.ts';
import { isLazy } from './lazy.ts';
import { doesMessageWork } from './message-work.ts';
import { isSingleton } from './singletons.ts';
import { selfAt } from '../self.ts';
import { contains, elementOf, nodesBelow, propertyName } from '../tree.ts';

type Node = TSESTree.Node;

/** One field of one class, with what is needed to judge a store into it. */
export interface FieldStore {
  readonly graph: Graph;
  readonly nodes: FileNodes;
  readonly handlers: Handlers;
  readonly owner: ClassNode;
  readonly field: string;
  readonly isStatic: boolean;
  readonly site: Node;
  readonly creations: readonly Creation[];
}

export const isConstructor = (node: FunctionNode | undefined): boolean =>
  node !== undefined && elementOf(node)?.kind === 'constructor';

/** The view from an object: a field that its constructor sets is its identity, and so is a function around the class. */
export function viewOfField(graph: Graph, owner: ClassNode, storing: FunctionNode | undefined): Viewpoint {
  return {
    graph,
    storing,
    isIdentity: origin =>
      (origin.kind === 'field' && !origin.isStatic && fieldOrigin(graph, origin) === 'identity') ||
      (origin.kind === 'parameter' && (isConstructor(origin.function) || contains(origin.function, owner))),
  };
}

/**
 * Why a store into a class field is a fault; `conversation` when the class is the conversation of a user that it was
 * made for, and nothing when a method starts the conversation for the user that it is given. The table is in
 * `docs/how-it-decides.md`.
 */
export function judgeField(store: FieldStore): Reason | undefined {
  const { graph, owner, site, creations } = store;
  if (store.isStatic || isSingleton(store)) {
    return 'singleton';
  }
  const storing = memberAround(site);
  const view = viewOfField(graph, owner, storing);
  const lazy = isFieldLazy(store, storing);
  switch (ownerOf(view, creations)) {
    case 'constant':
      return 'constant-user';
    case 'identity':
      if (lazy && readsParameter(view, creations)) {
        return 'ignores-config';
      }
      return hasForeignReader(store, lazy && !(storing && isPrivateMethod(storing)) ? undefined : storing)
        ? 'shared-object'
        : 'conversation';
    case 'parameter':
      if (lazy) {
        return 'ignores-user';
      }
      if (hasForeignReader(store, storing)) {
        return 'shared-object';
      }
      return storing && [storing, ...openersThrough(store, storing)].some(method => doesMessageWork(store, method))
        ? 'message-work'
        : undefined;
    default:
      return lazy ? 'ignores-user' : 'outlives';
  }
}

/** The methods of the class that store by way of a private method or a setter: it is a part of them. */
function openersThrough({ graph, nodes, owner }: FieldStore, storing: FunctionNode): FunctionNode[] {
  const element = elementOf(storing);
  const isSet = (left: Node): boolean =>
    left.type === 'MemberExpression' && selfAt(graph, left.object) !== undefined && propertyName(left) === propertyName(element!);
  const callers =
    element?.kind === 'set'
      ? nodes.of('AssignmentExpression').filter(({ left }) => isSet(left))
      : isPrivateMethod(storing)
        ? [...graph.callersOf(storing)]
        : [];
  return callers.flatMap(caller => (contains(owner, caller) ? (memberAround(caller) ?? []) : []));
}

/** Lazy where it is written, or because every way into the storing method asks for the field first. */
export function isFieldLazy(store: FieldStore, storing: FunctionNode | undefined): boolean {
  const tested = { kind: 'field', name: store.field } as const;
  if (
    isLazy(store.graph, store.site, tested) ||
    twinsOf(store, storing).some(name => isLazy(store.graph, store.site, { kind: 'field', name }))
  ) {
    return true;
  }
  return (
    !!storing && [...store.graph.callersOf(storing)].some(caller => contains(store.owner, caller) && isLazy(store.graph, caller, tested))
  );
}

/** Fields that the storing method fills together with this one: asking for one of them asks for all. */
function twinsOf({ graph, field }: FieldStore, storing: FunctionNode | undefined): string[] {
  const names = new Set<string>();
  const emptied = new Set<string>();
  for (const node of storing ? nodesBelow(storing.body, graph.sourceCode.visitorKeys) : []) {
    if (node.type !== 'AssignmentExpression') {
      continue;
    }
    const isEmpty = node.right.type === 'Literal' && !node.right.value;
    for (const target of node.left.type === 'ArrayPattern' ? node.left.elements : [node.left]) {
      const name = target?.type === 'MemberExpression' && selfAt(graph, target.object) ? propertyName(target) : undefined;
      if (name !== undefined && name !== field) {
        (isEmpty ? emptied : names).add(name);
      }
    }
  }
  return [...names].filter(name => !emptied.has(name));
}

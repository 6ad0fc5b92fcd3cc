import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode, Store } from '../analysis/facts.ts';
import { contains, enclosingFunction, isAmong, propertyName, unwrapped, wrappedParent } from '../analysis/tree.ts';
import { addedByAssign, addedByCopy } from './copies.ts';
import { type HomeUse, HomeUses } from './home-uses.ts';
import { variableOf } from './names.ts';
import { homePlace, isEntry } from './place.ts';
import { PlaceIndex } from './place-index.ts';
import { wrappedOutermost } from './positions.ts';
import { oncePer } from '../analysis/once-per.ts';

type Node = TSESTree.Node;

/** Methods that put something into a container. */
export const storing: ReadonlySet<string> = new Set(['add', 'push', 'put', 'set', 'setex', 'splice', 'unshift']);
/** Methods that take something out of a container. */
export const dropping: ReadonlySet<string> = new Set([
  'clear', 'close', 'del', 'delete', 'evict', 'flushAll', 'invalidate', 'remove', 'reset',
]);
const scanning = new Set(['entries', 'forEach', 'keys', 'length', 'purgeStale', 'size', 'values']);

const known = new WeakMap<readonly Node[], Map<string, HomeUses>>();

/** The uses of a store's home; undefined when the place cannot be named. All stores of one home share them. */
export function homeUses(store: Store, sourceCode: SourceCode): HomeUses | undefined {
  const place = isUsedAbove(store, sourceCode) ? undefined : homePlace(store, sourceCode);
  const references = place && PlaceIndex.of(sourceCode).referencesOf(place);
  if (!references) {
    return undefined;
  }
  const isContainer = isEntry(store);
  const isComputed = store.site.type === 'AssignmentExpression';
  let ofHome = known.get(references);
  if (!ofHome) {
    known.set(references, (ofHome = new Map()));
  }
  const key = `${isContainer} ${isComputed}`;
  let uses = ofHome.get(key);
  if (!uses) {
    const all = references
      .toSorted((a, b) => a.range[0] - b.range[0])
      .map(node => (isContainer ? containerUse(node, isComputed) : plainUse(node)));
    // what a copy reads of the home is a part of the store
    const copies = isContainer ? all.filter(({ kind, node }) => kind === 'store' && isCopy(node)) : [];
    ofHome.set(
      key,
      (uses = new HomeUses(
        all.filter(use => !copies.some(copy => copy !== use && contains(copy.node, use.node))),
        isContainer,
      )),
    );
  }
  return uses;
}

/** Whether a class of the file that the field's own class extends names the field, too. */
function isUsedAbove({ home: { kind, name, owner } }: Store, sourceCode: SourceCode): boolean {
  const base = kind === 'field' && owner?.superClass ? variableOf(sourceCode, owner.superClass)?.defs[0]?.node : undefined;
  return base !== undefined && sourceCode.getText(base as Node).includes(`${name}.`);
}

function containerUse(home: Node, isComputed: boolean): HomeUse {
  const outer = wrappedOutermost(home);
  const { parent } = outer;
  if (parent?.type === 'MemberExpression' && parent.object === outer) {
    return memberUse(home, parent, isComputed);
  }
  if (parent?.type === 'BinaryExpression' && parent.operator === 'in' && parent.right === outer) {
    return { kind: 'has', node: parent, home, key: parent.left };
  }
  if (parent?.type === 'AssignmentExpression' && parent.left === outer) {
    const added = addedByCopy(parent);
    return added ? { kind: 'store', node: parent, home, ...added } : { kind: 'init', node: parent, home };
  }
  const assigned = addedByAssign(parent);
  if (parent && assigned?.home === outer) {
    return { kind: 'store', node: parent, home, value: assigned.value, key: assigned.key };
  }
  if (parent?.type === 'CallExpression' && parent.arguments[0] === outer && parent.callee.type === 'MemberExpression') {
    const name = propertyName(parent.callee);
    if (name === 'hasOwn') {
      return { kind: 'has', node: parent, home, key: parent.arguments[1] };
    }
    if (
      parent.callee.object.type === 'Identifier' &&
      parent.callee.object.name === 'Object' &&
      isAmong(name, scanning)
    ) {
      return { kind: 'scan', node: parent, home };
    }
  }
  return {
    kind: parent?.type === 'ForOfStatement' || parent?.type === 'SpreadElement' ? 'scan' : 'other',
    node: home,
    home,
  };
}

/** Whether a store puts a copy in the place of the container. */
function isCopy(node: Node): boolean {
  return node.type === 'AssignmentExpression' && addedByCopy(node) !== undefined;
}

/** What is done with a member of a container: one of its methods, or an entry. */
function memberUse(home: Node, member: TSESTree.MemberExpression, isComputed: boolean): HomeUse {
  const call = wrappedParent(member);
  const name = propertyName(member) ?? '';
  if (call?.type === 'CallExpression' && unwrapped(call.callee) === member && !member.computed) {
    const [key, second] = call.arguments;
    if (name === 'get' || name === 'peek') {
      return { kind: 'read', node: call, home, key };
    }
    if (name === 'has' || name === 'hasOwnProperty') {
      return { kind: 'has', node: call, home, key };
    }
    if (storing.has(name) && key) {
      const value = name === 'set' || name === 'put' ? second : call.arguments.at(-1);
      return value && value.type !== 'SpreadElement'
        ? { kind: 'store', node: call, home, value, key: value === key ? undefined : key }
        : { kind: 'other', node: call, home };
    }
    return { kind: dropping.has(name) ? 'drop' : scanning.has(name) ? 'scan' : 'other', node: call, home };
  }
  if (scanning.has(name) && !member.computed) {
    return { kind: 'scan', node: member, home };
  }
  const use = { ...plainUse(member), home, key: member.property };
  return use.kind === 'read' && !member.computed && isComputed ? { kind: 'other', node: member, home } : use;
}

/** A use of something that is itself the place of one session: a variable, a field, an entry of a dictionary. */
function plainUse(home: Node): HomeUse {
  const outer = wrappedOutermost(home);
  const { parent } = outer;
  if (parent?.type === 'AssignmentExpression' && contains(parent.left, outer)) {
    if (parent.left !== outer || !['=', '??=', '||='].includes(parent.operator)) {
      return { kind: 'other', node: parent, home };
    }
    return isNothing(parent.right)
      ? { kind: 'drop', node: parent, home }
      : { kind: 'store', node: parent, home, value: parent.right };
  }
  if (parent?.type === 'UnaryExpression' && parent.operator === 'delete') {
    return { kind: 'drop', node: parent, home };
  }
  if (
    parent?.type === 'ExportSpecifier' ||
    parent?.type === 'TSTypeQuery' ||
    parent?.type === 'UpdateExpression' ||
    (parent?.type === 'Property' && parent.parent.type === 'ObjectPattern' && parent.value === home)
  ) {
    return { kind: 'other', node: home, home };
  }
  return { kind: 'read', node: home, home };
}

/** Whether a function deletes the session of the home and reads the home again: by then it may have another. */
export const goesOnAfterDeletion = oncePer(({ all }: HomeUses): boolean => {
  const reads = all.filter(({ kind }) => kind === 'read').map(({ node }) => node);
  const isDeleted = (node: Node): boolean => {
    const parent = wrappedParent(node);
    return parent?.type === 'MemberExpression' && parent.object === node && propertyName(parent) === 'delete';
  };
  return reads.some(
    node => isDeleted(node) && reads.some(other => other.range[0] > node.range[0] && enclosingFunction(other) === enclosingFunction(node)),
  );
});

/** `undefined`, `null`, `void 0`. */
export function isNothing(node: Node): boolean {
  const inner = unwrapped(node);
  return (
    (inner.type === 'Identifier' && inner.name === 'undefined') ||
    (inner.type === 'Literal' && inner.value === null && !('regex' in inner)) ||
    (inner.type === 'UnaryExpression' && inner.operator === 'void')
  );
}

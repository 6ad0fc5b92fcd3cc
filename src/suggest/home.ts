import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, SourceCode, Store, Variable } from '../analysis/facts.ts';
import { contains, isClass, literalKey, nodesBelow, propertyName, thisOf, unwrapped, wrappedParent } from '../analysis/tree.ts';
import { isInExports, isPropertyName, variableOf } from './names.ts';

type Node = TSESTree.Node;

/** What a place hangs on: a variable, an object literal, a side of a class, or a global name. */
type Root = TSESTree.ObjectExpression | Variable | string | { readonly owner: ClassNode; readonly isStatic: boolean };

/** `this.state.session`: a root and the properties that lead from it. */
interface Place {
  readonly root: Root;
  readonly path: readonly string[];
}

/**
 * How the code touches a home.
 *
 * | kind  | container                     | field, variable, global       |
 * | ----- | ----------------------------- | ----------------------------- |
 * | read  | `m.get(k)`, `d[k]`            | `x`                           |
 * | has   | `m.has(k)`, `k in d`          |                               |
 * | store | `m.set(k, v)`, `d[k] = v`     | `x = v`, `x ??= v`            |
 * | drop  | `m.delete(k)`, `delete d[k]`  | `x = undefined`, `delete x`   |
 * | scan  | `m.size`, `for (… of m)`      |                               |
 * | init  | `m = new Map()`               |                               |
 * | other | anything else, as an argument, an export or a type |          |
 */
export interface HomeUse {
  readonly kind: 'drop' | 'has' | 'init' | 'other' | 'read' | 'scan' | 'store';
  /** The whole use: the call, the member, the assignment. */
  readonly node: Node;
  /** The expression that names the home in it. */
  readonly home: Node;
  /** What is stored. */
  readonly value?: TSESTree.Expression;
  readonly key?: Node;
}

/** Every use of the home that a store fills. */
export interface HomeUses {
  readonly all: readonly HomeUse[];
  readonly isContainer: boolean;
  of(node: Node): HomeUse | undefined;
}

const storing = new Set(['add', 'push', 'put', 'set', 'setex', 'splice', 'unshift']);
const dropping = new Set(['clear', 'close', 'del', 'delete', 'evict', 'flushAll', 'invalidate', 'remove', 'reset']);
const scanning = new Set(['entries', 'forEach', 'keys', 'length', 'purgeStale', 'size', 'values']);
/** What hands a value as a whole to somebody else. */
const handing = new Set(['ArrayExpression', 'CallExpression', 'NewExpression', 'Property', 'SpreadElement', 'VariableDeclarator']);
const globals = new Set(['global', 'globalThis', 'self', 'window']);

/** The uses of a store's home; undefined when the place cannot be named. */
export function homeUses(store: Store, sourceCode: SourceCode): HomeUses | undefined {
  const place = homePlace(store, sourceCode);
  if (!place) {
    return undefined;
  }
  const isContainer = isEntry(store);
  const all: HomeUse[] = [];
  const byNode = new Map<Node, HomeUse>();
  for (const node of nodesBelow(sourceCode.ast, sourceCode.visitorKeys)) {
    if (isTakenApart(node, place, sourceCode) || isPassedOn(node, place, sourceCode)) {
      return undefined;
    }
    if (isReference(node) && !isDeclared(node) && isSame(place, placeOf(node, sourceCode))) {
      const use = isContainer ? containerUse(node) : plainUse(node);
      all.push(use);
      byNode.set(use.node, use);
    }
  }
  return { all, isContainer, of: node => byNode.get(node) };
}

/** Whether a store fills one of many entries: `m.set(k, s)` and `d[k] = s`, but neither `d.mail = s` nor `const all = …`. */
function isEntry({ site, home }: Store): boolean {
  if (home.kind !== 'container' || site.type === 'VariableDeclarator') {
    return false;
  }
  const left = site.type === 'AssignmentExpression' ? unwrapped(site.left) : undefined;
  return left?.type !== 'MemberExpression' || propertyName(left) === undefined;
}

function homePlace(store: Store, sourceCode: SourceCode): Place | undefined {
  const { site, home } = store;
  switch (site.type) {
    case 'CallExpression': {
      const callee = unwrapped(site.callee);
      return home.kind === 'container' && callee.type === 'MemberExpression'
        ? placeOf(callee.object, sourceCode)
        : undefined;
    }
    case 'AssignmentExpression': {
      const left = unwrapped(site.left);
      return isEntry(store) && left.type === 'MemberExpression'
        ? placeOf(left.object, sourceCode)
        : placeOf(left, sourceCode);
    }
    case 'VariableDeclarator':
      return site.id.type === 'Identifier' || !home.variable
        ? placeOf(site.id, sourceCode)
        : { root: home.variable, path: [] };
    case 'PropertyDefinition':
    case 'AccessorProperty': {
      const name = propertyName(site);
      return name === undefined ? undefined : { root: { owner: site.parent.parent, isStatic: site.static }, path: [name] };
    }
    default:
      return undefined;
  }
}

function placeOf(node: Node, sourceCode: SourceCode): Place | undefined {
  const inner = unwrapped(node);
  if (inner.type === 'Identifier') {
    const variable = variableOf(sourceCode, inner);
    return { root: variable ?? (globals.has(inner.name) ? 'globalThis' : inner.name), path: [] };
  }
  if (inner.type === 'ThisExpression') {
    const owner = thisOf(inner);
    if (owner && 'owner' in owner) {
      return { root: owner, path: [] };
    }
    const object = owner?.parent.parent;
    return object?.type === 'ObjectExpression' ? { root: object, path: [] } : undefined;
  }
  if (inner.type === 'CallExpression' && inner.callee.type === 'MemberExpression' && propertyName(inner.callee) === 'get') {
    const object = placeOf(inner.callee.object, sourceCode);
    return object && { root: object.root, path: [...object.path, 'get()'] };
  }
  if (inner.type !== 'MemberExpression') {
    return undefined;
  }
  const object = placeOf(inner.object, sourceCode);
  const name = propertyName(inner) ?? constantKey(inner.property, sourceCode);
  if (!object || name === undefined) {
    return undefined;
  }
  return { root: object.path.length === 0 ? definedAs(object.root) : object.root, path: [...object.path, name] };
}

/** `KEY` of `global[KEY]`: a key that is the same everywhere, as a name that no property has. */
function constantKey(key: Node, sourceCode: SourceCode): string | undefined {
  const variable = key.type === 'Identifier' ? variableOf(sourceCode, key) : undefined;
  const definition = variable?.defs[0];
  return definition?.parent?.type === 'VariableDeclaration' &&
    definition.parent.kind === 'const' &&
    definition.parent.parent.type === 'Program'
    ? `[${variable!.name}]`
    : undefined;
}

/** The class that a variable names, as the owner of its static members; the object literal that it is set to. */
function definedAs(root: Root): Root {
  const node = typeof root === 'object' && 'defs' in root ? root.defs[0]?.node : undefined;
  if (node?.type === 'VariableDeclarator' && node.init?.type === 'ObjectExpression') {
    return node.init;
  }
  return isClass(node) ? { owner: node, isStatic: true } : root;
}

function isSame(a: Place, b: Place | undefined): boolean {
  return (
    b !== undefined &&
    a.path.length === b.path.length &&
    a.path.every((name, index) => name === b.path[index]) &&
    (a.root === b.root || (isSide(a.root) && isSide(b.root) && a.root.owner === b.root.owner && a.root.isStatic === b.root.isStatic))
  );
}

/** `const { session } = this`: a read under another name, which nothing here follows. */
function isTakenApart(node: Node, { root, path }: Place, sourceCode: SourceCode): boolean {
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'ObjectPattern' || !node.init || path.length === 0) {
    return false;
  }
  const takes = node.id.properties.some(each => each.type === 'RestElement' || propertyName(each) === path.at(-1));
  return takes && isSame({ root, path: path.slice(0, -1) }, placeOf(node.init, sourceCode));
}

/** Whether the object that a home is a property of is handed to somebody as a whole, who may read it there. */
function isPassedOn(node: Node, { root, path }: Place, sourceCode: SourceCode): boolean {
  if (!isReference(node) || isDeclared(node) || !handing.has(wrappedOutermost(node).parent!.type) || isInExports(node)) {
    return false;
  }
  const depth = typeof root === 'object' && 'owner' in root ? 1 : 0;
  const other = placeOf(node, sourceCode);
  return path.some(
    (_, length) => length >= depth && isSame({ root, path: path.slice(0, length) }, other && { ...other, root: definedAs(other.root) }),
  );
}

function isSide(root: Root): root is { readonly owner: ClassNode; readonly isStatic: boolean } {
  return typeof root === 'object' && 'owner' in root;
}

function isReference(node: Node): node is TSESTree.Identifier | TSESTree.MemberExpression {
  return node.type === 'MemberExpression' || (node.type === 'Identifier' && !isPropertyName(node));
}

/** Whether an identifier is the name in a declaration. */
function isDeclared(node: Node): boolean {
  const { parent } = node;
  return (
    (parent?.type === 'VariableDeclarator' && parent.id === node) ||
    parent?.type === 'ImportSpecifier' ||
    parent?.type === 'ArrayPattern' ||
    (parent?.type === 'Property' && parent.parent.type === 'ObjectPattern' && parent.value === node)
  );
}

function containerUse(home: Node): HomeUse {
  const outer = wrappedOutermost(home);
  const { parent } = outer;
  if (parent?.type === 'MemberExpression' && parent.object === outer) {
    return memberUse(home, parent);
  }
  if (parent?.type === 'BinaryExpression' && parent.operator === 'in' && parent.right === outer) {
    return { kind: 'has', node: parent, home, key: parent.left };
  }
  if (parent?.type === 'AssignmentExpression' && parent.left === outer) {
    return { kind: 'init', node: parent, home };
  }
  if (parent?.type === 'CallExpression' && parent.arguments[0] === outer && parent.callee.type === 'MemberExpression') {
    const name = propertyName(parent.callee);
    if (name === 'hasOwn') {
      return { kind: 'has', node: parent, home, key: parent.arguments[1] };
    }
    if (parent.callee.object.type === 'Identifier' && parent.callee.object.name === 'Object' && scanning.has(name ?? '')) {
      return { kind: 'scan', node: parent, home };
    }
  }
  return { kind: parent?.type === 'ForOfStatement' || parent?.type === 'SpreadElement' ? 'scan' : 'other', node: home, home };
}

/** What is done with a member of a container: one of its methods, or an entry. */
function memberUse(home: Node, member: TSESTree.MemberExpression): HomeUse {
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
  return { ...plainUse(member), home, key: member.property };
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

/** `undefined`, `null`, `void 0`. */
export function isNothing(node: Node): boolean {
  const inner = unwrapped(node);
  return (
    (inner.type === 'Identifier' && inner.name === 'undefined') ||
    (inner.type === 'Literal' && inner.value === null && literalKey(inner) === undefined && inner.raw === 'null') ||
    (inner.type === 'UnaryExpression' && inner.operator === 'void')
  );
}

/** The outermost cast, `!` or chain around `node`. */
export function wrappedOutermost(node: Node): Node {
  const parent = wrappedParent(node);
  let at = node;
  while (at.parent && at.parent !== parent) {
    at = at.parent;
  }
  return at;
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, SourceCode, Store, Variable } from '../analysis/facts.ts';
import { isPython } from '../analysis/language.ts';
import { isClass, propertyName, thisOf, unwrapped } from '../analysis/tree.ts';
import { homeMembers } from '../sdk/python.ts';
import { addedByAssign, addedByCopy } from './copies.ts';
import { isPropertyName, variableOf } from './names.ts';

type Node = TSESTree.Node;

/** What a place hangs on: a variable, an object literal, a side of a class, or a global name. */
export type Root = TSESTree.ObjectExpression | Variable | string | { readonly owner: ClassNode; readonly isStatic: boolean };

/** `this.state.session`: a root and the properties that lead from it. */
export interface Place {
  readonly root: Root;
  readonly path: readonly string[];
}

const globals = new Set(['global', 'globalThis', 'self', 'window']);

/** Whether a store fills one of many entries: `m.set(k, s)` and `d[k] = s`, but neither `d.mail = s` nor `const all = …`. */
export function isEntry({ site, home }: Store): boolean {
  if (home.kind !== 'container' || site.type === 'VariableDeclarator') {
    return false;
  }
  const left = site.type === 'AssignmentExpression' ? unwrapped(site.left) : undefined;
  return (
    left?.type !== 'MemberExpression' ||
    propertyName(left) === undefined ||
    (site.type === 'AssignmentExpression' && addedByCopy(site) !== undefined)
  );
}

export function homePlace(store: Store, sourceCode: SourceCode): Place | undefined {
  const { site, home } = store;
  switch (site.type) {
    case 'CallExpression': {
      const callee = unwrapped(site.callee);
      const assigned = addedByAssign(site);
      if (assigned) {
        return home.kind === 'container' ? placeOf(assigned.home, sourceCode) : undefined;
      }
      return home.kind === 'container' && callee.type === 'MemberExpression'
        ? placeOf(callee.object, sourceCode)
        : undefined;
    }
    case 'AssignmentExpression': {
      const left = unwrapped(site.left);
      return isEntry(store) && left.type === 'MemberExpression' && !addedByCopy(site)
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
      return name === undefined
        ? undefined
        : { root: { owner: site.parent.parent, isStatic: site.static }, path: [name] };
    }
    default:
      return undefined;
  }
}

export function placeOf(node: Node, sourceCode: SourceCode): Place | undefined {
  const inner = unwrapped(node);
  if (inner.type === 'Identifier') {
    const variable = variableOf(sourceCode, inner);
    const declarator = variable?.defs[0]?.node;
    if (declarator?.type === 'VariableDeclarator' && declarator.init?.type === 'ThisExpression') {
      // `self.session` and `this.session` are one home under two names
      return undefined;
    }
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
  if (
    inner.type === 'CallExpression' &&
    inner.callee.type === 'MemberExpression' &&
    propertyName(inner.callee) === 'get'
  ) {
    const object = placeOf(inner.callee.object, sourceCode);
    return object && { root: object.root, path: [...object.path, 'get()'] };
  }
  if (inner.type !== 'MemberExpression') {
    return undefined;
  }
  if (isPython(sourceCode) && homeMembers.get(String(propertyName(inner))) === 'between') {
    // `context.user_data`, which each handler gets from the context that it is given
    return { root: `.${propertyName(inner)!}`, path: [] };
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
export function definedAs(root: Root): Root {
  const node = typeof root === 'object' && 'defs' in root ? root.defs[0]?.node : undefined;
  if (node?.type === 'VariableDeclarator' && node.init?.type === 'ObjectExpression') {
    return node.init;
  }
  return isClass(node) ? { owner: node, isStatic: true } : root;
}

export function isReference(node: Node): node is TSESTree.Identifier | TSESTree.MemberExpression {
  return node.type === 'MemberExpression' || (node.type === 'Identifier' && !isPropertyName(node));
}

/** Whether an identifier is the name in a declaration. */
export function isDeclared(node: Node): boolean {
  const { parent } = node;
  return (
    (parent?.type === 'VariableDeclarator' && parent.id === node) ||
    parent?.type === 'ImportSpecifier' ||
    parent?.type === 'ArrayPattern' ||
    (parent?.type === 'Property' && parent.parent.type === 'ObjectPattern' && parent.value === node)
  );
}

import type { TSESTree } from '@typescript-eslint/utils';
import { accessorOf } from '../class-members.ts';
import type { FileContext } from '../file.ts';
import type { ClassNode, Creation, FunctionNode, Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { grouped } from '../grouped.ts';
import { fieldReadsAt, isOnlyWritten, readsField } from '../stores/field-reads.ts';
import { functionOfScope } from '../stores/homes.ts';
import { selfAt } from '../self.ts';
import { contains, enclosingFunction, isFunction, nodesBelow, propertyName, thisOf, wrappedParent } from '../tree.ts';
import { dependenciesOf, type Dependencies } from './dependencies.ts';
import { originalPath, pathKey, pathOf, someMember, type Path } from './paths.ts';

type Node = TSESTree.Node;

/**
 * What keeps a session between calls.
 *
 * | kind     | example                                                        |
 * | -------- | -------------------------------------------------------------- |
 * | field    | `this.session` of a class, with the classes that extend it      |
 * | variable | `let session` around several callbacks                          |
 * | property | `session` of `const state = { toolkits, session }`, also as its methods' `this.session` |
 * | path     | `socket.data.session` of what a handler was given               |
 */
export type Keeper =
  | { readonly kind: 'field'; readonly owners: readonly ClassNode[]; readonly name: string }
  | { readonly kind: 'path'; readonly path: Path; readonly around: FunctionNode }
  | { readonly kind: 'property'; readonly object: TSESTree.ObjectExpression; readonly around: FunctionNode; readonly name: string }
  | { readonly kind: 'variable'; readonly variable: Variable; readonly around: FunctionNode };

export interface Kept {
  readonly keeper: Keeper;
  readonly dependencies: Dependencies;
  /** What makes the session. */
  readonly creation: Creation;
}

/** Every home that keeps a session made in this file, with what the session was made from. */
export function* keptIn(context: FileContext): Generator<Kept> {
  const { graph, nodes } = context;
  const extending = grouped(nodes.of('ClassDeclaration', 'ClassExpression'), each => graph.rootClass(each));
  for (const [root, fields] of graph.fields) {
    const owners = [root, ...(extending.get(root) ?? []).filter(each => each !== root)];
    for (const [name, place] of fields) {
      if (!name.startsWith('static ') && !owners.some(owner => isMade(graph, owner, name))) {
        for (const value of place.plainValues()) {
          if (value.kind === 'session' && value.creation) {
            yield {
              keeper: { kind: 'field', owners, name },
              dependencies: withFields(graph, dependenciesOf(graph, value.creation)),
              creation: value.creation,
            };
          }
        }
      }
    }
  }
  for (const [variable, place] of graph.variables) {
    const around = functionOfScope(variable);
    if (around && variable.defs[0]?.type === 'Variable') {
      for (const value of place.plainValues()) {
        if (value.kind === 'session' && value.creation && contains(around, value.creation.call)) {
          yield {
            keeper: { kind: 'variable', variable, around },
            dependencies: dependenciesOf(graph, value.creation),
            creation: value.creation,
          };
        }
      }
    }
  }
  yield* keptInGiven(context);
  for (const [object, labelled] of graph.objects) {
    const around = enclosingFunction(object);
    if (around && object.type === 'ObjectExpression') {
      for (const [name, place] of labelled.get('')?.properties ?? []) {
        for (const value of place.plainValues()) {
          if (value.kind === 'session' && value.creation && contains(around, value.creation.call)) {
            const keeper: Keeper = { kind: 'property', object, around, name };
            const { places, ...rest } = dependenciesOf(graph, value.creation);
            yield {
              keeper,
              dependencies: { ...rest, places: places.map(({ role, path }) => ({ role, path: insidePath(graph, keeper, path) })) },
              creation: value.creation,
            };
          }
        }
      }
    }
  }
}

/**
 * What a creation depends on, with the fields that are given the same parameters: `this.toolkits = toolkits` beside
 * `create(u, { toolkits })`.
 */
function withFields(graph: Graph, dependencies: Dependencies): Dependencies {
  const places = dependencies.places.flatMap(place => {
    const { role, path } = place;
    const names = path.root === 'this' ? [] : fieldsGiven(graph, path.root);
    return [place, ...names.map(name => ({ role, path: { root: 'this' as const, members: [name, ...path.members] }, isBeside: true }))];
  });
  return { ...dependencies, places };
}

/** The fields that a constructor puts a parameter into which nothing writes. */
function fieldsGiven(graph: Graph, variable: Variable): string[] {
  const [definition] = variable.defs;
  const owner = definition?.type === 'Parameter' ? (definition.node as Node).parent : undefined;
  if (
    !definition ||
    owner?.type !== 'MethodDefinition' ||
    owner.kind !== 'constructor' ||
    variable.references.some(each => each.isWrite() && !each.init)
  ) {
    return [];
  }
  const property = (definition.name as Node).parent;
  const own = property?.type === 'TSParameterProperty' || property?.parent?.type === 'TSParameterProperty' ? [variable.name] : [];
  const given = variable.references.flatMap(({ identifier }) => {
    const target =
      identifier.parent?.type === 'AssignmentExpression' && identifier.parent.right === identifier
        ? pathOf(graph, identifier.parent.left)
        : undefined;
    return target?.root === 'this' && target.members.length === 1 ? [...target.members] : [];
  });
  return [...own, ...given];
}

/** Whether a class has a getter of this name that makes what it gives anew, or has it from elsewhere: it keeps nothing. */
function isMade(graph: Graph, owner: ClassNode, name: string): boolean {
  const getter = accessorOf(owner, 'get', name);
  return (
    !!getter &&
    ![...nodesBelow(getter, graph.sourceCode.visitorKeys)].some(
      node => node.type === 'AssignmentExpression' && keepsUnder(graph, node.left, name),
    )
  );
}

function keepsUnder(graph: Graph, target: Node, name: string): boolean {
  return target.type === 'MemberExpression' && !!selfAt(graph, target.object) && propertyName(target) === name;
}

/** The sessions that a function puts into what it was given: `socket.data.session = await …`. */
function* keptInGiven({ graph, nodes }: FileContext): Generator<Kept> {
  for (const node of nodes.of('AssignmentExpression')) {
    if (node.left.type !== 'MemberExpression') {
      continue;
    }
    const path = pathOf(graph, node.left);
    const definition = path && path.root !== 'this' ? path.root.defs[0] : undefined;
    const around = definition?.type === 'Parameter' ? (definition.node as FunctionNode) : undefined;
    if (path && around && !path.members.includes(someMember)) {
      for (const value of graph.place(node.right).plainValues()) {
        if (value.kind === 'session' && value.creation && contains(around, value.creation.call)) {
          yield { keeper: { kind: 'path', path, around }, dependencies: dependenciesOf(graph, value.creation), creation: value.creation };
        }
      }
    }
  }
}

/** Where the code stands that can reach a keeper. */
export function surroundings(keeper: Keeper): readonly Node[] {
  return keeper.kind === 'field' ? keeper.owners : [keeper.around];
}

/** The keeper as the code writes it. */
export function nameOf(graph: Graph, keeper: Keeper): string {
  switch (keeper.kind) {
    case 'field':
      return `this.${keeper.name}`;
    case 'path':
      return [keeper.path.root === 'this' ? 'this' : keeper.path.root.name, ...keeper.path.members].join('.');
    case 'variable':
      return keeper.variable.name;
    default: {
      const parent = wrappedParent(keeper.object);
      const holder =
        parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier' && graph.variableOf(parent.id) ? parent.id.name : 'this';
      return `${holder}.${keeper.name}`;
    }
  }
}

/** Whether some method or callback works with the kept session at another time than it is made. */
export function isUsedLater({ graph, units }: FileContext, keeper: Keeper): boolean {
  if (keeper.kind === 'field') {
    return keeper.owners.some(owner => readsField(graph, owner, keeper.name));
  }
  const own = units.of(keeper.around);
  if (keeper.kind === 'variable') {
    return keeper.variable.references.some(reference => reference.isRead() && units.at(reference.identifier as Node) !== own);
  }
  return surroundings(keeper).some(inside =>
    [...nodesBelow(inside, graph.sourceCode.visitorKeys)].some(node => isRead(graph, keeper, node) && units.at(node) !== own),
  );
}

/** Whether a node reads the kept session. */
export function isRead(graph: Graph, keeper: Keeper, node: Node): boolean {
  switch (keeper.kind) {
    case 'field':
      return fieldReadsAt(graph, node, keeper.name).length > 0;
    case 'path':
      return readsPath(graph, keeper, node);
    case 'variable':
      return keeper.variable.references.some(each => each.identifier === node && each.isRead());
    default:
      return readsProperty(graph, keeper, node);
  }
}

function readsPath(graph: Graph, { path }: Keeper & { kind: 'path' }, node: Node): boolean {
  const read = node.type === 'MemberExpression' && !isOnlyWritten(node) ? pathOf(graph, node) : undefined;
  return !!read && pathKey(read) === pathKey(path);
}

function readsProperty(graph: Graph, { object, name }: Keeper & { kind: 'property' }, node: Node): boolean {
  if (node.type === 'MemberExpression') {
    return propertyName(node) === name && !isOnlyWritten(node) && mayBe(graph, node.object, object);
  }
  return (
    node.type === 'VariableDeclarator' &&
    node.id.type === 'ObjectPattern' &&
    !!node.init &&
    node.id.properties.some(property => property.type === 'Property' && propertyName(property) === name) &&
    mayBe(graph, node.init, object)
  );
}

function mayBe(graph: Graph, node: Node, object: Node): boolean {
  return [...graph.place(node).plainValues()].some(value => value.kind === 'object' && value.node === object);
}

/** A path with an object's own name for it: `state.toolkits` is `this.toolkits` of that object. */
export function insidePath(graph: Graph, keeper: Keeper, path: Path): Path {
  if (keeper.kind !== 'property' || path.root === 'this' || path.members.length === 0) {
    return path;
  }
  const values = [...graph.variable(path.root).plainValues()].filter(value => value.kind === 'object');
  return values.length === 1 && values[0]!.node === keeper.object ? { root: 'this', members: path.members } : path;
}

/** Whether `this` at a node is what a keeper's paths call `this`. */
export function sharesThis(keeper: Keeper, node: Node): boolean {
  if (keeper.kind !== 'property') {
    return true;
  }
  const owner = thisOf(node);
  return (
    isFunction(owner as Node | undefined) &&
    (owner as FunctionNode).parent.type === 'Property' &&
    (owner as FunctionNode).parent.parent === keeper.object
  );
}

/** Whether a place lives as long as a keeper: a field beside it, or a variable around the callbacks. */
export function livesAsLong(keeper: Keeper, { root, members }: Path): boolean {
  if (root === 'this') {
    return (keeper.kind === 'field' || keeper.kind === 'property') && members.length > 0;
  }
  const declaredIn = functionOfScope(root);
  return declaredIn !== undefined && keeper.kind !== 'field' && contains(declaredIn, keeper.around);
}

/** Whether a path is the kept session. */
export function isKept(graph: Graph, keeper: Keeper, path: Path): boolean {
  if (keeper.kind === 'path') {
    return pathKey(path) === pathKey(keeper.path) || pathKey(originalPath(graph, path)) === pathKey(keeper.path);
  }
  const { root, members } = insidePath(graph, keeper, originalPath(graph, path));
  return keeper.kind === 'variable'
    ? root === keeper.variable || path.root === keeper.variable
    : root === 'this' && members[0] === keeper.name;
}

import type { TSESTree } from '@typescript-eslint/utils';
import { requestNames } from '../../sdk/handlers.ts';
import type { ClassNode, FunctionNode, Variable } from '../facts.ts';
import type { Place } from '../flow/flow.ts';
import { isImported } from '../flow/imports.ts';
import type { Graph } from '../flow/index.ts';
import { type ObjectValue, plain } from '../flow/values.ts';
import { isPython } from '../language.ts';
import { pythonHome } from './python-homes.ts';
import {
  awaited,
  contains,
  enclosingFunction,
  endsWithPath,
  isAmong,
  isFunction,
  isNamed,
  isPropertyNamed,
  propertyName,
  thisOf,
  unwrapped,
} from '../tree.ts';

type Node = TSESTree.Node;

/** What stands at the root of a home, and decides how long it lives. */
export type Root =
  | { readonly kind: 'closure'; readonly variable: Variable; readonly declaredIn: FunctionNode }
  | { readonly kind: 'field'; readonly owner: ClassNode; readonly name: string; readonly isStatic: boolean }
  | { readonly kind: 'global' }
  | { readonly kind: 'local'; readonly variable: Variable | undefined }
  | { readonly kind: 'module'; readonly variable: Variable | undefined; readonly isImported: boolean }
  | { readonly kind: 'request'; readonly isSession: boolean }
  | { readonly kind: 'unknown' };

/** A root and whether the way to it leads through a container's element. */
export interface Way {
  readonly root: Root;
  readonly isElement: boolean;
}

const mostHops = 8;

/** Finds the roots of expressions. */
export class Homes {
  readonly #rooted = new Map<ObjectValue, Way>();
  /** Objects that a variable of a function holds for the functions inside it: where a helper is given one, it lives by that variable. */
  readonly #enclosed = new Map<ObjectValue, Way>();

  constructor(
    readonly graph: Graph,
    readonly requestObjects: readonly string[],
  ) {
    for (const [variable, place] of graph.variables) {
      const root = this.ofVariable(variable);
      if (root.kind === 'module') {
        this.#claim(place, { root, isElement: false }, 0);
      } else if (
        root.kind === 'closure' &&
        variable.references.some(({ identifier }) => enclosingFunction(identifier as Node) !== root.declaredIn)
      ) {
        for (const value of place.plainValues()) {
          if (value.kind === 'object' && !value.assumed && contains(root.declaredIn, value.node)) {
            this.#enclosed.set(value, { root, isElement: false });
          }
        }
      }
    }
    for (const [owner, fields] of graph.fields) {
      for (const [key, place] of fields) {
        const isStatic = key.startsWith('static ');
        const name = isStatic ? key.slice('static '.length) : key;
        this.#claim(place, { root: { kind: 'field', owner, name, isStatic }, isElement: false }, 0);
      }
    }
    for (const place of graph.globals.values()) {
      this.#claim(place, { root: { kind: 'global' }, isElement: false }, 0);
    }
  }

  /** Objects that a long-lived place holds live as long as it. */
  #claim(place: Place, way: Way, depth: number): void {
    for (const marked of place.values) {
      const value = plain(marked);
      if (value.kind === 'object' && !value.assumed && !this.#rooted.has(value) && depth < mostHops) {
        this.#rooted.set(value, way);
        for (const [, inner] of value.properties) {
          this.#claim(inner, way, depth + 1);
        }
        this.#claim(value.elements, { ...way, isElement: true }, depth + 1);
      }
    }
  }

  /** What kind of root a variable is, wherever it is used. */
  ofVariable(variable: Variable): Root {
    if (isImported(this.graph, variable)) {
      return { kind: 'module', variable, isImported: true };
    }
    if (isNamespaceScope(variable.scope.block as Node) || variable.scope.type === 'module' || variable.scope.type === 'global') {
      return { kind: 'module', variable, isImported: false };
    }
    const declaredIn = functionOfScope(variable);
    return declaredIn ? { kind: 'closure', variable, declaredIn } : { kind: 'module', variable, isImported: false };
  }

  /** The root of an expression that something is stored under. */
  of(node: Node, hops = 0): Way {
    const inner = awaited(node);
    const unknown: Way = { root: { kind: 'unknown' }, isElement: false };
    if (hops > mostHops) {
      return unknown;
    }
    const known = isPython(this.graph.sourceCode) ? pythonHome(this.graph, inner) : undefined;
    if (known) {
      return { root: known, isElement: false };
    }
    if (this.#isRequestObject(inner)) {
      return { root: { kind: 'request', isSession: false }, isElement: false };
    }
    switch (inner.type) {
      case 'Identifier':
        return this.#ofIdentifier(inner, hops);
      case 'MemberExpression':
        return this.#ofMember(inner, hops);
      case 'CallExpression':
        return this.#ofCall(inner, hops) ?? this.#ofObjects(inner) ?? unknown;
      case 'LogicalExpression':
        return this.#longest([this.of(inner.left, hops + 1), this.of(inner.right, hops + 1)]);
      case 'ConditionalExpression':
        return this.#longest([this.of(inner.consequent, hops + 1), this.of(inner.alternate, hops + 1)]);
      case 'AssignmentExpression':
        return this.#longest([this.of(inner.left, hops + 1), this.of(inner.right, hops + 1)]);
      case 'Super':
      case 'ThisExpression': {
        const owner = thisOf(inner);
        if (owner && 'owner' in owner) {
          return { root: { kind: 'field', owner: owner.owner, name: '', isStatic: owner.isStatic }, isElement: false };
        }
        return this.#ofObjects(inner) ?? unknown;
      }
      default:
        return this.#ofObjects(inner) ?? unknown;
    }
  }

  #longest(ways: Way[]): Way {
    const order = ['global', 'module', 'field', 'closure', 'request', 'local', 'unknown'];
    return ways.sort((a, b) => order.indexOf(a.root.kind) - order.indexOf(b.root.kind))[0]!;
  }

  #ofObjects(node: Node, rooted = this.#rooted): Way | undefined {
    const ways: Way[] = [];
    for (const value of this.graph.place(node).plainValues()) {
      const way = value.kind === 'object' ? rooted.get(value) : undefined;
      if (way) {
        ways.push(way);
      }
    }
    return ways.length > 0 ? this.#longest(ways) : undefined;
  }

  #ofIdentifier(node: TSESTree.Identifier, hops: number): Way {
    const variable = this.graph.variableOf(node);
    if (!variable) {
      const isGlobal = [...this.graph.place(node).plainValues()].some(value => value.kind === 'global');
      if (isGlobal) {
        return { root: { kind: 'global' }, isElement: false };
      }
      return this.isRequestName(node.name)
        ? { root: { kind: 'request', isSession: false }, isElement: false }
        : { root: { kind: 'module', variable: undefined, isImported: true }, isElement: false };
    }
    const root = this.ofVariable(variable);
    if (root.kind !== 'closure') {
      return this.#isGlobalAlias(node) ? { root: { kind: 'global' }, isElement: false } : { root, isElement: false };
    }
    const definition = variable.defs[0];
    const given = this.#ofObjects(node);
    if (definition?.type === 'Parameter') {
      return given ?? this.#ofObjects(node, this.#enclosed) ?? { root: { kind: 'request', isSession: false }, isElement: false };
    }
    const isSame = enclosingFunction(node) === root.declaredIn;
    const aliases: Way[] = [];
    for (const reference of variable.references) {
      if (reference.writeExpr && reference.isWrite() && isPath(reference.writeExpr as Node)) {
        const way = this.of(reference.writeExpr as Node, hops + 1);
        if (definition?.type === 'Variable' && (definition.node as Node).type === 'VariableDeclarator') {
          const { id } = definition.node as TSESTree.VariableDeclarator;
          if (id.type === 'ObjectPattern' && way.root.kind === 'field' && way.root.name === '') {
            aliases.push({ root: { ...way.root, name: variable.name }, isElement: false });
            continue;
          }
        }
        aliases.push(way);
      }
    }
    const alias = aliases.length > 0 ? this.#longest(aliases) : undefined;
    if (alias && alias.root.kind !== 'unknown' && alias.root.kind !== 'local' && alias.root.kind !== 'closure') {
      return alias;
    }
    return given ?? (isSame ? { root: { kind: 'local', variable }, isElement: false } : { root, isElement: false });
  }

  #isGlobalAlias(node: TSESTree.Identifier): boolean {
    for (const value of this.graph.place(node).plainValues()) {
      if (value.kind === 'global') {
        return true;
      }
    }
    return false;
  }

  #ofMember(node: TSESTree.MemberExpression, hops: number): Way {
    const name = propertyName(node);
    const object = awaited(node.object);
    if (
      (name === 'locals' && isNamed(object, /^(?:app|server|application)$/u)) ||
      (name === 'context' && this.#isMade(object, /^koa$/iu))
    ) {
      return { root: { kind: 'global' }, isElement: false };
    }
    const owner = this.graph.classOf(object);
    if (owner && name !== undefined) {
      return { root: { kind: 'field', owner, name, isStatic: true }, isElement: false };
    }
    const below = this.of(object, hops + 1);
    if (below.root.kind === 'field' && below.root.name === '' && name !== undefined) {
      return { root: { ...below.root, name }, isElement: below.isElement };
    }
    if (below.root.kind === 'request' && (name === 'app' || name === 'server')) {
      return { root: { kind: 'global' }, isElement: false };
    }
    const isOfScene = (name === 'state' || name === 'session') && isNamed(object, /^(?:scene|wizard)$/u);
    if (below.root.kind === 'request' && (isOfScene || (name === 'session' && isNamed(object, /^(?:req|request|ctx|context|c)$/u)))) {
      return { root: { kind: 'request', isSession: true }, isElement: false };
    }
    if (below.root.kind === 'local' || below.root.kind === 'unknown') {
      return this.#ofObjects(node) ?? below;
    }
    return name === undefined ? { ...below, isElement: true } : below;
  }

  /** Whether something is made by a constructor of that name. */
  #isMade(node: Node, name: RegExp): boolean {
    return [...this.graph.place(node).plainValues()].some(value => value.kind === 'object' && isAmong(value.made, name));
  }

  /** What is read from a container lives in it; a getter of the file gives what it returns. */
  #ofCall(node: TSESTree.CallExpression, hops: number): Way | undefined {
    const callee = unwrapped(node.callee);
    // what `get()` gives without a key is the present value of a context variable
    if (
      callee.type === 'MemberExpression' &&
      isPropertyNamed(callee, node.arguments.length > 0 ? /^(?:get|at|peek|find|set)$/u : /^peek$/u)
    ) {
      const way = this.of(callee.object, hops + 1);
      return way.root.kind === 'unknown' || way.root.kind === 'local' ? undefined : { ...way, isElement: propertyName(callee) !== 'set' };
    }
    return undefined;
  }

  /** Whether the settings say that what stands here lives as long as a request, by its name or its path. */
  #isRequestObject(node: Node): boolean {
    return (node.type === 'Identifier' || node.type === 'MemberExpression') && this.requestObjects.some(path => endsWithPath(node, path));
  }

  /** Whether a name stands for one request, message or connection. */
  isRequestName(name: string): boolean {
    return requestNames.test(name) || this.requestObjects.includes(name);
  }
}

function isPath(node: Node): boolean {
  const inner = awaited(node);
  switch (inner.type) {
    case 'Identifier':
    case 'MemberExpression':
    case 'CallExpression':
    case 'ThisExpression':
    case 'LogicalExpression':
    case 'ConditionalExpression':
    case 'AssignmentExpression':
      return true;
    default:
      return false;
  }
}

function isNamespaceScope(block: Node): boolean {
  return block.type === 'TSModuleBlock' || block.type === 'TSModuleDeclaration';
}

/** The function that a variable's scope stands in. */
export function functionOfScope(variable: Variable): FunctionNode | undefined {
  const block = variable.scope.block as Node;
  return isFunction(block) ? block : enclosingFunction(block);
}

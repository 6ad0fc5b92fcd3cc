import type { TSESTree } from '@typescript-eslint/utils';
import type { Exports } from './exports.ts';
import type { ClassNode, FunctionNode } from './facts.ts';
import { isWrapped, namedCallersOf } from './flow/callers.ts';
import { isResolved } from './flow/unknown-calls.ts';
import { isAwaited } from './flow/creations.ts';
import type { FileNodes, Graph } from './flow/index.ts';
import type { PlainValue } from './flow/values.ts';
import { addTo } from './grouped.ts';
import type { Handlers } from './handlers.ts';
import { isTestCall } from './handlers.ts';
import { functionTypes } from './nodes.ts';
import { contentsOf } from './parts.ts';
import { decoratorsOf, enclosingFunction, isField, isFunction, propertyName, unwrapped, wrappedParent } from './tree.ts';

type Node = TSESTree.Node;

/** The whole file as a unit of work: a top-level script. */
export const script = 'script';
/** A function's unit, the script, or one object of a class: what its field initialisers belong to. */
export type Unit = ClassNode | FunctionNode | typeof script;

/**
 * Which unit of work a function belongs to.
 *
 * | function                                              | unit                          |
 * | ----------------------------------------------------- | ----------------------------- |
 * | a handler; exported; handed out of the file           | its own                       |
 * | nobody of the file calls it, or only each other       | its own                       |
 * | a callback of something that is waited for or at once | the function it is written in |
 * | called only from the unit that it is written in       | that unit                     |
 * | called only from top-level code                       | the script                    |
 * | a decorated command of a command-line program         | the script                    |
 *
 * A field's initialiser runs once for each object, so it is no top-level code unless all of the class is the script's.
 */
export class Units {
  readonly #own = new Set<FunctionNode>();
  readonly #escaped = new Set<FunctionNode>();

  constructor(
    readonly graph: Graph,
    nodes: FileNodes,
    exported: Exports,
    readonly handlers: Handlers,
  ) {
    this.#escape(nodes, exported);
    const open: FunctionNode[] = [];
    for (const node of nodes.of(...functionTypes)) {
      if (this.#own.has(node)) {
        continue;
      }
      if (this.#isOwn(node)) {
        this.#own.add(node);
        this.#ownWrappers(node);
      } else {
        open.push(node);
      }
    }
    this.#settle(open);
  }

  /** The unit of work that a function's code belongs to. */
  of(node: FunctionNode | undefined): Unit {
    let at = node;
    while (at && !this.#own.has(at)) {
      at = enclosingFunction(at);
    }
    return at ?? script;
  }

  /** The unit of work that `node` stands in. */
  at(node: Node): Unit {
    const owner = initialisedBy(node);
    if (!owner) {
      return this.of(enclosingFunction(node));
    }
    const methods = owner.body.body.flatMap(member =>
      member.type === 'MethodDefinition' && isFunction(member.value) && member.kind !== 'constructor' ? [member.value] : [],
    );
    return methods.some(method => this.of(method) !== script) ? owner : this.at(owner);
  }

  /** Whether something outside the file may call a function. */
  isShared(node: FunctionNode): boolean {
    return this.#escaped.has(node) || this.handlers.kinds.has(node);
  }

  #isOwn(node: FunctionNode): boolean {
    if (this.handlers.kinds.has(node) || this.#escaped.has(node)) {
      return true;
    }
    const callback = callbackOf(node);
    if (callback) {
      return this.#isDetached(node, callback.call, callback.property);
    }
    return isNamed(node) && namedCallersOf(this.graph, node).size === 0 && !this.#isOfProgram(node);
  }

  /** Whoever calls a wrapped function from elsewhere calls what a decorator of the file made of it. */
  #ownWrappers(node: FunctionNode): void {
    for (const value of isWrapped(node) && node.id ? this.graph.named(node.id).plainValues() : []) {
      if (value.kind === 'function') {
        this.#own.add(value.node);
      }
    }
  }

  /** A command of a command-line program, or what runs when the process ends. */
  #isOfProgram(node: FunctionNode): boolean {
    return this.handlers.closing.has(node) || (this.handlers.isCommandLine && decoratorsOf(node).length > 0);
  }

  /** A callback that something unknown keeps and calls later, with what it then has at hand. */
  #isDetached(node: FunctionNode, call: Node, property: string | undefined): boolean {
    if (property === 'execute' || node.params.length === 0 || this.handlers.isCommandLine) {
      return false;
    }
    if (call.type !== 'CallExpression' && call.type !== 'NewExpression') {
      return false;
    }
    if (this.handlers.closing.has(node) || this.graph.callers.get(node)?.has(call) || isTestCall(this.graph, call)) {
      return false;
    }
    return !isResolved(this.graph, call) && !isAwaited(call) && wrappedParent(call)?.type === 'ExpressionStatement';
  }

  /** A function stays in the unit it is written in only while all its callers are there too. */
  #settle(open: FunctionNode[]): void {
    const named = open.filter(node => isNamed(node));
    for (const node of this.#unreached(named)) {
      this.#own.add(node);
    }
    const inside = new Map<FunctionNode, FunctionNode[]>();
    for (const node of named) {
      for (const place of [node, ...namedCallersOf(this.graph, node)]) {
        for (let at = enclosingFunction(place); at; at = enclosingFunction(at)) {
          addTo(inside, at, node);
        }
      }
    }
    // what gets a unit of its own takes what stands in it along; a class's fields may follow its methods later
    for (let changed = true; changed; ) {
      changed = false;
      const queue = [...named];
      for (const node of queue) {
        if (!this.#own.has(node) && this.#isCalledElsewhere(node)) {
          this.#own.add(node);
          inside.get(node)?.forEach(other => queue.push(other));
          changed = true;
        }
      }
    }
  }

  /** The outermost of the functions that only call each other, or themselves: whoever calls the first is not in the file. */
  #unreached(named: readonly FunctionNode[]): FunctionNode[] {
    const rest = new Set(named.filter(node => namedCallersOf(this.graph, node).size > 0 && !this.#isOfProgram(node)));
    const around = (node: Node): FunctionNode | undefined => {
      let at = enclosingFunction(node);
      while (at && !this.#own.has(at) && !isNamed(at)) {
        at = enclosingFunction(at);
      }
      return at;
    };
    const calls = new Map<FunctionNode, FunctionNode[]>();
    const reached: FunctionNode[] = named.filter(node => !rest.has(node));
    for (const node of rest) {
      for (const caller of namedCallersOf(this.graph, node)) {
        const from = around(caller);
        if (from && rest.has(from)) {
          addTo(calls, from, node);
        } else {
          reached.push(node);
        }
      }
    }
    for (let node = reached.pop(); node; node = reached.pop()) {
      if (rest.delete(node)) {
        calls.get(node)?.forEach(called => reached.push(called));
      }
    }
    return [...rest].filter(node => {
      let outer = enclosingFunction(node);
      while (outer && !rest.has(outer) && !this.#own.has(outer)) {
        outer = enclosingFunction(outer);
      }
      return !outer;
    });
  }

  #isCalledElsewhere(node: FunctionNode): boolean {
    const around = this.of(enclosingFunction(node));
    return [...namedCallersOf(this.graph, node)].some(caller => this.at(caller) !== around);
  }

  #escape(nodes: FileNodes, exported: Exports): void {
    const seen = new Set<PlainValue>();
    const queue: PlainValue[] = [];
    const leak = (node: Node): void => {
      queue.push(...this.graph.place(node).plainValues());
    };
    for (const { node } of exported.values) {
      leak(node);
      this.#leakMade(node, leak);
    }
    for (const call of nodes.calls) {
      if (!isResolved(this.graph, call) && !isTestCall(this.graph, call) && !isAwaited(call)) {
        for (const argument of call.arguments) {
          if (!isFunction(argument)) {
            this.#leakArgument(call, argument, leak);
            if (
              /^(?:Identifier|CallExpression|NewExpression)$/u.test(argument.type) &&
              call.parent.type === 'ExpressionStatement' &&
              !this.handlers.isCommandLine
            ) {
              this.#leakMade(argument, leak);
            }
          }
        }
      }
    }
    for (let value = queue.pop(); value; value = queue.pop()) {
      if (seen.has(value)) {
        continue;
      }
      seen.add(value);
      if (value.kind === 'function') {
        this.#escaped.add(value.node);
        queue.push(...this.graph.returned(value.node).plainValues());
      } else if (value.kind === 'object') {
        for (const place of value.properties.values()) {
          queue.push(...place.plainValues());
        }
        queue.push(...value.elements.plainValues());
      } else if (value.kind === 'instance' || value.kind === 'class') {
        this.#leakClass(value.node, queue);
      }
    }
  }

  /**
   * What something unknown made of the functions that it was given, such as `createTool({ execute() { … } })`: whoever
   * gets it calls them. What was waited for is a result, and keeps nothing.
   */
  #leakMade(node: Node, leak: (node: Node) => void): void {
    const seen = new Set<Node>();
    const visit = (each: Node | null, isGiven: boolean): void => {
      const inner = each && unwrapped(each);
      if (!inner || seen.has(inner)) {
        return;
      }
      seen.add(inner);
      switch (inner.type) {
        case 'Identifier': {
          const declarator = this.graph.variableOf(inner)?.defs[0]?.node as Node | undefined;
          if (declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier') {
            visit(declarator.init, isGiven);
          }
          break;
        }
        case 'CallExpression':
        case 'NewExpression':
          if (!isResolved(this.graph, inner) && !isTestCall(this.graph, inner)) {
            inner.arguments.forEach(argument => visit(argument, true));
          }
          break;
        case 'ArrayExpression':
        case 'ObjectExpression':
          contentsOf(inner).forEach(content => visit(content, isGiven));
          break;
        case 'ArrowFunctionExpression':
        case 'FunctionExpression':
          if (isGiven && inner.parent.type === 'Property') {
            leak(inner);
          }
          break;
        default:
      }
    };
    visit(node, false);
  }

  /**
   * A named function given to something unknown: called at once (no parameters, a closing event), kept, or a command of
   * the program that the file is, also inside an object literal.
   */
  #leakArgument(call: Node, argument: Node, leak: (node: Node) => void): void {
    for (const value of this.graph.place(argument).plainValues()) {
      if (value.kind === 'function') {
        if (value.node.params.length > 0 && !this.handlers.isCommandLine && !this.graph.callers.get(value.node)?.has(call)) {
          leak(argument);
        } else {
          this.#noteCaller(value.node, call);
        }
      } else if (value.kind === 'instance' || (value.kind === 'object' && argument.type === 'Identifier')) {
        leak(argument);
      } else if (value.kind === 'object' && this.handlers.isCommandLine) {
        for (const held of [...value.properties.values(), value.elements].flatMap(place => [...place.plainValues()])) {
          if (held.kind === 'function') {
            this.#noteCaller(held.node, call);
          }
        }
      }
    }
  }

  #noteCaller(node: FunctionNode, call: Node): void {
    const callers = this.graph.callers.get(node);
    if (callers) {
      callers.add(call);
    } else {
      this.graph.callers.set(node, new Set([call]));
    }
  }

  #leakClass(owner: ClassNode, queue: PlainValue[]): void {
    for (const member of owner.body.body) {
      const name = 'key' in member ? propertyName(member) : undefined;
      if (name !== undefined && 'static' in member) {
        queue.push(...this.graph.field(owner, name, member.static).plainValues());
      }
      if (member.type === 'MethodDefinition' && isFunction(member.value)) {
        this.#escaped.add(member.value);
      }
    }
  }
}

/** The class whose field initialiser `node` stands in, outside of any function. */
function initialisedBy(node: Node): ClassNode | undefined {
  for (let at = node.parent; at && !isFunction(at); at = at.parent) {
    if (isField(at) && !at.static) {
      return at.parent.parent;
    }
  }
  return undefined;
}

/** A function that other code refers to: declared, assigned, a method, a property. */
function isNamed(node: FunctionNode): boolean {
  return callbackOf(node) === undefined;
}

/** The call that a function expression is an argument of, also inside an object literal. */
function callbackOf(node: FunctionNode): { readonly call: Node; readonly property: string | undefined } | undefined {
  let property: string | undefined;
  let child: Node = node;
  for (let at: Node | undefined = node.parent; at; child = at, at = at.parent) {
    switch (at.type) {
      case 'CallExpression':
      case 'NewExpression':
        return at.callee === child && !isFunction(child) ? undefined : { call: at, property };
      case 'Property':
        property ??= propertyName(at);
        break;
      case 'ObjectExpression':
      case 'ArrayExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'ConditionalExpression':
      case 'LogicalExpression':
      case 'ChainExpression':
        break;
      default:
        return undefined;
    }
  }
  return undefined;
}

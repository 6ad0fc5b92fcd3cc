import type { TSESTree } from '@typescript-eslint/utils';
import {
  connections,
  handingOn,
  messengers,
  nextHeaders,
  outsideDecorators,
  ownDecorators,
  outsideMembers,
  ownMembers,
  ownQueues,
  requestDecorators,
  requestMembers,
  requestParameters,
  requestReaders,
  sameValue,
} from '../../sdk/requests.ts';
import { outsideMembers as pythonMembers, requestMembers as pythonRequestMembers, requestImports } from '../../sdk/python.ts';
import { writesOf } from '../definitions.ts';
import type { FunctionNode, Variable } from '../facts.ts';
import { importedBy } from '../flow/imports.ts';
import { chosenParameter } from '../handler-objects.ts';
import { isPython } from '../language.ts';
import { writtenProperty } from '../people/origins.ts';
import { returnedExpressions } from '../people/returned.ts';
import type { FileContext } from '../file.ts';
import { awaited, contains, decoratorNames, enclosingFunction, hasDirective, isFunction, isNamed, lastName, propertyName, unwrapped } from '../tree.ts';
import { bindingPath } from './binding-path.ts';
import { pythonParameter, viewMember } from './python-handlers.ts';

type Node = TSESTree.Node;

/** A value that came with a request, or the request itself. */
export interface Trace {
  /** What the value is, the same for every expression that stands for it: its root and the way from there. */
  readonly key: string;
  /** Whether whoever sent the request chose the value; otherwise it is the request object, on the way to such a value. */
  readonly isOutside: boolean;
  /** Whether it is the object of one connection, whose own `data` the server fills. */
  readonly isConnection: boolean;
  /** Whether only the parts of an HTTP request count: the name or the place alone says that it is one. */
  readonly isAssumed: boolean;
  /** Whether nothing was read of it yet. */
  readonly isRoot: boolean;
  /** The calls through which it came into the functions that pass it on, the nearest first. */
  readonly via: readonly Node[];
}

const mostHops = 14;
const mostTraces = 8;
const mostSteps = 2000;

/** Follows expressions of a file back to the requests that they come with. */
export class RequestValues {
  readonly #known = new Map<Node, readonly Trace[]>();
  readonly #open = new Set<Node>();
  #steps = 0;

  constructor(readonly context: FileContext) {}

  /** Every request value that an expression may be. */
  of(node: Node, hops = 0): readonly Trace[] {
    const inner = awaited(node);
    const known = this.#known.get(inner);
    if (known) {
      return known;
    }
    this.#steps = hops === 0 ? 0 : this.#steps + 1;
    if (hops > mostHops || this.#steps > mostSteps || this.#open.has(inner)) {
      return [];
    }
    this.#open.add(inner);
    const traces = this.#of(inner, hops + 1).slice(0, mostTraces);
    this.#open.delete(inner);
    if (hops === 0) {
      this.#known.set(inner, traces);
    }
    return traces;
  }

  #of(node: Node, hops: number): Trace[] {
    switch (node.type) {
      case 'Identifier': {
        const variable = this.context.graph.variableOf(node);
        return variable ? this.#ofVariable(variable, hops) : [];
      }
      case 'MemberExpression': {
        const name = propertyName(node);
        if (this.#isOfView(node)) {
          const isOutside = viewMember(node) === 'outside';
          return [{ key: `this.${name!}`, isOutside, isConnection: false, isAssumed: false, isRoot: !isOutside, via: [] }];
        }
        const written = writtenProperty(this.context.graph, unwrapped(node.object), name);
        return written ? [...this.of(written, hops)] : stepped(this.of(node.object, hops), name ?? '*');
      }
      case 'CallExpression':
        return this.#ofCall(node, hops);
      case 'NewExpression': {
        const [first] = node.arguments;
        const copied = first?.type === 'ObjectExpression' && first.properties.length === 1 ? first.properties[0] : undefined;
        if (copied?.type === 'SpreadElement') {
          return outsideOnly(this.of(copied.argument, hops), 'new');
        }
        return first && isNamed(node.callee, /^(?:URL|URLSearchParams)$/u) ? outsideOnly(this.of(first, hops), 'URL') : [];
      }
      case 'LogicalExpression':
      case 'BinaryExpression':
        return node.left.type === 'PrivateIdentifier' || (node.type === 'BinaryExpression' && node.operator !== '+')
          ? []
          : [...this.of(node.left, hops), ...this.of(node.right, hops)];
      case 'ConditionalExpression':
        return [...this.of(node.consequent, hops), ...this.of(node.alternate, hops)];
      case 'AssignmentExpression':
        return [...this.of(node.right, hops)];
      case 'SequenceExpression':
        return [...this.of(node.expressions.at(-1)!, hops)];
      case 'TemplateLiteral':
        return node.expressions.flatMap(expression => outsideOnly(this.of(expression, hops), '``'));
      default:
        return [];
    }
  }

  #ofVariable(variable: Variable, hops: number): Trace[] {
    const definition = variable.defs[0];
    if (definition?.type === 'Parameter' && isFunction(definition.node)) {
      const name = definition.name as Node;
      const { node } = definition;
      const index = node.params.findIndex(parameter => contains(parameter, name));
      const path = index < 0 ? undefined : bindingPath(node.params[index]!, name);
      return path ? followed(this.#ofParameter(node, index, hops), path) : [];
    }
    const imported = importedBy(this.context.graph, variable);
    if (imported) {
      const isRequest = requestImports[variable.name]?.has(imported.source);
      return isRequest ? [{ key: variable.name, isOutside: false, isConnection: false, isAssumed: false, isRoot: true, via: [] }] : [];
    }
    if (definition?.type !== 'Variable') {
      return [];
    }
    const declarator = definition.node as Node;
    const loop = declarator.parent?.parent;
    if (loop?.type === 'ForOfStatement' && loop.left === declarator.parent && declarator.type === 'VariableDeclarator') {
      return followed(stepped(this.of(loop.right, hops), '*'), bindingPath(declarator.id, definition.name as Node) ?? []);
    }
    return writesOf(variable).flatMap(reference => {
      const { writeExpr } = reference;
      const identifier = reference.identifier as Node;
      if (!writeExpr) {
        return [];
      }
      const pattern = targetOf(writeExpr as Node);
      const path = pattern && contains(pattern, identifier) ? bindingPath(pattern, identifier) : [];
      return path ? followed(this.of(writeExpr as Node, hops), path) : [];
    });
  }

  #ofCall(node: TSESTree.CallExpression, hops: number): Trace[] {
    const callee = unwrapped(node.callee);
    const name = lastName(callee) ?? '';
    const given = node.arguments.flatMap(argument => (argument.type === 'SpreadElement' ? [] : [argument]));
    if (callee.type === 'Identifier' && this.#isNextHeaders(callee)) {
      return [{ key: `${name}()`, isOutside: true, isConnection: false, isAssumed: false, isRoot: false, via: [] }];
    }
    if (requestReaders.has(name) && given[0]) {
      return this.of(given[0], hops).map(trace => ({ ...trace, key: `${trace.key}.${name}(${this.#text(given[1])})`, isOutside: true, isRoot: false }));
    }
    if (callee.type === 'MemberExpression') {
      if (this.#isOfView(callee)) {
        return this.of(callee, hops).map(trace => ({ ...trace, key: `${trace.key}(${this.#text(given[0])})` }));
      }
      const base = this.of(callee.object, hops);
      if (base.length > 0) {
        return this.#ofMethod(node, callee, base);
      }
    }
    const isCopied = name === 'from' && callee.type === 'MemberExpression' && isNamed(callee.object, /^(?:Array|Buffer|Uint8Array)$/u);
    const isVerified = name === 'decode' && given.length > 1 && isPython(this.context.graph.sourceCode) && callee.type === 'MemberExpression' && lastName(callee.object) === 'jwt';
    if (isVerified) {
      return [];
    }
    if (handingOn.has(name) || isCopied) {
      return given.flatMap(argument => this.of(argument, hops).filter(trace => trace.isOutside));
    }
    for (const value of this.context.graph.place(callee).plainValues()) {
      if (value.kind === 'function') {
        return returnedExpressions(value.node).flatMap(expression => [...this.of(expression, hops)]);
      }
    }
    return [];
  }

  #ofMethod(node: TSESTree.CallExpression, callee: TSESTree.MemberExpression, base: readonly Trace[]): Trace[] {
    const name = propertyName(callee) ?? '*';
    const [first, second] = node.arguments;
    const argument = this.#text(first);
    const isSigned = second !== undefined && /\bsigned\s*:\s*true/u.test(this.#text(second));
    return base.flatMap(trace => {
      if (trace.isOutside) {
        return isSigned ? [] : [sameValue.has(name) ? trace : { ...trace, key: `${trace.key}.${name}(${argument})` }];
      }
      if (trace.isRoot && name === 'get' && isNamed(callee.object, requestParameters)) {
        return [{ ...trace, key: `${trace.key}.get(${argument})`, isOutside: true, isRoot: false }];
      }
      return stepped([trace], name).map(next => (argument === '' ? next : { ...next, key: `${next.key}(${argument})` }));
    });
  }

  #isOfView(node: TSESTree.MemberExpression): boolean {
    return isPython(this.context.graph.sourceCode) && viewMember(node) !== undefined;
  }

  #text(node: Node | undefined): string {
    return node && !isFunction(unwrapped(node)) ? this.context.graph.sourceCode.getText(node).replaceAll(/\s+|!$/gu, '') : '';
  }

  #isNextHeaders(callee: TSESTree.Identifier): boolean {
    return nextHeaders.has(callee.name) && importedBy(this.context.graph, this.context.graph.variableOf(callee))?.source === 'next/headers';
  }

  /**
   * What a parameter is.
   *
   * | parameter                                              | answer                         |
   * | ------------------------------------------------------ | ------------------------------ |
   * | decorated with `@Body()` and the like                  | from outside                   |
   * | of a server action                                     | from outside                   |
   * | of a listener on one connection                        | from outside                   |
   * | of a route, a bot's listener, a page                   | the request, on the way        |
   * | of a queue's worker, an emitter's listener, a timer    | the project's own              |
   * | of a function that is given a request by its name or type | the request, on the way     |
   * | of any other function of the file                      | what its callers give          |
   */
  #ofParameter(node: FunctionNode, index: number, hops: number): Trace[] {
    const key = `${node.range[0]}#${index}`;
    const request: Trace = { key, isOutside: false, isConnection: false, isAssumed: false, isRoot: true, via: [] };
    const outside: Trace = { ...request, isOutside: true, isRoot: false };
    const decorators = decoratorNames(node.params[index]!);
    if (decorators.length > 0) {
      return decorators.some(name => outsideDecorators.has(name)) ? [outside] : decorators.some(name => requestDecorators.has(name)) ? [request] : [];
    }
    const { handlers } = this.context;
    const python = isPython(this.context.graph.sourceCode) && handlers.kinds.has(node) ? pythonParameter(this.context, node, index) : undefined;
    if (python) {
      return python === 'own' ? [] : [python === 'outside' ? outside : request];
    }
    if (this.#isServerAction(node) || (handlers.kinds.get(node) === 'caller' && chosenParameter(node) === index)) {
      return [outside];
    }
    const registration = handlers.registrations.get(node);
    if (registration) {
      return this.#ofListener(node, registration, request, outside);
    }
    const isAssumed = this.#isPage(node) || isRequestParameter(node.params[index]!);
    const around = node.parent.type === 'MethodDefinition' ? decoratorNames(node.parent) : [];
    if (around.includes('SubscribeMessage')) {
      return [index === 0 ? { ...request, isConnection: true } : outside];
    }
    if (handlers.kinds.get(node) === 'caller' && !around.some(name => ownDecorators.has(name))) {
      return [request];
    }
    return isAssumed ? [{ ...request, isAssumed }] : this.#ofCallers(node, index, hops);
  }

  #ofListener(node: FunctionNode, { call, event }: { call: TSESTree.CallExpression | TSESTree.NewExpression; event: string | undefined }, request: Trace, outside: Trace): Trace[] {
    const callee = unwrapped(call.callee);
    const method = lastName(callee) ?? '';
    if (ownQueues.has(method) || this.context.handlers.kinds.get(node) === 'timer') {
      return [];
    }
    if (callee.type !== 'MemberExpression' || !/^(?:on|addListener|addEventListener|prependListener)$/u.test(method)) {
      return [request];
    }
    const receiver = unwrapped(callee.object);
    const name = lastName(receiver) ?? '';
    if (event !== undefined && /^(?:connect|connection|upgrade)$/u.test(event)) {
      return [{ ...request, isConnection: true }];
    }
    if (connections.test(name) || this.#isHandlersParameter(receiver)) {
      return [outside];
    }
    return messengers.test(name) ? [request] : [];
  }

  /** Whether a receiver came into a handler around it: a connection, or the stream of one request. */
  #isHandlersParameter(receiver: Node): boolean {
    const definition = receiver.type === 'Identifier' ? this.context.graph.variableOf(receiver)?.defs[0] : undefined;
    return definition?.type === 'Parameter' && isFunction(definition.node) && this.context.handlers.kinds.get(definition.node) === 'caller';
  }

  #isServerAction(node: FunctionNode): boolean {
    const { graph, handlers } = this.context;
    return (
      handlers.kinds.has(node) &&
      !handlers.registrations.has(node) &&
      (hasDirective(node.body, 'use server') || (hasDirective(graph.sourceCode.ast, 'use server') && !enclosingFunction(node)))
    );
  }

  /** A page, a layout or another default export that a framework gives the parts of an address. */
  #isPage(node: FunctionNode): boolean {
    const { exported, graph } = this.context;
    return exported.values.some(
      value => /^(?:default|generateMetadata|load|getServerSideProps)$/u.test(value.name) && [...graph.place(value.node).plainValues()].some(each => each.kind === 'function' && each.node === node),
    );
  }

  #ofCallers(node: FunctionNode, index: number, hops: number): Trace[] {
    const traces: Trace[] = [];
    for (const caller of this.context.graph.callers.get(node) ?? []) {
      if (caller.type !== 'CallExpression' || contains(node, caller)) {
        continue;
      }
      const callee = unwrapped(caller.callee);
      if (caller.arguments.some(argument => unwrapped(argument) === node)) {
        const received = callee.type === 'MemberExpression' && index === 0 ? this.of(callee.object, hops).filter(trace => trace.isOutside) : [];
        traces.push(...(lastName(callee) === 'then' ? received : stepped(received, '*')));
      } else {
        const given = caller.arguments[index];
        traces.push(...(given && given.type !== 'SpreadElement' ? this.of(given, hops).map(trace => ({ ...trace, via: [...trace.via, caller] })) : []));
      }
    }
    return traces;
  }
}

/** What a property of each value is: chosen by the sender, still the request, or the server's own. */
function stepped(traces: readonly Trace[], name: string): Trace[] {
  return traces.flatMap(trace => {
    const next = { ...trace, key: `${trace.key}.${name}`, isRoot: false };
    if (trace.isOutside) {
      return [next];
    }
    if (trace.isAssumed && trace.isRoot && !requestMembers.has(name) && !pythonRequestMembers.has(name)) {
      return [];
    }
    if (ownMembers.has(name) || (trace.isConnection && trace.isRoot && name === 'data')) {
      return [];
    }
    return [{ ...next, isOutside: outsideMembers.has(name) || pythonMembers.has(name) }];
  });
}

function followed(traces: readonly Trace[], path: readonly string[]): Trace[] {
  return path.reduce<Trace[]>((at, name) => stepped(at, name), [...traces]);
}

function outsideOnly(traces: readonly Trace[], mark: string): Trace[] {
  return traces.flatMap(trace => (trace.isOutside ? [{ ...trace, key: `${trace.key}.${mark}` }] : []));
}

/** The pattern that a value is taken apart by where it is written. */
function targetOf(value: Node): Node | undefined {
  const { parent } = value;
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id;
    case 'AssignmentExpression':
      return parent.left;
    case 'AssignmentPattern':
      return parent.left;
    default:
      return undefined;
  }
}

/** A parameter that is a request by its name or its type. */
function isRequestParameter(parameter: Node): boolean {
  const name = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (name.type !== 'Identifier') {
    return false;
  }
  const type = name.typeAnnotation?.typeAnnotation;
  const typeName = type?.type === 'TSTypeReference' ? lastTypeName(type.typeName) : '';
  return requestParameters.test(name.name) || /^(?:Next|Fastify|Hono|Http|Incoming)?(?:Api)?Request$/u.test(typeName);
}

function lastTypeName(name: TSESTree.EntityName): string {
  return name.type === 'Identifier' ? name.name : name.type === 'TSQualifiedName' ? name.right.name : '';
}

import type { TSESTree } from '@typescript-eslint/utils';
import { handingOn, nextHeaders, requestParameters, requestReaders, sameValue } from '../../sdk/requests.ts';
import { requestImports } from '../../sdk/python.ts';
import { writesOf } from '../definitions.ts';
import type { FunctionNode, Variable } from '../facts.ts';
import type { FileContext } from '../file.ts';
import { importedBy } from '../flow/imports.ts';
import { isPython } from '../language.ts';
import { writtenProperty } from '../people/origins.ts';
import { returnedExpressions } from '../people/returned.ts';
import { awaited, contains, isFunction, isNamed, lastName, propertyName, unwrapped } from '../tree.ts';
import { bindingPath } from './binding-path.ts';
import { parameterOrigin } from './parameters.ts';
import { madeObject, viewMember } from './python-handlers.ts';
import { followed, outsideOnly, rootTrace, stepped, type Trace } from './traces.ts';

type Node = TSESTree.Node;

/** Functions that give what they are given in another form, by the objects that have them. */
const copying: ReadonlyMap<string, RegExp> = new Map([
  ['from', /^(?:Array|Buffer|Uint8Array)$/u],
  ['keys', /^Object$/u],
  ['values', /^Object$/u],
  ['entries', /^Object$/u],
]);

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
          return [rootTrace(`this.${name!}`, viewMember(node)!)];
        }
        const written = writtenProperty(this.context.graph, unwrapped(node.object), name);
        return written ? [...this.of(written, hops)] : stepped(this.of(node.object, hops), name ?? '*');
      }
      case 'CallExpression':
        return this.#ofCall(node, hops);
      case 'NewExpression': {
        const [first] = node.arguments;
        const last = node.arguments.at(-1);
        const copied = last?.type === 'ObjectExpression' && last.properties.length === 1 ? last.properties[0] : undefined;
        if (copied?.type === 'SpreadElement') {
          return outsideOnly(this.of(copied.argument, hops), 'new');
        }
        return first && isNamed(node.callee, /^(?:URL|URLSearchParams|Map|Set)$/u)
          ? outsideOnly(this.of(first, hops), 'new')
          : this.#ofMade(node, hops);
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
      return followed(this.#ofParameter(node, index, hops), bindingPath(node.params[index]!, name)!);
    }
    const imported = importedBy(this.context.graph, variable);
    if (imported) {
      const isRequest = requestImports[variable.name]?.has(imported.source);
      return isRequest ? [rootTrace(variable.name, 'request')] : [];
    }
    if (definition?.type !== 'Variable') {
      return [];
    }
    const declarator = definition.node as Node;
    const loop = declarator.parent?.parent;
    if (loop?.type === 'ForOfStatement' && loop.left === declarator.parent && declarator.type === 'VariableDeclarator') {
      return followed(stepped(this.of(loop.right, hops), '*'), bindingPath(declarator.id, definition.name as Node)!);
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
      return [rootTrace(`${name}()`, 'outside')];
    }
    if (requestReaders.has(name) && given[0]) {
      return this.of(given[0], hops).map(trace => ({
        ...trace,
        key: `${trace.key}.${name}(${this.#text(given[1])})`,
        isOutside: true,
        isRoot: false,
      }));
    }
    const made = this.#ofMade(node, hops);
    if (made.length > 0) {
      return made;
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
    const isCopied = callee.type === 'MemberExpression' && copying.get(name)?.test(lastName(callee.object) ?? '');
    const isVerified =
      name === 'decode' &&
      given.length > 1 &&
      isPython(this.context.graph.sourceCode) &&
      callee.type === 'MemberExpression' &&
      lastName(callee.object) === 'jwt';
    if (isVerified) {
      return [];
    }
    const isLoaded = name === 'load' && callee.type === 'MemberExpression' && isNamed(callee.object, /schema$/iu);
    if (handingOn.has(name) || isCopied || isLoaded) {
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

  /** An object of Python's frameworks that hands out what came from outside. */
  #ofMade(node: TSESTree.CallExpression | TSESTree.NewExpression, hops: number): Trace[] {
    const made = isPython(this.context.graph.sourceCode) ? madeObject(node) : undefined;
    if (made === 'connection') {
      return [rootTrace(`${node.range[0]}`, 'request')];
    }
    return (made ?? []).flatMap(argument => outsideOnly(this.of(argument, hops), 'new').map(trace => ({ ...trace, isOutside: false })));
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

  #ofParameter(node: FunctionNode, index: number, hops: number): Trace[] {
    const origin = parameterOrigin(this.context, node, index);
    return origin === undefined
      ? this.#ofCallers(node, index, hops)
      : origin === 'own'
        ? []
        : [rootTrace(`${node.range[0]}#${index}`, origin)];
  }

  #ofCallers(node: FunctionNode, index: number, hops: number): Trace[] {
    const traces: Trace[] = [];
    for (const caller of this.context.graph.callersOf(node)) {
      if (caller.type !== 'CallExpression' || contains(node, caller)) {
        continue;
      }
      const callee = unwrapped(caller.callee);
      if (caller.arguments.some(argument => unwrapped(argument) === node)) {
        const received =
          callee.type === 'MemberExpression' && index === 0 ? this.of(callee.object, hops).filter(trace => trace.isOutside) : [];
        traces.push(...(lastName(callee) === 'then' ? received : stepped(received, '*')));
      } else {
        const given = caller.arguments[index];
        traces.push(
          ...(given && given.type !== 'SpreadElement'
            ? this.of(given, hops).map(trace => ({ ...trace, via: [...trace.via, caller] }))
            : []),
        );
      }
    }
    return traces;
  }
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

import type { TSESTree } from '@typescript-eslint/utils';
import { definitionsOf } from '../definitions.ts';
import type { Exports } from '../exports.ts';
import type { FunctionNode, Variable } from '../facts.ts';
import type { Graph } from '../flow/index.ts';
import { addTo } from '../grouped.ts';
import { enclosingFunction, isFunction, lastName, propertyName, unwrapped } from '../tree.ts';
import { scopeMadeBy } from '../scopes.ts';

type Node = TSESTree.Node;

/** Where a value ends without having been used, and the variables that hold it unread; undefined where it may be used. */
export type Fate = { readonly end: Node; readonly variables: readonly Variable[] } | undefined;

/** What reads a variable: whatever was written, and by the write that it may see. */
interface Reads {
  readonly anyhow: readonly Node[];
  readonly by: ReadonlyMap<Node, readonly Node[]>;
}

/** The way to a session inside an array or object: positions and names, `*` for some element. */
type Way = readonly string[];
const anyElement = '*';

/** Functions that call a callback and drop what it gives. */
const droppers = new Set(['forEach', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'nextTick']);
const collectors = new Set(['map', 'flatMap']);
const mostHops = 40;

/**
 * Follows a value outwards, from where it is made to where it ends.
 *
 * | around the value                        | goes on with                                |
 * | --------------------------------------- | ------------------------------------------- |
 * | `await`, casts, `?:`, `||`, arrays, objects | the whole expression                    |
 * | `Promise.all([…])`, `Promise.race([…])` | the call                                    |
 * | `.catch(f)`, `.finally(f)`              | the call                                    |
 * | `.then(f)`                              | the call, when `f` only gives its parameter on; ends there, when `f` does not read it |
 * | what a callback of `map` gives          | the call of `map`                           |
 * | what a callback of `forEach` gives      | ends there                                  |
 * | a statement, `void`                     | ends there                                  |
 * | a pattern, a variable                   | every read of it: ends there when there is none |
 * | anything else                           | used                                        |
 */
export class Fates {
  readonly #open = new Set<Node>();

  constructor(
    readonly graph: Graph,
    readonly exported: Exports,
  ) {}

  of(value: Node, way: Way): Fate {
    if (this.#open.has(value) || this.#open.size > mostHops) {
      return undefined;
    }
    this.#open.add(value);
    const fate = this.#of(value, way);
    this.#open.delete(value);
    return fate;
  }

  #of(value: Node, way: Way): Fate {
    const parent = value.parent!;
    switch (parent.type) {
      case 'AwaitExpression':
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
        return this.of(parent, way);
      case 'ConditionalExpression':
        return parent.test === value ? undefined : this.of(parent, way);
      case 'LogicalExpression':
        return parent.right === value ? this.of(parent, way) : undefined;
      case 'SequenceExpression':
        return parent.expressions.at(-1) === value ? this.of(parent, way) : { end: value, variables: [] };
      case 'ExpressionStatement':
        return { end: parent, variables: [] };
      case 'UnaryExpression':
        return parent.operator === 'void' ? { end: parent, variables: [] } : undefined;
      case 'ArrayExpression':
        return this.of(parent, [this.#position(parent, value), ...way]);
      case 'SpreadElement':
        return parent.parent.type === 'ArrayExpression' ? this.of(parent.parent, [anyElement, ...way.slice(1)]) : undefined;
      case 'Property':
        return parent.value === value && parent.parent.type === 'ObjectExpression' ? this.#ofProperty(parent, way) : undefined;
      case 'MemberExpression':
        return parent.object === value ? this.#ofMember(parent, way) : undefined;
      case 'CallExpression':
        return parent.callee === value ? undefined : this.#ofArgument(parent, value, way);
      case 'ArrowFunctionExpression':
        return parent.body === value ? this.#ofResult(parent, way) : undefined;
      case 'ReturnStatement': {
        const around = enclosingFunction(parent);
        return around ? this.#ofResult(around, way) : undefined;
      }
      case 'VariableDeclarator':
        return parent.init === value && !parent.parent.kind.endsWith('using') ? this.#ofPattern(parent.id, way, parent) : undefined;
      case 'AssignmentExpression':
        return parent.right === value ? this.#ofAssignment(parent, way) : undefined;
      case 'ForOfStatement':
        return parent.right === value && way.length > 0 ? this.#ofLoop(parent, way.slice(1)) : undefined;
      default:
        return undefined;
    }
  }

  #position(array: TSESTree.ArrayExpression, value: Node): string {
    const index = array.elements.indexOf(value as TSESTree.Expression);
    return array.elements.slice(0, index).some(element => element?.type === 'SpreadElement') ? anyElement : String(index);
  }

  #ofProperty(property: TSESTree.Property, way: Way): Fate {
    const name = propertyName(property);
    return name === undefined ? undefined : this.of(property.parent, [name, ...way]);
  }

  /** `value.catch(…)` and its like, as long as the value is the promise itself. */
  #ofMember(member: TSESTree.MemberExpression, way: Way): Fate {
    const call = member.parent;
    if (call.type !== 'CallExpression' || call.callee !== member) {
      return undefined;
    }
    switch (propertyName(member)) {
      case 'catch':
      case 'finally':
        return this.of(call, way);
      case 'then': {
        const [done] = call.arguments;
        if (!done || (done.type === 'Literal' && done.value === null) || (done.type === 'Identifier' && done.name === 'undefined')) {
          return this.of(call, way);
        }
        if (this.#handsOn(done)) {
          return this.of(call, way);
        }
        return this.#ignoresParameter(done, way) ? { end: done, variables: [] } : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Whether all that a callback does with its parameter is to give it on. */
  #handsOn(callback: Node): boolean {
    const inner = unwrapped(callback);
    const first = isFunction(inner) ? inner.params[0] : undefined;
    const variable = first?.type === 'Identifier' ? this.graph.variableOf(first) : undefined;
    return (
      !!variable &&
      variable.references.length > 0 &&
      variable.references.every(({ identifier }) => {
        const { parent } = identifier as Node;
        return parent === inner || (parent?.type === 'ReturnStatement' && enclosingFunction(parent) === inner);
      })
    );
  }

  /** Whether a callback of the file does nothing with its first parameter. */
  #ignoresParameter(callback: Node, way: Way): boolean {
    const inner = unwrapped(callback);
    const called = isFunction(inner) ? [inner] : this.#functionsAt(inner);
    return called.length > 0 && called.every(each => {
      const [first] = each.params;
      return !usesArguments(this.graph, each) && (!first || (first.type !== 'RestElement' && !!this.#ofPattern(first, way, first)));
    });
  }

  #functionsAt(node: Node): FunctionNode[] {
    return [...this.graph.place(node).plainValues()].flatMap(value => (value.kind === 'function' ? [value.node] : []));
  }

  /** An argument that the call gives back: of a method of `Promise`, or of a function that is called on the spot. */
  #ofArgument(call: TSESTree.CallExpression, value: Node, way: Way): Fate {
    const callee = unwrapped(call.callee);
    const isPromise = callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Promise';
    if (!isPromise || call.arguments[0] !== value || this.graph.variableOf(callee.object)) {
      return undefined;
    }
    switch (propertyName(callee)) {
      case 'all':
      case 'resolve':
        return this.of(call, way);
      case 'allSettled':
        return this.of(call, [way[0] ?? anyElement, 'value', ...way.slice(1)]);
      case 'any':
      case 'race':
        return this.of(call, way.slice(1));
      default:
        return undefined;
    }
  }

  /** What a callback gives goes where its caller puts it. */
  #ofResult(callback: FunctionNode, way: Way): Fate {
    if (callback.generator) {
      return undefined;
    }
    let outer: Node = callback;
    while (outer.parent && unwrapped(outer.parent) === callback) {
      outer = outer.parent;
    }
    const call = outer.parent;
    if (call?.type !== 'CallExpression') {
      return undefined;
    }
    if (call.callee === outer) {
      return this.of(call, way);
    }
    const name = call.arguments[0] === outer ? lastName(call.callee) : undefined;
    if (name === undefined || this.#functionsAt(call.callee).length > 0) {
      return undefined;
    }
    if (collectors.has(name) && call.callee.type === 'MemberExpression') {
      return this.of(call, [anyElement, ...way]);
    }
    return droppers.has(name) ? { end: callback, variables: [] } : undefined;
  }

  #ofAssignment(assignment: TSESTree.AssignmentExpression, way: Way): Fate {
    const bound = this.#ofPattern(assignment.left, way, assignment);
    if (!bound) {
      return undefined;
    }
    const own = this.of(assignment, way);
    return own && { end: assignment, variables: [...bound.variables, ...own.variables] };
  }

  #ofLoop(loop: TSESTree.ForOfStatement, way: Way): Fate {
    const left = loop.left.type === 'VariableDeclaration' ? loop.left.declarations[0]?.id : loop.left;
    return left && this.#ofPattern(left, way, loop);
  }

  /** What a pattern binds of a value: it ends there when nothing of it is read. */
  #ofPattern(pattern: Node, way: Way, end: Node): Fate {
    const target = unwrapped(pattern);
    const [step, ...rest] = way;
    switch (target.type) {
      case 'Identifier':
        return this.#ofBinding(target, way, end);
      case 'AssignmentPattern':
        return this.#ofPattern(target.left, way, end);
      case 'ObjectPattern': {
        const bound = target.properties.filter(
          property =>
            step === undefined || step === anyElement || property.type === 'RestElement' || (propertyName(property) ?? step) === step,
        );
        return this.#ofAll(
          bound.map(property => (property.type === 'Property' ? { node: property.value, way: rest } : { node: property.argument, way })),
          end,
        );
      }
      case 'ArrayPattern': {
        const bound = target.elements.flatMap((element, index) => {
          const isMeant = step === undefined || step === anyElement || step === String(index) || element?.type === 'RestElement';
          return element && isMeant
            ? [element.type === 'RestElement' ? { node: element.argument, way } : { node: element, way: rest }]
            : [];
        });
        return this.#ofAll(bound, end);
      }
      default:
        return undefined;
    }
  }

  #ofAll(bound: readonly { readonly node: Node; readonly way: Way }[], end: Node): Fate {
    const fates = bound.map(({ node, way }) => this.#ofPattern(node, way, end));
    return fates.includes(undefined) ? undefined : { end, variables: fates.flatMap(fate => fate!.variables) };
  }

  #ofBinding(identifier: TSESTree.Identifier, way: Way, end: Node): Fate {
    const variable = this.graph.variableOf(identifier);
    if (!variable || variable.scope.type === 'global' || this.exported.variables.has(variable)) {
      return undefined;
    }
    const { anyhow, by } = this.#readsOf(variable);
    const isRead = [anyhow, by.get(identifier) ?? []].some(reads => reads.some(read => !this.of(read, way)));
    return isRead ? undefined : { end, variables: [variable] };
  }

  readonly #reads = new Map<Variable, Reads>();

  #readsOf(variable: Variable): Reads {
    let reads = this.#reads.get(variable);
    if (!reads) {
      const definitions = definitionsOf(variable, this.graph);
      const anyhow: Node[] = [];
      const by = new Map<Node, Node[]>();
      for (const reference of variable.references) {
        const read = reference.identifier as Node;
        if (!reference.isRead() || isInType(read) || (reference.isWrite() && isLogical(read.parent))) {
          continue;
        }
        const seen = definitions.get(read);
        for (const write of seen ?? []) {
          addTo(by, write, read);
        }
        if (!seen) {
          anyhow.push(read);
        }
      }
      this.#reads.set(variable, (reads = { anyhow, by }));
    }
    return reads;
  }
}

/** `x ??= …` reads `x` only to ask whether it is there. */
function isLogical(parent: Node | undefined): boolean {
  return parent?.type === 'AssignmentExpression' && /^(?:\?\?|\|\||&&)=$/u.test(parent.operator);
}

function usesArguments(graph: Graph, node: FunctionNode): boolean {
  if (node.type === 'ArrowFunctionExpression') {
    return false;
  }
  const scope = scopeMadeBy(graph.sourceCode, node);
  return !!scope?.set.get('arguments')?.references.length;
}

/** `typeof session` in a type. */
function isInType(node: Node): boolean {
  let at = node.parent;
  while (at?.type === 'TSQualifiedName') {
    at = at.parent;
  }
  return at?.type === 'TSTypeQuery';
}

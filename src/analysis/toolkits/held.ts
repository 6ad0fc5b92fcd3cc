import type { TSESTree } from '@typescript-eslint/utils';
import { constructorOf, initialValuesOf } from '../class-members.ts';
import { constantOf } from '../constants.ts';
import { definitionsOf, writesOf } from '../definitions.ts';
import type { FunctionNode, Variable } from '../facts.ts';
import type { FileNodes, Graph } from '../flow/index.ts';
import type { SessionValue } from '../flow/values.ts';
import { fieldWrites } from '../people/fields.ts';
import { ownerOfSelf } from '../self.ts';
import { awaited, isFunction, isPropertyNamed, literalKey, propertyName, unwrapped } from '../tree.ts';
import { returnedExpressions } from '../people/returned.ts';
import type { Units } from '../units.ts';

type Node = TSESTree.Node;

const mostHops = 12;

/** Every session that an expression may be; undefined when it may be one that the file does not make. */
export function heldSessions(graph: Graph, nodes: FileNodes, units: Units, node: Node): ReadonlySet<SessionValue> | undefined {
  return new Holder(graph, nodes, units).of(node, 0);
}

/**
 * Goes backwards from an expression to the calls that made its session.
 *
 * | expression                        | looks at                                          |
 * | --------------------------------- | ------------------------------------------------- |
 * | a creation                        | itself                                            |
 * | a variable                        | the writes that reach this read                   |
 * | a parameter                       | the arguments, when only this file calls          |
 * | `this.session`                    | every assignment to the field                     |
 * | a member of a constant object     | what the object writes there                      |
 * | `res.locals.session`, `c.get('session')` | what the functions of the file put there   |
 * | `sessions.get(…)`, a loop variable | undefined: who knows what is in there            |
 * | a call of a function of the file  | what it returns                                   |
 * | `p.catch(…)`, `p.finally(…)`      | `p`                                               |
 * | `null`, `undefined`               | nothing                                           |
 * | any other expression              | what flows there, when a session does             |
 */
class Holder {
  readonly #open = new Set<Node>();

  constructor(
    readonly graph: Graph,
    readonly nodes: FileNodes,
    readonly units: Units,
  ) {}

  of(node: Node, hops: number): ReadonlySet<SessionValue> | undefined {
    const inner = awaited(node);
    if (hops > mostHops) {
      return undefined;
    }
    if (this.#open.has(inner)) {
      return new Set();
    }
    this.#open.add(inner);
    const held = this.#of(inner, hops + 1);
    this.#open.delete(inner);
    return held;
  }

  #all(nodes: readonly Node[], hops: number): ReadonlySet<SessionValue> | undefined {
    const all = new Set<SessionValue>();
    for (const node of nodes) {
      const held = this.of(node, hops);
      if (!held) {
        return undefined;
      }
      for (const session of held) {
        all.add(session);
      }
    }
    return all;
  }

  #of(node: Node, hops: number): ReadonlySet<SessionValue> | undefined {
    switch (node.type) {
      case 'Literal':
        return node.value === null ? new Set() : undefined;
      case 'Identifier':
        return this.#ofIdentifier(node, hops);
      case 'AssignmentExpression':
        return node.operator === '=' ? this.of(node.right, hops) : this.#all([node.left, node.right], hops);
      case 'SequenceExpression':
        return this.of(node.expressions.at(-1)!, hops);
      case 'ConditionalExpression':
        return this.#all([node.consequent, node.alternate], hops);
      case 'LogicalExpression':
        return node.operator === '&&' ? this.of(node.right, hops) : this.#all([node.left, node.right], hops);
      case 'CallExpression':
        return this.#ofCall(node, hops);
      case 'MemberExpression':
        return this.#ofMember(node, hops);
      default:
        return this.#flowing(node);
    }
  }

  #ofIdentifier(node: TSESTree.Identifier, hops: number): ReadonlySet<SessionValue> | undefined {
    const variable = this.graph.variableOf(node);
    if (!variable) {
      return node.name === 'undefined' ? new Set() : undefined;
    }
    const reaching = definitionsOf(variable, this.graph).get(node);
    const all = new Set<SessionValue>();
    if (variable.defs[0]?.type === 'Parameter') {
      const given = this.#ofParameter(variable, hops);
      if (!given) {
        return undefined;
      }
      given.forEach(session => all.add(session));
    }
    for (const reference of writesOf(variable)) {
      if (reaching && !reaching.has(reference.identifier as Node)) {
        continue;
      }
      const held = this.#ofWrite(variable, reference, hops);
      if (!held) {
        return undefined;
      }
      held.forEach(session => all.add(session));
    }
    return all;
  }

  #ofWrite(
    variable: Variable,
    { identifier, writeExpr }: Variable['references'][number],
    hops: number,
  ): ReadonlySet<SessionValue> | undefined {
    const parent = (identifier as Node).parent!;
    const isWhole =
      (parent.type === 'VariableDeclarator' && parent.id === identifier && parent.init === writeExpr) ||
      (parent.type === 'AssignmentExpression' && parent.left === identifier && parent.right === writeExpr);
    if (isWhole) {
      return this.of(writeExpr as Node, hops);
    }
    const declarator = parent.type === 'Property' ? parent.parent.parent : undefined;
    const brought =
      parent.type === 'Property' && declarator?.type === 'VariableDeclarator' && declarator.init
        ? this.#broughtAlong(declarator.init, propertyName(parent), hops)
        : undefined;
    if (brought) {
      return brought;
    }
    const isTurn = (writeExpr as Node | null)?.parent?.type === 'ForOfStatement';
    return writesOf(variable).length === 1 && !isTurn ? this.#flowing(identifier as Node) : undefined;
  }

  #ofParameter(variable: Variable, hops: number): ReadonlySet<SessionValue> | undefined {
    const called = variable.defs[0]!.node as Node;
    if (!isFunction(called) || this.units.isShared(called)) {
      return undefined;
    }
    const index = called.params.findIndex(parameter => parameter === variable.identifiers[0]);
    const given = [...this.graph.callersOf(called)].map(caller => this.#argument(caller, called, index));
    return index < 0 || given.length === 0 || given.includes(undefined) ? undefined : this.#all(given as Node[], hops);
  }

  /** What a call gives to a parameter: `f(x)`, or `p.then(f)`. */
  #argument(caller: Node, called: FunctionNode, index: number): Node | undefined {
    if (caller.type !== 'CallExpression') {
      return undefined;
    }
    const callee = unwrapped(caller.callee);
    if (
      callee === called ||
      [...this.graph.place(callee).plainValues()].some(value => value.kind === 'function' && value.node === called)
    ) {
      const argument = caller.arguments.slice(0, index + 1).some(each => each.type === 'SpreadElement')
        ? undefined
        : caller.arguments[index];
      return argument;
    }
    const isThen = callee.type === 'MemberExpression' && propertyName(callee) === 'then' && index === 0;
    const [first] = caller.arguments;
    return isThen && first && unwrapped(first) === called ? callee.object : undefined;
  }

  #ofCall(node: TSESTree.CallExpression, hops: number): ReadonlySet<SessionValue> | undefined {
    const session = this.graph.sessions.get(node);
    if (session?.creation) {
      return new Set([session]);
    }
    const callee = unwrapped(node.callee);
    if (callee.type === 'MemberExpression' && isPropertyNamed(callee, /^(?:catch|finally)$/u)) {
      return this.of(callee.object, hops);
    }
    const called = isFunction(callee)
      ? [callee]
      : [...this.graph.place(callee).plainValues()].flatMap(value => (value.kind === 'function' ? [value.node] : []));
    if (called.length === 0) {
      const key =
        callee.type === 'MemberExpression' && propertyName(callee) === 'get' && node.arguments[0]
          ? literalKey(node.arguments[0])
          : undefined;
      const brought = callee.type === 'MemberExpression' ? this.#broughtAlong(callee.object, key, hops) : undefined;
      return brought ?? (this.#isContainer(callee) ? undefined : this.#flowing(node));
    }
    const returned = called.flatMap(each =>
      returnedExpressions(each).flatMap(expression => this.#broughtIn(node, each, expression) ?? [expression]),
    );
    return returned.length > 0 ? this.#all(returned, hops) : undefined;
  }

  /** What a callback gives that a call brings, where the called function gives just that: `return await attempt()`. */
  #broughtIn(call: TSESTree.CallExpression, called: FunctionNode, expression: Node): Node[] | undefined {
    const inner = awaited(expression);
    const definition = inner.type === 'CallExpression' ? this.graph.variableOf(unwrapped(inner.callee))?.defs[0] : undefined;
    const brought =
      definition?.type === 'Parameter' && definition.node === called
        ? call.arguments[called.params.indexOf(definition.name as never)]
        : undefined;
    return isFunction(brought) ? returnedExpressions(brought) : undefined;
  }

  #ofMember(node: TSESTree.MemberExpression, hops: number): ReadonlySet<SessionValue> | undefined {
    const owner = ownerOfSelf(this.graph, node.object);
    const name = propertyName(node);
    if (!owner || !('owner' in owner) || name === undefined) {
      const constant = constantOf(this.graph, node);
      return constant === node ? this.#broughtAlong(node.object, name, hops) : this.of(constant, hops);
    }
    const isGiven = constructorOf(owner.owner)?.params.some(
      parameter =>
        parameter.type === 'TSParameterProperty' && parameter.parameter.type === 'Identifier' && parameter.parameter.name === name,
    );
    const written = [...initialValuesOf(owner.owner, name), ...fieldWrites(this.graph, owner.owner, name).map(write => write.node)];
    return isGiven || written.length === 0 ? undefined : this.#all(written, hops);
  }

  /** What the functions of the file hang on a request under a name, when all of that is theirs. */
  #broughtAlong(request: Node, name: string | undefined, hops: number): ReadonlySet<SessionValue> | undefined {
    const requests = new Set([...this.graph.place(request).plainValues()].filter(value => value.kind === 'request'));
    if (name === undefined || requests.size === 0) {
      return undefined;
    }
    const isSame = (other: Node): boolean =>
      [...this.graph.place(other).plainValues()].some(value => value.kind === 'request' && requests.has(value));
    const written: Node[] = [];
    for (const { left, right } of this.nodes.of('AssignmentExpression')) {
      if (left.type === 'MemberExpression' && propertyName(left) === name && isSame(left.object)) {
        written.push(right);
      }
    }
    for (const {
      callee,
      arguments: [key, value],
    } of this.nodes.calls) {
      if (
        value &&
        literalKey(key!) === name &&
        callee.type === 'MemberExpression' &&
        propertyName(callee) === 'set' &&
        isSame(callee.object)
      ) {
        written.push(value);
      }
    }
    return written.length > 0 ? this.#all(written, hops) : undefined;
  }

  /** A method of an object that the file fills: the analysis need not have seen all that went in. */
  #isContainer(callee: Node): boolean {
    return callee.type === 'MemberExpression' && [...this.graph.place(callee.object).plainValues()].some(value => value.kind === 'object');
  }

  /** The sessions that the analysis saw flow here, when it saw any and knows who made each. */
  #flowing(node: Node): ReadonlySet<SessionValue> | undefined {
    const sessions = new Set<SessionValue>();
    for (const value of this.graph.place(node).plainValues()) {
      if (value.kind === 'parameter' || (value.kind === 'session' && !value.creation)) {
        return undefined;
      }
      if (value.kind === 'session') {
        sessions.add(value);
      }
    }
    return sessions.size > 0 ? sessions : undefined;
  }
}

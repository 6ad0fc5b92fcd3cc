import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, Variable } from '../facts.ts';
import { buildControlFlow, type ControlFlow } from '../order/control-flow.ts';
import { solve, visit } from '../order/solve.ts';
import { originsOf } from '../people/origins.ts';
import { awaited, contains, enclosingFunction, isFunction, isNamed, nodesBelow, propertyName, unwrapped, wrappedParent } from '../tree.ts';
import type { RequestValues } from './request-values.ts';
import { namesOwner } from './user-names.ts';

type Node = TSESTree.Node;

const comparisons = new Set(['===', '!==', '==', '!=', 'in']);

/** Variables that were filled from an id are followed this far. */
const rounds = 3;

/** Finds the tests that relate an id to a user. */
export class RelationTests {
  readonly #flows = new Map<FunctionNode, ControlFlow>();

  constructor(readonly values: RequestValues) {}

  get #graph() {
    return this.values.context.graph;
  }

  /** Whether a test that relates the id `key` to a user stands on every path that reaches `site`. */
  standBefore(site: Node, key: string): boolean {
    let at = site;
    for (let around = enclosingFunction(at); around; at = around, around = enclosingFunction(at)) {
      if (this.#standsIn(around, at, key)) {
        return true;
      }
    }
    return false;
  }

  #standsIn(around: FunctionNode, site: Node, key: string): boolean {
    const filled = this.#filledFrom(around, key);
    const tests = new Set<Node>();
    for (const node of nodesBelow(around.body, this.#graph.sourceCode.visitorKeys)) {
      const goesOn = node.type === 'CallExpression' && contains(node.callee, site);
      if (node !== site && !goesOn && this.#isTest(node, key, filled)) {
        tests.add(node);
      }
    }
    if (tests.size === 0) {
      return false;
    }
    let isReached = false;
    let isAlways = true;
    const flow = this.#flowOf(around);
    const solution = solve<boolean>(flow, {
      initial: false,
      join: (one, other) => one && other,
      equals: (one, other) => one === other,
      transfer: (state, event) => state || tests.has(event),
    });
    visit(flow, solution, (event, before) => {
      if (event === site) {
        isReached = true;
        isAlways &&= before;
      }
    });
    return isReached && isAlways;
  }

  #flowOf(around: FunctionNode): ControlFlow {
    let flow = this.#flows.get(around);
    if (!flow) {
      this.#flows.set(around, (flow = buildControlFlow(around, this.#graph.sourceCode.visitorKeys)));
    }
    return flow;
  }

  /** The variables of a function that hold what somebody made of the id: the record that was found by it. */
  #filledFrom(around: FunctionNode, key: string): ReadonlySet<Variable> {
    const filled = new Set<Variable>();
    const writes = this.#writesIn(around);
    for (let round = 0, size = -1; round < rounds && size !== filled.size; round += 1) {
      size = filled.size;
      for (const { names, value } of writes) {
        if (!this.#holds(value, key) && this.#mentions(value, key, filled)) {
          names.forEach(name => filled.add(name));
        }
      }
    }
    return filled;
  }

  /** Whether a value is what the id is taken out of: what else is taken out of it was not found by the id. */
  #holds(value: Node, key: string): boolean {
    return this.values.of(value).some(trace => trace.isOutside && key.startsWith(`${trace.key}.`));
  }

  #writesIn(around: FunctionNode): { readonly names: readonly Variable[]; readonly value: Node }[] {
    const writes: { names: Variable[]; value: Node }[] = [];
    for (const node of nodesBelow(around.body, this.#graph.sourceCode.visitorKeys)) {
      const target = node.type === 'VariableDeclarator' ? node.id : node.type === 'AssignmentExpression' ? node.left : undefined;
      const value = node.type === 'VariableDeclarator' ? node.init : node.type === 'AssignmentExpression' ? node.right : undefined;
      if (target && value && isMade(value)) {
        const names = [...nodesBelow(target, this.#graph.sourceCode.visitorKeys)].flatMap(name => this.#graph.variableOf(name) ?? []);
        writes.push({ names, value });
      }
    }
    return writes;
  }

  /**
   * Whether a node relates the id to a user.
   *
   * | form                                                    | relates when                                     |
   * | ------------------------------------------------------- | ------------------------------------------------ |
   * | `a === b`, `!==`, `in`                                  | one side is the id or was found by it, the other is no constant, and a user is named |
   * | `f(…)`, `o.f(…)` that is waited for, or whose result counts | it is given the id and a user                |
   * | `` sql`… ${id} … ${userId}` ``                          | both stand in it                                 |
   */
  #isTest(node: Node, key: string, filled: ReadonlySet<Variable>): boolean {
    if (node.type === 'BinaryExpression' && comparisons.has(node.operator)) {
      const sides = [node.left, node.right];
      const ofId = sides.filter(side => this.#mentions(side, key, filled));
      const other = sides.find(side => !ofId.includes(side));
      return ofId.length > 0 && other !== undefined && !this.#isConstant(other) && sides.some(side => this.#namesUser(side, key));
    }
    if (node.type === 'TaggedTemplateExpression' && isCounted(node)) {
      return (
        node.quasi.expressions.some(part => this.#mentions(part, key, filled)) &&
        node.quasi.expressions.some(part => this.#namesUser(part, key))
      );
    }
    if (node.type !== 'CallExpression' || !isCounted(node) || this.#graph.sessions.has(node)) {
      return false;
    }
    const callee = unwrapped(node.callee);
    const given = [...node.arguments, ...(callee.type === 'MemberExpression' ? [callee.object] : [])];
    return given.some(part => this.#mentions(part, key, filled)) && given.some(part => this.#namesUser(part, key));
  }

  #isConstant(node: Node): boolean {
    const inner = unwrapped(node);
    return (
      inner.type === 'Literal' ||
      inner.type === 'UnaryExpression' ||
      originsOf(this.#graph, inner).every(origin => origin.kind === 'constant')
    );
  }

  /** Whether the id, something that holds it, or something found by it stands in `node`. */
  #mentions(node: Node, key: string, filled: ReadonlySet<Variable>): boolean {
    for (const inner of nodesBelow(node, this.#graph.sourceCode.visitorKeys)) {
      if (inner.type === 'Identifier') {
        const variable = this.#graph.references.get(inner);
        if (variable && filled.has(variable)) {
          return true;
        }
      }
      const isPart = inner.parent?.type === 'MemberExpression' && inner.parent.object === inner;
      if (
        (inner.type === 'Identifier' || inner.type === 'MemberExpression' || inner.type === 'CallExpression') &&
        !isPart &&
        this.#isId(inner, key)
      ) {
        return true;
      }
    }
    return false;
  }

  #isId(node: Node, key: string): boolean {
    return this.#holds(node, key) || this.values.of(node).some(trace => trace.isOutside && trace.key === key);
  }

  /** Whether `node` names a user: by a word, as the request that brings one, or as something found for a user. */
  #namesUser(node: Node, key: string, hops = 0): boolean {
    for (const inner of nodesBelow(node, this.#graph.sourceCode.visitorKeys)) {
      const name = inner.type === 'Identifier' ? inner.name : keyIn(inner);
      if (name === undefined || isFromMethod(inner) || this.#isOfId(inner, key)) {
        continue;
      }
      if (namesOwner(name) || (inner.parent && isServers(inner.parent, name))) {
        return true;
      }
      if (this.values.of(inner).some(trace => trace.isRoot) && isWhole(inner)) {
        return true;
      }
      const initial = this.#initialOf(inner);
      if (
        initial &&
        hops < 2 &&
        !this.#mentions(initial, key, new Set()) &&
        (isCallForUser(initial) || this.#namesUser(initial, key, hops + 1))
      ) {
        return true;
      }
    }
    return false;
  }

  /** Whether an identifier is the id itself, or the last name of it. */
  #isOfId(node: Node, key: string): boolean {
    const whole = node.parent?.type === 'MemberExpression' && node.parent.property === node ? node.parent : node;
    return this.values.of(whole).some(trace => trace.isOutside && trace.key === key);
  }

  #initialOf(identifier: Node): Node | undefined {
    const definition = this.#graph.references.get(identifier)?.defs[0]?.node as Node | undefined;
    return definition?.type === 'VariableDeclarator' && definition.init ? awaited(definition.init) : undefined;
  }
}

/** `Buffer.from(…)`, `db.select().from(sessions)`: a method, where `ctx.from` is who sent the message. */
function isFromMethod(node: Node): boolean {
  const member = node.parent;
  return (
    member?.type === 'MemberExpression' &&
    member.property === node &&
    propertyName(member) === 'from' &&
    member.parent.type === 'CallExpression' &&
    member.parent.callee === member
  );
}

/** `userId` of `claims['userId']`, and of `c.get('userId')`. */
function keyIn(node: Node): string | undefined {
  if (node.type !== 'Literal' || typeof node.value !== 'string') {
    return undefined;
  }
  const { parent } = node;
  const isKey =
    parent.type === 'MemberExpression' ? parent.property === node : parent.type === 'CallExpression' && isNamed(parent.callee, /^get$/u);
  return isKey ? node.value : undefined;
}

/** `req.session`, `ctx.state`, `res.locals`: what the server keeps for the caller. */
function isServers(parent: Node, name: string): boolean {
  return parent.type === 'MemberExpression' && propertyName(parent) === name && /^(?:session|state|locals|signedCookies|jwt)$/u.test(name);
}

/** The request itself, given as a whole. */
function isWhole(node: Node): boolean {
  const parent = wrappedParent(node);
  return parent?.type === 'CallExpression' || parent?.type === 'Property' || parent?.type === 'ArrayExpression';
}

/** `await auth()`, `getCurrentUser(…)`: a call whose name says that it gives a user. */
function isCallForUser(node: Node): boolean {
  if (node.type !== 'CallExpression') {
    return false;
  }
  const callee = unwrapped(node.callee);
  const name = callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (propertyName(callee) ?? '') : '';
  return namesOwner(name) || /session|verify/iu.test(name);
}

/** A value that something made; a plain copy is the id still. */
function isMade(value: Node): boolean {
  const inner = awaited(value);
  return (
    inner.type === 'CallExpression' ||
    inner.type === 'LogicalExpression' ||
    inner.type === 'ConditionalExpression' ||
    inner.type === 'TaggedTemplateExpression' ||
    inner.type === 'TemplateLiteral' ||
    inner.type === 'MemberExpression' ||
    inner.type === 'BinaryExpression'
  );
}

/** Whether a call, or a tagged template, is waited for, or its result counts. */
function isCounted(node: Node): boolean {
  const parent = wrappedParent(node);
  return (
    parent?.type !== 'ExpressionStatement' &&
    !(parent?.type === 'UnaryExpression' && parent.operator === 'void') &&
    !(isFunction(parent) && contains(parent.body, node))
  );
}

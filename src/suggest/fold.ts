import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, Variable } from '../analysis/facts.ts';
import { childrenOf } from '../analysis/nodes.ts';
import { contains, isFunction, unwrapped, wrappedParent } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { type Block, type Held, join, type Known, not, type State } from './fold-state.ts';
import type { HomeUse, HomeUses } from './home-uses.ts';
import { variableOf } from './names.ts';
import { isPure } from './pure.ts';
import { reduceTo, reduceToText } from './reduce.ts';

type Node = TSESTree.Node;

/**
 * Works out the expressions of a function under the assumption that the home is empty when the function starts, and
 * writes what is left of them into a draft.
 *
 * | code                                | becomes                |
 * | ----------------------------------- | ---------------------- |
 * | `cache.get(k) ?? (await create())`  | `await create()`       |
 * | `cache.has(k) ? a : b`              | `b`                    |
 * | `hit && Date.now() - hit.at < TTL`  | known to be nothing    |
 * | `this.session ??= await create()`   | `await create()`       |
 */
export abstract class ExpressionFold {
  protected state: State = { home: 'absent', variables: new Map() };
  protected block!: Block;
  readonly held: Held[] = [];
  /** Variables that were read from the home. */
  readonly aliases = new Set<Variable>();

  constructor(
    protected readonly uses: HomeUses,
    protected readonly draft: Draft,
    /** Whether a function may go without a session, as one that closes or counts sessions may. */
    protected readonly lenient = false,
  ) {}

  /** Folds an expression whose value the code goes on with. */
  protected value(node: Node | null | undefined): void {
    if (!node) {
      return;
    }
    const known = this.fold(node);
    if (known === 'absent') {
      this.draft.refuse();
    } else if (known) {
      reduceToText(this.draft, node, known);
    }
  }

  /** What `node` is known to be; when nothing, its live parts are written to the draft. */
  protected fold(node: Node): Known | undefined {
    const use = this.uses.of(node);
    if (use) {
      return this.use(use);
    }
    switch (node.type) {
      case 'Identifier': {
        const known = this.#known(node);
        return known === 'maybe' ? undefined : known;
      }
      case 'AwaitExpression':
        return this.fold(node.argument);
      case 'ChainExpression':
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
        return this.fold(node.expression);
      case 'MemberExpression':
        return this.#member(node);
      case 'UnaryExpression':
        return this.#unary(node);
      case 'BinaryExpression':
        return this.#binary(node);
      case 'LogicalExpression':
        return this.#logical(node);
      case 'ConditionalExpression':
        return this.#conditional(node);
      case 'AssignmentExpression':
        return this.#assignment(node);
      case 'CallExpression':
        if (node.callee.type === 'Identifier' && node.callee.name === 'Boolean' && node.arguments.length === 1) {
          return not(not(this.fold(node.arguments[0]!)));
        }
        break;
      default:
    }
    this.children(node);
    return undefined;
  }

  /** Folds everything below a node that has no rule of its own. */
  protected children(node: Node): void {
    if (isFunction(node)) {
      this.closure(node);
      return;
    }
    for (const each of childrenOf(node, this.draft.sourceCode.visitorKeys)) {
      if (!each.type.startsWith('TS') || isCast(each)) {
        this.value(each);
      }
    }
  }

  /** Folds the body of a function inside the function. */
  protected abstract closure(node: FunctionNode): void;

  protected set(variable: Variable, known: Known | 'maybe' | undefined): void {
    const variables = new Map(this.state.variables);
    if (known) {
      variables.set(variable, known);
    } else {
      variables.delete(variable);
    }
    this.state = { ...this.state, variables };
  }

  /** What a loop or closure writes may have been written before the code that comes to be folded. */
  protected forget(node: Node): void {
    for (const variable of this.state.variables.keys()) {
      if (variable.references.some(reference => reference.isWrite() && contains(node, reference.identifier))) {
        this.set(variable, 'maybe');
      }
    }
  }

  protected use(use: HomeUse): Known | undefined {
    const { home } = this.state;
    switch (use.kind) {
      case 'read':
      case 'has':
        if (home === 'maybe') {
          this.draft.refuse();
          return undefined;
        }
        if (home === 'absent') {
          return use.kind === 'has' ? 'false' : 'absent';
        }
        if (use.kind === 'has') {
          return 'true';
        }
        home.reads.push(use.node);
        return undefined;
      case 'store':
        this.#storeInside(use);
        return undefined;
      default:
        return undefined;
    }
  }

  protected hold(use: HomeUse, statement: Node | undefined, name: Variable | undefined): void {
    if (typeof this.state.home === 'object' && use.node.type === 'AssignmentExpression' && use.node.operator !== '=') {
      this.draft.refuse();
    }
    const held: Held = { use, value: use.value!, statement, block: this.block, reads: [], name };
    this.held.push(held);
    this.state = { ...this.state, home: held };
  }

  /** `const s = (cache[k] ??= v)`: the value stays, the storing goes. */
  #storeInside(use: HomeUse): void {
    if (use.node.type !== 'AssignmentExpression') {
      this.draft.refuse();
      return;
    }
    this.value(use.value);
    reduceTo(this.draft, use.node, use.value!);
    this.hold(use, undefined, this.receiver(use.node) ?? this.receiverInside(use.value!));
  }

  /** The variable that an expression is declared or assigned to. */
  protected receiver(node: Node): Variable | undefined {
    const parent = wrappedParent(node);
    const target =
      parent?.type === 'VariableDeclarator'
        ? parent.id
        : parent?.type === 'AssignmentExpression'
          ? parent.left
          : undefined;
    return target?.type === 'Identifier' ? variableOf(this.draft.sourceCode, target) : undefined;
  }

  /** `x` of the stored `(x = await create())`. */
  protected receiverInside(value: Node): Variable | undefined {
    const inner = unwrapped(value);
    const target = inner.type === 'AssignmentExpression' && inner.operator === '=' ? inner.left : inner;
    return target.type === 'Identifier' ? variableOf(this.draft.sourceCode, target) : undefined;
  }

  #known(node: TSESTree.Identifier): Known | 'maybe' | undefined {
    const variable = variableOf(this.draft.sourceCode, node);
    return variable && this.state.variables.get(variable);
  }

  #member(node: TSESTree.MemberExpression): Known | undefined {
    const object = this.fold(node.object);
    if (object === 'absent') {
      if (!node.optional) {
        this.draft.refuse();
      }
      return 'absent';
    }
    if (node.computed) {
      this.value(node.property);
    }
    return undefined;
  }

  #unary(node: TSESTree.UnaryExpression): Known | undefined {
    if (node.operator === '!') {
      return not(this.fold(node.argument));
    }
    this.value(node.argument);
    return undefined;
  }

  #binary(node: TSESTree.BinaryExpression): Known | undefined {
    const equal = ['==', '==='].includes(node.operator);
    const isTypeof = node.left.type === 'UnaryExpression' && node.left.operator === 'typeof';
    if (equal || ['!=', '!=='].includes(node.operator)) {
      const left = isTypeof ? (node.left as TSESTree.UnaryExpression).argument : node.left;
      if (isTypeof ? isText(node.right, 'undefined') : isNullish(node.right)) {
        const known = this.fold(left);
        return known === 'absent' ? (equal ? 'true' : 'false') : undefined;
      }
    }
    const size = this.uses.of(node.left);
    if (size?.kind === 'scan' && isPure(node.right)) {
      return ['>', '>='].includes(node.operator) ? 'false' : ['<', '<='].includes(node.operator) ? 'true' : undefined;
    }
    this.value(node.left);
    this.value(node.right);
    return undefined;
  }

  #logical(node: TSESTree.LogicalExpression): Known | undefined {
    const left = this.fold(node.left);
    if (left) {
      const goesOn = node.operator === '??' ? left === 'absent' : (node.operator === '||') === (left !== 'true');
      return goesOn ? this.#become(node, node.right) : left;
    }
    const before = this.state;
    const right = this.fold(node.right);
    this.state = join(before, this.state);
    if (!right) {
      return undefined;
    }
    const decides = node.operator === '&&' ? right !== 'true' : node.operator === '||' && right === 'true';
    if (decides && isPure(node.left)) {
      return right;
    }
    if (node.operator === '??' || (node.operator === '||') === (right === 'true')) {
      this.draft.refuse();
    }
    reduceTo(this.draft, node, node.left);
    return undefined;
  }

  #conditional(node: TSESTree.ConditionalExpression): Known | undefined {
    const test = this.fold(node.test);
    if (test) {
      return this.#become(node, test === 'true' ? node.consequent : node.alternate);
    }
    const before = this.state;
    this.value(node.consequent);
    const after = this.state;
    this.state = before;
    this.value(node.alternate);
    this.state = join(after, this.state);
    return undefined;
  }

  #become(node: Node, part: Node): Known | undefined {
    const known = this.fold(part);
    if (!known) {
      reduceTo(this.draft, node, part);
    }
    return known;
  }

  #assignment(node: TSESTree.AssignmentExpression): Known | undefined {
    const variable = node.left.type === 'Identifier' ? variableOf(this.draft.sourceCode, node.left) : undefined;
    if (!variable) {
      this.value(node.left);
      this.value(node.right);
      return undefined;
    }
    const before = this.state.variables.get(variable);
    const known = this.fold(node.right);
    if (known && node.operator === '=') {
      this.aliases.add(variable);
      this.set(variable, known);
      return known;
    }
    if (known) {
      this.draft.refuse();
    } else if (before === 'absent' && (node.operator === '??=' || node.operator === '||=')) {
      this.draft.replace(this.operatorOf(node), '=');
    }
    this.set(variable, undefined);
    return undefined;
  }

  protected operatorOf(node: TSESTree.AssignmentExpression): TSESTree.Range {
    const { sourceCode } = this.draft;
    return sourceCode.getFirstTokenBetween(node.left, node.right, token => token.value === node.operator)!.range;
  }
}

function isText(node: Node, text: string): boolean {
  return node.type === 'Literal' && node.value === text;
}

function isNullish(node: Node): boolean {
  return (
    (node.type === 'Literal' && node.value === null && !('regex' in node)) || (node.type === 'Identifier' && node.name === 'undefined')
  );
}

function isCast(node: Node): boolean {
  return ['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression', 'TSTypeAssertion'].includes(node.type);
}

import type { TSESTree } from '@typescript-eslint/utils';
import { contains, isFunction } from '../analysis/tree.ts';
import { type Block, join, type Known } from './fold-state.ts';
import { ExpressionFold } from './fold.ts';
import { isNothing } from './home.ts';
import { clashesAround } from './names.ts';
import { indentAt, innerSpan } from './positions.ts';

type Node = TSESTree.Node;

type Loop = TSESTree.DoWhileStatement | TSESTree.ForInStatement | TSESTree.ForOfStatement | TSESTree.ForStatement | TSESTree.WhileStatement;

/** How a statement ends when control does not go on behind it. */
export type Abrupt = 'jump' | 'return' | 'throw' | undefined;

/** Folds what branches and repeats: `if`, `try`, loops, `switch`. */
export abstract class BranchFold extends ExpressionFold {
  /** The block that a statement belongs to after the rewrite. */
  readonly blocks = new Map<Node, Block>();
  /** The `if`s whose branch is always the same. */
  protected readonly unwrapped = new Set<Node>();

  /** Folds one statement; tells how it ends. */
  protected abstract statement(node: Node, block: Block): Abrupt;

  /** Folds a list of statements that belong to a block. */
  protected abstract walk(statements: readonly Node[], block: Block): Abrupt;

  protected foldIf(node: TSESTree.IfStatement, block: Block): Abrupt {
    const test = this.fold(node.test);
    if (test) {
      return this.take(node, test === 'true' ? node.consequent : node.alternate, block);
    }
    const before = this.state;
    const first = this.branch(node.consequent, block);
    const after = this.state;
    this.state = before;
    const second = node.alternate ? this.branch(node.alternate, block) : undefined;
    this.state = first ? this.state : second ? after : join(after, this.state);
    return first && second;
  }

  private branch(node: Node, block: Block): Abrupt {
    return this.statement(node, node.type === 'BlockStatement' ? block : { node, outer: block });
  }

  /** Puts the branch that is always taken in place of the whole `if` or `try`. */
  private take(node: TSESTree.IfStatement | TSESTree.TryStatement, taken: Node | null, block: Block): Abrupt {
    this.unwrapped.add(node);
    const inList = this.blocks.get(node)?.node !== node;
    if (taken && inList && isFunction(node.parent.parent) && isBareReturn(taken)) {
      this.draft.removeStatement(node);
      return 'return';
    }
    if (!taken || (taken.type === 'BlockStatement' && taken.body.length === 0)) {
      if (inList) {
        this.draft.removeStatement(node);
      } else if (node.parent.type === 'IfStatement' && node.parent.alternate === node) {
        this.draft.rewrite([node.parent.consequent.range[1], node.range[1]]);
      } else {
        this.draft.refuse();
      }
      return undefined;
    }
    const to = indentAt(this.draft.sourceCode, node.range[0]);
    const span = inList ? innerSpan(taken, this.draft.sourceCode) : taken.range;
    const from = indentAt(this.draft.sourceCode, inList ? span[0] : node.range[0]);
    this.draft.rewrite(node.range, { span, from, to });
    if (!inList) {
      return this.branch(taken, block);
    }
    if (taken.type === 'BlockStatement' && clashesAround(taken, this.draft.sourceCode, this.aliases)) {
      this.draft.refuse();
    }
    const abrupt = taken.type === 'BlockStatement' ? this.walk(taken.body, block) : this.statement(taken, block);
    if (abrupt === 'throw' || (abrupt === 'return' && !this.lenient && returnsNothing(taken))) {
      this.draft.refuse();
    }
    return abrupt;
  }

  /** Whether the first thing in a block is to ask a dictionary of Python for an entry, or an object for a field, that it does not have. */
  private failsAtOnce({ body: [first] }: TSESTree.BlockStatement): boolean {
    const asked = first && bareValue(first);
    const use = asked && this.uses.of(asked);
    if (!this.draft.dialect.isPython || this.state.home !== 'absent' || use?.kind !== 'read' || use.node.type !== 'MemberExpression') {
      return false;
    }
    // a field that something sets to `None` is there
    return (
      use.node.computed ||
      (use.node.object.type === 'ThisExpression' && !this.uses.all.some(({ kind }) => kind === 'drop' || kind === 'init'))
    );
  }

  protected foldTry(node: TSESTree.TryStatement, block: Block): Abrupt {
    if (node.handler && !node.finalizer && this.failsAtOnce(node.block)) {
      return this.take(node, node.handler.body, block);
    }
    const before = this.state;
    const tried = this.statement(node.block, block);
    let after = this.state;
    let abrupt = tried;
    if (node.handler) {
      this.state = join(before, after);
      const caught = this.statement(node.handler.body, block);
      after = caught ? after : tried ? this.state : join(after, this.state);
      abrupt = tried && caught;
    }
    this.state = after;
    if (node.finalizer) {
      return this.statement(node.finalizer, block) ?? abrupt;
    }
    return abrupt;
  }

  /** Folds a loop that asks something before or after each turn, or goes through what an object has. */
  protected foldLoop(node: Loop, block: Block): void {
    if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') {
      this.value(node.right);
    } else if (node.type === 'ForStatement') {
      this.value(node.init);
    }
    this.forget(node);
    if (node.type === 'WhileStatement' && this.#decides(node)) {
      return;
    }
    if (node.type === 'ForStatement') {
      this.#asked(node);
    }
    const before = this.state;
    this.branch(node.body, block);
    this.state = join(before, this.state);
    if (node.type === 'DoWhileStatement') {
      this.#asked(node);
    } else if (node.type === 'ForStatement') {
      this.value(node.update);
    }
  }

  /** Folds what a loop asks for each turn: an earlier one may have filled the home. */
  #asked(loop: TSESTree.DoWhileStatement | TSESTree.ForStatement | TSESTree.WhileStatement): Known | undefined {
    const { home } = this.state;
    if (this.uses.ofKind('store').some(({ node }) => contains(loop, node))) {
      this.state = { ...this.state, home: 'maybe' };
    }
    const known = loop.test ? this.fold(loop.test) : undefined;
    if (known && loop.type !== 'WhileStatement') {
      this.draft.refuse();
    }
    this.state = { ...this.state, home };
    return known;
  }

  /** Whether a `while` never runs, and goes, or might never end. */
  #decides(loop: TSESTree.WhileStatement): boolean {
    const known = this.#asked(loop);
    if (known === 'true') {
      this.draft.refuse();
    } else if (known) {
      this.draft.removeStatement(loop);
    }
    return known !== undefined;
  }

  protected foldSwitch(node: TSESTree.SwitchStatement, block: Block): void {
    this.value(node.discriminant);
    const before = this.state;
    let after = before;
    for (const branch of node.cases) {
      this.state = before;
      this.value(branch.test);
      const abrupt = this.walk(branch.consequent, { node, outer: block });
      after = abrupt && abrupt !== 'jump' ? after : join(after, this.state);
    }
    this.state = after;
  }
}

/** `return;`, which does nothing where all that comes behind it goes. */
function isBareReturn(node: Node): boolean {
  const [only, other] = node.type === 'BlockStatement' ? node.body : [node];
  return only?.type === 'ReturnStatement' && !only.argument && !other;
}

/** Whether a branch ends with `return;` or `return null`: then the code never comes to a session. */
function returnsNothing(node: Node): boolean {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  return last?.type === 'ReturnStatement' && (!last.argument || isNothing(last.argument));
}

/** What a statement evaluates and gives on: `return x`, `x`, `y = x`. */
function bareValue(statement: Node): Node | null | undefined {
  switch (statement.type) {
    case 'ReturnStatement':
      return statement.argument;
    case 'ExpressionStatement':
      return statement.expression.type === 'AssignmentExpression' ? statement.expression.right : statement.expression;
    case 'VariableDeclaration':
      return statement.declarations[0]?.init;
    default:
      return undefined;
  }
}

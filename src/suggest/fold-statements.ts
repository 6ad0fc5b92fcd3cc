import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode } from '../analysis/facts.ts';
import { isFunction, propertyName, unwrapped } from '../analysis/tree.ts';
import { type Abrupt, BranchFold } from './fold-branches.ts';
import type { Block } from './fold-state.ts';
import type { HomeUse } from './home-uses.ts';
import { variableOf } from './names.ts';
import { isPure } from './pure.ts';
import { reduceTo } from './reduce.ts';

type Node = TSESTree.Node;

/** Folds the statements of a function; see `ExpressionFold`. */
export class StatementFold extends BranchFold {
  /** Folds a whole function. */
  run(fn: FunctionNode): void {
    for (const parameter of fn.params) {
      this.value(parameter.type === 'AssignmentPattern' ? parameter.right : null);
    }
    this.#body(fn);
  }

  protected override closure(node: FunctionNode): void {
    const before = this.state;
    const { block } = this;
    for (const variable of before.variables.keys()) {
      if (variable.references.some(reference => reference.isWrite() && !reference.init)) {
        this.set(variable, 'maybe');
      }
    }
    this.#body(node);
    this.block = block;
    this.state = before;
    this.forget(node);
  }

  #body(fn: FunctionNode): void {
    this.block = { node: fn.body, outer: this.block };
    if (fn.body.type === 'BlockStatement') {
      this.walk(fn.body.body, this.block);
    } else {
      this.value(fn.body);
    }
  }

  protected override walk(statements: readonly Node[], block: Block): Abrupt {
    for (const [index, statement] of statements.entries()) {
      const abrupt = this.statement(statement, block);
      if (abrupt) {
        const rest = statements.slice(index + 1).filter(later => later.type !== 'FunctionDeclaration');
        if (this.unwrapped.has(statement)) {
          for (const dead of rest) {
            this.draft.removeStatement(dead);
          }
        }
        return abrupt;
      }
    }
    return undefined;
  }

  protected override statement(node: Node, block: Block): Abrupt {
    this.block = block;
    this.blocks.set(node, block);
    switch (node.type) {
      case 'BlockStatement':
        return this.walk(node.body, { node, outer: block });
      case 'ExpressionStatement':
        this.#expression(node);
        return undefined;
      case 'VariableDeclaration':
        for (const declarator of node.declarations) {
          this.#declarator(declarator);
        }
        return undefined;
      case 'IfStatement':
        return this.foldIf(node, block);
      case 'ReturnStatement':
        this.value(node.argument);
        return 'return';
      case 'ThrowStatement':
        this.value(node.argument);
        return 'throw';
      case 'BreakStatement':
      case 'ContinueStatement':
        return 'jump';
      case 'TryStatement':
        return this.foldTry(node, block);
      case 'ForOfStatement':
        if (this.uses.of(node.right)?.kind === 'scan') {
          this.draft.removeStatement(node);
          return undefined;
        }
        this.foldLoop(node, block);
        return undefined;
      case 'WhileStatement':
      case 'ForStatement':
      case 'ForInStatement':
      case 'DoWhileStatement':
        this.foldLoop(node, block);
        return undefined;
      case 'SwitchStatement':
        this.foldSwitch(node, block);
        return undefined;
      case 'LabeledStatement':
        return this.statement(node.body, { node: node.body, outer: block });
      case 'FunctionDeclaration':
        this.closure(node);
        this.block = block;
        return undefined;
      default:
        if (!node.type.startsWith('TS')) {
          this.children(node);
        }
        return undefined;
    }
  }

  #expression(node: TSESTree.ExpressionStatement): void {
    const inner = bareExpression(node.expression);
    const use = this.uses.of(inner);
    if (use?.kind === 'store') {
      this.#store(use, node);
      return;
    }
    if (use?.kind === 'drop') {
      if (inner.type === 'CallExpression' && !inner.arguments.every(isPure)) {
        this.draft.refuse();
      }
      this.draft.removeStatement(node);
      this.state = { ...this.state, home: 'absent' };
      return;
    }
    if (inner.type === 'CallExpression' && inner.arguments.some(isFunction) && this.#onlyDrops(inner)) {
      this.draft.removeStatement(node);
      return;
    }
    const known = this.fold(node.expression);
    if (known) {
      this.draft.removeStatement(node);
    }
  }

  /** `setTimeout(() => cache.delete(k), TTL)`, `p.catch(() => cache.delete(k))`: nothing is left to drop. */
  #onlyDrops({ arguments: args }: TSESTree.CallExpression): boolean {
    return args.every(argument => {
      if (!isFunction(argument)) {
        return isPure(argument);
      }
      return this.#isHousekeeping(argument.body);
    });
  }

  /** Whether a body does nothing but drop from the home, if it is there. */
  #isHousekeeping(node: Node): boolean {
    switch (node.type) {
      case 'BlockStatement':
        return node.body.every(statement => this.#isHousekeeping(statement));
      case 'IfStatement':
        return (
          this.uses.of(unwrapped(node.test)) !== undefined && !node.alternate && this.#isHousekeeping(node.consequent)
        );
      case 'ExpressionStatement':
        return this.#isHousekeeping(node.expression);
      default:
        return this.uses.of(bareExpression(node))?.kind === 'drop';
    }
  }

  /** A statement that does nothing but store; what becomes of it is decided when all reads are known. */
  #store(use: HomeUse, statement: TSESTree.ExpressionStatement): void {
    const value = unwrapped(use.value!);
    if (value.type === 'MemberExpression' && propertyName(value) === 'sessionId') {
      // an id may be kept, and the home is where others look for it
      this.draft.refuse();
    }
    if (value.type === 'AssignmentExpression') {
      this.value(use.value);
      reduceTo(this.draft, use.node, use.value!);
      this.hold(use, undefined, this.receiverInside(value));
      return;
    }
    if (this.fold(use.value!)) {
      this.draft.refuse();
    }
    this.hold(use, statement, value.type === 'Identifier' ? variableOf(this.draft.sourceCode, value) : undefined);
  }

  #declarator({ id, init }: TSESTree.VariableDeclarator): void {
    const known = init ? this.fold(init) : undefined;
    const variable = id.type === 'Identifier' ? variableOf(this.draft.sourceCode, id) : undefined;
    if (known && variable) {
      this.aliases.add(variable);
      this.set(variable, known);
    } else if (known) {
      this.draft.refuse();
    } else if (variable && !init) {
      this.aliases.add(variable);
    }
  }
}

/** What a statement evaluates, without `await` and `void`. */
function bareExpression(node: Node): Node {
  let inner = unwrapped(node);
  while (inner.type === 'AwaitExpression' || (inner.type === 'UnaryExpression' && inner.operator === 'void')) {
    inner = unwrapped(inner.argument);
  }
  return inner;
}

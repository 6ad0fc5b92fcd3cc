import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, SourceCode, Variable } from '../analysis/facts.ts';
import { contains, isFunction, unwrapped } from '../analysis/tree.ts';
import { indentAt } from './draft.ts';
import { type Block, ExpressionFold } from './fold.ts';
import { type HomeUse, isNothing } from './home.ts';
import { variableOf } from './names.ts';
import { isPure } from './pure.ts';
import { reduceTo } from './reduce.ts';

type Node = TSESTree.Node;

/** How a statement ends when control does not go on behind it. */
type Abrupt = 'jump' | 'return' | 'throw' | undefined;

/** Folds the statements of a function; see `ExpressionFold`. */
export class StatementFold extends ExpressionFold {
  /** The block that a statement belongs to after the rewrite. */
  readonly blocks = new Map<Node, Block>();
  /** Whether some statement was taken out of its branch or dropped. */
  #unwrapped = new Set<Node>();

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
    for (const variable of before.variables.keys()) {
      if (variable.references.some(reference => reference.isWrite() && contains(node, reference.identifier))) {
        this.set(variable, 'maybe');
      }
    }
  }

  #body(fn: FunctionNode): void {
    this.block = { node: fn.body, outer: this.block };
    if (fn.body.type === 'BlockStatement') {
      this.#walk(fn.body.body, this.block);
    } else {
      this.value(fn.body);
    }
  }

  #walk(statements: readonly Node[], block: Block): Abrupt {
    for (const [index, statement] of statements.entries()) {
      const abrupt = this.#statement(statement, block);
      if (abrupt) {
        const rest = statements.slice(index + 1).filter(later => later.type !== 'FunctionDeclaration');
        if (this.#unwrapped.has(statement)) {
          for (const dead of rest) {
            this.draft.removeStatement(dead);
          }
        }
        return abrupt;
      }
    }
    return undefined;
  }

  #statement(node: Node, block: Block): Abrupt {
    this.block = block;
    this.blocks.set(node, block);
    switch (node.type) {
      case 'BlockStatement':
        return this.#walk(node.body, { node, outer: block });
      case 'ExpressionStatement':
        this.#expression(node);
        return undefined;
      case 'VariableDeclaration':
        for (const declarator of node.declarations) {
          this.#declarator(declarator);
        }
        return undefined;
      case 'IfStatement':
        return this.#if(node, block);
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
        return this.#try(node, block);
      case 'ForOfStatement':
        if (this.uses.of(node.right)?.kind === 'scan' && this.staysEmpty) {
          this.draft.removeStatement(node);
          return undefined;
        }
        this.value(node.right);
        this.#loop(node.body, block);
        return undefined;
      case 'WhileStatement': {
        const test = this.fold(node.test);
        if (test === 'true') {
          this.draft.refuse();
        } else if (test) {
          this.draft.removeStatement(node);
        } else {
          this.#loop(node.body, block);
        }
        return undefined;
      }
      case 'ForStatement':
      case 'ForInStatement':
      case 'DoWhileStatement':
        this.#heads(node);
        this.#loop(node.body, block);
        return undefined;
      case 'SwitchStatement':
        this.#switch(node, block);
        return undefined;
      case 'LabeledStatement':
        return this.#statement(node.body, { node: node.body, outer: block });
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
        return this.uses.of(unwrapped(node.test)) !== undefined && !node.alternate && this.#isHousekeeping(node.consequent);
      case 'ExpressionStatement':
        return this.#isHousekeeping(node.expression);
      default:
        return this.uses.of(bareExpression(node))?.kind === 'drop';
    }
  }

  /** A statement that does nothing but store; what becomes of it is decided when all reads are known. */
  #store(use: HomeUse, statement: TSESTree.ExpressionStatement): void {
    const value = unwrapped(use.value!);
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

  #if(node: TSESTree.IfStatement, block: Block): Abrupt {
    const test = this.fold(node.test);
    if (test) {
      return this.#take(node, test === 'true' ? node.consequent : node.alternate, block);
    }
    const before = this.state;
    const first = this.#branch(node.consequent, block);
    const after = this.state;
    this.state = before;
    const second = node.alternate ? this.#branch(node.alternate, block) : undefined;
    this.state = first ? this.state : second ? after : this.join(after, this.state);
    return first && second;
  }

  #branch(node: Node, block: Block): Abrupt {
    return this.#statement(node, node.type === 'BlockStatement' ? block : { node, outer: block });
  }

  /** Puts the branch that is always taken in place of the whole `if`. */
  #take(node: TSESTree.IfStatement, taken: Node | null, block: Block): Abrupt {
    this.#unwrapped.add(node);
    const inList = this.blocks.get(node)?.node !== node;
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
      return this.#branch(taken, block);
    }
    if (taken.type === 'BlockStatement' && this.#collides(taken, node)) {
      this.draft.refuse();
    }
    const abrupt =
      taken.type === 'BlockStatement' ? this.#walk(taken.body, block) : this.#statement(taken, block);
    if (abrupt === 'throw' || (abrupt === 'return' && !this.lenient && returnsNothing(taken))) {
      this.draft.refuse();
    }
    return abrupt;
  }

  /** Whether a name declared in a block means something else in the scope that the block is dissolved into. */
  #collides(block: TSESTree.BlockStatement, around: Node): boolean {
    const { scopeManager } = this.draft.sourceCode;
    const names = scopeManager?.acquire(block)?.variables ?? [];
    let scope = scopeManager?.acquire(block)?.upper;
    while (scope && !contains(scope.block, around)) {
      scope = scope.upper;
    }
    return names.some(variable => {
      const other = scope?.set.get(variable.name);
      return (
        (other !== undefined && !this.aliases.has(other)) ||
        scope?.through.some(reference => reference.identifier.name === variable.name && !contains(block, reference.identifier))
      );
    });
  }

  #try(node: TSESTree.TryStatement, block: Block): Abrupt {
    const before = this.state;
    const tried = this.#statement(node.block, block);
    let after = this.state;
    let abrupt = tried;
    if (node.handler) {
      this.state = this.join(before, after);
      const caught = this.#statement(node.handler.body, block);
      after = caught ? after : tried ? this.state : this.join(after, this.state);
      abrupt = tried && caught;
    }
    this.state = after;
    if (node.finalizer) {
      return this.#statement(node.finalizer, block) ?? abrupt;
    }
    return abrupt;
  }

  #heads(node: TSESTree.DoWhileStatement | TSESTree.ForInStatement | TSESTree.ForStatement): void {
    if (node.type === 'ForStatement') {
      if (node.init?.type === 'VariableDeclaration') {
        for (const { init } of node.init.declarations) {
          this.value(init);
        }
      } else {
        this.value(node.init);
      }
      this.value(node.test);
      this.value(node.update);
    } else {
      this.value(node.type === 'ForInStatement' ? node.right : node.test);
    }
  }

  #loop(body: Node, block: Block): void {
    for (const variable of this.state.variables.keys()) {
      if (isWrittenIn(variable, body)) {
        this.set(variable, 'maybe');
      }
    }
    const before = this.state;
    this.#branch(body, block);
    this.state = this.join(before, this.state);
  }

  #switch(node: TSESTree.SwitchStatement, block: Block): void {
    this.value(node.discriminant);
    const before = this.state;
    let after = before;
    for (const branch of node.cases) {
      this.state = before;
      this.value(branch.test);
      const abrupt = this.#walk(branch.consequent, { node, outer: block });
      after = abrupt && abrupt !== 'jump' ? after : this.join(after, this.state);
    }
    this.state = after;
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

function isWrittenIn(variable: Variable, node: Node): boolean {
  return variable.references.some(reference => reference.isWrite() && contains(node, reference.identifier));
}

/** Whether a branch ends with `return;` or `return null`: then the code never comes to a session. */
function returnsNothing(node: Node): boolean {
  const last = node.type === 'BlockStatement' ? node.body.at(-1) : node;
  return last?.type === 'ReturnStatement' && (!last.argument || isNothing(last.argument));
}

/** The inside of a block, from its first token or comment to its last; any other statement whole. */
function innerSpan(node: Node, sourceCode: SourceCode): [number, number] {
  if (node.type !== 'BlockStatement') {
    return node.range;
  }
  const open = sourceCode.getFirstToken(node)!;
  const close = sourceCode.getLastToken(node)!;
  return [
    sourceCode.getTokenAfter(open, { includeComments: true })!.range[0],
    sourceCode.getTokenBefore(close, { includeComments: true })!.range[1],
  ];
}

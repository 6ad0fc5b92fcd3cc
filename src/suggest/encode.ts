import type { TSESTree } from '@typescript-eslint/utils';
import { contains, unwrapped, wrappedParent } from '../analysis/tree.ts';
import { choice } from './choice.ts';
import type { Draft } from './draft.ts';
import type { HomeUse } from './home-uses.ts';
import { namingOf } from './locals.ts';
import { variableOf } from './names.ts';
import { indentAt, statementOf, wrappedOutermost } from './positions.ts';
import { isIdRead, ResumeContext } from './resume-context.ts';
import { emptyTest } from './tests.ts';

type Node = TSESTree.Node;

/** Rewrites what puts a session into the home, with the idiom around it where that reads the home as well. */
export class Encoder extends ResumeContext {
  protected fillOrGuard(use: HomeUse): boolean {
    const storing = wrappedOutermost(use.node).parent;
    const statement = storing?.type === 'AwaitExpression' ? storing.parent : storing;
    return statement?.type === 'ExpressionStatement' && (this.guard(use, statement) || this.fill(use, statement));
  }

  /** A local read from the home, created and stored when it was not there. */
  private guard(use: HomeUse, statement: TSESTree.ExpressionStatement): boolean {
    const value = unwrapped(use.value!);
    const block = statement.parent;
    const test = block.parent;
    const variable = value.type === 'Identifier' ? variableOf(this.draft.sourceCode, value) : undefined;
    const declarator = variable?.defs[0]?.node;
    if (
      block.type !== 'BlockStatement' ||
      block.body.length !== 2 ||
      test?.type !== 'IfStatement' ||
      test.alternate ||
      declarator?.type !== 'VariableDeclarator' ||
      !declarator.init ||
      emptyTest(test.test) === undefined ||
      variableOf(this.draft.sourceCode, emptyTest(test.test)!) !== variable
    ) {
      return false;
    }
    const read = this.uses.of(unwrapped(declarator.init));
    const [assign] = block.body;
    const list = declarator.parent;
    if (
      read?.kind !== 'read' ||
      list.declarations.length !== 1 ||
      assign?.type !== 'ExpressionStatement' ||
      assign.expression.type !== 'AssignmentExpression' ||
      assign.expression.left.type !== 'Identifier' ||
      variable!.references.filter(reference => reference.isWrite()).length !== 2 ||
      siblingAfter(list) !== test
    ) {
      return false;
    }
    const id = this.freeName(list, 'sessionId', `${variable!.name}Id`);
    if (id === undefined) {
      return false;
    }
    const { dialect } = this.draft;
    const name = dialect.word(variable!.name);
    this.done.add(read);
    const kind = list.kind === 'let' ? 'const' : list.kind;
    this.draft.replace([list.range[0], declarator.init.range[0]], `${dialect.isPython ? id : `${kind} ${id}`} = `);
    choice(this.draft, test, assign, {
      target: dialect.binding('const', name),
      test: id,
      resumed: dialect.wait + this.resume(id, test),
      created: assign.expression.right,
      store: statement,
    });
    this.draft.replace(value.range, dialect.sessionId(name, false));
    return true;
  }

  /** A home that is filled when it is empty, by a statement of its own. */
  private fill(use: HomeUse, statement: TSESTree.ExpressionStatement): boolean {
    const block = statement.parent;
    const test = block.type === 'BlockStatement' && block.body.length === 1 ? block.parent : block;
    const isLogical = use.node.type === 'AssignmentExpression' && use.node.operator !== '=';
    const guarded = test?.type === 'IfStatement' && !test.alternate ? emptyTest(test.test) : undefined;
    const asked = guarded && this.uses.of(guarded);
    const whole = isLogical ? statement : test;
    const { dialect } = this.draft;
    const made = dialect.isPython ? 'CallExpression' : 'AwaitExpression';
    // `all = { ...all, [k]: v }` and `Object.assign(all, { [k]: v })` are no place of their own to look into
    const isPlace = !this.uses.isContainer || wrappedParent(use.home)?.type === 'MemberExpression';
    if (unwrapped(use.value!).type !== made || !whole || !isPlace || !(isLogical || asked)) {
      return false;
    }
    // `hasattr(self, "session")`: a field that is not there can not be asked for an id
    if (asked?.node.type === 'MemberExpression' && !asked.node.computed && this.draft.sourceCode.getText(asked.node).includes(',')) {
      return false;
    }
    const reads = this.readsAfter(whole);
    const alias = reads?.[0] && namingOf(reads[0].node, whole);
    const name = alias ? dialect.word(alias.name) : this.freeName(whole, 'session', 'resumed');
    if (name === undefined || !reads) {
      return false;
    }
    const { sourceCode } = this.draft;
    const isField = !this.uses.isContainer;
    const id = isField ? this.homeText(use) : this.freeName(whole, 'sessionId', 'storedId');
    if (id === undefined) {
      return false;
    }
    if (asked) {
      this.done.add(asked);
    }
    const end =
      sourceCode.getLastToken(whole)?.value === '}'
        ? sourceCode.getLastToken(statement)!
        : sourceCode.getLastToken(whole)!;
    const semi = end.value === ';' ? ';' : '';
    const indent = indentAt(sourceCode, whole.range[0]);
    const isKeyed = use.key && (use.node.type === 'CallExpression' || dialect.isPython);
    const lookUp =
      isKeyed
        ? `${this.draft.quote(use.home)}.get(${this.draft.quote(use.key!)})`
        : this.draft.quote(use.node.type === 'AssignmentExpression' ? use.node.left : use.home);
    const keep =
      use.node.type === 'CallExpression' && use.key
        ? this.callWith(use.node, use.value!, `${name}.sessionId`)
        : `${isField || use.node.type !== 'AssignmentExpression' ? this.homeText(use) : this.draft.quote(use.node.left)} = ${dialect.sessionId(name, false)}`;
    choice(this.draft, whole, statement, {
      before: isField ? '' : `${dialect.binding('const', id)} = ${lookUp}${semi}${this.draft.eol}${indent}`,
      target: dialect.binding('const', name),
      test: id,
      resumed: dialect.wait + this.resume(id, whole),
      created: use.value!,
      after: `${this.draft.eol}${indent}${keep}${semi}`,
    });
    for (const read of reads) {
      this.done.add(read);
      const outer = wrappedOutermost(read.node);
      if (!alias || !contains(alias.statement, outer)) {
        this.draft.reduce(outer, outer.range, name);
      }
    }
    if (alias) {
      this.draft.removeStatement(alias.statement);
    }
    return true;
  }

  /** The text of a call with something else in the place of one of its arguments. */
  private callWith(call: TSESTree.CallExpression, argument: Node, text: string): string {
    const source = this.draft.sourceCode.text;
    for (const each of [call.callee, ...call.arguments].filter(part => part !== argument)) {
      this.draft.quote(each);
    }
    return source.slice(call.range[0], argument.range[0]) + text + source.slice(argument.range[1], call.range[1]);
  }

  protected encode(use: HomeUse): void {
    const value = use.value!;
    const inner = unwrapped(value);
    const statement = statementOf(use.node);
    if (statement.type !== 'ExpressionStatement' || unwrapped(statement.expression) !== use.node) {
      this.draft.refuse();
    }
    const { dialect } = this.draft;
    if (inner.type === 'Identifier') {
      this.draft.reduce(value, value.range, dialect.sessionId(dialect.word(inner.name), false));
    } else if (dialect.isPython && isPending(value, this.draft)) {
      this.draft.refuse();
    } else if (dialect.isPython) {
      const [open, close] = value.type === 'CallExpression' ? ['', ''] : ['(', ')'];
      if (!this.encodeWithLocal(use, statement)) {
        this.draft.replace(value.range, open, { span: value.range }, `${close}.session_id`);
      }
    } else if (!this.encodeWithLocal(use, statement)) {
      const { sourceCode } = this.draft;
      const bracketed = sourceCode.getTokenBefore(value)?.value === '(' && value.type === 'AssignmentExpression';
      this.draft.replace(
        value.range,
        bracketed ? '' : '(',
        { span: value.range },
        bracketed ? '' : ')',
        bracketed ? '' : '.sessionId',
      );
      if (bracketed) {
        this.draft.insert(sourceCode.getTokenAfter(value)!.range[1], '.sessionId');
      }
    }
  }

  /** `this.session = await create(); … this.session.tools()`: the function goes on with a local. */
  private encodeWithLocal(use: HomeUse, statement: Node): boolean {
    const { draft } = this;
    const reads = this.readsAfter(statement)?.filter(read => !isIdRead(read.node));
    const name = this.freeName(statement, 'session', 'created');
    if (!reads?.length || name === undefined || use.node.type !== 'AssignmentExpression' || use.node.operator !== '=') {
      return false;
    }
    const semi = draft.sourceCode.getLastToken(statement)?.value === ';' ? ';' : '';
    const keep = `${this.homeText(use)} = ${draft.dialect.sessionId(name, false)}`;
    const indent = indentAt(draft.sourceCode, statement.range[0]);
    draft.reduce(
      use.node,
      use.node.range,
      `${draft.dialect.binding('const', name)} = `,
      { span: use.value!.range },
      `${semi}${draft.eol}${indent}${keep}`,
    );
    for (const read of reads) {
      this.done.add(read);
      const outer = wrappedOutermost(read.node);
      draft.reduce(outer, outer.range, name);
    }
    return true;
  }
}

/** Whether a value of Python is a task or future, as the code writes it: the analysis reads it as what it gives. */
function isPending(value: Node, { sourceCode }: Draft): boolean {
  return (
    value.type !== 'AwaitExpression' &&
    /\b(?:create_task|ensure_future|run_coroutine_threadsafe|run_in_executor|run_in_threadpool|submit|to_thread|gather|shield|wait_for)\(/u.test(
      sourceCode.getText(value),
    )
  );
}

function siblingAfter(node: Node): Node | undefined {
  const { parent } = node;
  const body: readonly Node[] = parent && 'body' in parent && Array.isArray(parent.body) ? parent.body : [];
  return body[body.indexOf(node) + 1];
}

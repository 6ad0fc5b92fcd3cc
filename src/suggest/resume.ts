import type { TSESTree } from '@typescript-eslint/utils';
import type { Variable } from '../analysis/facts.ts';
import { contains, enclosingFunction } from '../analysis/tree.ts';
import { choice } from './choice.ts';
import { Encoder } from './encode.ts';
import type { HomeUse } from './home-uses.ts';
import { isTypedHome } from './id-type.ts';
import { variableOf } from './names.ts';
import { blockStatementOf, indentAt, wrappedOutermost } from './positions.ts';
import { isIdRead } from './resume-context.ts';
import { isReturned, isTested } from './tests.ts';

type Node = TSESTree.Node;

/**
 * Rewrites stores of a session to stores of its id, and reads to resumptions:
 *
 * | code                                          | becomes                                                  |
 * | --------------------------------------------- | -------------------------------------------------------- |
 * | `let s = m.get(k); if (!s) { s = …; m.set(k, s) }` | `const id = m.get(k); const s = id ? use(id) : …; m.set(k, s.sessionId)` |
 * | `this.s ??= await create(u)`                  | `const s = this.id ? use(this.id) : …; this.id = s.sessionId` |
 * | `if (hit) return hit`                         | `if (hit) return use(hit)`                               |
 * | `m.get(k)!.tools()`                           | `(await use(m.get(k)!)).tools()`                         |
 */
export class Resume extends Encoder {
  run(): void {
    for (const use of this.uses.all) {
      if (use.kind === 'store' && !this.draft.refused && !this.fillOrGuard(use)) {
        this.encode(use);
      }
    }
    for (const use of this.uses.all) {
      if (use.kind === 'read' && !this.draft.refused && !this.done.has(use)) {
        this.decode(use);
      }
    }
    if (!this.draft.refused) {
      this.rename();
    }
  }

  private decode(use: HomeUse): void {
    const outer = wrappedOutermost(use.node);
    const parent = outer.parent!;
    const text = this.homeText(use);
    if (isTested(outer)) {
      return;
    }
    if (isIdRead(use.node)) {
      const member = wrappedOutermost(parent);
      this.draft.reduce(member, member.range, text);
      return;
    }
    if (
      parent.type === 'VariableDeclarator' &&
      parent.id.type === 'Identifier' &&
      outer.type !== 'TSNonNullExpression'
    ) {
      this.decodeAlias(variableOf(this.draft.sourceCode, parent.id)!, parent, outer);
      return;
    }
    const fallback = parent.type === 'LogicalExpression' && parent.left === outer ? parent : undefined;
    const returned = fallback ?? outer;
    if (
      returned.parent?.type === 'ReturnStatement' &&
      outer.type !== 'TSNonNullExpression' &&
      !this.isKnownPresent(use)
    ) {
      this.decodeReturn(returned.parent, outer, fallback);
      return;
    }
    if (parent.type === 'LogicalExpression' && parent.left === outer && parent.operator !== '&&') {
      this.decodeFallback(parent, outer);
      return;
    }
    const isAssumed =
      outer.type === 'TSNonNullExpression' ||
      (parent.type === 'MemberExpression' && parent.object === outer && !parent.optional) ||
      this.isKnownPresent(use);
    if (!isAssumed) {
      this.draft.refuse();
      return;
    }
    if (parent.type === 'MemberExpression' && this.readLocal(use, outer)) {
      return;
    }
    const sure = outer.type === 'TSNonNullExpression' || !this.needsBang(use) ? '' : '!';
    const call = this.resume(
      `${this.draft.sourceCode.getText(outer).replace(this.draft.sourceCode.getText(use.node), text)}${sure}`,
      outer,
    );
    const { isPython, wait } = this.draft.dialect;
    const bare = isReturned(outer) ? call : wait + call;
    this.draft.reduce(outer, outer.range, parent.type === 'MemberExpression' && !isPython ? `(${bare})` : bare);
  }

  /** Resumes the session into a local in front of the statement that first works with it. */
  private readLocal(use: HomeUse, outer: Node): boolean {
    const fn = enclosingFunction(outer);
    const anchor = blockStatementOf(outer);
    const known = fn && this.locals.get(fn);
    if (known && contains(known.anchor.parent!, outer) && known.anchor.range[0] <= outer.range[0]) {
      this.draft.reduce(outer, outer.range, known.name);
      return true;
    }
    const name = this.freeName(outer, 'session', 'resumed');
    const isAlone = this.uses.within(anchor).every(each => each === use || each.kind !== 'read' || !isTested(each.node));
    if (
      !fn ||
      known ||
      name === undefined ||
      enclosingFunction(anchor) !== fn ||
      !isAlone ||
      anchor.parent?.type !== 'BlockStatement'
    ) {
      return false;
    }
    const { sourceCode, eol } = this.draft;
    const semi = sourceCode.getLastToken(anchor)?.value === ';' ? ';' : '';
    const sure = outer.type === 'TSNonNullExpression' || !this.needsBang(use) ? '' : '!';
    const id = sourceCode.getText(outer).replace(sourceCode.getText(use.node), this.homeText(use)) + sure;
    this.locals.set(fn, { name, anchor });
    this.draft.insert(
      anchor.range[0],
      `${this.draft.dialect.binding('const', name)} = ${this.draft.dialect.wait}${this.resume(id, outer)}${semi}${eol}${indentAt(sourceCode, anchor.range[0])}`,
    );
    this.draft.reduce(outer, outer.range, name);
    return true;
  }

  /** Whether the function asked for the entry on the way here, or has just stored it; in Python, `d[k]` fails where there is none. */
  private isKnownPresent(use: HomeUse): boolean {
    if (this.draft.dialect.isPython && use.node.type === 'MemberExpression' && use.node.computed) {
      return true;
    }
    const fn = enclosingFunction(use.node);
    return fn !== undefined && this.uses.within(fn).some(
      each =>
        each !== use &&
        each.node.range[0] < use.node.range[0] &&
        contains(blockStatementOf(each.node).parent!, use.node) &&
        (each.kind === 'has' ||
          each.kind === 'store' ||
          (each.kind === 'read' && isTested(wrappedOutermost(each.node)))),
    );
  }

  /** `const hit = m.get(k)`: the local now has the id, or a second local resumes it. */
  private decodeAlias(variable: Variable, declarator: TSESTree.VariableDeclarator, read: Node): void {
    const reads = variable.references.filter(reference => reference.isRead()).map(reference => reference.identifier);
    if (reads.some(({ parent }) => parent?.type === 'SwitchStatement')) {
      this.draft.refuse();
      return;
    }
    const values = reads.filter(identifier => !isTested(identifier));
    const isConst = variable.references.every(reference => !reference.isWrite() || reference.init);
    if (isConst && values.every(identifier => isReturned(identifier))) {
      for (const identifier of values) {
        this.draft.replace(identifier.range, this.resume(this.draft.dialect.word(variable.name), identifier));
      }
      return;
    }
    if (isConst && values.length === reads.length) {
      const sure = this.draft.sourceCode.getText(read) + (isTypedHome(this.store) ? '!' : '');
      this.draft.reduce(read, read.range, this.draft.dialect.wait + this.resume(sure, read));
      return;
    }
    const list = declarator.parent;
    const id = this.freeName(list, 'sessionId', `${variable.name}Id`);
    if (id === undefined || list.declarations.length !== 1 || list.parent.type === 'ForStatement') {
      this.draft.refuse();
      return;
    }
    const { sourceCode } = this.draft;
    const semi = sourceCode.getLastToken(list)?.value === ';' ? ';' : '';
    const { either, nothing, wait } = this.draft.dialect;
    const head = sourceCode.text.slice(list.range[0], declarator.id.range[1]);
    const indent = indentAt(sourceCode, list.range[0]);
    this.draft.rewrite(
      list.range,
      `${this.draft.dialect.binding('const', id)} = `,
      { span: read.range },
      `${semi}${this.draft.eol}${indent}${head} = ${either(id, wait + this.resume(id, list))}${nothing}${semi}`,
    );
  }

  /** `return m.get(k)`, which may find nothing, and `return m.get(k) ?? other`. */
  private decodeReturn(
    statement: TSESTree.ReturnStatement,
    read: Node,
    fallback: TSESTree.LogicalExpression | undefined,
  ): void {
    const id = this.freeName(statement, 'sessionId', 'storedId');
    if (id === undefined || fallback?.operator === '&&' || statement.parent.type !== 'BlockStatement') {
      this.draft.refuse();
      return;
    }
    const { sourceCode, eol } = this.draft;
    const semi = sourceCode.getLastToken(statement)?.value === ';' ? ';' : '';
    const indent = indentAt(sourceCode, statement.range[0]);
    this.draft.rewrite(
      statement.range,
      `${this.draft.dialect.binding('const', id)} = `,
      { span: read.range },
      `${semi}${eol}${indent}return ${this.draft.dialect.either(id, this.resume(id, statement))}`,
      ...(fallback ? [{ span: fallback.right.range }] : [this.draft.dialect.nothing]),
      semi,
    );
  }

  /** `m.get(k) ?? (await create())` in a declaration. */
  private decodeFallback(node: TSESTree.LogicalExpression, read: Node): void {
    const declarator = node.parent;
    const list = declarator.parent;
    const id = this.freeName(node, 'sessionId', 'storedId');
    if (
      declarator.type !== 'VariableDeclarator' ||
      list?.type !== 'VariableDeclaration' ||
      list.declarations.length !== 1 ||
      id === undefined
    ) {
      this.draft.refuse();
      return;
    }
    const { sourceCode } = this.draft;
    const semi = sourceCode.getLastToken(list)?.value === ';' ? ';' : '';
    choice(this.draft, list, list, {
      before: `${this.draft.dialect.binding('const', id)} = ${this.draft.quote(read)}${semi}${this.draft.eol}${indentAt(sourceCode, list.range[0])}`,
      target: sourceCode.text.slice(list.range[0], declarator.id.range[1]),
      test: id,
      resumed: this.draft.dialect.wait + this.resume(id, node),
      created: node.right,
    });
  }

  private rename(): void {
    const { declaration } = this.store.home;
    if (this.renamed === undefined || declaration?.type !== 'PropertyDefinition') {
      return;
    }
    this.draft.replace(declaration.key.range, this.renamed);
    for (const { home } of this.uses.all) {
      if (home.type === 'MemberExpression' && this.draft.survives(home)) {
        this.draft.replace(home.property.range, this.renamed);
      }
    }
  }
}

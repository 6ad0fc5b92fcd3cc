import type { TSESTree } from '@typescript-eslint/utils';
import type { Store, Variable } from '../analysis/facts.ts';
import { contains, enclosingFunction, propertyName, thisOf, unwrapped } from '../analysis/tree.ts';
import { blockStatementOf, type Draft, indentAt, statementOf } from './draft.ts';
import { type HomeUse, type HomeUses, wrappedOutermost } from './home.ts';
import { namingOf } from './locals.ts';
import { isTypedHome, mayBeEmpty } from './id-type.ts';
import { isNameTaken, variableOf } from './names.ts';
import { emptyTest, isReturned, isTested } from './tests.ts';
import { choice } from './choice.ts';

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
export class Resume {
  readonly #done = new Set<HomeUse>();
  readonly #renamed: string | undefined;
  /** The local that a function resumes the session into, and where. */
  readonly #locals = new Map<Node, { readonly name: string; readonly anchor: Node }>();

  constructor(
    private readonly store: Store,
    private readonly uses: HomeUses,
    private readonly draft: Draft,
    /** The creating callee; unknown where no session has to be resumed. */
    private readonly callee: TSESTree.MemberExpression | undefined,
  ) {
    this.#renamed = this.#newName();
  }

  run(): void {
    for (const use of this.uses.all) {
      if (use.kind === 'store' && !this.#fillOrGuard(use)) {
        this.#encode(use);
      }
    }
    for (const use of this.uses.all) {
      if (use.kind === 'read' && !this.#done.has(use)) {
        this.#decode(use);
      }
    }
    this.#rename();
  }

  /** `use(id)` on the client that created the session, when `at` sees that client. */
  #resume(id: string, at: Node): string {
    if (!this.callee) {
      this.draft.refuse();
      return '';
    }
    const { object } = this.callee;
    let root: Node = unwrapped(object);
    while (root.type === 'MemberExpression' || root.type === 'CallExpression') {
      root = unwrapped(root.type === 'CallExpression' ? root.callee : root.object);
    }
    const variable = root.type === 'Identifier' ? variableOf(this.draft.sourceCode, root) : undefined;
    if (variable ? !contains(variable.scope.block, at) : root.type === 'ThisExpression' && !sameThis(root, at)) {
      this.draft.refuse();
    }
    const later = variable && isDeclaredAfter(variable, at) ? getterOf(variable, object) : object;
    if (!later) {
      this.draft.refuse();
      return '';
    }
    return `${this.draft.quote(later)}.use(${id})`;
  }

  #fillOrGuard(use: HomeUse): boolean {
    const storing = wrappedOutermost(use.node).parent;
    const statement = storing?.type === 'AwaitExpression' ? storing.parent : storing;
    return statement?.type === 'ExpressionStatement' && (this.#guard(use, statement) || this.#fill(use, statement));
  }

  /** A local read from the home, created and stored when it was not there. */
  #guard(use: HomeUse, statement: TSESTree.ExpressionStatement): boolean {
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
    const id = this.#freeName(list, 'sessionId', `${variable!.name}Id`);
    if (id === undefined) {
      return false;
    }
    this.#done.add(read);
    const kind = list.kind === 'let' ? 'const' : list.kind;
    this.draft.replace([list.range[0], declarator.init.range[0]], `${kind} ${id} = `);
    choice(this.draft, test, assign, {
      target: `const ${variable!.name}`,
      test: id,
      resumed: `await ${this.#resume(id, test)}`,
      created: assign.expression.right,
      store: statement,
    });
    this.draft.replace(value.range, `${variable!.name}.sessionId`);
    return true;
  }

  /** A home that is filled when it is empty, by a statement of its own. */
  #fill(use: HomeUse, statement: TSESTree.ExpressionStatement): boolean {
    const block = statement.parent;
    const test = block.type === 'BlockStatement' && block.body.length === 1 ? block.parent : block;
    const isLogical = use.node.type === 'AssignmentExpression' && use.node.operator !== '=';
    const guarded = test?.type === 'IfStatement' && !test.alternate ? emptyTest(test.test) : undefined;
    const asked = guarded && this.uses.of(guarded);
    const whole = isLogical ? statement : test;
    if (unwrapped(use.value!).type !== 'AwaitExpression' || !whole || !(isLogical || asked)) {
      return false;
    }
    const reads = this.#readsAfter(whole);
    const alias = reads?.[0] && namingOf(reads[0].node, whole);
    const name = alias?.name ?? this.#freeName(whole, 'session', 'resumed');
    if (name === undefined || !reads) {
      return false;
    }
    const { sourceCode } = this.draft;
    const isField = !this.uses.isContainer;
    const id = isField ? this.#homeText(use) : this.#freeName(whole, 'sessionId', 'storedId');
    if (id === undefined) {
      return false;
    }
    if (asked) {
      this.#done.add(asked);
    }
    const end = sourceCode.getLastToken(whole)?.value === '}' ? sourceCode.getLastToken(statement)! : sourceCode.getLastToken(whole)!;
    const semi = end.value === ';' ? ';' : '';
    const indent = indentAt(sourceCode, whole.range[0]);
    const lookUp =
      use.node.type === 'CallExpression' && use.key
        ? `${this.draft.quote(use.home)}.get(${this.draft.quote(use.key)})`
        : this.draft.quote(use.node.type === 'AssignmentExpression' ? use.node.left : use.home);
    const keep =
      use.node.type === 'CallExpression' && use.key
        ? `${this.draft.quote(use.home)}.set(${this.draft.quote(use.key)}, ${name}.sessionId)`
        : `${isField ? this.#homeText(use) : lookUp} = ${name}.sessionId`;
    choice(this.draft, whole, statement, {
      before: isField ? '' : `const ${id} = ${lookUp}${semi}${this.draft.eol}${indent}`,
      target: `const ${name}`,
      test: id,
      resumed: `await ${this.#resume(id, whole)}`,
      created: use.value!,
      after: `${this.draft.eol}${indent}${keep}${semi}`,
    });
    for (const read of reads) {
      this.#done.add(read);
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

  /** The reads behind a statement in its function; undefined when one stands outside its block. */
  #readsAfter(statement: Node): HomeUse[] | undefined {
    const fn = enclosingFunction(statement);
    const reads = this.uses.all.filter(
      use => use.kind === 'read' && fn && contains(fn, use.node) && use.node.range[0] >= statement.range[1],
    );
    return reads.every(read => contains(statement.parent!, read.node)) ? reads : undefined;
  }

  #encode(use: HomeUse): void {
    const value = use.value!;
    const inner = unwrapped(value);
    const statement = statementOf(use.node);
    if (statement.type !== 'ExpressionStatement' || unwrapped(statement.expression) !== use.node) {
      this.draft.refuse();
    }
    if (inner.type === 'Identifier') {
      this.draft.reduce(value, value.range, `${inner.name}.sessionId`);
    } else if (!this.#encodeWithLocal(use, statement)) {
      const { sourceCode } = this.draft;
      const bracketed = sourceCode.getTokenBefore(value)?.value === '(' && value.type === 'AssignmentExpression';
      this.draft.replace(value.range, bracketed ? '' : '(', { span: value.range }, bracketed ? '' : ')', bracketed ? '' : '.sessionId');
      if (bracketed) {
        this.draft.insert(sourceCode.getTokenAfter(value)!.range[1], '.sessionId');
      }
    }
  }

  /** `this.session = await create(); … this.session.tools()`: the function goes on with a local. */
  #encodeWithLocal(use: HomeUse, statement: Node): boolean {
    const { draft } = this;
    const reads = this.#readsAfter(statement)?.filter(read => !isIdRead(read.node));
    const name = this.#freeName(statement, 'session', 'created');
    if (!reads?.length || name === undefined || use.node.type !== 'AssignmentExpression' || use.node.operator !== '=') {
      return false;
    }
    const semi = draft.sourceCode.getLastToken(statement)?.value === ';' ? ';' : '';
    const keep = `${this.#homeText(use)} = ${name}.sessionId`;
    const indent = indentAt(draft.sourceCode, statement.range[0]);
    draft.reduce(use.node, use.node.range, `const ${name} = `, { span: use.value!.range }, `${semi}${draft.eol}${indent}${keep}`);
    for (const read of reads) {
      this.#done.add(read);
      const outer = wrappedOutermost(read.node);
      draft.reduce(outer, outer.range, name);
    }
    return true;
  }

  #decode(use: HomeUse): void {
    const outer = wrappedOutermost(use.node);
    const parent = outer.parent!;
    const text = this.#homeText(use);
    if (isTested(outer)) {
      return;
    }
    if (isIdRead(use.node)) {
      const member = wrappedOutermost(parent);
      this.draft.reduce(member, member.range, text);
      return;
    }
    if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier' && outer.type !== 'TSNonNullExpression') {
      this.#decodeAlias(variableOf(this.draft.sourceCode, parent.id)!, parent, outer);
      return;
    }
    const fallback = parent.type === 'LogicalExpression' && parent.left === outer ? parent : undefined;
    const returned = fallback ?? outer;
    if (returned.parent?.type === 'ReturnStatement' && outer.type !== 'TSNonNullExpression' && !this.#isKnownPresent(use)) {
      this.#decodeReturn(returned.parent, outer, fallback);
      return;
    }
    if (parent.type === 'LogicalExpression' && parent.left === outer && parent.operator !== '&&') {
      this.#decodeFallback(parent, outer);
      return;
    }
    const isAssumed =
      outer.type === 'TSNonNullExpression' ||
      (parent.type === 'MemberExpression' && parent.object === outer && !parent.optional) ||
      this.#isKnownPresent(use);
    if (!isAssumed) {
      this.draft.refuse();
      return;
    }
    if (parent.type === 'MemberExpression' && this.#readLocal(use, outer)) {
      return;
    }
    const sure = outer.type === 'TSNonNullExpression' || !this.#needsBang(use) ? '' : '!';
    const call = this.#resume(`${this.draft.sourceCode.getText(outer).replace(this.draft.sourceCode.getText(use.node), text)}${sure}`, outer);
    const bare = isReturned(outer) ? call : `await ${call}`;
    this.draft.reduce(outer, outer.range, parent.type === 'MemberExpression' ? `(${bare})` : bare);
  }

  /** Resumes the session into a local in front of the statement that first works with it. */
  #readLocal(use: HomeUse, outer: Node): boolean {
    const fn = enclosingFunction(outer);
    const anchor = blockStatementOf(outer);
    const known = fn && this.#locals.get(fn);
    if (known && contains(known.anchor.parent!, outer) && known.anchor.range[0] <= outer.range[0]) {
      this.draft.reduce(outer, outer.range, known.name);
      return true;
    }
    const name = this.#freeName(outer, 'session', 'resumed');
    const isAlone = this.uses.all.every(each => each === use || each.kind !== 'read' || !contains(anchor, each.node) || !isTested(each.node));
    if (!fn || known || name === undefined || enclosingFunction(anchor) !== fn || !isAlone || anchor.parent?.type !== 'BlockStatement') {
      return false;
    }
    const { sourceCode, eol } = this.draft;
    const semi = sourceCode.getLastToken(anchor)?.value === ';' ? ';' : '';
    const sure = outer.type === 'TSNonNullExpression' || !this.#needsBang(use) ? '' : '!';
    const id = sourceCode.getText(outer).replace(sourceCode.getText(use.node), this.#homeText(use)) + sure;
    this.#locals.set(fn, { name, anchor });
    this.draft.insert(
      anchor.range[0],
      `const ${name} = await ${this.#resume(id, outer)}${semi}${eol}${indentAt(sourceCode, anchor.range[0])}`,
    );
    this.draft.reduce(outer, outer.range, name);
    return true;
  }

  /** Whether the function asked for the entry before, or has just stored it. */
  #isKnownPresent(use: HomeUse): boolean {
    const fn = enclosingFunction(use.node);
    return this.uses.all.some(
      each =>
        each !== use &&
        fn !== undefined &&
        contains(fn, each.node) &&
        each.node.range[0] < use.node.range[0] &&
        (each.kind === 'has' || each.kind === 'store' || (each.kind === 'read' && isTested(wrappedOutermost(each.node)))),
    );
  }

  #needsBang(use: HomeUse): boolean {
    return isTypedHome(this.store) && (use.node.type === 'CallExpression' || mayBeEmpty(this.store));
  }

  /** `const hit = m.get(k)`: the local now has the id, or a second local resumes it. */
  #decodeAlias(variable: Variable, declarator: TSESTree.VariableDeclarator, read: Node): void {
    const reads = variable.references.filter(reference => reference.isRead()).map(reference => reference.identifier);
    const values = reads.filter(identifier => !isTested(identifier));
    const isConst = variable.references.every(reference => !reference.isWrite() || reference.init);
    if (isConst && values.every(identifier => isReturned(identifier))) {
      for (const identifier of values) {
        this.draft.replace(identifier.range, this.#resume(variable.name, identifier));
      }
      return;
    }
    if (isConst && values.length === reads.length) {
      const sure = this.draft.sourceCode.getText(read) + (isTypedHome(this.store) ? '!' : '');
      this.draft.reduce(read, read.range, `await ${this.#resume(sure, read)}`);
      return;
    }
    const list = declarator.parent;
    const id = this.#freeName(list, 'sessionId', `${variable.name}Id`);
    if (id === undefined || list.declarations.length !== 1 || list.parent.type === 'ForStatement') {
      this.draft.refuse();
      return;
    }
    const { sourceCode } = this.draft;
    const semi = sourceCode.getLastToken(list)?.value === ';' ? ';' : '';
    const head = sourceCode.text.slice(list.range[0], declarator.id.range[1]);
    const indent = indentAt(sourceCode, list.range[0]);
    this.draft.rewrite(
      list.range,
      `const ${id} = `,
      { span: read.range },
      `${semi}${this.draft.eol}${indent}${head} = ${id} ? await ${this.#resume(id, list)} : undefined${semi}`,
    );
  }

  /** `return m.get(k)`, which may find nothing, and `return m.get(k) ?? other`. */
  #decodeReturn(statement: TSESTree.ReturnStatement, read: Node, fallback: TSESTree.LogicalExpression | undefined): void {
    const id = this.#freeName(statement, 'sessionId', 'storedId');
    if (id === undefined || fallback?.operator === '&&' || statement.parent.type !== 'BlockStatement') {
      this.draft.refuse();
      return;
    }
    const { sourceCode, eol } = this.draft;
    const semi = sourceCode.getLastToken(statement)?.value === ';' ? ';' : '';
    const indent = indentAt(sourceCode, statement.range[0]);
    this.draft.rewrite(
      statement.range,
      `const ${id} = `,
      { span: read.range },
      `${semi}${eol}${indent}return ${id} ? ${this.#resume(id, statement)} : `,
      ...(fallback ? [{ span: fallback.right.range }] : ['undefined']),
      semi,
    );
  }

  /** `m.get(k) ?? (await create())` in a declaration. */
  #decodeFallback(node: TSESTree.LogicalExpression, read: Node): void {
    const declarator = node.parent;
    const list = declarator.parent;
    const id = this.#freeName(node, 'sessionId', 'storedId');
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
      before: `const ${id} = ${this.draft.quote(read)}${semi}${this.draft.eol}${indentAt(sourceCode, list.range[0])}`,
      target: sourceCode.text.slice(list.range[0], declarator.id.range[1]),
      test: id,
      resumed: `await ${this.#resume(id, node)}`,
      created: node.right,
    });
  }

  #freeName(node: Node, ...wishes: string[]): string | undefined {
    const fn = enclosingFunction(node);
    return wishes.find(name => fn && !isNameTaken(this.draft.sourceCode, name, fn));
  }

  /** `this.sessionId` for `this.session`: a field of ids is named as one, when its name says session. */
  #newName(): string | undefined {
    const { home } = this.store;
    const name = home.name.split('.').at(-1)!;
    const members = home.owner?.body.body ?? [];
    const isTaken = members.some(member => 'key' in member && this.draft.sourceCode.getText(member.key) === `${name}Id`);
    return home.kind === 'field' && /session$/iu.test(name) && !isTaken && home.declaration ? `${name}Id` : undefined;
  }

  /** How the code writes the home (or the entry) after the rewrite. */
  #homeText(use: HomeUse): string {
    const text = this.draft.quote(use.node.type === 'AssignmentExpression' ? use.node.left : use.node);
    return this.#renamed === undefined ? text : text.replace(/[#\w$]+$/u, this.#renamed);
  }

  #rename(): void {
    const { declaration } = this.store.home;
    if (this.#renamed === undefined || declaration?.type !== 'PropertyDefinition') {
      return;
    }
    this.draft.replace(declaration.key.range, this.#renamed);
    for (const { home } of this.uses.all) {
      if (home.type === 'MemberExpression' && this.draft.survives(home)) {
        this.draft.replace(home.property.range, this.#renamed);
      }
    }
  }
}

/** Whether only the id of what is read is used: `this.session.sessionId`. */
export function isIdRead(read: Node): boolean {
  const outer = wrappedOutermost(read);
  const { parent } = outer;
  return parent?.type === 'MemberExpression' && parent.object === outer && propertyName(parent) === 'sessionId';
}

/** Whether a local of the same function is not declared yet at `at`. */
function isDeclaredAfter({ defs, scope }: Variable, at: Node): boolean {
  const declared = defs[0]?.node;
  const fn = enclosingFunction(at);
  return (
    declared?.type === 'VariableDeclarator' &&
    declared.range[1] > at.range[0] &&
    scope.variableScope.block === (fn ?? scope.variableScope.block)
  );
}

/** `getClient()` of `const client = getClient()`, when the client itself is not declared yet. */
function getterOf({ defs }: Variable, object: Node): Node | undefined {
  const declared = defs[0]?.node;
  const init = declared?.type === 'VariableDeclarator' ? declared.init : undefined;
  return object.type === 'Identifier' && init?.type === 'CallExpression' && init.arguments.length === 0 ? init : undefined;
}

function sameThis(a: Node, b: Node): boolean {
  const one = thisOf(a);
  const other = thisOf(b);
  return (
    one !== undefined && other !== undefined && 'owner' in one && 'owner' in other && one.owner === other.owner && one.isStatic === other.isStatic
  );
}

function siblingAfter(node: Node): Node | undefined {
  const { parent } = node;
  const body: readonly Node[] = parent && 'body' in parent && Array.isArray(parent.body) ? parent.body : [];
  return body[body.indexOf(node) + 1];
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode, Variable } from '../analysis/facts.ts';
import { contains, isNamed, wrappedParent } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import type { Block, Held } from './fold-state.ts';
import type { StatementFold } from './fold-statements.ts';
import { isNameTaken } from './names.ts';
import { indentAt } from './positions.ts';
import { isPure } from './pure.ts';

type Node = TSESTree.Node;

/** Calls that build something around a session, as opposed to calls that open one. */
const wraps = /^(?:bind|build|connect|make|wrap|with)[A-Z]/u;

/** Gives every session that was on its way into the home a local name where the code reads it back. */
export function settleHeld(fold: StatementFold, draft: Draft, name: string): void {
  for (const held of fold.held) {
    if (held.name && isVisible(held.name, held.reads, fold, draft)) {
      replaceReads(draft, held.reads, draft.dialect.word(held.name.name));
      dropStatement(held, draft);
    } else if (held.reads.length === 0) {
      dropStatement(held, draft);
    } else if (held.statement && !held.name) {
      declareLocal(held, held.statement, fold, draft, draft.dialect.word(name));
    } else {
      draft.refuse();
    }
  }
}

/** Declares the variables that the home filled where they get their session now. */
export function settleAliases(fold: StatementFold, draft: Draft): void {
  for (const variable of fold.aliases) {
    const declarator = variable.defs[0]?.node;
    const list = declarator?.parent;
    if (declarator?.type === 'VariableDeclarator' && list?.type === 'VariableDeclaration') {
      settleAlias(variable, declarator, list, fold, draft);
    } else {
      draft.refuse();
    }
  }
}

/** Takes a storing statement away, or leaves what it evaluates when that may do something else. */
function dropStatement({ statement, use, value, name }: Held, draft: Draft): void {
  if (statement && (name || isPure(value))) {
    draft.removeStatement(statement);
  } else if (statement && value.type === 'CallExpression' && isNamed(value.callee, wraps)) {
    draft.reduce(use.node, use.node.range, { span: value.range });
  } else if (statement) {
    draft.refuse();
  }
}

function replaceReads(draft: Draft, reads: readonly Node[], name: string): void {
  for (const read of reads) {
    const outer = read.parent?.type === 'TSNonNullExpression' ? read.parent : read;
    const assignment = outer.parent;
    const isToItself =
      assignment?.type === 'AssignmentExpression' &&
      assignment.right === outer &&
      assignment.operator === '=' &&
      draft.sourceCode.getText(assignment.left) === name;
    if (isToItself && assignment.parent.type === 'ExpressionStatement') {
      draft.removeStatement(assignment.parent);
    } else {
      replaceBy(name, outer, draft);
    }
  }
}

/** Puts the name of a variable in the place of an expression: `{ session: cache.get(k) }` → `{ session }`. */
export function replaceBy(name: string, outer: Node, draft: Draft): void {
  const { parent } = outer;
  const isNamesake =
    parent?.type === 'Property' &&
    parent.value === outer &&
    !parent.computed &&
    parent.key.type === 'Identifier' &&
    parent.key.name === name;
  if (isNamesake && !draft.dialect.isPython) {
    draft.reduce(outer, parent.range, name);
  } else {
    draft.reduce(outer, outer.range, name);
  }
}

function isVisible(variable: Variable, nodes: readonly Node[], fold: StatementFold, { dialect }: Draft): boolean {
  const declared = variable.defs[0]?.node;
  const within = dialect.bindsForFunction
    ? variable.scope.block
    : (fold.blocks.get(declared?.parent ?? variable.scope.block)?.node ?? variable.scope.block);
  return nodes.every(node => contains(within, node) && (!declared || declared.range[0] < node.range[0]));
}

/** The statement of `block` that holds `node`. */
function siblingIn(block: Block, node: Node, fold: StatementFold): Node {
  return [...fold.blocks].find(([each, at]) => at === block && contains(each, node))![0];
}

/** `cache.set(k, await create()); … cache.get(k)` → `const session = await create(); … session`. */
function declareLocal(held: Held, statement: Node, fold: StatementFold, draft: Draft, wish: string): void {
  const { reads, use, value, block } = held;
  const [first] = reads;
  const alias = first && namingOf(first, siblingIn(block, statement, fold));
  const within = (node: Node) => contains(block.node, node) && node.range[0] > statement.range[0];
  if (alias && reads.every(within)) {
    draft.removeStatement(alias.statement);
    replaceReads(draft, reads.slice(1), draft.dialect.word(alias.name));
    assignTo(draft, use.node, value, draft.dialect.binding('const', draft.dialect.word(alias.name)));
    return;
  }
  const name = freeName(draft.sourceCode, functionAround(block), wish, use.home);
  if (name === undefined) {
    draft.refuse();
    return;
  }
  replaceReads(draft, reads, name);
  if (reads.every(within)) {
    assignTo(draft, use.node, value, draft.dialect.binding('const', name));
    return;
  }
  let around: Block | undefined = block.outer;
  while (around && !reads.every(read => contains(around!.node, read))) {
    around = around.outer;
  }
  const anchor = [...fold.blocks].find(([node, at]) => at === around && contains(node, statement))?.[0];
  if (!anchor || reads.some(read => read.range[0] < anchor.range[1] && !within(read))) {
    draft.refuse();
    return;
  }
  if (draft.dialect.bindsForFunction) {
    assignTo(draft, use.node, value, name);
    return;
  }
  draft.insert(
    anchor.range[0],
    `let ${name}${semicolon(draft.sourceCode, statement)}${draft.eol}${indentAt(draft.sourceCode, anchor.range[0])}`,
  );
  assignTo(draft, use.node, value, name);
}

/** Turns a storing call or assignment into the assignment of what it stored to `target`. */
function assignTo(draft: Draft, store: Node, value: Node, target: string): void {
  const [from, to] = [value, store].map(({ range }) => indentAt(draft.sourceCode, range[0])) as [string, string];
  draft.reduce(store, store.range, `${target} = `, { span: value.range, from, to });
}

/** `const session = cache.get(k)!` beside `statement`: a declaration that only gives what was read a name. */
export function namingOf(read: Node, statement: Node): { name: string; statement: Node } | undefined {
  const declarator = wrappedParent(read);
  const list = declarator?.parent;
  return declarator?.type === 'VariableDeclarator' &&
    declarator.id.type === 'Identifier' &&
    list?.type === 'VariableDeclaration' &&
    list.kind === 'const' &&
    list.declarations.length === 1 &&
    list.parent === statement.parent
    ? { name: declarator.id.name, statement: list }
    : undefined;
}

function functionAround(block: Block): Node {
  let at = block;
  while (at.outer) {
    at = at.outer;
  }
  return at.node.parent!;
}

/** A name for a new local of `fn`: the wish, or the next best one that nothing there has. */
function freeName(sourceCode: SourceCode, fn: Node, wish: string, home: Node): string | undefined {
  return [wish, 'session', 'freshSession', 'composioSession'].find(
    name => (home.type === 'Identifier' && home.name === name) || !isNameTaken(sourceCode, name, fn),
  );
}

function semicolon(sourceCode: SourceCode, statement: Node): string {
  return sourceCode.getLastToken(statement)?.value === ';' ? ';' : '';
}

function settleAlias(
  variable: Variable,
  declarator: TSESTree.VariableDeclarator,
  list: TSESTree.VariableDeclaration,
  fold: StatementFold,
  draft: Draft,
): void {
  const uses = variable.references.filter(reference => !reference.init && draft.survives(reference.identifier));
  if (!draft.survives(list) || (uses.length === variable.references.length && declarator.init === null)) {
    return;
  }
  if (uses.length === 0) {
    removeDeclarator(draft, declarator, list);
    return;
  }
  const writes = uses.filter(reference => reference.isWrite());
  const first = writes[0]?.identifier;
  const assignment = first?.parent;
  const statement = assignment?.parent;
  const block = fold.blocks.get(list);
  const promotable =
    assignment?.type === 'AssignmentExpression' &&
    assignment.left === first &&
    statement?.type === 'ExpressionStatement' &&
    block !== undefined &&
    fold.blocks.get(statement) === block &&
    list.declarations.length === 1 &&
    uses.every(({ identifier }) => identifier.range[0] >= first.range[0] && contains(block.node, identifier));
  if (promotable) {
    const kind = writes.length === 1 ? 'const' : 'let';
    const type = keptType(declarator.id);
    draft.insert(statement.range[0], draft.dialect.binding(kind, ''));
    draft.replace([first.range[1], first.range[1]], type);
    removeUpTo(draft, list, statement);
  } else if (declarator.init) {
    if (list.kind === 'const' || writes.length === 0) {
      draft.refuse();
    }
    draft.reduce(declarator, [declarator.id.range[1], declarator.range[1]], draft.dialect.unset);
  }
}

/** Removes a declaration, and the blank lines behind it when `next` takes its place. */
function removeUpTo(draft: Draft, list: TSESTree.VariableDeclaration, next: Node): void {
  const { sourceCode } = draft;
  const token = sourceCode.getTokenAfter(list, { includeComments: true });
  const body: readonly Node[] = 'body' in list.parent && Array.isArray(list.parent.body) ? list.parent.body : [];
  const sibling = body[body.indexOf(list) + 1];
  const inside = sourceCode.getCommentsInside(list).length > 0;
  if (sibling && contains(sibling, next) && token?.range[0] === sibling.range[0] && !inside) {
    draft.replace([list.range[0], sibling.range[0]], '');
  } else {
    draft.remove(list.range);
  }
}

/** Takes one variable out of a declaration, the whole declaration when it is the only one. */
export function removeDeclarator(draft: Draft, declarator: Node, list: TSESTree.VariableDeclaration): void {
  if (list.declarations.length === 1) {
    draft.remove(list.range);
  } else {
    removeListed(draft, declarator);
  }
}

/** Takes one element out of a comma-separated list. */
export function removeListed(draft: Draft, node: Node): void {
  const before = draft.sourceCode.getTokenBefore(node)!;
  const after = draft.sourceCode.getTokenAfter(node)!;
  if (after.value === ',') {
    const next = draft.sourceCode.getTokenAfter(after, { includeComments: true })!;
    draft.replace([node.range[0], next.value === '}' ? after.range[1] : next.range[0]], '');
  } else {
    draft.replace([before.range[0], node.range[1]], '');
  }
}

/** The annotation that a variable keeps: one that switches checks off, without `undefined` otherwise; session types go. */
function keptType(id: TSESTree.BindingName): string {
  const type = id.typeAnnotation?.typeAnnotation;
  return type?.type === 'TSAnyKeyword' ? ': any' : '';
}

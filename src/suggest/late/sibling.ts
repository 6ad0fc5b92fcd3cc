import type { TSESTree } from '@typescript-eslint/utils';
import type { SiblingChange, Variable } from '../../analysis/index.ts';
import { enclosingFunction, isFunction, nodesBelow, propertyName, wrappedParent } from '../../analysis/tree.ts';
import { type Draft, statementOf, type TextEdit } from '../draft.ts';
import { fill, type Gap } from '../insert.ts';
import { isNothing } from '../home.ts';
import { isSeenAt, memberText } from '../names.ts';
import { indentUnit, innermostStatement } from '../positions.ts';
import { usesSemicolons } from '../readers.ts';
import { declaredBy } from './handed-out.ts';
import { makeAsync } from './asynchronous.ts';
import { emptyTest } from '../tests.ts';
import { updateText } from './update-config.ts';

type Node = TSESTree.Node;

/**
 * Lets the callback that changes the configuration create the kept session anew, or lets the method call the one that
 * creates it: a second store into the field would be one more to report.
 */
export function createAfter(change: SiblingChange, draft: Draft): TextEdit[] | undefined {
  const { creation, home, keeper, node } = change;
  const { call } = creation;
  if (keeper.kind === 'field') {
    const opener = openerOf(call, draft);
    return opener === undefined
      ? undefined
      : addBehind(change, [`${opener.isAsync ? 'await ' : ''}${draft.dialect.field(`this.${opener.name}`)}()`], opener.isAsync, draft);
  }
  const declared = keeper.kind === 'variable' ? declaredBy(statementOf(call), draft) : undefined;
  if (keeper.kind !== 'variable' || declared?.variable !== keeper.variable || !isSeenAt(call, node, draft.sourceCode)) {
    return undefined;
  }
  if (declared.statement.kind === 'const') {
    draft.replace([declared.statement.range[0], declared.statement.range[0] + 'const'.length], 'let');
  }
  const isAwaited = wrappedParent(call)?.type === 'AwaitExpression';
  return addBehind(change, [`${draft.dialect.word(home)} = ${isAwaited ? 'await ' : ''}${draft.quote(call)}`], isAwaited, draft);
}

/** The method that does nothing but create the session, for nobody in particular: `open` of `open() { this.session = … }`. */
function openerOf(call: Node, { dialect }: Draft): { readonly name: string; readonly isAsync: boolean } | undefined {
  const fn = enclosingFunction(call);
  const member = fn?.parent;
  const isOpener =
    member?.type === 'MethodDefinition' &&
    member.kind === 'method' &&
    !member.static &&
    (fn!.async || dialect.isPython) &&
    fn!.params.length === 0 &&
    fn!.body.type === 'BlockStatement' &&
    fn!.body.body.length === 1 &&
    wrappedParent(call, true)?.type === 'AssignmentExpression' &&
    wrappedParent(call, true)?.parent?.parent === fn!.body;
  const name = isOpener ? propertyName(member) : undefined;
  return name === undefined ? undefined : { name, isAsync: fn!.async };
}

/** Lets the method that changes the configuration update the kept session. */
export function updateAfter(change: SiblingChange, draft: Draft): TextEdit[] | undefined {
  const { creation, home, keeper } = change;
  const isHome = keeper.kind === 'field' || keeper.kind === 'variable';
  const config = isHome && creation.how === 'create' ? updateText([change.by], creation.call, draft, change.node) : undefined;
  if (config === undefined) {
    return undefined;
  }
  const { dialect, sourceCode } = draft;
  const session = !dialect.isPython && isPromiseKept(creation.call) ? `(await ${dialect.field(home)})` : dialect.field(home);
  const isSetUp = dialect.isPython && keeper.kind === 'field' ? isSetUpBy(creation.call) : keeper.kind === 'field' && isAlwaysThere(keeper);
  const isThere = isSetUp || (keeper.kind === 'variable' && isFilledAtOnce(keeper.variable));
  const lines = isThere ? [`${dialect.wait}${session}.update(${config})`] : dialect.updateIfThere(session, config, indentUnit(sourceCode));
  return addBehind(change, lines, !dialect.isPython, draft);
}

/** Whether it is the promise that is kept: `this.session = composio.create(…)`. */
function isPromiseKept(call: Node): boolean {
  const holder = wrappedParent(call)?.type;
  return holder === 'AssignmentExpression' || holder === 'PropertyDefinition' || holder === 'VariableDeclarator';
}

/** Lets the method that changes the configuration drop the kept session, which its only reader creates when there is none. */
export function dropAfter(change: SiblingChange, draft: Draft): TextEdit[] | undefined {
  const { creation, home, keeper } = change;
  const nothing = keeper.kind !== 'field' ? undefined : draft.dialect.isPython ? draft.dialect.nothing : emptyValue(keeper);
  if (keeper.kind !== 'field' || nothing === undefined || !isFilledWhenEmpty(creation.call, home)) {
    return undefined;
  }
  const filler = enclosingFunction(creation.call);
  const isReadElsewhere = keeper.owners
    .flatMap(owner => [...nodesBelow(owner, draft.sourceCode.visitorKeys)])
    .some(node => node.type === 'MemberExpression' && memberText(node) === home && !isWritten(node) && enclosingFunction(node) !== filler);
  return isReadElsewhere ? undefined : addBehind(change, [`${draft.dialect.field(home)} = ${nothing}`], false, draft);
}

function isWritten(node: Node): boolean {
  return node.parent?.type === 'AssignmentExpression' && node.parent.left === node;
}

function addBehind({ node }: SiblingChange, lines: readonly string[], awaits: boolean, draft: Draft): TextEdit[] | undefined {
  const gap = gapBehind(node);
  const fn = gap && enclosingFunction(gap.statement);
  if (!gap || !fn || (awaits && !(draft.dialect.isPython ? fn.async : makeAsync(fn, draft)))) {
    return undefined;
  }
  fill(gap, lines.map(line => line + (usesSemicolons(draft.sourceCode) ? ';' : '')), draft);
  return draft.edits();
}

/** Behind the statement that changes, or behind the loops around it. */
function gapBehind(node: Node): Gap | undefined {
  let statement = innermostStatement(node);
  for (let at = statement.parent; at && !isFunction(at); at = at.parent) {
    if (/^(?:For|While|DoWhile)/u.test(at.type)) {
      statement = at;
    }
  }
  const isLast = /^(?:Break|Continue|Return|Throw)Statement$/u.test(statement.type);
  return isLast || enclosingFunction(statement) !== enclosingFunction(node) ? undefined : { statement, side: 'after' };
}

/** `this.session ??= create()`, `if (!this.session) this.session = create()`. */
function isFilledWhenEmpty(call: Node, home: string): boolean {
  const store = wrappedParent(call, true);
  if (store?.type !== 'AssignmentExpression' || memberText(store.left) !== home) {
    return false;
  }
  const guard = innermostStatement(store).parent;
  const test = guard?.type === 'IfStatement' ? guard.test : guard?.parent?.type === 'IfStatement' ? guard.parent.test : undefined;
  const asked = test && emptyTest(test);
  return store.operator === '??=' || store.operator === '||=' || (!!asked && memberText(asked) === home);
}

/** Whether a constructor makes the session: there is one whenever a method runs. */
function isSetUpBy(call: Node): boolean {
  const member = enclosingFunction(call)?.parent;
  return member?.type === 'MethodDefinition' && member.kind === 'constructor';
}

type Field = Extract<SiblingChange['keeper'], { kind: 'field' }>;

function fieldOf({ owners, name }: Field): TSESTree.PropertyDefinition | undefined {
  return owners
    .flatMap(({ body }) => body.body)
    .find((member): member is TSESTree.PropertyDefinition => member.type === 'PropertyDefinition' && propertyName(member) === name);
}

/** What a field without a session holds, as far as its type allows it. */
function emptyValue(keeper: Field): 'null' | 'undefined' | undefined {
  const field = fieldOf(keeper);
  const type = field?.typeAnnotation?.typeAnnotation;
  const types = type?.type === 'TSUnionType' ? type.types : type ? [type] : [];
  if (field?.value?.type === 'Literal' && field.value.value === null) {
    return 'null';
  }
  const isOpen =
    field &&
    (field.optional || types.length === 0 || types.some(each => each.type === 'TSUndefinedKeyword' || each.type === 'TSAnyKeyword'));
  return isOpen ? 'undefined' : types.some(each => each.type === 'TSNullKeyword') ? 'null' : undefined;
}

/** Whether a variable is declared with its session. */
function isFilledAtOnce({ defs }: Variable): boolean {
  const declared = defs[0]?.node as Node | undefined;
  return declared?.type === 'VariableDeclarator' && declared.init !== null && !isNothing(declared.init);
}

/** Whether a field is set before any method runs: by an initialiser or a parameter. */
function isAlwaysThere(keeper: Field): boolean {
  const field = fieldOf(keeper);
  return !field || field.definite || (field.value !== null && !(field.value.type === 'Literal' && field.value.value === null));
}

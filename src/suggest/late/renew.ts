import type { TSESTree } from '@typescript-eslint/utils';
import { writesOf } from '../../analysis/definitions.ts';
import type { LateUse, SourceCode, Variable } from '../../analysis/index.ts';
import { awaited, contains, enclosingFunction, isFunction, nodesBelow, wrappedParent } from '../../analysis/tree.ts';
import { type Draft, statementOf, type TextEdit } from '../draft.ts';
import { nodesOf } from '../file-nodes.ts';
import { fill, type Gap } from '../insert.ts';
import { isPropertyName, variableOf } from '../names.ts';
import { innermostStatement, isStatementList } from '../positions.ts';
import { usesSemicolons } from '../readers.ts';
import { type Declared, declaredBy, isStaleBehind, isUpdatedBehind, namesAny, relationOf } from './handed-out.ts';
import { updateText } from './update-config.ts';
import { oncePer } from '../../analysis/once-per.ts';

type Node = TSESTree.Node;

/** The session variable of a late use. */
interface Kept {
  readonly variable: Variable;
  /** The call that makes the session, and the statement that declares or fills the variable with it. */
  readonly made: Node;
  readonly statement: Node;
}

/** The variable that holds the session of a late use. */
export function sessionVariable(use: LateUse, draft: Draft): Variable | undefined {
  return keptFor(use, draft)?.variable;
}

function keptFor(use: LateUse, draft: Draft): Kept | undefined {
  return use.thing.kind === 'session' ? keptSession(use.thing.node, use, draft) : keptSource(use, draft);
}

/** Creates the session once more, from what its configuration says by then, and fetches its tools again. */
export function createAgain(use: LateUse, draft: Draft): TextEdit[] | undefined {
  const kept = keptFor(use, draft);
  const init = kept && createdBy(kept.made, draft);
  if (!kept || !init || !isSeen(init, kept, use, draft)) {
    return undefined;
  }
  const name = draft.dialect.word(kept.variable.name);
  return renewed(use, kept, `${name} = ${draft.quote(init)}`, true, draft);
}

/** Updates the session with what changed, and fetches its tools again. */
export function updateSession(use: LateUse, draft: Draft): TextEdit[] | undefined {
  const kept = keptFor(use, draft);
  const config = kept && updateText(use.causes, kept.made, draft);
  if (!kept || config === undefined) {
    return undefined;
  }
  const { dialect } = draft;
  const name = dialect.word(kept.variable.name);
  const isPending = !dialect.isPython && wrappedParent(kept.made)?.type !== 'AwaitExpression';
  return renewed(use, kept, `${dialect.wait}${isPending ? `(await ${name})` : name}.update(${config})`, false, draft);
}

/** Fetches tools again from a session that is fresh by now. */
export function fetchAgain({ thing, node, causes, isRenewed }: LateUse, draft: Draft): TextEdit[] | undefined {
  const declared = declaredBy(statementOf(thing.node), draft);
  const statement = innermostStatement(node);
  const isFree = declared && contains(declared.statement.parent, statement) && !causes.some(cause => contains(statement, cause.node));
  if (
    !isRenewed ||
    !declared ||
    isUnread(declared, { statement, side: 'before' }) ||
    !isFree ||
    relationOf(declared.init) !== 'tools' ||
    !isInSameFunction(statement, declared.statement) ||
    !mayAwait(declared.init, statement, draft)
  ) {
    return undefined;
  }
  assignable(declared, draft);
  fill(
    { statement, side: 'before' },
    [`${draft.dialect.word(declared.variable.name)} = ${draft.quote(declared.init)}${semicolon(draft)}`],
    draft,
  );
  return draft.edits();
}

function renewed(use: LateUse, kept: Kept, text: string, isNew: boolean, draft: Draft): TextEdit[] | undefined {
  const gap = gapFor(use, kept);
  const again = gap && handedOutAgain(kept, gap, isNew, draft);
  if (!gap || !again || !mayAwait(kept.made, gap.statement, draft)) {
    return undefined;
  }
  const isTakenAgain = use.thing.kind === 'session' || again.some(each => contains(each.statement, use.thing.node));
  const position = gap.side === 'before' ? gap.statement.range[0] : gap.statement.range[1];
  const isLateAgain = isStaleBehind(use, position) || (again.length > 0 && isUpdatedBehind(kept.variable, position));
  if (!isTakenAgain || isLateAgain || (isNew && (isUnread(kept, gap) || isWrittenBeside(kept, gap)))) {
    return undefined;
  }
  const declared = declaredBy(kept.statement, draft);
  if (isNew && declared) {
    assignable(declared, draft);
  }
  for (const each of again) {
    assignable(each, draft);
  }
  const lines = [text, ...again.map(({ variable, init }) => `${draft.dialect.word(variable.name)} = ${draft.quote(init)}`)];
  fill(gap, lines.map(line => line + semicolon(draft)), draft);
  return draft.edits();
}

/** Whether the statements beside a gap give the variable another session already. */
function isWrittenBeside({ variable, statement }: Kept, gap: Gap): boolean {
  return variable.references.some(
    reference =>
      reference.isWrite() &&
      !contains(statement, reference.identifier as Node) &&
      innermostStatement(reference.identifier as Node).parent === gap.statement.parent,
  );
}

/** The variable that holds the session, when the late use names it. */
function keptSession(made: Node, { node }: Pick<LateUse, 'node'>, draft: Draft): Kept | undefined {
  const kept = variableFor(made, draft);
  return kept && namesAny(innermostStatement(node), new Set([kept.variable]), draft) ? kept : undefined;
}

/** The variable that holds the session which the tools of a late use were taken from. */
function keptSource({ thing }: LateUse, draft: Draft): Kept | undefined {
  const [session, other] = sessionsOf(thing);
  const kept = session && !other ? variableFor(session.node, draft) : undefined;
  return kept && writesOf(kept.variable).length === 1 ? kept : undefined;
}

/** The sessions that a thing is, or was taken from, however far back. */
export function sessionsOf(thing: LateUse['thing'], seen = new Set<LateUse['thing']>()): LateUse['thing'][] {
  if (seen.has(thing)) {
    return [];
  }
  seen.add(thing);
  return thing.kind === 'session' ? [thing] : [...thing.sources].flatMap(source => sessionsOf(source, seen));
}

function variableFor(made: Node, { sourceCode }: Draft): Kept | undefined {
  const holder = wrappedParent(made, true);
  const target =
    holder?.type === 'VariableDeclarator'
      ? holder.id
      : holder?.type === 'AssignmentExpression' && holder.operator === '='
        ? holder.left
        : undefined;
  const variable = target?.type === 'Identifier' ? variableOf(sourceCode, target) : undefined;
  const statement = statementOf(made);
  return variable && isStatementList(statement.parent) ? { variable, made, statement } : undefined;
}

/** `await composio.create(…)` around the call, as it was written; in Python the call alone. */
function createdBy(made: Node, { dialect }: Draft): Node | undefined {
  const holder = wrappedParent(made, true);
  const init = holder?.type === 'VariableDeclarator' ? holder.init : holder?.type === 'AssignmentExpression' ? holder.right : undefined;
  return init?.type === 'AwaitExpression' || (dialect.isPython && init?.type === 'CallExpression') ? init : undefined;
}

/** Where to renew: behind the only change, or else in front of the statement with the late use. */
function gapFor(use: LateUse, { statement, variable }: Kept): Gap | undefined {
  const user = innermostStatement(use.node);
  const isWithin = (node: Node): boolean =>
    contains(statement.parent!, node) &&
    contains(variable.scope.block as Node, node) &&
    node.range[0] >= statement.range[1] &&
    isInSameFunction(node, statement);
  if (use.causes.length === 1) {
    let changer = innermostStatement(use.by.node);
    for (let at: Node | undefined = changer.parent; at && !isFunction(at); at = at.parent) {
      // a session that a turn of a loop or a `finally` creates may be one too many
      const isRepeated = /^(?:For|While|DoWhile)/u.test(at.type) && !contains(at, statement);
      const isFinal = at.type === 'TryStatement' && !!at.finalizer && contains(at.finalizer, changer);
      if ((isRepeated || isFinal) && !contains(at, use.node)) {
        changer = at;
      }
    }
    const isSimple = !/^(?:Break|Continue|Return|Throw)Statement$/u.test(changer.type);
    if (isSimple && isWithin(changer) && !contains(changer, use.node) && !isHandledFailure(changer, use.node)) {
      return { statement: changer, side: 'after' };
    }
  }
  return isWithin(user) && !use.causes.some(cause => contains(user, cause.node)) ? { statement: user, side: 'before' } : undefined;
}

/** Whether a use stands where control goes when something behind the change in its `try` throws. */
function isHandledFailure(changer: Node, use: Node): boolean {
  for (let at = changer.parent; at && !isFunction(at); at = at.parent) {
    if (at.type === 'TryStatement' && contains(at.block, changer) && !contains(at.block, use)) {
      return true;
    }
  }
  return false;
}

/** What was taken from the session before the gap and is read behind it; undefined when it cannot simply be taken again. */
function handedOutAgain({ variable, statement }: Kept, gap: Gap, isNew: boolean, draft: Draft): Declared[] | undefined {
  const again: Declared[] = [];
  const variables = new Set([variable]);
  const around = enclosingFunction(statement) ?? draft.sourceCode.ast;
  const position = gap.side === 'before' ? gap.statement.range[0] : gap.statement.range[1];
  for (const node of declaratorsFrom(variables, draft.sourceCode)) {
    if (!contains(around, node)) {
      continue;
    }
    const relation = relationOf(node.init!);
    if (node.id.type !== 'Identifier' && relation !== 'data') {
      return undefined;
    }
    const declared = node.parent.range[1] <= position ? declaredBy(node.parent, draft) : undefined;
    if (!declared || relation === 'data') {
      continue;
    }
    variables.add(declared.variable);
    const isRead = declared.variable.references.some(
      ({ identifier, init }) => !init && isBehind(identifier as Node, position, gap.statement, declared.statement),
    );
    if (!isRead) {
      continue;
    }
    const isOnlyName = relation === 'alias' && !isNew;
    const isPlace = contains(declared.statement.parent, gap.statement) && isInSameFunction(declared.statement, gap.statement);
    if (!isOnlyName && (relation !== 'tools' || !isPlace)) {
      return undefined;
    }
    if (!isOnlyName) {
      again.push(declared);
    }
  }
  return again;
}

/** The declarators whose initialiser names one of `variables`, in source order; variables may be added on the way. */
function* declaratorsFrom(variables: ReadonlySet<Variable>, sourceCode: SourceCode): Generator<TSESTree.VariableDeclarator> {
  const seen = new Set<Variable>();
  let last: TSESTree.VariableDeclarator | undefined;
  let open: TSESTree.VariableDeclarator[] = [];
  for (;;) {
    for (const variable of variables) {
      if (!seen.has(variable)) {
        seen.add(variable);
        open.push(...(declaratorsByName(sourceCode).get(variable) ?? []));
      }
    }
    const from: number = last?.range[0] ?? -1;
    open = open.filter(each => each.range[0] > from);
    last = open.reduce<TSESTree.VariableDeclarator | undefined>(
      (first, each) => (first && first.range[0] <= each.range[0] ? first : each),
      undefined,
    );
    if (!last) {
      return;
    }
    yield last;
  }
}

/** The declarators of a file by the variables that their initialisers name. */
const declaratorsByName = oncePer((sourceCode: SourceCode) => {
  const found = new Map<Variable, Set<TSESTree.VariableDeclarator>>();
  for (const declarator of nodesOf(sourceCode).of('VariableDeclarator')) {
    for (const node of declarator.init ? nodesBelow(declarator.init, sourceCode.visitorKeys) : []) {
      const variable = node.type === 'Identifier' && !isPropertyName(node) ? variableOf(sourceCode, node) : undefined;
      if (variable) {
        const ofVariable = found.get(variable) ?? new Set();
        found.set(variable, ofVariable);
        ofVariable.add(declarator);
      }
    }
  }
  return found;
});

/** Whether nothing would read the variable before it gets its new value: what it held so far would be of no use. */
function isUnread({ variable, statement }: Pick<Kept, 'statement' | 'variable'>, { statement: at, side }: Gap): boolean {
  const position = side === 'before' ? at.range[0] : at.range[1];
  const reads = variable.references.filter(reference => reference.isRead()).map(({ identifier }) => identifier as Node);
  return (
    reads.every(read => read.range[0] >= position && contains(at.parent!, read)) &&
    !reads.some(read => isBehind(read, Infinity, at, statement))
  );
}

/** Whether code runs behind a position: it stands there, or a loop around the position comes back to it. */
function isBehind(node: Node, position: number, at: Node, declaration: Node): boolean {
  if (node.range[0] >= position) {
    return true;
  }
  for (let loop = at.parent; loop && !isFunction(loop); loop = loop.parent) {
    if (/^(?:For|While|DoWhile)/u.test(loop.type) && contains(loop, node) && !contains(loop, declaration)) {
      return true;
    }
  }
  return false;
}

function isInSameFunction(one: Node, other: Node): boolean {
  return enclosingFunction(one) === enclosingFunction(other);
}

/** Whether a statement may await as the code that made the session does. */
function mayAwait(made: Node, statement: Node, { dialect }: Draft): boolean {
  if (dialect.isPython && made.type !== 'AwaitExpression' && wrappedParent(made)?.type !== 'AwaitExpression') {
    return true;
  }
  const fn = enclosingFunction(statement);
  return fn ? fn.async : wrappedParent(made)?.type === 'AwaitExpression' || made.type === 'AwaitExpression';
}

/** Whether everything that a creation names means the same where the session is renewed, and would be made anew there. */
function isSeen(init: Node, { statement }: Kept, use: LateUse, { sourceCode }: Draft): boolean {
  const user = innermostStatement(use.node);
  for (const inner of nodesBelow(init, sourceCode.visitorKeys)) {
    const variable = inner.type === 'Identifier' && !isPropertyName(inner) ? variableOf(sourceCode, inner) : undefined;
    if (variable && !contains(init, variable.scope.block as Node) && !contains(variable.scope.block as Node, user)) {
      return false;
    }
  }
  return awaited(init).type === 'CallExpression' && isInSameFunction(statement, user);
}

/** A variable that is given another value later is no `const`. */
function assignable({ statement }: Declared, draft: Draft): void {
  if (statement.kind === 'const') {
    draft.replace([statement.range[0], statement.range[0] + 'const'.length], 'let');
  }
}

function semicolon({ sourceCode }: Draft): string {
  return usesSemicolons(sourceCode) ? ';' : '';
}

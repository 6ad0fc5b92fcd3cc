import type { TSESTree } from '@typescript-eslint/utils';
import type { Store } from '../analysis/facts.ts';
import { awaited, contains, enclosingFunction, isClass, propertyName, unwrapped } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import type { HomeUse, HomeUses } from './home.ts';
import { isOwnDeclaration } from './home-declaration.ts';
import { isTypedHome, storeIdsInType } from './id-type.ts';
import { removeLeftovers } from './leftovers.ts';
import { variableOf } from './names.ts';
import { isIdRead } from './resume-context.ts';
import { Resume } from './resume.ts';
import type { TextEdit } from './spans.ts';

type Node = TSESTree.Node;

/** Reasons that an id in the same home would not cure. */
const incurable = new Set<Store['reason']>([
  'constant-user',
  'ignores-config',
  'ignores-user',
  'message-work',
  'shared-object',
  'singleton',
]);

/**
 * Keeps the id where the session was kept, and resumes the session where it was read. Undefined where the home holds
 * anything but plain sessions, or is read where nothing can be awaited.
 */
export function keepSessionId(store: Store, uses: HomeUses, draft: Draft): TextEdit[] | undefined {
  const onlyIds = uses.all.every(each => each.kind !== 'read' || isIdRead(each.node));
  const use = onlyIds ? undefined : resumingCallee(store, draft);
  const isRead = uses.all.some(each => each.kind === 'read');
  const isKeyed =
    store.home.kind === 'container' && (!isRead || uses.all.every(each => each.kind !== 'store' || each.key));
  if (
    (!use && !onlyIds) ||
    store.holds !== 'session' ||
    (incurable.has(store.reason) && !(onlyIds && (isRead || isKeyed))) ||
    !isOwnDeclaration(store.home) ||
    !mayHoldIds(store, draft) ||
    store.site.type === 'VariableDeclarator' ||
    store.site.type === 'PropertyDefinition' ||
    !(isKeyed || (store.home.kind === 'field' && store.home.lifetime !== 'static')) ||
    !asFew(store, uses).all.every(each => isConvertible(each, store, uses, draft))
  ) {
    return undefined;
  }
  new Resume(store, isRead ? uses : asFew(store, uses), draft, use).run();
  storeIdsInType(store, uses, draft);
  removeLeftovers(draft);
  return draft.edits();
}

/** Whether the container takes strings: neither a `WeakSet` nor a class of the file's own does for sure. */
function mayHoldIds({ home }: Store, { sourceCode }: Draft): boolean {
  const { declaration } = home;
  const init =
    declaration?.type === 'PropertyDefinition'
      ? declaration.value
      : declaration?.type === 'VariableDeclarator'
        ? declaration.init
        : undefined;
  const made = init && unwrapped(init);
  return (
    made?.type !== 'NewExpression' ||
    (sourceCode.getText(made.callee) !== 'WeakSet' && !isClass(variableOf(sourceCode, made.callee)?.defs[0]?.node))
  );
}

/** The one store that is reported, where the home is not typed and nothing reads it; otherwise all uses. */
function asFew(store: Store, uses: HomeUses): HomeUses {
  const isFree = !isTypedHome(store) && uses.all.every(each => each.kind !== 'read');
  return isFree ? { ...uses, all: uses.all.filter(each => each.node === store.site) } : uses;
}

/** `composio.use` for sessions that `composio.create` makes, when one spelling serves all of them. */
function resumingCallee({ creations }: Store, { sourceCode }: Draft): TSESTree.MemberExpression | undefined {
  const callees = creations.map(({ call }) => unwrapped(call.callee));
  const [first] = callees;
  const text = (node: Node) => (node.type === 'MemberExpression' ? sourceCode.getText(node.object) : '');
  return first?.type === 'MemberExpression' &&
    callees.every(
      callee =>
        callee.type === 'MemberExpression' &&
        ['create', 'use'].includes(propertyName(callee) ?? '') &&
        text(callee) === text(first),
    )
    ? first
    : undefined;
}

/** Whether a use of the home can be one of a home of ids. */
function isConvertible(use: HomeUse, store: Store, uses: HomeUses, draft: Draft): boolean {
  switch (use.kind) {
    case 'drop':
    case 'has':
      return true;
    case 'init':
      return use.node.type === 'AssignmentExpression' && isEmptyContainer(unwrapped(use.node.right), draft);
    case 'scan':
      return /\.(?:keys|length|size)\b/u.test(draft.sourceCode.getText(use.node));
    case 'store':
      return isSession(use.value!, store, uses, draft);
    case 'read':
      return isIdRead(use.node) || draft.dialect.isPython || enclosingFunction(use.node)?.async === true;
    default:
      return false;
  }
}

/** `new Map()`; Python's `{}`. */
function isEmptyContainer(made: Node, { dialect }: Draft): boolean {
  return made.type === 'NewExpression' || (dialect.isPython && made.type === 'ObjectExpression' && made.properties.length === 0);
}

/** Whether an expression is one session and nothing around it. */
function isSession(node: Node, store: Store, uses: HomeUses, draft: Draft): boolean {
  const inner = unwrapped(node);
  if (inner.type === 'AssignmentExpression' && inner.operator === '=') {
    return isSession(inner.right, store, uses, draft);
  }
  if (inner.type === 'LogicalExpression') {
    return uses.of(awaited(inner.left))?.kind === 'read' && isSession(inner.right, store, uses, draft);
  }
  if (inner.type === 'ConditionalExpression') {
    return [inner.consequent, inner.alternate].every(
      each => uses.of(unwrapped(each))?.kind === 'read' || isSession(each, store, uses, draft),
    );
  }
  if (inner.type === 'AwaitExpression') {
    const call = awaited(inner);
    return store.creations.some(creation => creation.call === call) || isLikeCreation(call, store, draft);
  }
  if (inner.type === 'CallExpression' && draft.dialect.isPython) {
    return store.creations.some(creation => creation.call === inner) || isLikeCreation(inner, store, draft);
  }
  const variable = inner.type === 'Identifier' ? variableOf(draft.sourceCode, inner) : undefined;
  const definition = variable?.defs[0];
  if (!variable || !definition) {
    return false;
  }
  if (definition.type === 'Parameter') {
    return isThenParameter(definition.node, store);
  }
  const written = variable.references.flatMap(({ writeExpr }) => (writeExpr ? [writeExpr] : []));
  return (
    definition.node.type === 'VariableDeclarator' &&
    definition.node.id.type === 'Identifier' &&
    !written.some(each => contains(each, node)) &&
    written.every(each => uses.of(unwrapped(each))?.kind === 'read' || isSession(each, store, uses, draft))
  );
}

/** Whether a call is spelled as one of the creations: another store of the same home has its own. */
function isLikeCreation(call: Node, { creations }: Store, { sourceCode }: Draft): boolean {
  return (
    call.type === 'CallExpression' &&
    creations.some(creation => sourceCode.getText(creation.call.callee) === sourceCode.getText(call.callee))
  );
}

/** `created` of `composio.create(…).then(created => …)`. */
function isThenParameter(fn: Node, { creations }: Store): boolean {
  const call = fn.parent;
  if (call?.type !== 'CallExpression' || call.arguments[0] !== fn || call.callee.type !== 'MemberExpression') {
    return false;
  }
  const receiver = unwrapped(call.callee.object);
  return propertyName(call.callee) === 'then' && creations.some(creation => creation.call === receiver);
}

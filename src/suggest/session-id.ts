import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, SourceCode, Store } from '../analysis/facts.ts';
import {
  awaited,
  contains,
  enclosingClass,
  enclosingFunction,
  isClass,
  isPropertyNamed,
  propertyName,
  unwrapped,
} from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { type HomeUse, HomeUses } from './home-uses.ts';
import { isOwnDeclaration } from './home-declaration.ts';
import { isTypedHome, storeIdsInType } from './id-type.ts';
import { removeLeftovers } from './leftovers.ts';
import { variableOf } from './names.ts';
import { deletesAndGoesOn } from './guards.ts';
import { isIdRead, rootOf } from './resume-context.ts';
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
 * anything but plain sessions, or is read where nothing can be awaited. `creations` are those of the file.
 */
export function keepSessionId(reported: Store, uses: HomeUses, draft: Draft, creations: readonly Creation[]): TextEdit[] | undefined {
  const isRead = uses.ofKind('read').length > 0;
  // what nothing resumes may come from any client
  const store = isRead ? reported : { ...reported, creations };
  const onlyIds = uses.ofKind('read').every(each => isIdRead(each.node));
  const use = onlyIds ? undefined : resumingCallee(store, draft);
  const isKeyed = store.home.kind === 'container' && (!isRead || uses.ofKind('store').every(each => each.key));
  if (
    (!use && !onlyIds) ||
    store.holds !== 'session' ||
    (incurable.has(store.reason) && !(onlyIds && (isRead || isKeyed))) ||
    !isOwnDeclaration(store.home) ||
    isNamedElsewhere(store, uses, draft) ||
    !mayHoldIds(store, draft) ||
    store.site.type === 'VariableDeclarator' ||
    store.site.type === 'PropertyDefinition' ||
    !(isKeyed || (store.home.kind === 'field' && store.home.lifetime !== 'static'))
  ) {
    return undefined;
  }
  return isRead || isTypedHome(store)
    ? sharedRewrite(store, uses, draft, use)
    : rewrite(store, uses, onlyStore(store, uses), draft, use);
}

/** Whether other code names a home that no declaration of the file stands for: `ctx.session.agent` of another handler's `ctx`. */
function isNamedElsewhere({ home: { variable, owner, name } }: Store, uses: HomeUses, { sourceCode }: Draft): boolean {
  const path = name.split('.').slice(1);
  if (variable || owner || path.length < 2 || !/^[\w.]+$/u.test(name)) {
    return false;
  }
  const named = sourceCode.text.match(new RegExp(`\\b${path.join('[!?]*\\.')}\\b`, 'gu')) ?? [];
  return named.length > uses.all.length;
}

const rewritten = new WeakMap<HomeUses, Map<unknown, Map<string, TextEdit[] | undefined>>>();

/** The rewrite of all uses of a home, which is the same for each of its stores that creates on the same client. */
function sharedRewrite(store: Store, uses: HomeUses, draft: Draft, use: TSESTree.MemberExpression | undefined): TextEdit[] | undefined {
  let ofHome = rewritten.get(uses);
  if (!ofHome) {
    rewritten.set(uses, (ofHome = new Map()));
  }
  const client = use && clientOf(use, draft.sourceCode);
  let ofClient = ofHome.get(client);
  if (!ofClient) {
    ofHome.set(client, (ofClient = new Map()));
  }
  const calls = [...new Set(store.creations.map(({ call }) => draft.sourceCode.getText(call.callee)))].sort().join('\n');
  if (!ofClient.has(calls)) {
    ofClient.set(calls, rewrite(store, uses, uses, draft, use));
  }
  return ofClient.get(calls);
}

/** What the name of a client starts with: a variable, or the class that `this` is of. */
function clientOf(callee: TSESTree.MemberExpression, sourceCode: SourceCode): unknown {
  const root = rootOf(callee.object);
  return root.type === 'ThisExpression' ? enclosingClass(root) : variableOf(sourceCode, root);
}

function rewrite(
  store: Store,
  uses: HomeUses,
  changed: HomeUses,
  draft: Draft,
  use: TSESTree.MemberExpression | undefined,
): TextEdit[] | undefined {
  if ([...changed.readers.values()].some(deletesAndGoesOn) || !changed.all.every(each => isConvertible(each, store, uses, draft))) {
    return undefined;
  }
  new Resume(store, changed, draft, use).run();
  if (draft.refused) {
    return undefined;
  }
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

/** The one store that is reported: enough where the home is not typed and nothing reads it. */
function onlyStore(store: Store, uses: HomeUses): HomeUses {
  const use = uses.of(store.site);
  return new HomeUses(use ? [use] : [], uses.isContainer);
}

/** `composio.use` for sessions that `composio.create` makes, when one spelling serves all of them. */
function resumingCallee({ creations }: Store, { sourceCode }: Draft): TSESTree.MemberExpression | undefined {
  const callees = creations.map(({ call }) => unwrapped(call.callee));
  const [first] = callees;
  const text = ({ object }: TSESTree.MemberExpression) => sourceCode.getText(object);
  return first?.type === 'MemberExpression' &&
    callees.every(
      callee =>
        callee.type === 'MemberExpression' &&
        isPropertyNamed(callee, /^(?:create|use)$/u) &&
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
    return isLikeCreation(call, store, draft);
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
    return isThenParameter(definition.node, store, draft);
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
    // `client?.create(…)` may give nothing that has an id
    !/\?\.(?!\d)/u.test(sourceCode.getText(call.callee) + (call.optional ? '?.' : '')) &&
    creations.some(creation => sourceCode.getText(creation.call.callee) === sourceCode.getText(call.callee))
  );
}

/** `created` of `composio.create(…).then(created => …)`. */
function isThenParameter(fn: Node, store: Store, draft: Draft): boolean {
  const call = fn.parent;
  if (call?.type !== 'CallExpression' || call.arguments[0] !== fn || call.callee.type !== 'MemberExpression') {
    return false;
  }
  return propertyName(call.callee) === 'then' && isLikeCreation(unwrapped(call.callee.object), store, draft);
}

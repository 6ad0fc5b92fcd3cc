import type { TSESTree } from '@typescript-eslint/utils';
import { writesOf } from '../analysis/definitions.ts';
import type { Creation, SourceCode, Store } from '../analysis/facts.ts';
import {
  contains,
  enclosingFunction,
  isAmong,
  isFunction,
  isPropertyNamed,
  lastName,
  literalKey,
  nodesBelow,
  propertyName,
  unwrapped,
  wrappedParent,
} from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { fileIndex, membersNamed } from './file-index.ts';
import { nodesOf } from './file-nodes.ts';
import { dropping, storing } from './home.ts';
import type { HomeUses } from './home-uses.ts';
import { removeLeftovers } from './leftovers.ts';
import { rootOf } from './resume-context.ts';
import { isShadowed, variableOf } from './names.ts';
import type { TextEdit } from './spans.ts';

type Node = TSESTree.Node;

/** Methods that ask a container something without giving away what is in it. */
const asking = new Set(['has', 'keys', 'length', 'size']);

/**
 * Keeps the id instead of a session that nothing in the file reads again, however the home is named and wherever the
 * session comes from:
 *
 * ```
 * (isFirst ? one : two).set(user, await open(user))   →   (isFirst ? one : two).set(user, (await open(user)).sessionId)
 * req.session.composio = await create(req.user.id)    →   req.session.composio = (await create(req.user.id)).sessionId
 * ```
 */
export function keepIdHere(store: Store, uses: HomeUses | undefined, isUntyped: boolean, draft: Draft): TextEdit[] | undefined {
  const { site, value, creations, home } = store;
  const { sourceCode } = draft;
  const isStatement =
    site.parent?.type === 'ExpressionStatement' ||
    (site.parent?.type === 'AwaitExpression' && site.parent.parent.type === 'ExpressionStatement');
  const isPlace = site.type === 'CallExpression' || (site.type === 'AssignmentExpression' && site.operator === '=' && value === site.right);
  const receiver = isStatement && isPlace ? receiverOf(site) : undefined;
  const isOld = creations.some(({ name }) => name.endsWith('createSession'));
  if (
    draft.dialect.isPython ||
    isOld ||
    !receiver ||
    !value ||
    value.type === 'SpreadElement' ||
    !contains(site, value) ||
    (!isUntyped && !takesText(receiver, store, sourceCode))
  ) {
    return undefined;
  }
  const isOwn = home.variable !== undefined || home.owner !== undefined;
  const declared = home.variable?.defs[0];
  const isNamed = uses !== undefined && isNeverRead(uses) && (declared?.type !== 'Variable' || isMadeHere(declared.node as Node));
  const isUnread = isNamed || isOnlyFilled(receiver, site, sourceCode);
  if (!isUnread || !(isOwn || isNamedOnce(receiver, site, sourceCode))) {
    return undefined;
  }
  if (store.isBare ? takeId(store, value, isUntyped, draft) : putId(store, value, draft)) {
    removeLeftovers(draft);
    return draft.edits();
  }
  return undefined;
}

/** Puts `.sessionId` behind a session that is stored. */
function takeId({ creations }: Store, value: Node, isUntyped: boolean, draft: Draft): boolean {
  const inner = unwrapped(value);
  const mark = mayBeMissing(inner, creations, draft.sourceCode);
  const around = mark === undefined ? undefined : awaitedText(value, inner, isUntyped, draft);
  if (around) {
    draft.replace(value.range, around[0], { span: value.range }, `${around[1]}${mark}.sessionId`);
  }
  return around !== undefined;
}

/** Puts the id in the place of what came from a session, or was built around it, where the session has a name or is created. */
function putId({ site, creations: [creation, other] }: Store, value: Node, draft: Draft): boolean {
  if (/^(?:Array|New)Expression$/u.test(unwrapped(value).type)) {
    return false; // others may be put into it
  }
  const made = creation && !other ? wrappedParent(creation.call) : undefined;
  const declared = made?.type === 'AwaitExpression' ? wrappedParent(made) : undefined;
  const variable =
    declared?.type === 'VariableDeclarator' && declared.id.type === 'Identifier' ? variableOf(draft.sourceCode, declared.id) : undefined;
  if (
    variable &&
    contains(variable.scope.block, site) &&
    writesOf(variable).length === 1 &&
    !isShadowed(variable, site, draft.sourceCode)
  ) {
    draft.reduce(value, value.range, `${variable.name}.sessionId`);
    return true;
  }
  if (made?.type === 'AwaitExpression' && contains(value, made) && enclosingFunction(made) === enclosingFunction(site)) {
    draft.reduce(value, value.range, '(', { span: made.range }, ').sessionId');
    return true;
  }
  return false;
}

/** What holds the place: `cache` of `cache.set(k, v)`, `lists[tenant]` of `lists[tenant].push(v)`, all of `req.session.agent = v`. */
function receiverOf(site: Node): Node | undefined {
  if (site.type === 'AssignmentExpression') {
    return site.left.type === 'MemberExpression' ? site.left : undefined;
  }
  const callee = site.type === 'CallExpression' ? unwrapped(site.callee) : undefined;
  return callee?.type === 'MemberExpression' && isPropertyNamed(callee, storing) ? callee.object : undefined;
}

function isNeverRead(uses: HomeUses): boolean {
  return uses.all.every(
    ({ kind, node }) =>
      kind === 'store' || kind === 'has' || kind === 'drop' || (kind === 'scan' && isAmong(lastName(node), /^(?:keys|length|size)$/u)),
  );
}

/** Whether nothing in the file does anything but fill a place, by the variables or by the properties that lead to it. */
function isOnlyFilled(receiver: Node, site: Node, sourceCode: SourceCode): boolean {
  const roots = [...nodesBelow(receiver, sourceCode.visitorKeys)].filter(node => node.type === 'Identifier' && isReceiver(node, receiver));
  return (
    roots.length > 0 &&
    roots.every(root => {
      const variable = variableOf(sourceCode, root);
      const declared = variable?.defs[0];
      if (declared?.type === 'Variable') {
        return (
          isMadeHere(declared.node as Node) && variable!.references.every(({ init, identifier }) => init || isFilling(identifier as Node))
        );
      }
      return isNamedOnce(receiver, site, sourceCode);
    })
  );
}

/** Whether an identifier is, or may be, what an expression starts with: no key and no argument. */
function isReceiver(node: Node, within: Node): boolean {
  for (let at = node; at !== within; at = at.parent!) {
    const { parent } = at;
    const isBeside =
      parent?.type === 'MemberExpression'
        ? parent.property === at
        : parent?.type === 'CallExpression'
          ? parent.callee !== at
          : parent?.type === 'ConditionalExpression'
            ? parent.test === at
            : parent?.type === 'AssignmentExpression' && parent.left !== at;
    if (isBeside) {
      return false;
    }
  }
  return true;
}

/** Whether what an identifier leads to is filled, emptied or asked for its size there. */
function isFilling(identifier: Node): boolean {
  let at = identifier;
  for (let { parent } = at; parent; { parent } = at) {
    if (parent.type === 'CallExpression' && parent.callee === at) {
      if (
        at.type === 'MemberExpression' &&
        (isPropertyNamed(at, storing) || isPropertyNamed(at, dropping) || isPropertyNamed(at, asking))
      ) {
        return true;
      }
    } else if (parent.type === 'AssignmentExpression') {
      if (parent.left !== at || parent.operator === '=') {
        return parent.left === at && at !== identifier;
      }
    } else if (
      !(parent.type === 'MemberExpression' && parent.object === at) &&
      !/^(?:ChainExpression|ConditionalExpression|LogicalExpression|TS\w+)$/u.test(parent.type)
    ) {
      return false;
    }
    at = parent;
  }
  return false;
}

/** Whether a variable is the only name of what it holds: made with it, and not exported. */
function isMadeHere(declarator: Node): boolean {
  const init = declarator.type === 'VariableDeclarator' ? declarator.init : undefined;
  return (
    declarator.parent?.parent?.type !== 'ExportNamedDeclaration' &&
    (!init || /^(?:Array|New|Object)Expression$/u.test(unwrapped(init).type))
  );
}

/** `req.session.agent`, where no other code of the file has an `agent` of its own; `app.set('agent', …)` where none asks for it. */
function isNamedOnce(receiver: Node, site: Node, sourceCode: SourceCode): boolean {
  if (site.type === 'CallExpression') {
    const key = site.arguments[0] && literalKey(site.arguments[0]);
    return (
      key !== undefined &&
      !fileIndex(sourceCode)
        .calls.get('get')
        ?.some(call => call.arguments[0] && literalKey(call.arguments[0]) === key)
    );
  }
  const name = receiver.type === 'MemberExpression' && !receiver.computed ? propertyName(receiver) : undefined;
  const isTakenOut = nodesOf(sourceCode)
    .of('ObjectPattern')
    .some(
      pattern =>
        pattern.type === 'ObjectPattern' &&
        pattern.properties.some(property => property.type === 'Property' && propertyName(property) === name),
    );
  return (
    name !== undefined &&
    !isTakenOut &&
    membersNamed(sourceCode, name).every(member => member.parent.type === 'AssignmentExpression' && member.parent.left === member)
  );
}

/** Whether the types of a home have room for a text as deep as it goes in: they say `any` or `unknown` there, or nothing. */
function takesText(receiver: Node, { home, site }: Store, sourceCode: SourceCode): boolean {
  const declared = home.declaration ?? (variableOf(sourceCode, rootOf(receiver))?.defs[0]?.node as Node | undefined);
  if (declared?.type !== 'VariableDeclarator' && declared?.type !== 'PropertyDefinition') {
    return true;
  }
  const id = declared.type === 'VariableDeclarator' ? declared.id : declared;
  const value = declared.type === 'VariableDeclarator' ? declared.init : declared.value;
  const made = value && unwrapped(value);
  const types = ['typeAnnotation' in id ? id.typeAnnotation : undefined, made?.type === 'NewExpression' ? made.typeArguments : undefined];
  const depth = depthOf(receiver) + (site.type === 'CallExpression' ? 1 : 0);
  return types.every(type => {
    const end = type ? /\b(?:any|unknown)\b([^\w]*)$/u.exec(sourceCode.getText(type)) : undefined;
    return !type || (end && (end[1] === '' || end[1]!.replaceAll(/[^>\]}]/gu, '').length === depth));
  });
}

/** How many entries deep an expression leads: none for `cache`, one for `lists[tenant]` and `byTenant.get(tenant)`. */
function depthOf(node: Node): number {
  const inner = unwrapped(node);
  if (inner.type === 'CallExpression') {
    return depthOf(inner.callee);
  }
  return inner.type === 'MemberExpression' ? 1 + depthOf(inner.object) : 0;
}

/** `?` where a session may be missing; undefined where it is something else then. */
function mayBeMissing(value: Node, creations: readonly Creation[], sourceCode: SourceCode): string | undefined {
  const inside = [...nodesBelow(value, sourceCode.visitorKeys)];
  if (inside.some(node => node.type === 'LogicalExpression' && node.operator === '&&')) {
    return undefined;
  }
  const isChosen = inside.some(({ type }) => type === 'LogicalExpression' || type === 'ConditionalExpression');
  return isChosen || creations.some(({ call }) => /\?\.(?!\d)/u.test(sourceCode.getText(call.callee) + (call.optional ? '?.' : '')))
    ? '?'
    : '';
}

/** What stands around a value where its session is at hand; undefined where it is not, or its type is not known to be one. */
function awaitedText(value: Node, inner: Node, isUntyped: boolean, { sourceCode }: Draft): readonly [string, string] | undefined {
  if (inner.type === 'Identifier') {
    const declared = variableOf(sourceCode, inner)?.defs[0]?.node as Node | undefined;
    return declared?.type === 'VariableDeclarator' && isWaitedFor(declared) ? ['', ''] : undefined;
  }
  if (inner.type === 'AwaitExpression' || isOfAwaited(inner, sourceCode)) {
    const isPrimary = inner === value && (inner.type === 'CallExpression' || inner.type === 'MemberExpression');
    return isPrimary ? ['', ''] : ['(', ')'];
  }
  return enclosingFunction(value)?.async && isUntyped && inner.type === 'CallExpression' ? ['(await ', ')'] : undefined;
}

/** `const s = await …`, `for await (const s of …)`, `const { s } = await …`. */
function isWaitedFor({ id, init, parent }: TSESTree.VariableDeclarator): boolean {
  const loop = parent.parent;
  const isPlain = id.type === 'Identifier' && !id.typeAnnotation;
  return isPlain && (init?.type === 'AwaitExpression' || (loop.type === 'ForOfStatement' && loop.await && loop.left === parent));
}

/** Whether an expression waits for something itself, and not in a function inside it. */
function isOfAwaited(value: Node, { visitorKeys }: SourceCode): boolean {
  return [...nodesBelow(value, visitorKeys)].some(node => node.type === 'AwaitExpression' && !isInnerFunction(node, value));
}

function isInnerFunction(node: Node, value: Node): boolean {
  for (let at = node.parent; at && at !== value; at = at.parent) {
    if (isFunction(at)) {
      return true;
    }
  }
  return false;
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, Store } from '../analysis/facts.ts';
import { contains, isPropertyNamed, nodesBelow, propertyName, thisOf, unwrapped, wrappedParent } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { storingFunction } from './fresh-session.ts';
import { removeHome } from './home-declaration.ts';
import type { HomeUse, HomeUses } from './home-uses.ts';
import { removeLeftovers } from './leftovers.ts';
import { isDeclaredIn, memberText, variableOf } from './names.ts';
import { indentAt, isBareBody } from './positions.ts';
import { makeAwaitable, mayServeOthers, readAfresh } from './readers.ts';
import type { TextEdit } from './spans.ts';
import { likelyUser } from './user-at-hand.ts';

type Node = TSESTree.Node;

/**
 * Moves the creation from where it fills a field or variable into the functions that read it:
 *
 * ```
 * const session = await composio.create(user);         async function ask(text) {
 * async function ask(text) {                     →       const session = await composio.create(user);
 *   return run(text, await session.tools());             return run(text, await session.tools());
 * }                                                    }
 * ```
 */
export function moveCreation(store: Store, uses: HomeUses, draft: Draft, isUntyped: boolean): TextEdit[] | undefined {
  const creation = store.holds === 'tools' ? toolsOf(store) : creationIn(store);
  if (!creation || !isPlain(uses, store)) {
    return undefined;
  }
  const { readers } = uses;
  const storing = storingFunction(store, uses);
  if (readers.size === 0 || (storing && readers.has(storing))) {
    return undefined;
  }
  const source = { span: creation.range, from: indentAt(draft.sourceCode, creation.range[0]) };
  for (const [reader, reads] of readers) {
    if (
      !reader ||
      !isPortable(creation, reader, store, draft) ||
      (draft.dialect.isPython && reads.every(isUpkeep)) ||
      !isForItsUser(
        store,
        reader,
        readers.size === 1 ? likelyUser(reader, draft.sourceCode, isUntyped || draft.dialect.isPython) : undefined,
        draft,
      ) ||
      (creation.type === 'AwaitExpression' && !makeAwaitable(reader, draft))
    ) {
      return undefined;
    }
    readAfresh(reader, reads, [source], store, draft);
  }
  draft.quote(creation);
  removeStore(store, creation, draft);
  removeHome(store, uses, draft);
  removeLeftovers(draft);
  return draft.edits();
}

/** `this.session.update(…)`: of no use to a session that was made for it. */
function isUpkeep({ node }: HomeUse): boolean {
  const member = wrappedParent(node);
  const isCalled = member?.type === 'MemberExpression' && unwrapped(member.object) === node && member.parent.type === 'CallExpression';
  return isCalled && isPropertyNamed(member, /^(?:delete|update)$/u);
}

/** Whether a creation in `reader` is for the right user; the only handler that reads takes its own user instead of a constant. */
function isForItsUser(store: Store, reader: FunctionNode, user: string | undefined, draft: Draft): boolean {
  if (!mayServeOthers(store, reader, draft.sourceCode)) {
    return true;
  }
  const [creation, other] = store.creations;
  if (user === undefined || !creation?.user || other) {
    return false;
  }
  draft.replace(creation.user.range, user);
  return true;
}

/** Takes away a private field that nothing reads, with the session in it. */
export function dropUnread(store: Store, uses: HomeUses, draft: Draft): TextEdit[] | undefined {
  const { site, home } = store;
  const field = home.declaration;
  const creation = creationIn(store);
  const isPrivate =
    field?.type === 'PropertyDefinition' &&
    (field.accessibility === 'private' || field.key.type === 'PrivateIdentifier');
  if (!isPrivate || !creation || uses.all.some(use => use.node !== site)) {
    return undefined;
  }
  if (site === field) {
    draft.remove(field.range);
  } else if (site.parent?.type === 'ExpressionStatement') {
    draft.remove(field.range);
    draft.removeStatement(site.parent);
  } else {
    return undefined;
  }
  removeLeftovers(draft);
  return draft.edits();
}

/** The one creation that the store keeps, awaited or not, when it keeps nothing else. */
export function creationIn({
  site,
  value,
  creations,
}: Store): TSESTree.AwaitExpression | TSESTree.CallExpression | undefined {
  const inner = value && withoutHome(unwrapped(value), site);
  const call = inner?.type === 'AwaitExpression' ? unwrapped(inner.argument) : inner;
  const isCreation = creations.some(creation => creation.call === call);
  return isCreation && (inner?.type === 'AwaitExpression' || inner?.type === 'CallExpression') ? inner : undefined;
}

/** `create()` of `this.session = this.session || create()`, and of the same as a conditional. */
function withoutHome(value: Node, site: Node): Node {
  const home = site.type === 'AssignmentExpression' ? memberText(site.left) : '';
  if (
    value.type === 'LogicalExpression' &&
    value.operator !== '&&' &&
    home !== '' &&
    memberText(unwrapped(value.left)) === home
  ) {
    return unwrapped(value.right);
  }
  const isKept =
    value.type === 'ConditionalExpression' &&
    home !== '' &&
    [value.test, value.consequent].every(each => memberText(each) === home);
  return isKept ? unwrapped(value.alternate) : value;
}

/** `await this.session.tools()`: tools that can be asked for anywhere else as well. */
function toolsOf({ value }: Store): TSESTree.AwaitExpression | undefined {
  const inner = value && unwrapped(value);
  const call = inner?.type === 'AwaitExpression' ? unwrapped(inner.argument) : undefined;
  const isAsked =
    call?.type === 'CallExpression' &&
    call.callee.type === 'MemberExpression' &&
    call.callee.object.type === 'MemberExpression' &&
    call.callee.object.object.type === 'ThisExpression' &&
    propertyName(call.callee) === 'tools';
  return isAsked && inner?.type === 'AwaitExpression' ? inner : undefined;
}

/** Whether the store is the only one of a home that holds one session. */
export function isPlain(uses: HomeUses, { site }: Store): boolean {
  return (
    !uses.isContainer &&
    uses.ofKind('store').every(use => use.node === site) &&
    (['has', 'init', 'other', 'scan'] as const).every(kind => uses.ofKind(kind).length === 0)
  );
}

/** Whether everything that the creation reads means the same in `reader`. */
function isPortable(creation: Node, reader: FunctionNode, store: Store, draft: Draft): boolean {
  const { sourceCode } = draft;
  for (const node of nodesBelow(creation, sourceCode.visitorKeys)) {
    if (node.type === 'ThisExpression' && !isSameThis(store.site, reader)) {
      return false;
    }
    const variable = node.type === 'Identifier' ? variableOf(sourceCode, node) : undefined;
    if (!variable || contains(creation, variable.scope.block)) {
      continue;
    }
    if (contains(variable.scope.block, reader)) {
      if (isDeclaredIn(sourceCode, variable.name, reader)) {
        return false;
      }
    } else {
      const namesake = reader.params.find(
        parameter => parameter.type === 'Identifier' && parameter.name === variable.name,
      );
      const [original] = variable.identifiers;
      if (!namesake || !original || sourceCode.getText(namesake) !== sourceCode.getText(original)) {
        return false;
      }
    }
  }
  return true;
}

function isSameThis(site: Node, reader: FunctionNode): boolean {
  const here = site.type === 'PropertyDefinition' ? { owner: site.parent.parent, isStatic: site.static } : thisOf(site);
  const there = thisOf(reader.body);
  return (
    here !== undefined &&
    there !== undefined &&
    'owner' in here &&
    'owner' in there &&
    here.owner === there.owner &&
    here.isStatic === there.isStatic
  );
}

/** Takes away the statement or declaration that filled the home; the comments of the creation move along with it. */
function removeStore({ site }: Store, creation: Node, draft: Draft): void {
  if (site.type === 'VariableDeclarator' && site.parent.declarations.length === 1) {
    draft.remove(site.parent.range, creation.range);
  } else if (site.type === 'PropertyDefinition') {
    draft.remove(site.range, creation.range);
  } else if (site.type === 'AssignmentExpression' && site.parent.type === 'ExpressionStatement' && isBareBody(site.parent)) {
    draft.removeStatement(site.parent);
  } else if (site.type === 'AssignmentExpression' && site.parent.type === 'ExpressionStatement') {
    draft.remove(site.parent.range, creation.range);
  } else {
    draft.refuse();
  }
}

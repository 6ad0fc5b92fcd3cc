import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode, Store, Variable } from '../analysis/facts.ts';
import { awaited, contains, nodesBelow, propertyName, unspread, unwrapped } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { intoFunction, isCapturedLate } from './factory.ts';
import { homeUses } from './home.ts';
import type { HomeUses } from './home-uses.ts';
import { mayBeEmpty } from './id-type.ts';
import { creationIn, isPlain } from './move.ts';
import { capitalized, isNameTaken, variableOf } from './names.ts';
import { placeOf } from './place.ts';
import { PlaceIndex } from './place-index.ts';
import { wrappedOutermost } from './positions.ts';
import { makeAwaitable, mayServeOthers, readAfresh } from './readers.ts';
import type { TextEdit } from './spans.ts';
import { isTested } from './tests.ts';

type Node = TSESTree.Node;

/**
 * Keeps a function that creates the session where the session was kept, and calls it in every function that read it:
 * `active = await create(user)` becomes `openActive = () => create(user)`, read as `await openActive()`. All properties
 * of one dictionary change together: one alone would leave the others in another kind of home.
 */
export function keepOpener(store: Store, draft: Draft): TextEdit[] | undefined {
  return openFrom(store, draft) ? draft.edits() : undefined;
}

const opened = new WeakMap<readonly Node[], Map<string, TextEdit[] | undefined>>();

/** `keepOpener` for all properties of a dictionary: one rewrite, which every one of its stores offers. */
export function keepOpeners(store: Store, draft: Draft): TextEdit[] | undefined {
  const filled = entriesBeside(store, draft.sourceCode);
  const like = store.creations.map(({ call }) => draft.sourceCode.getText(call.callee)).join('\n');
  let ofDictionary = opened.get(filled);
  if (!ofDictionary) {
    opened.set(filled, (ofDictionary = new Map()));
  }
  if (!ofDictionary.has(like)) {
    const all = [store, ...siblingsOf(store, draft.sourceCode)].sort((a, b) => a.site.range[0] - b.site.range[0]);
    ofDictionary.set(like, all.every(each => openFrom(each, draft)) ? draft.edits() : undefined);
  }
  return ofDictionary.get(like);
}

function openFrom(store: Store, draft: Draft): boolean {
  const { site } = store;
  const creation = creationIn(store);
  const uses = homeUses(store, draft.sourceCode);
  if (
    site.type !== 'AssignmentExpression' ||
    site.parent.type !== 'ExpressionStatement' ||
    !creation ||
    (!draft.dialect.isPython && creation.type !== 'AwaitExpression') ||
    (draft.dialect.isPython && (creation.type === 'AwaitExpression' || site.left.type === 'Identifier')) ||
    !uses ||
    !isPlain(uses, store) ||
    isCapturedLate(creation, draft) ||
    isForFirstCaller(store, creation, draft) ||
    !typeAsOpener(store, draft)
  ) {
    return false;
  }
  const home = unwrapped(site.left);
  const name = home.type === 'Identifier' ? openerName(home.name, draft) : undefined;
  if (home.type === 'Identifier') {
    const variable = variableOf(draft.sourceCode, home);
    if (name === undefined || !variable || !rename(variable, uses, name, draft)) {
      return false;
    }
  }
  const bang = !draft.dialect.isPython && mayBeEmpty(store) && !isAny(store) ? '!' : '';
  const source = `${draft.dialect.wait}${name ?? draft.sourceCode.getText(home)}${bang}()`;
  if (!callInReaders(uses, source, store, draft)) {
    return false;
  }
  if (site.operator !== '=') {
    draft.replace(operatorRange(site, draft), '=');
  }
  intoFunction(creation, draft);
  if (!contains(creation, site.right)) {
    draft.reduce(site.right, site.right.range, { span: creation.range });
  }
  return true;
}

/** Whether a guard around the store keeps the first caller's user or configuration: a function that it keeps would, too. */
function isForFirstCaller({ site, reason }: Store, creation: Node, { sourceCode }: Draft): boolean {
  const isGuarded = site.type === 'AssignmentExpression' && site.operator === '=' && contains(creation, unwrapped(site.right));
  const isIgnored = isGuarded && (reason === 'ignores-user' || reason === 'ignores-config');
  return (
    isIgnored && [...nodesBelow(creation, sourceCode.visitorKeys)].some(node => variableOf(sourceCode, node)?.defs[0]?.type === 'Parameter')
  );
}

/** Whether other properties of the same dictionary are filled by their written-out keys, too. */
export function hasSiblings(store: Store, sourceCode: SourceCode): boolean {
  return entriesBeside(store, sourceCode).some(site => site !== store.site);
}

/** The other properties of a dictionary with written-out keys that are filled in the same way. */
function siblingsOf(store: Store, sourceCode: SourceCode): Store[] {
  const [like] = store.creations;
  return entriesBeside(store, sourceCode).flatMap(site => {
    const call = awaited(site.right);
    const isAlike =
      like &&
      call.type === 'CallExpression' &&
      sourceCode.getText(call.callee) === sourceCode.getText(like.call.callee);
    const sibling: Store = {
      ...store,
      site,
      value: site.right,
      home: { ...store.home, name: sourceCode.getText(site.left) },
      creations: isAlike ? [{ ...like, call, user: userOf(call) }] : [],
    };
    return site === store.site ? [] : [sibling];
  });
}

function userOf({ arguments: [user] }: TSESTree.CallExpression): TSESTree.Expression | undefined {
  return unspread(user);
}

/** Everything that fills a property of the dictionary that a store fills one of. */
function entriesBeside({ site, home }: Store, sourceCode: SourceCode): readonly TSESTree.AssignmentExpression[] {
  const left = site.type === 'AssignmentExpression' ? site.left : undefined;
  if (home.kind !== 'container' || left?.type !== 'MemberExpression' || propertyName(left) === undefined) {
    return [];
  }
  const place = placeOf(left.object, sourceCode);
  return place ? PlaceIndex.of(sourceCode).filledIn(place) : [];
}

/** Puts a call of the opener where each function first reads the home. */
function callInReaders(uses: HomeUses, source: string, store: Store, draft: Draft): boolean {
  const { site } = store;
  for (const [reader, reads] of uses.readers) {
    const values = reads.filter(read => !isTested(wrappedOutermost(read.node)) && !contains(site, read.node));
    const isOpen = reader && !mayServeOthers(store, reader, draft.sourceCode) && (draft.dialect.isPython || makeAwaitable(reader, draft));
    if (values.length > 0 && !isOpen) {
      return false;
    }
    if (reader && values.length > 0) {
      readAfresh(reader, values, [source], store, draft);
    }
  }
  return uses.readers.size > 0;
}

/** Gives a variable that now holds a function the name of one. */
function rename(variable: Variable, uses: HomeUses, name: string, draft: Draft): boolean {
  const identifiers = new Set<Node>([...variable.identifiers, ...variable.references.map(r => r.identifier)]);
  for (const identifier of identifiers) {
    const use = uses.of(identifier);
    const isValue = use?.kind === 'read' && !isTested(wrappedOutermost(identifier));
    if (identifier.parent?.type === 'ExportSpecifier' || identifier.parent?.type === 'TSTypeQuery') {
      return false;
    }
    if (!isValue) {
      draft.replace([identifier.range[0], identifier.range[0] + variable.name.length], name);
    }
  }
  return true;
}

function openerName(name: string, { sourceCode }: Draft): string | undefined {
  const opener = `open${capitalized(name.replace(/^[_$]+/u, ''))}`;
  return isNameTaken(sourceCode, opener, sourceCode.ast) ? undefined : opener;
}

/** Makes the declared type of the home that of a function. */
function typeAsOpener({ home: { declaration, name } }: Store, draft: Draft): boolean {
  const id = declaration?.type === 'VariableDeclarator' ? declaration.id : declaration;
  const annotation = id && 'typeAnnotation' in id ? id.typeAnnotation : undefined;
  const type = annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : undefined;
  if (!type || type.type === 'TSAnyKeyword') {
    return declaration?.type !== 'PropertyDefinition' || !declaration.value || isEmptyValue(declaration.value);
  }
  if (name.split('.').length > (declaration?.type === 'PropertyDefinition' ? 2 : 1)) {
    return isAnyIn(type, name.split('.').at(-1)!, draft);
  }
  const parts = type.type === 'TSUnionType' ? type.types : [type];
  const values = parts.filter(part => part.type !== 'TSUndefinedKeyword' && part.type !== 'TSNullKeyword');
  const [value] = values;
  if (values.length !== 1 || !value) {
    return false;
  }
  const [open, close] = parts.length > 1 ? ['(', ')'] : ['', ''];
  draft.replace(value.range, `${open}() => Promise<`, { span: value.range }, `>${close}`);
  return true;
}

/** Whether an object type says `any` of a property. */
function isAnyIn(type: Node, name: string, { sourceCode }: Draft): boolean {
  return (
    type.type === 'TSTypeLiteral' &&
    type.members.some(
      member =>
        member.type === 'TSPropertySignature' &&
        sourceCode.getText(member.key) === name &&
        member.typeAnnotation?.typeAnnotation.type === 'TSAnyKeyword',
    )
  );
}

function isAny({ home: { declaration } }: Store): boolean {
  const id = declaration?.type === 'VariableDeclarator' ? declaration.id : declaration;
  return (
    id !== undefined &&
    'typeAnnotation' in id &&
    id.typeAnnotation?.type === 'TSTypeAnnotation' &&
    id.typeAnnotation.typeAnnotation.type === 'TSAnyKeyword'
  );
}

function isEmptyValue(node: Node): boolean {
  return node.type === 'Literal' || node.type === 'Identifier';
}

function operatorRange(node: TSESTree.AssignmentExpression, { sourceCode }: Draft): readonly [number, number] {
  return sourceCode.getFirstTokenBetween(node.left, node.right, token => token.value === node.operator)!.range;
}

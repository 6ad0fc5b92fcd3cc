import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Creation, SourceCode, Store } from '../analysis/facts.ts';
import { importOf } from '../analysis/flow/imports.ts';
import { isPython } from '../analysis/language.ts';
import { lastName, propertyName, wrappedParent } from '../analysis/tree.ts';
import { hasFeature } from '../sdk/model.ts';
import { homeImports, homeMembers } from '../sdk/python.ts';
import type { Remedy } from '../sdk/settings.ts';
import { Draft } from './draft.ts';
import { exportFactory, makeFactory } from './factory.ts';
import { freshSession } from './fresh-session.ts';
import { handBack } from './hand-back.ts';
import { goesOnAfterDeletion, homeUses } from './home.ts';
import { type HomeUses, isLook } from './home-uses.ts';
import { makeProperty } from './lazy-property.ts';
import { unwrapMemo } from './memo.ts';
import { dropUnread, moveCreation } from './move.ts';
import { variableOf } from './names.ts';
import { keepIdHere } from './id-here.ts';
import { hasSiblings, keepOpener, keepOpeners } from './opener.ts';
import { keepSessionId } from './session-id.ts';
import type { TextEdit } from './spans.ts';
import { oncePer } from '../analysis/once-per.ts';

export type { TextEdit } from './spans.ts';

/** The texts of the suggestions, for the `messages` of a rule. */
export const suggestionMessages = {
  createInReaders: 'Create a session where `{{home}}` is read instead of keeping one.',
  dropSession: 'Remove `{{home}}`, which nothing reads, and its session.',
  freshSession: 'Create a fresh session here instead of keeping it in `{{home}}`.',
  freshTools: 'Take the tools from the session here instead of keeping them in `{{home}}`.',
  forget: 'Do not keep it in `{{home}}`, which nothing here reads.',
  forgetPassed: 'Do not keep it in `{{home}}`.',
  keepOpener: 'Keep a function that creates the session instead of the session in `{{home}}`.',
  keepSessionId: 'Keep only the session id in `{{home}}` and resume with `use`.',
  returnSession: 'Return it to the caller instead of keeping it in `{{home}}`.',
  sessionFactory: 'Turn `{{home}}` into a function that creates a session for each caller.',
  withoutMemo: 'Call the function afresh instead of memoizing what it returns.',
} as const;

export interface Suggestion {
  readonly messageId: keyof typeof suggestionMessages;
  /** The remedy that it carries out; none when other files would have to change with it. */
  readonly remedy: Remedy | undefined;
  readonly data: Record<string, string>;
  readonly edits: TextEdit[];
}

const remedyOf: Readonly<Record<Suggestion['messageId'], Remedy | undefined>> = {
  createInReaders: 'fresh-session',
  dropSession: 'fresh-session',
  forget: 'fresh-session',
  forgetPassed: 'fresh-session',
  freshSession: 'fresh-session',
  freshTools: 'fresh-session',
  keepOpener: 'fresh-session',
  keepSessionId: 'session-id',
  returnSession: undefined,
  sessionFactory: undefined,
  withoutMemo: 'fresh-session',
};

/** What is known beside a store. */
export interface StoreContext {
  /** Of the SDK; undefined when nothing tells. */
  readonly version: string | undefined;
  /** Those of the whole file. */
  readonly creations?: readonly Creation[];
  /** Whether the file has no types. */
  readonly isUntyped?: boolean;
}

/** The rewrites that can be offered for a store, each of which removes its report. */
export function storeSuggestions(
  store: Store,
  sourceCode: SourceCode,
  { version, creations = store.creations, isUntyped = false }: StoreContext,
): Suggestion[] {
  const offered: Suggestion[] = [];
  const offer = (messageId: Suggestion['messageId'], edits: TextEdit[] | undefined) => {
    if (edits) {
      const remedy = remedyOf[messageId];
      offered.push({ messageId, remedy, data: { home: nameOf(store) }, edits });
    }
    return edits !== undefined;
  };
  if (store.home.kind === 'memo') {
    offer('withoutMemo', unwrapMemo(store, new Draft(sourceCode)));
  }
  if (isPython(sourceCode) && offer('freshSession', makeProperty(store, new Draft(sourceCode)))) {
    return offered;
  }
  // code that creates sessions has what resumes them, unless its version is known to be older
  const mayResume = version === undefined || hasFeature(version, 'use');
  const keepsId = (known: HomeUses | undefined) => (mayResume ? keepIdHere(store, known, isUntyped, new Draft(sourceCode)) : undefined);
  // what is written down between two requests is no function
  const isBetween = isPython(sourceCode) && isKeptBetween(store, sourceCode);
  if (hasSiblings(store, sourceCode)) {
    void ((!isBetween && offer('keepOpener', keepOpeners(store, new Draft(sourceCode)))) || offer('keepSessionId', keepsId(undefined)));
    return offered;
  }
  const found = offered.length === 0 ? homeUses(store, sourceCode) : undefined;
  const uses =
    isPython(sourceCode) && isOfParameter(store, sourceCode) && !(isBetween && (found?.ofKind('read').length ?? 0) > 0) ? undefined : found;
  if (uses && goesOnAfterDeletion(uses)) {
    return offered;
  }
  if (uses) {
    const draft = () => new Draft(sourceCode);
    const isDeleted = uses.some('deletion', ({ node }) => isDeletion(node));
    void (
      offer(freshMessage(store, uses, sourceCode), freshSession(store, uses, draft())) ||
      (!isDeleted && offer('createInReaders', moveCreation(store, uses, draft(), isUntyped))) ||
      (!isPython(sourceCode) && offer('sessionFactory', makeFactory(store, uses, draft()))) ||
      (!isDeleted && !isBetween && offer('keepOpener', keepOpener(store, draft()))) ||
      offer('dropSession', dropUnread(store, uses, draft()))
    );
    if (!isDeleted && mayResume) {
      offer('keepSessionId', keepSessionId(store, uses, draft(), creations));
    }
    if (offered.length === 0) {
      offer('returnSession', handBack(store, uses, draft()));
    }
  }
  // in Python, what another name or a string reads is not seen to read it
  if (offered.length === 0 && !isPython(sourceCode)) {
    offer('sessionFactory', exportFactory(store, new Draft(sourceCode)));
  }
  if (offered.length === 0 && store.home.kind !== 'memo') {
    offer('keepSessionId', keepsId(uses));
  }
  return offered;
}

/**
 * What `freshSession` comes down to: where nothing looks into the home, nothing is created in its stead. Callers may
 * look into what they pass.
 */
function freshMessage(store: Store, uses: HomeUses, sourceCode: SourceCode): Suggestion['messageId'] {
  const isRead = uses.all.some(
    use => isLook(use) || (use.node.type === 'AssignmentExpression' && /^(?:\?\?|\|\|)=$/u.test(use.node.operator)),
  );
  if (!isRead) {
    return isOfParameter(store, sourceCode) ? 'forgetPassed' : 'forget';
  }
  return store.holds === 'tools' ? 'freshTools' : 'freshSession';
}

/** What a home is called; `fastify.session` of `fastify.decorate('session', …)`. */
function nameOf({ site, home }: Store): string {
  const key = site.type === 'CallExpression' && lastName(site.callee) === 'decorate' ? site.arguments[0] : undefined;
  return key?.type === 'Literal' && typeof key.value === 'string' ? `${home.name}.${key.value}` : home.name;
}

/** What a framework keeps for a user, `context.user_data`: a file that reads there what it stores is no one else's. */
function isKeptBetween({ site }: Store, sourceCode: SourceCode): boolean {
  let at: TSESTree.Node = site.type === 'AssignmentExpression' ? site.left : site;
  while (at.type === 'MemberExpression' && homeMembers.get(String(propertyName(at))) !== 'between') {
    at = at.object;
  }
  const imported = at.type === 'Identifier' ? importOf(variableOf(sourceCode, at)) : undefined;
  return at.type === 'MemberExpression' || (!!imported && homeImports.get(`${imported.source}.${imported.name}`) === 'between');
}

/** Whether the home is a part of what a function of Python is given: others are given the same. */
function isOfParameter({ site }: Store, sourceCode: SourceCode): boolean {
  let root: TSESTree.Node = site.type === 'AssignmentExpression' ? site.left : site.type === 'CallExpression' ? site.callee : site;
  while (root.type === 'MemberExpression' || root.type === 'CallExpression') {
    root = root.type === 'CallExpression' ? root.callee : root.object;
  }
  return root.type === 'Identifier' && variableOf(sourceCode, root)?.defs[0]?.type === 'Parameter';
}

/** `this.session.delete()`: what follows counts on the session that is kept. */
function isDeletion(read: TSESTree.Node): boolean {
  const member = wrappedParent(read);
  return (
    member?.type === 'MemberExpression' &&
    member.object.range[0] === read.range[0] &&
    propertyName(member) === 'delete' &&
    member.parent.type === 'CallExpression'
  );
}

/**
 * An ESLint fix that makes all edits of a suggestion as one, as ESLint itself would merge them: stores of one home that
 * share a rewrite of many places share its text as well.
 */
export function toFix(edits: readonly TextEdit[], sourceCode: SourceCode): TSESLint.ReportFixFunction {
  const { range, text } = merged(edits, sourceCode);
  return fixer => fixer.replaceTextRange(range, text);
}

const merged = oncePer((edits: readonly TextEdit[], { text: source }: SourceCode): TextEdit => {
  let [at] = edits[0]!.range;
  const start = at;
  let text = '';
  for (const { range, text: replacement } of edits) {
    text += source.slice(at, range[0]) + replacement;
    [, at] = range;
  }
  return { range: [start, at], text };
});

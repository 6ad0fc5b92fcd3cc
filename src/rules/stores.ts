import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, Reason, Store } from '../analysis/index.ts';
import { contains, enclosingFunction } from '../analysis/tree.ts';
import type { SessionReport, SessionRuleContext } from '../create-session-rule.ts';
import { storeSuggestions, suggestionMessages, toFix } from '../suggest/index.ts';

/** The rules over stores. */
type StoreRule = 'no-cached-session-tools' | 'no-module-session' | 'no-session-cache' | 'no-session-field';

/** The one rule that reports a store: the first that matches, from what it holds to where. */
function ruleOf(store: Store): StoreRule {
  if (store.holds === 'tools') {
    return 'no-cached-session-tools';
  }
  switch (store.home.kind) {
    case 'field':
      return 'no-session-field';
    case 'module':
    case 'global':
      return 'no-module-session';
    default:
      return 'no-session-cache';
  }
}

/** The consequences of keeping something too long, one message for each reason. */
export const storeMessages = {
  'outlives': '{{session}} is kept in `{{home}}`, which outlives {{scope}}.',
  'ignores-user': '{{session}} is kept in `{{home}}` for whoever calls first: the next user of {{scope}} gets that user\'s session.',
  'ignores-config':
    '{{session}} is kept in `{{home}}`, whose next reader gets it whatever toolkits or config {{scope}} is given.',
  'constant-user': '{{session}} is kept in `{{home}}` for one fixed user, and serves everybody who calls this object.',
  'singleton': '{{session}} is kept in `{{home}}`, and that object serves the whole process.',
  'shared-object': '{{session}} is kept in `{{home}}`, but is read by a method that takes a user or toolkit of its own.',
  'message-work': '{{session}} is kept in `{{home}}` while {{scope}} works on one message: concurrent calls swap sessions.',
  'conversation': '{{session}} is kept in `{{home}}` for as long as its object lives.',
  ...suggestionMessages,
} satisfies Record<Reason | keyof typeof suggestionMessages, string>;

export type StoreMessage = keyof typeof storeMessages;

/** The stores that a rule reports; those of a conversation are left to the rule's options. */
export function* storesFor(rule: StoreRule, stores: readonly Store[]): Generator<Store> {
  for (const store of stores) {
    if (ruleOf(store) === rule) {
      yield store;
    }
  }
}

/** The report of a store, with its suggestions. */
export function storeReport<Options extends object>(
  { facts, isUntyped, sourceCode, sdkVersion }: SessionRuleContext<Options, StoreMessage>,
  store: Store,
): SessionReport<StoreMessage> {
  return {
    node: store.site,
    loc: rangeOf(store, facts.stores),
    messageId: store.reason,
    data: {
      session: subject(store),
      home: store.home.name,
      scope: store.storedBy === undefined ? 'the call that made it' : `\`${store.storedBy}\``,
    },
    suggest: storeSuggestions(store, sourceCode, { version: sdkVersion(), creations: facts.creations, isUntyped }).map(
      ({ messageId, data, edits, remedy }) => ({
        messageId,
        data,
        ...(remedy ? { remedy } : {}),
        fix: toFix(edits, sourceCode),
      }),
    ),
  };
}

function subject(store: Store): string {
  const { holds } = store;
  const creation = namedCreation(store);
  const from = creation ? ` from \`${creation.name}\` (line ${creation.call.loc.start.line})` : '';
  if (holds === 'tools') {
    return from === '' ? 'What a session handed out' : `What the session${from} handed out`;
  }
  return from === '' ? 'A session' : `Session${from}`;
}

/** The creation that a message names: one of the function that stores, rather than one whose session it found in the home. */
function namedCreation({ creations, site }: Store): Creation | undefined {
  const around = enclosingFunction(site);
  return creations.find(({ call }) => around && contains(around, call)) ?? creations[0];
}

/**
 * Where a store is shown: from its start to the end of what names the home. A call that is chained to another store is
 * shown at its own method, as editors mix up the suggestions of reports that overlap.
 */
function rangeOf({ site }: Store, stores: readonly Store[]): TSESTree.SourceLocation {
  const head = headOf(site);
  const isChained = head.type === 'MemberExpression' && hasStoreInside(head.object, stores);
  return { start: (isChained ? head.property : site).loc.start, end: head.loc.end };
}

/** Whether a store stands inside a node: stores are in source order. */
function hasStoreInside(node: TSESTree.Node, stores: readonly Store[]): boolean {
  let low = 0;
  for (let high = stores.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (stores[middle]!.site.range[0] < node.range[0]) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (let at = low; at < stores.length && stores[at]!.site.range[0] < node.range[1]; at += 1) {
    if (contains(node, stores[at]!.site)) {
      return true;
    }
  }
  return false;
}

/** The part of a store that names the home: reports stay narrow. */
function headOf(site: TSESTree.Node): TSESTree.Node {
  switch (site.type) {
    case 'CallExpression':
      return site.callee;
    case 'AssignmentExpression':
      return site.left;
    case 'VariableDeclarator':
      return site.id;
    case 'AccessorProperty':
    case 'PropertyDefinition':
      return site.key;
    case 'ExportDefaultDeclaration':
      return site.declaration;
    default:
      return site;
  }
}

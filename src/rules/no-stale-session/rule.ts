import type { Connections, LateUse } from '../../analysis/index.ts';
import { createSessionRule } from '../../create-session-rule.ts';
import { lateMessages, lateSuggestions, siblingSuggestions } from '../../suggest/late/index.ts';

interface Options {
  readonly connections: Connections;
}

export default createSessionRule<keyof typeof lateMessages | 'changed' | 'connection' | 'outdatedTools' | 'siblings' | 'user', Options>({
  name: 'no-stale-session',
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      connections: {
        description:
          
          'Which changes of connected accounts make a session stale: `all`, only those of sessions that pin `connectedAccounts`, or `none`.',
        type: 'string',
        enum: ['all', 'pinned', 'none'],
      },
    },
  },
  defaultOptions: { connections: 'all' },
  messages: {
    changed: '{{what}} was made before `{{place}}` changed (line {{line}}), so it still works with the old configuration.',
    connection: '{{what}} was made before `{{call}}` changed the user\'s connections (line {{line}}), so it may not see the change.',
    outdatedTools: 'These tools were fetched before the session was updated (line {{line}}), so they are the old ones.',
    siblings: '`{{home}}` was made from `{{place}}`, which changes here while the session stays as it was.',
    ...lateMessages,
    user: '{{what}} was made before `{{place}}` changed (line {{line}}), so it still acts for the user from before.',
  },
  check({ facts, options, sourceCode, sdkVersion, report }) {
    for (const use of facts.lateUses(options.connections)) {
      if (use.kind === 'stale') {
        const suggest = lateSuggestions(use, facts.creations, sourceCode, sdkVersion());
        report({ node: use.node, ...describe(use, node => sourceCode.getText(node)), suggest });
      }
    }
    for (const change of facts.siblingChanges) {
      const suggest = siblingSuggestions(change, sourceCode, sdkVersion());
      report({ node: change.node, messageId: 'siblings', data: { home: change.home, place: pathText(change.place.path) }, suggest });
    }
  },
});

type PathLike = NonNullable<LateUse['place']>['path'];

function pathText({ root, members }: PathLike): string {
  return [root === 'this' ? 'this' : root.name, ...members].join('.');
}

/** The message of a late use, with the names from the code. */
function describe({ thing, by, place }: LateUse, text: (node: LateUse['node']) => string) {
  const line = by.node.loc.start.line;
  const what =
    thing.kind === 'session'
      ? 'This session'
      : thing.kind === 'tools'
        ? 'What this session handed out'
        : 'What was built from this session';
  if (by.kind === 'connection' || by.kind === 'auth-config') {
    return { messageId: 'connection' as const, data: { what, line, call: by.name } };
  }
  if (by.kind === 'update') {
    return { messageId: 'outdatedTools' as const, data: { line } };
  }
  const changed = place ? pathText(place.path) : text(by.node);
  return { messageId: place?.role === 'user' ? ('user' as const) : ('changed' as const), data: { what, line, place: changed } };
}

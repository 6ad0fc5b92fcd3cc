import { createSessionRule } from '../../create-session-rule.ts';
import { sharingMessages, sharingSuggestions } from '../../suggest/sharing/index.ts';
import { sharingData } from './message.ts';

export default createSessionRule({
  name: 'no-shared-session',
  messages: {
    'default-user': 'Session from `{{create}}` is for the user {{user}}: whoever brings no user of their own shares one set of accounts.',
    'constant-user':
      "Session from `{{create}}` is for {{user}} whoever calls {{handler}}: every caller acts with that one user's accounts.",
    captured: '{{session}} for {{user}} was created outside {{handler}} and serves everybody who calls it.',
    'captured-by-timer': '{{session}} for {{user}} was created outside {{handler}} and serves every run of it.',
    'loop': '{{session}} for {{user}} was created before the loop and serves every `{{each}}` of `{{all}}`.',
    'one-id': '`{{create}}` resumes the one session of {{user}} whoever calls {{handler}}: every caller gets the same accounts.',
    ...sharingMessages,
  },
  check({ facts, isUntyped, report, sourceCode }) {
    for (const sharing of facts.sharings) {
      report({
        node: sharing.node,
        messageId: sharing.kind === 'captured' && sharing.handlerKind === 'timer' ? 'captured-by-timer' : sharing.kind,
        data: sharingData(sharing, sourceCode),
        suggest: sharingSuggestions(sharing, sourceCode, isUntyped, facts.creations),
      });
    }
  },
});

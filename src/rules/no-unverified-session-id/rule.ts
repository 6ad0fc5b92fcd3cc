import { createSessionRule } from '../../create-session-rule.ts';

export default createSessionRule({
  name: 'no-unverified-session-id',
  messages: {
    unverified: '`{{id}}` comes from outside, and nothing before `{{use}}` relates it to the user: whoever knows an id gets its user\'s accounts.',
  },
  check({ facts, report, sourceCode }) {
    for (const { node, creation } of facts.outsideIds) {
      report({ node, messageId: 'unverified', data: { id: sourceCode.getText(node).replaceAll(/\s+/gu, ' '), use: creation.name } });
    }
  },
});

import { createSessionRule } from '../../create-session-rule.ts';
import { deletedMessages, deletedSuggestions } from '../../suggest/late/index.ts';

export default createSessionRule({
  name: 'no-deleted-session-use',
  messages: {
    deleted: '{{what}} is used after the session was deleted on line {{line}}.',
    ...deletedMessages,
  },
  check({ facts, sourceCode, report }) {
    for (const use of facts.lateUses('all')) {
      const { kind, node, thing, by } = use;
      if (kind === 'deleted') {
        const what = thing.kind === 'session' ? 'This session' : 'What this session handed out';
        const suggest = deletedSuggestions(use, facts.creations, sourceCode);
        report({ node, messageId: 'deleted', data: { what, line: by.node.loc.start.line }, suggest });
      }
    }
  },
});

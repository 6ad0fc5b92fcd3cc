import { createSessionRule } from '../../create-session-rule.ts';

export default createSessionRule({
  name: 'no-deleted-session-use',
  messages: {
    deleted: '{{what}} is used after the session was deleted on line {{line}}.',
  },
  check({ facts, report }) {
    for (const { kind, node, thing, by } of facts.lateUses('all')) {
      if (kind === 'deleted') {
        const what = thing.kind === 'session' ? 'This session' : 'What this session handed out';
        report({ node, messageId: 'deleted', data: { what, line: by.node.loc.start.line } });
      }
    }
  },
});

import { createSessionRule } from '../../create-session-rule.ts';
import { Draft } from '../../suggest/draft.ts';
import { offered } from '../../suggest/offered.ts';
import { removeCreation } from '../../suggest/remove-creation.ts';

export default createSessionRule({
  name: 'no-unused-session',
  messages: {
    discarded:
      'Session from `{{creation}}` is thrown away where it is made: nothing is ready sooner for it, and its record stays on the server.',
    unread:
      'Session from `{{creation}}` is kept in `{{variables}}`, which nothing uses: it is made for nothing, and its record stays on the server.',
    overwritten:
      'Session from `{{creation}}` is kept in `{{variables}}`, which gets another value before anything uses it: its record stays on the server for nothing.',
    removeCreation: 'Remove the session that nothing uses.',
  },
  check({ facts, sourceCode, report }) {
    for (const unused of facts.unusedSessions) {
      const { call, name } = unused.creation;
      report({
        node: call,
        loc: { start: call.loc.start, end: call.callee.loc.end },
        messageId: unused.how,
        data: { creation: name, variables: unused.variables.map(variable => variable.name).join('`, `') },
        suggest: offered([{ messageId: 'removeCreation', edits: removeCreation(unused, new Draft(sourceCode)) }]),
      });
    }
  },
});

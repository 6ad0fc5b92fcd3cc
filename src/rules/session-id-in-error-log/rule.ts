import { createSessionRule } from '../../create-session-rule.ts';
import { Draft } from '../../suggest/draft.ts';
import { addSessionId, declareBefore, hoistCreation } from '../../suggest/log-id.ts';
import { offered } from '../../suggest/offered.ts';

export default createSessionRule({
  name: 'session-id-in-error-log',
  messages: {
    missing:
      '`{{log}}` reports an error of the session work on line {{line}} without the session id: nothing leads from it to the tool calls.',
    outOfReach:
      '`{{log}}` asks for the id of `{{session}}`, which exists only inside the `try`: the handler fails with a ReferenceError, and the error is lost.',
    addSessionId: 'Add the session id to the log.',
    hoistCreation: 'Create the session before the `try`, so that the log has its id.',
    declareBefore: 'Declare the session before the `try`, so that the log has its id.',
  },
  check({ facts, sourceCode, report }) {
    for (const errorLog of facts.errorLogs) {
      const { inside, isUnbound, log, work } = errorLog;
      const named = !log.isReference && log.node.type === 'CallExpression' ? log.node.callee : log.node;
      const added = addSessionId(errorLog, new Draft(sourceCode));
      const hoisted = added ? undefined : hoistCreation(errorLog, new Draft(sourceCode));
      report({
        node: log.node,
        loc: { start: log.node.loc.start, end: named.loc.end },
        messageId: isUnbound ? 'outOfReach' : 'missing',
        data: {
          log: sourceCode.getText(named).replaceAll(/\s+/gu, ''),
          line: work[0]!.node.loc.start.line,
          session: inside?.name ?? 'session',
        },
        suggest: offered([
          { messageId: 'addSessionId', edits: added },
          { messageId: 'hoistCreation', edits: hoisted },
          { messageId: 'declareBefore', edits: added || hoisted ? undefined : declareBefore(errorLog, new Draft(sourceCode)) },
        ]),
      });
    }
  },
});

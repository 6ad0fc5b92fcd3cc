import { createSessionRule } from '../../create-session-rule.ts';
import { Draft } from '../../suggest/draft.ts';
import { offered } from '../../suggest/offered.ts';
import { createInstead } from '../../suggest/own-session.ts';

export default createSessionRule({
  name: 'no-unverified-session-id',
  messages: {
    unverified:
      "`{{id}}` comes from outside, and nothing before `{{use}}` relates it to the user: whoever knows an id gets its user's accounts.",
    createOwn: 'Create a session for `{{user}}` instead of resuming an id that the request chose.',
  },
  check({ facts, isUntyped, report, sourceCode }) {
    for (const { node, creation, isChosen } of facts.outsideIds) {
      const made = createInstead(
        creation,
        { sourceCode, isUntyped, creations: facts.creations, isWanted: path => !isChosen(path) },
        new Draft(sourceCode),
      );
      report({
        node,
        messageId: 'unverified',
        data: { id: sourceCode.getText(node).replaceAll(/\s+/gu, ' '), use: creation.name },
        suggest: offered([{ messageId: 'createOwn', data: { user: made?.user }, edits: made?.edits }]),
      });
    }
  },
});

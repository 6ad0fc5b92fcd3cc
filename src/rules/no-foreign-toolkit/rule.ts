import { createSessionRule } from '../../create-session-rule.ts';
import { Draft } from '../../suggest/draft.ts';
import { offered } from '../../suggest/offered.ts';
import { addToolkit, createSessionFor } from '../../suggest/toolkits.ts';

export default createSessionRule({
  name: 'no-foreign-toolkit',
  messages: {
    toolkit: 'Session from {{creations}} does not have the toolkit `{{asked}}`: what is asked of it here cannot work.',
    tool: 'Session from {{creations}} does not have the toolkit of `{{asked}}`: what is asked of it here cannot work.',
    addToolkit: 'Add `{{toolkit}}` to the toolkits of this session.',
    createSession: 'Create a session with `{{toolkit}}` for it.',
  },
  check({ facts, sourceCode, report }) {
    for (const foreign of facts.foreignToolkits) {
      const { asked, creations, isTool, node, toolkit } = foreign;
      const created = creations.map(({ call, name }) => `\`${name}\` (line ${call.loc.start.line})`).join(' or ');
      report({
        node,
        messageId: isTool ? 'tool' : 'toolkit',
        data: { asked, creations: created },
        suggest: offered([
          { messageId: 'addToolkit', data: { toolkit }, edits: addToolkit(foreign, new Draft(sourceCode)) },
          { messageId: 'createSession', data: { toolkit }, edits: createSessionFor(foreign, new Draft(sourceCode)) },
        ]),
      });
    }
  },
});

import rule from '../../src/rules/no-session-cache/rule.ts';
import { testRule } from '../support/rule-tester.ts';

/** A cache that two functions fill: at start, and for whoever asks. `read` is what the second one asks first. */
const filledTwice = (read: string) => `import { Composio } from '@composio/core';
const composio = new Composio();
const open = new Map();
export async function warm() {
  const session = await composio.create('owner');
  open.set('owner', session);
}
export async function sessionFor(userId) {
  let session = ${read};
  if (session) return session;
  session = await composio.sessions.create(userId);
  open.set(userId, session);
  return session;
}
`;

const kept = (line: number, session: string, scope: string) => ({
  messageId: 'outlives' as const,
  line,
  column: 3,
  data: { session: `Session from ${session}`, home: 'open', scope: `\`${scope}\`` },
});

testRule('no-session-cache', rule, {
  valid: [
    {
      name: 'a container of its own for each call',
      code: filledTwice('undefined').replaceAll('const open = new Map();\n', '').replaceAll('open.set', 'new Map().set'),
    },
  ],
  invalid: [
    {
      name: 'a message names the session that its own function made, not the one it may have found',
      code: filledTwice('open.get(userId)'),
      errors: [
        {
          ...kept(6, '`composio.create` (line 5)', 'warm'),
          suggestions: [
            {
              desc: 'Return it to the caller instead of keeping it in `open`.',
              output: filledTwice('open.get(userId)').replace(`open.set('owner', session)`, 'return session'),
            },
          ],
        },
        {
          ...kept(12, '`composio.sessions.create` (line 11)', 'sessionFor'),
          suggestions: [
            {
              desc: 'Create a fresh session here instead of keeping it in `open`.',
              output: filledTwice('open.get(userId)').replace(
                /let session = [^]*?session = await (.*)\n {2}open\.set.*/u,
                'const session = await $1',
              ),
            },
          ],
        },
      ],
    },
  ],
});

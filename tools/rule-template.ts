/** What a rule may be called: words in lower case, with hyphens between them. */
const ruleNames = /^[a-z]+(?:-[a-z]+)+$/u;

/**
 * The files of a new rule by their path, as a start: a page, a query that reports every session until it is narrowed, and
 * labelled blocks.
 * @throws an Error when the name is none that a rule can have.
 */
export function newRuleFiles(name: string): ReadonlyMap<string, string> {
  if (!ruleNames.test(name))
    throw new Error(`"${name}" is no name for a rule: write words in lower case with hyphens, as in no-session-cache`);
  return new Map([
    [`src/rules/${name}/rule.md`, page(name)],
    [`src/rules/${name}/rule.ts`, query(name)],
    [`tests/blocks/${name}.md`, blocks(name)],
  ]);
}

const client = `import { Composio } from '@composio/core';

const composio = new Composio();
`;

const creation = `export async function open(userId: string) {
  return composio.create(userId);
}
`;

const resumption = `export async function reopen(sessionId: string) {
  return composio.use(sessionId);
}
`;

function page(name: string): string {
  const title = name.replaceAll(/(?:^|-)(?<letter>[a-z])/gu, (_, letter: string) => ` ${letter.toUpperCase()}`).trim();
  return `---
title: ${title}
impact: LOW
description: Disallow what this rule reports
tags: [session]
---

# ${title}

What goes wrong, for whom, and what the rule reports.

## ❌ Incorrect

\`\`\`typescript
${client}
${creation}\`\`\`

## ✅ Correct - what to do instead

\`\`\`typescript
${client}
${resumption}\`\`\`
`;
}

function query(name: string): string {
  return `import { createSessionRule } from '../../create-session-rule.ts';

export default createSessionRule({
  name: '${name}',
  messages: {
    found: 'Session from \`{{creation}}\` is reported.',
  },
  check({ facts, report }) {
    for (const { call, how, name } of facts.creations) {
      if (how === 'create') report({ node: call.callee, messageId: 'found', data: { creation: name } });
    }
  },
});
`;
}

function blocks(name: string): string {
  return `# ${name}

### what is reported
\`\`\`ts
${client}${creation.replace(';', `; // expect ${name}`)}\`\`\`

### its nearest neighbour
\`\`\`ts
${client}${resumption}\`\`\`
`;
}

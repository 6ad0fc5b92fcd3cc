import { basename, dirname } from 'node:path';
import type { Link, Nodes } from 'mdast';
import type { Outputs } from './generate-source.ts';
import { impacts } from './rule-page.ts';
import type { RulePage } from './rule-page.ts';

const folder = 'skills/composio-sessions';
const front = `---
name: composio-sessions
description: How long a Composio session may live and whose it is - create, keep, resume and share sessions without mixing up users, toolkits or conversations
tags: [composio, tool-router, sessions, lifecycle, agents, eslint]
---
`;

const impactMarks = { CRITICAL: '🔴 CRITICAL', HIGH: '🟠 HIGH', MEDIUM: '🟡 MEDIUM', LOW: '🟢 LOW' } as const;

/** The folder that coding agents read, in the format of Composio's own skills: an overview, every rule, and all in one file. */
export function skillOutputs(pages: readonly RulePage[]): Outputs {
  const byImpact = impacts
    .map(impact => ({ impact, pages: pages.filter(page => page.impact === impact) }))
    .filter(group => group.pages.length > 0);
  return new Map([
    [`${folder}/SKILL.md`, overview(byImpact)],
    [`${folder}/AGENTS.md`, everything(byImpact)],
    ...pages.map(page => [`${folder}/rules/${ruleOf(page)}.md`, ruleText(page)] as const),
  ]);
}

interface Group {
  readonly impact: RulePage['impact'];
  readonly pages: readonly RulePage[];
}

/** The rule that a page is about: the name of its folder. */
function ruleOf({ file }: RulePage): string {
  return basename(dirname(file));
}

function overview(groups: readonly Group[]): string {
  return `${front}
# Composio Sessions

A session must not outlive its unit of work: one message, one request, one task, or one conversation whose configuration
stays the same. And nobody but its own user may get it.

## When to use

Use this skill when you write or review code that:
- calls \`composio.create(…)\`, \`composio.use(…)\` or \`composio.sessions.*\`
- keeps a session, its tools or its MCP address in a variable, field, cache or global
- serves several users, or lets a user change toolkits or connected accounts while a session is open

## The short version

1. Create the session in the function that serves the message, or resume it there with \`composio.use(id)\`.
2. To go on later, store \`session.sessionId\`, never the session object, its tools or its \`mcp\` address.
3. Pass the user whom you serve, never a constant, and look up stored ids by that user.
4. After a change of toolkits or connections, create anew or call \`session.update(…)\`, and fetch the tools again.
5. The client (\`new Composio()\`) may be shared by the whole process; sessions may not.

## Check your work

\`\`\`bash
npm install --save-dev eslint eslint-plugin-composio-sessions
npx eslint .
\`\`\`

Findings come with suggested edits. Prefer them to a comment that switches the rule off.

## Rules
${groups.map(({ impact, pages }) => `\n### ${impactMarks[impact]}\n\n${pages.map(page => `- [${page.title}](rules/${ruleOf(page)}.md) - ${page.description}`).join('\n')}\n`).join('')}`;
}

function everything(groups: readonly Group[]): string {
  const pages = groups.flatMap(group => group.pages);
  const contents = pages.map((page, index) => `${index + 1}. [${page.title}](#${ruleOf(page)})`).join('\n');
  const chapters = pages.map(
    (page, index) => `---

## ${index + 1}. ${page.title}

<a name="${ruleOf(page)}"></a>

**Impact:** ${impactMarks[page.impact]}

> ${page.description}

${rewritten(page, rule => `#${rule}`)
  .replace(/^---\n[^]*?\n---\n+# .+\n+/u, '')
  .trimEnd()}
`,
  );
  return `${front}\n# composio-sessions\n\n## Table of Contents\n\n${contents}\n\n${chapters.join('\n')}`;
}

function ruleText(page: RulePage): string {
  return rewritten(page, rule => `${rule}.md`);
}

/** The source of a page with links between rules as `target` has them, and without what only the tests read. */
function rewritten({ source, tree, blocks }: RulePage, target: (rule: string) => string): string {
  const edits = [
    ...blocks.map(({ node, language }) => {
      const start = node.position!.start.offset!;
      return { start, end: source.indexOf('\n', start), text: `\`\`\`${language}` };
    }),
    ...links(tree).flatMap(link => {
      const rule = /^\.\.\/([^/]+)\/rule\.md/u.exec(link.url)?.[1];
      if (rule === undefined) return [];
      const [start, end] = [link.position!.start.offset!, link.position!.end.offset!];
      const text = source.slice(start, end);
      return [{ start, end, text: `${text.slice(0, text.lastIndexOf('](') + 2)}${target(rule)})` }];
    }),
  ].sort((a, b) => b.start - a.start);
  return edits.reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
}

function links(node: Nodes): Link[] {
  if (node.type === 'link') return [node];
  return 'children' in node ? node.children.flatMap(links) : [];
}

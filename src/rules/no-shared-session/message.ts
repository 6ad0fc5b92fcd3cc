import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, FunctionNode, Sharing, SourceCode } from '../../analysis/index.ts';
import { handlerName, inline } from '../../analysis/tree.ts';

/** Longer texts are cut: a message is one sentence. */
const longest = 60;

/** What the messages say of a sharing, with the names from the code. */
export function sharingData(sharing: Sharing, sourceCode: SourceCode): Record<string, string> {
  const { creation } = sharing;
  const text = (node: TSESTree.Node): string => shortened(inline(sourceCode, node).replaceAll('`', "'"));
  const data = {
    create: creation.name,
    session: sessionOf(creation, 'holds' in sharing ? sharing.holds : 'session'),
    user: userOf(creation, text),
  };
  switch (sharing.kind) {
    case 'default-user':
    case 'constant-user':
      return { ...data, user: `\`${text(sharing.node)}\``, handler: 'handler' in sharing ? nameOf(sharing.handler, sourceCode) : '' };
    case 'captured':
      return { ...data, handler: nameOf(sharing.handler, sourceCode) };
    case 'loop':
      return { ...data, each: sharing.over.each, all: text(sharing.over.all) };
    case 'one-id':
      return { ...data, user: `\`${sharing.home}\``, handler: nameOf(sharing.handler, sourceCode) };
  }
}

function sessionOf({ name, call }: Creation, holds: 'session' | 'tools'): string {
  const session = `ession from \`${name}\` (line ${call.loc.start.line})`;
  return holds === 'tools' ? `What the s${session} handed out` : `S${session}`;
}

function userOf({ user }: Creation, text: (node: TSESTree.Node) => string): string {
  return user ? `\`${text(user)}\`` : 'one user';
}

function nameOf(handler: FunctionNode, sourceCode: SourceCode): string {
  const name = handlerName(sourceCode, handler);
  return name === undefined ? 'this handler' : name;
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

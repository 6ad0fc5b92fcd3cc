import type { TSESTree } from '@typescript-eslint/utils';
import type { Creation, LateUse, SourceCode } from '../../analysis/index.ts';
import { enclosingFunction, nodesBelow, propertyName } from '../../analysis/tree.ts';
import { hasFeature } from '../../sdk/model.ts';
import { Draft } from '../draft.ts';
import { type Offered, offered } from '../offered.ts';
import { statementOf } from '../positions.ts';
import { moveDown } from './move-down.ts';
import { createAgain, fetchAgain, updateSession } from './renew.ts';

type Node = TSESTree.Node;

/** The texts of the suggestions, for the `messages` of a rule. */
export const lateMessages = {
  createHere: 'Create the session here, after the change.',
  createAgain: 'Create a new session after the change.',
  fetchHere: 'Fetch the tools here, from the session as it is now.',
  updateSession: 'Update the session with what changed.',
} as const;

/** The rewrites that can be offered for a use of a session, or of what came from one, behind a change. */
export function lateSuggestions(
  use: LateUse,
  creations: readonly Creation[],
  sourceCode: SourceCode,
  version: string | undefined,
): Offered<keyof typeof lateMessages>[] {
  const draft = (): Draft => new Draft(sourceCode);
  if (use.isRenewed) {
    return offered([{ messageId: 'fetchHere', edits: moveDown(use.thing.node, use, draft()) ?? fetchAgain(use, draft()) }]);
  }
  const [made] = use.thing.kind === 'session' ? [use.thing] : [...use.thing.sources].filter(({ kind }) => kind === 'session');
  const isDirect = creations.some(({ call, how }) => call === made?.node && how === 'create');
  if (made && isUpdated(made.node, sourceCode)) {
    return [];
  }
  const moved = made && moveDown(made.node, use, draft());
  return offered([
    { messageId: 'createHere', edits: moved },
    { messageId: 'createAgain', edits: moved || !isDirect ? undefined : createAgain(use, draft()) },
    { messageId: 'updateSession', edits: isDirect && hasFeature(version, 'update') ? updateSession(use, draft()) : undefined },
  ]);
}

/** Whether the function updates the session, too: what was fetched before would be late for that reason then. */
function isUpdated(made: Node, { ast, visitorKeys }: SourceCode): boolean {
  const declarator = statementOf(made).type === 'VariableDeclaration' ? (statementOf(made) as TSESTree.VariableDeclaration).declarations[0] : undefined;
  const name = declarator?.id.type === 'Identifier' ? declarator.id.name : undefined;
  return [...nodesBelow(enclosingFunction(made) ?? ast, visitorKeys)].some(
    node => node.type === 'MemberExpression' && propertyName(node) === 'update' && node.object.type === 'Identifier' && node.object.name === name,
  );
}

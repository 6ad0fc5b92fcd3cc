import type { Creation, Sharing, SourceCode } from '../../analysis/index.ts';
import { isPython } from '../../analysis/language.ts';
import { Draft } from '../draft.ts';
import { type Offered, offered } from '../offered.ts';
import { createInstead, isConstantId } from '../own-session.ts';
import type { Search } from '../user-at-hand.ts';
import { moveIntoHandler, moveIntoLoop } from './move-in.ts';
import { keepIdPerUser } from './own-id.ts';
import { type ForUser, insistOnUser, useOwnUser } from './own-user.ts';
import { requireUser, takeUser } from './require-user.ts';

/** The texts of the suggestions, for the `messages` of a rule. */
export const sharingMessages = {
  createOwn: 'Create a session for `{{user}}` instead of resuming one for everybody.',
  insistOnUser: 'Throw where there is no user instead of falling back to one.',
  keepIds: 'Keep an id for each `{{user}}` instead of one for everybody.',
  moveIn: 'Create the session here, for `{{user}}`.',
  ownUser: 'Use `{{user}}`, the user at hand.',
  requireUser: 'Let every caller say which user it is for.',
} as const;

/**
 * The rewrites that can be offered where one session serves several users; `isScript` says that the file is JavaScript,
 * without types, and `creations` are all of it.
 */
export function sharingSuggestions(
  sharing: Sharing,
  sourceCode: SourceCode,
  isScript: boolean,
  creations: readonly Creation[],
): Offered<keyof typeof sharingMessages>[] {
  const isUntyped = isScript || isPython(sourceCode);
  const search: Search = { sourceCode, isUntyped, creations, isWanted: () => true };
  const draft = (): Draft => new Draft(sourceCode);
  const forUser = (messageId: 'createOwn' | 'keepIds' | 'moveIn' | 'ownUser', made: ForUser | undefined) => ({
    messageId,
    data: { user: made?.user },
    edits: made?.edits,
  });
  switch (sharing.kind) {
    case 'captured':
      return offered([forUser('moveIn', moveIntoHandler(sharing, search, draft()))]);
    case 'constant-user':
      return offered([forUser('ownUser', useOwnUser(sharing, search, draft()))]);
    case 'default-user':
      return offered([
        forUser('ownUser', useOwnUser(sharing, search, draft())),
        { messageId: 'insistOnUser', edits: insistOnUser(sharing, draft()) },
        { messageId: 'requireUser', edits: requireUser(sharing, isUntyped, draft()) ?? takeUser(sharing, isUntyped, draft()) },
      ]);
    case 'loop':
      return offered([forUser('moveIn', moveIntoLoop(sharing, draft()))]);
    case 'one-id':
      return offered([
        forUser('keepIds', keepIdPerUser(sharing, isUntyped, draft())),
        forUser('createOwn', isConstantId(sharing.creation, sourceCode) ? createInstead(sharing.creation, search, draft()) : undefined),
      ]);
  }
}

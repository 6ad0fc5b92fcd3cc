import type { Sharing, SourceCode } from '../../analysis/index.ts';
import { isPython } from '../../analysis/language.ts';
import { Draft } from '../draft.ts';
import { type Offered, offered } from '../offered.ts';
import { moveIntoHandler, moveIntoLoop } from './move-in.ts';
import { keepIdPerUser } from './own-id.ts';
import { type ForUser, insistOnUser, requireUser, takeUser, useOwnUser } from './own-user.ts';

/** The texts of the suggestions, for the `messages` of a rule. */
export const sharingMessages = {
  insistOnUser: 'Throw where there is no user instead of falling back to one.',
  keepIds: 'Keep an id for each `{{user}}` instead of one for everybody.',
  moveIn: 'Create the session here, for `{{user}}`.',
  ownUser: 'Use `{{user}}`, the user at hand.',
  requireUser: 'Let every caller say which user it is for.',
} as const;

/** The rewrites that can be offered where one session serves several users; `isScript` says that the file is JavaScript, without types. */
export function sharingSuggestions(sharing: Sharing, sourceCode: SourceCode, isScript: boolean): Offered<keyof typeof sharingMessages>[] {
  const isUntyped = isScript || isPython(sourceCode);
  const draft = (): Draft => new Draft(sourceCode);
  const forUser = (messageId: 'keepIds' | 'moveIn' | 'ownUser', made: ForUser | undefined) => ({ messageId, data: { user: made?.user }, edits: made?.edits });
  switch (sharing.kind) {
    case 'captured':
      return offered([forUser('moveIn', moveIntoHandler(sharing, isUntyped, draft()))]);
    case 'constant-user':
      return offered([forUser('ownUser', useOwnUser(sharing, isUntyped, draft()))]);
    case 'default-user':
      return offered([
        forUser('ownUser', useOwnUser(sharing, isUntyped, draft())),
        { messageId: 'insistOnUser', edits: insistOnUser(sharing, draft()) },
        { messageId: 'requireUser', edits: requireUser(sharing, isUntyped, draft()) ?? takeUser(sharing, isUntyped, draft()) },
      ]);
    case 'loop':
      return offered([forUser('moveIn', moveIntoLoop(sharing, draft()))]);
    case 'one-id':
      return offered([forUser('keepIds', keepIdPerUser(sharing, isUntyped, draft()))]);
  }
}

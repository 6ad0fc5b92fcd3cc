import type { Creation, LateUse, SiblingChange, SourceCode } from '../../analysis/index.ts';
import { hasFeature } from '../../sdk/model.ts';
import { Draft } from '../draft.ts';
import { type Offered, offered } from '../offered.ts';
import { moveDeletion, removeDeletion, removeSecond } from './deletion.ts';
import { isStaleBehind } from './handed-out.ts';
import { moveDown } from './move-down.ts';
import { createAgain, fetchAgain, sessionsOf, updateSession } from './renew.ts';
import { createAfter, dropAfter, updateAfter } from './sibling.ts';

/** The texts of the suggestions, for the `messages` of a rule. */
export const lateMessages = {
  createHere: 'Create the session here, after the change.',
  createAgain: 'Create a new session after the change.',
  dropSession: 'Drop the session here, so that the next use creates one.',
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
  const [made] = sessionsOf(use.thing);
  const isDirect = creations.some(({ call, how }) => call === made?.node && how === 'create');
  const moved = made && moveDown(made.node, use, draft());
  return offered([
    { messageId: 'createHere', edits: moved },
    { messageId: 'createAgain', edits: moved || !isDirect ? undefined : createAgain(use, draft()) },
    { messageId: 'updateSession', edits: isDirect && hasFeature(version, 'update') ? updateSession(use, draft()) : undefined },
  ]);
}

/** The rewrites that can be offered for a change that leaves a kept session as it was. */
export function siblingSuggestions(
  change: SiblingChange,
  sourceCode: SourceCode,
  version: string | undefined,
): Offered<keyof typeof lateMessages>[] {
  const draft = (): Draft => new Draft(sourceCode);
  const dropped = dropAfter(change, draft());
  return offered([
    { messageId: 'dropSession', edits: dropped },
    { messageId: 'createAgain', edits: dropped ? undefined : createAfter(change, draft()) },
    { messageId: 'updateSession', edits: hasFeature(version, 'update') ? updateAfter(change, draft()) : undefined },
  ]);
}

/** The texts of the suggestions for a deleted session. */
export const deletedMessages = {
  createAgain: 'Create a new session after the deletion.',
  moveDeletion: 'Delete the session after its last use.',
  removeDeletion: 'Leave the session undeleted, as it is used afterwards.',
  removeSecond: 'Remove this second deletion.',
} as const;

/** The rewrites that can be offered for a use of a session, or of what came from one, behind its deletion. */
export function deletedSuggestions(
  use: LateUse,
  creations: readonly Creation[],
  sourceCode: SourceCode,
): Offered<keyof typeof deletedMessages>[] {
  const draft = (): Draft => new Draft(sourceCode);
  if (isStaleBehind(use, use.by.node.range[1])) {
    return [];
  }
  const isDirect = creations.some(({ call, how }) => call === use.thing.node && how === 'create');
  const cures = offered([
    { messageId: 'removeSecond', edits: removeSecond(use, draft()) },
    { messageId: 'moveDeletion', edits: moveDeletion(use, draft()) },
    { messageId: 'createAgain', edits: isDirect ? createAgain(use, draft()) : undefined },
  ]);
  return cures.length > 0 ? cures : offered([{ messageId: 'removeDeletion', edits: removeDeletion(use, draft()) }]);
}

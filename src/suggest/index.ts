import type { TSESLint } from '@typescript-eslint/utils';
import type { SourceCode, Store } from '../analysis/facts.ts';
import { Draft, type TextEdit } from './draft.ts';
import { freshSession } from './fresh-session.ts';
import { homeUses } from './home.ts';
import { keepSessionId } from './session-id.ts';

export type { TextEdit } from './draft.ts';

/** The texts of the suggestions, for the `messages` of a rule. */
export const suggestionMessages = {
  freshSession: 'Create a fresh session here instead of keeping it in `{{home}}`.',
  keepSessionId: 'Keep only the session id in `{{home}}` and resume with `use`.',
} as const;

export interface Suggestion {
  readonly messageId: keyof typeof suggestionMessages;
  readonly data: Record<string, string>;
  readonly edits: TextEdit[];
}

/** The rewrites that can be offered for a store, each of which removes its report. */
export function storeSuggestions(
  store: Store,
  sourceCode: SourceCode,
  sdk: { readonly version: string | undefined },
): Suggestion[] {
  const data = { home: store.home.name };
  const uses = homeUses(store, sourceCode);
  const offered: Suggestion[] = [];
  const offer = (messageId: Suggestion['messageId'], edits: TextEdit[] | undefined) => {
    if (edits) {
      offered.push({ messageId, data, edits });
    }
  };
  if (uses) {
    offer('freshSession', freshSession(store, uses, new Draft(sourceCode)));
    offer('keepSessionId', keepSessionId(store, uses, new Draft(sourceCode)));
  }
  return offered;
}

/** An ESLint fix that makes all edits of a suggestion. */
export function toFix(edits: readonly TextEdit[]): TSESLint.ReportFixFunction {
  return fixer => edits.map(({ range, text }) => fixer.replaceTextRange(range, text));
}

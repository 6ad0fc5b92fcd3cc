import type { TSESLint } from '@typescript-eslint/utils';
import type { TextEdit } from './draft.ts';

interface Offer<MessageIds extends string> {
  readonly messageId: MessageIds;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly edits: readonly TextEdit[] | undefined;
}

export interface Offered<MessageIds extends string> {
  readonly messageId: MessageIds;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly fix: TSESLint.ReportFixFunction;
}

/** The suggestions for those rewrites that could be made. */
export function offered<MessageIds extends string>(offers: readonly Offer<MessageIds>[]): Offered<MessageIds>[] {
  return offers.flatMap(({ messageId, data, edits }) =>
    edits
      ? [
          {
            messageId,
            ...(data ? { data } : {}),
            fix: (fixer: TSESLint.RuleFixer) => edits.map(({ range, text }) => fixer.replaceTextRange(range, text)),
          },
        ]
      : [],
  );
}

import type { TSESLint } from '@typescript-eslint/utils';

interface Edit {
  readonly range: readonly [number, number];
  readonly text: string;
}

interface Report {
  readonly messageId: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

const editor = { replaceTextRange: (range: readonly [number, number], text: string): Edit => ({ range, text }) };

/** The text that a suggestion makes of another. */
export function rewritten(text: string, fix: TSESLint.ReportFixFunction): string {
  const edits = [fix(editor as unknown as TSESLint.RuleFixer) ?? []].flat() as unknown as Edit[];
  return edits
    .sort((a, b) => b.range[0] - a.range[0])
    .reduce((before, { range, text: put }) => before.slice(0, range[0]) + put + before.slice(range[1]), text);
}

/** Whether a report is gone in what a rule says `after` a change, and every report there was one `before`. */
export function isSolved(report: Report, before: readonly Report[], after: readonly Report[]): boolean {
  const allowed = before.filter(each => each !== report).map(identity);
  return after.map(identity).every(each => {
    const index = allowed.indexOf(each);
    return index >= 0 && allowed.splice(index, 1).length > 0;
  });
}

/** What a report says, whatever line the code has moved to. */
function identity({ messageId, data }: Report): string {
  return `${messageId} ${JSON.stringify(data ?? {}).replaceAll(/\d+/gu, '0')}`;
}

import type { Report } from '../../tools/lint-code.ts';

/** What a report says, whatever line the code has moved to. */
export function identity({ ruleId, message }: Report): string {
  return `${ruleId} ${message.replaceAll(/\blines? \d+/gu, 'line')}`;
}

/** What is in `items` more often than in `others`. */
export function surplus(items: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return items.filter(item => {
    const index = left.indexOf(item);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

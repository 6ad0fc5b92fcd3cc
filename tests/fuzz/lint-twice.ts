import plugin from '../../src/index.ts';
import { lintCode, type Report } from '../../tools/lint-code.ts';
import { strictRules } from '../support/blocks.ts';

/** What is wrong with how a text is linted: a rule that throws, a report outside of the text, another result the second time. */
export function faultsIn(code: string, extension: string): string[] {
  let first: Report[];
  try {
    first = lintCode(plugin, code, extension, strictRules);
  } catch (error) {
    return [(error as Error).stack ?? String(error)];
  }
  const lines = code.split(/\r\n|[\n\r\u2028\u2029]/u);
  const isInside = (line: number, column: number): boolean =>
    line >= 1 && line <= lines.length && column >= 1 && column <= lines[line - 1]!.length + 1;
  const outside = first.filter(
    ({ fatal, line, column, endLine = line, endColumn = column }) => !fatal && !(isInside(line, column) && isInside(endLine, endColumn)),
  );
  const again = lintCode(plugin, code, extension, strictRules);
  return [
    ...outside.map(({ ruleId, line, column }) => `${ruleId} at ${line}:${column}, outside of the text`),
    ...(JSON.stringify(first) === JSON.stringify(again) ? [] : ['another result the second time']),
  ];
}

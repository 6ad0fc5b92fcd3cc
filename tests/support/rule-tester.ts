import * as parser from '@typescript-eslint/parser';
import { RuleTester, type Rule } from 'eslint';
import { afterAll, describe, it } from 'vitest';

/** ESLint's own tester, on vitest and with the TypeScript parser: it demands that every suggestion is pinned. */
export function testRule(
  name: string,
  rule: unknown,
  cases: { valid: RuleTester.ValidTestCase[]; invalid: RuleTester.InvalidTestCase[] },
): void {
  Object.assign(RuleTester, { afterAll, describe, it });
  new RuleTester({ languageOptions: { parser } }).run(name, rule as Rule.RuleModule, cases);
}

/** A client, and a line between it and what is tested. */
export const client = `import { Composio } from '@composio/core';\nconst composio = new Composio();\n`;

/** The body of an exported async function that takes a user and the like; its first line is line 4. */
export function inFunction(body: string): string {
  return `${client}export async function run(userId: string, users: string[], other: boolean) {\n${body}\n}\n`;
}

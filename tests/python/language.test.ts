import { Linter, type Rule } from 'eslint';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import { describe, expect, it } from 'vitest';
import python from '../../src/python/index.ts';

/** What ESLint says about a Python file. */
function lint(text: string, config: Linter.Config[] = [python.configs.recommended]): string[] {
  return new Linter().verify(text, config, { filename: 'bot.py' }).map(said);
}

function said({ line, column, fatal, ruleId, message }: Linter.LintMessage): string {
  return `${line}:${column} ${fatal ? 'fatal ' : ''}${ruleId ?? message}`;
}

describe('a file that is no Python has one parse error, where Python stops reading', () => {
  it.each([
    ['the first line', 'def f(:\n    pass\n', "1:7 fatal Parsing error: invalid syntax"],
    ['a later line', 'x = 1\nif x:\n    y = = 2\n', '3:9 fatal Parsing error: invalid syntax'],
    ['a line after characters of two units', 's = "😀"\nt = "😀"; u = )\n', "2:15 fatal Parsing error: unmatched ')'"],
    ['a line after Windows line ends', 'x = 1\r\ny = = 2\r\n', '2:5 fatal Parsing error: invalid syntax'],
    ['the end of an indentation', 'x = 1\n    y = 2\n', '2:5 fatal Parsing error: unexpected indent'],
    ['an expression of a formatted string', 'name = 1\nprint(f"{name +}")\n', '2:16 fatal Parsing error: invalid syntax'],
  ])('%s', (_, text, expected) => {
    expect(lint(text)).toEqual([expected]);
  });

  it('and no other report, where the same file without the fault has one', () => {
    const faulty = 'from composio import Composio\nsession = Composio().create(user_id="me")\n';
    expect(lint(faulty)).toEqual(['2:11 composio-sessions/no-unused-session']);
    expect(lint(`${faulty}print(]\n`)).toEqual(["3:7 fatal Parsing error: closing parenthesis ']' does not match opening parenthesis '('"]);
  });
});

describe('a file that is nested too deeply to be read', () => {
  it('is a parse error where the parser cannot go on', () => {
    const nested = `${'('.repeat(20_000)}1${')'.repeat(20_000)}\n`;
    expect(lint(nested)).toEqual(['1:1 fatal Parsing error: This file is nested too deeply to be read.']);
  });

  it('is left alone where only the analysis cannot', () => {
    expect(lint(`from composio import Composio\nif a:\n    pass\n${'elif b:\n    pass\n'.repeat(3000)}`)).toEqual([]);
  });
});

describe("beside every rule of ESLint, on without `files` as a bare `js.configs.recommended` is", () => {
  const everything: Linter.Config = { rules: Object.fromEntries([...builtinRules.keys()].map(name => [name, 'error'])) };
  const script = 'var unused = undeclared == 1;;\n';

  it.each([
    ['before', [everything, python.configs.recommended]],
    ['after', [python.configs.recommended, everything]],
  ])('a Python file has the reports of this plugin alone, with those rules %s', (_, config) => {
    const text = [
      'from composio import Composio',
      'import os; composio = Composio()  # noqa TODO',
      'sessions = {}\t',
      '',
      'async def answer(user_id, *rest):',
      '  if user_id not in sessions:',
      '      sessions[user_id] = await composio.create(user_id=user_id)',
      '  for part in rest: print(part == None)',
      '  return f"{sessions[user_id]!r}" if rest else lambda x: x',
    ].join('\n');
    expect(lint(text, config)).toEqual(['7:7 composio-sessions/no-session-cache']);
  });

  it('a JavaScript file has what it had', () => {
    const linted = (config: Linter.Config[]) => new Linter().verify(script, config, { filename: 'bot.js' }).map(said);
    const alone = linted([everything]);
    expect(alone).toEqual(expect.arrayContaining(['1:14 no-undef', '1:5 no-unused-vars', '1:30 no-extra-semi']));
    expect(linted([everything, python.configs.recommended])).toEqual(alone);
  });
});

it('a message names the function that a decorator of the file called, not the decorator', () => {
  const text =
    'from composio import Composio\ncomposio = Composio()\ndef single(f):\n    return f()\n@single\ndef mail_session():\n    return composio.create(user_id="me")\n@app.post("/x")\ndef x(user_id):\n    return mail_session.tools()\n';
  const [message] = new Linter().verify(text, [python.configs.recommended], { filename: 'bot.py' });
  expect(message?.message).toContain('is kept in `mail_session`');
});

it('a rule of anybody may ask a Python file for its text, its places and what JavaScript has, and finds none of that', () => {
  const answers: unknown[] = [];
  const asking: Rule.RuleModule = {
    create: ({ sourceCode }) => ({
      PythonModule(node: Rule.Node) {
        answers.push(sourceCode.getText().length, sourceCode.getText(node), sourceCode.getText(node, -1, -1), sourceCode.getLines());
        answers.push(
          sourceCode.getLoc(node).end,
          sourceCode.getRange(node),
          sourceCode.getLocFromIndex(7),
          sourceCode.getIndexFromLoc({ line: 2, column: 1 }),
        );
        answers.push(
          sourceCode.getAllComments(),
          sourceCode.getTokens(node),
          sourceCode.getFirstToken(node),
          sourceCode.getLastToken(node),
          sourceCode.getDeclaredVariables(node),
          sourceCode.getAncestors(node),
        );
        answers.push(sourceCode.getScope(node).variables);
      },
    }),
  };
  const config = { files: ['**/*.py'], plugins: { own: { rules: { asking } } }, rules: { 'own/asking': 'error' } } satisfies Linter.Config;
  expect(lint('a = 1\nb = 2', [python.configs.recommended, config])).toEqual([]);
  expect(answers).toEqual([
    ...[11, 'a = 1\nb = 2', ' = 1\nb = ', ['a = 1', 'b = 2']],
    ...[{ line: 2, column: 5 }, [0, 11], { line: 2, column: 1 }, 7],
    ...[[], [], null, null, [], []],
    [],
  ]);
});

import { Linter } from 'eslint';
import type { Rule } from 'eslint';
import { describe, expect, it, vi } from 'vitest';
import { createSessionRule } from '../src/create-session-rule.ts';
import type { SessionRuleContext } from '../src/create-session-rule.ts';
import { rulesMeta } from '../src/generated/rules-meta.ts';

interface Options {
  readonly words: readonly string[];
  readonly loud: boolean;
}

/** A rule that reports each file once and keeps what it was given. */
function ruleThatReports(check: (context: SessionRuleContext<Options, 'found' | 'id' | 'say'>) => void = () => {}) {
  return createSessionRule<'found' | 'id' | 'say', Options>({
    name: 'no-session-cache',
    schema: {
      type: 'object',
      additionalProperties: false,
      properties: { words: { type: 'array', items: { type: 'string' } }, loud: { type: 'boolean' } },
    },
    defaultOptions: { words: ['a'], loud: false },
    messages: { found: 'Found {{what}}.', say: 'Say {{what}}.', id: 'Say id.' },
    check(context) {
      check(context);
      const node = context.sourceCode.ast;
      context.report({
        node,
        messageId: 'found',
        data: { what: 'it' },
        suggest: [
          { messageId: 'say', data: { what: 'hello' }, remedy: 'fresh-session', fix: fixer => fixer.insertTextAfter(node, ' hello()') },
          { messageId: 'id', remedy: 'session-id', fix: fixer => fixer.insertTextAfter(node, ' id()') },
        ],
      });
    },
  });
}

interface Given {
  readonly options?: unknown[];
  readonly settings?: Record<string, unknown>;
  readonly rule?: ReturnType<typeof ruleThatReports>;
}

function config({ options = [], settings = {}, rule = ruleThatReports() }: Given): Linter.Config {
  return {
    plugins: { x: { rules: { rule: rule as unknown as Rule.RuleModule } } },
    rules: { 'x/rule': ['error', ...options] },
    settings,
  };
}

const lint = (code: string, given: Given = {}) => new Linter().verify(code, config(given));
const code = 'composio;';

describe('createSessionRule', () => {
  it("takes the rule's facts from its page", () => {
    const { meta } = ruleThatReports();
    expect(meta.docs).toBe(rulesMeta['no-session-cache']);
    expect(meta).toMatchObject({ type: 'problem', fixable: 'code', hasSuggestions: true });
  });

  it('calls a rule outside of recommended a suggestion', () => {
    const rule = createSessionRule({ name: 'session-id-in-error-log', messages: {}, check: () => {} });
    expect(rule.meta).toMatchObject({ type: 'suggestion', schema: [] });
    expect(rule.meta).not.toHaveProperty('defaultOptions');
  });

  it('reports with suggestions and without a fix', () => {
    const [report, ...more] = lint(code);
    expect(more).toEqual([]);
    expect(report).toMatchObject({ message: 'Found it.', line: 1, column: 1 });
    expect(report).not.toHaveProperty('fix');
    expect(report!.suggestions).toEqual([
      { messageId: 'say', desc: 'Say hello.', data: { what: 'hello' }, fix: { range: [9, 9], text: ' hello()' } },
      { messageId: 'id', desc: 'Say id.', fix: { range: [9, 9], text: ' id()' } },
    ]);
  });

  it.each([
    ['fresh-session', 'composio; hello()'],
    ['session-id', 'composio; id()'],
  ])('makes the remedy %s the fix when the settings choose it', (fix, output) => {
    const linter = new Linter();
    const [report] = lint(code, { settings: { 'composio-sessions': { fix } } });
    expect(report!.suggestions).toHaveLength(2);
    const once = linter.verifyAndFix('composio;', config({ settings: { 'composio-sessions': { fix } } }));
    expect(once.output.startsWith(output)).toBe(true);
  });

  it('leaves a report without such a remedy unfixed', () => {
    const rule = createSessionRule({
      name: 'no-session-cache',
      messages: { found: 'Found.' },
      check: ({ sourceCode, report }) => report({ node: sourceCode.ast, messageId: 'found' }),
    });
    const [report] = lint(code, { rule: rule as never, settings: { 'composio-sessions': { fix: 'session-id' } } });
    expect(report).not.toHaveProperty('fix');
    expect(report).not.toHaveProperty('suggestions');
  });

  it('hands the options over, on top of the defaults', () => {
    const seen = vi.fn();
    const rule = ruleThatReports(({ options }) => seen(options));
    lint(code, { rule });
    lint(code, { rule, options: [{ loud: true }] });
    lint(code, { rule, options: [{ words: [] }] });
    expect(seen.mock.calls).toEqual([[{ words: ['a'], loud: false }], [{ words: ['a'], loud: true }], [{ words: [], loud: false }]]);
  });

  it('does the same where ESLint knows no default options', () => {
    const seen = vi.fn();
    const { meta, create } = ruleThatReports(({ options }) => seen(options));
    const listeners = create({
      options: [{ loud: true }],
      settings: {},
      sourceCode: { text: code, ast: { type: 'Program', loc: { start: { line: 1, column: 0 }, end: { line: 1, column: 1 } } } },
      report: () => {},
    } as never);
    expect(meta.defaultOptions).toEqual([{ words: ['a'], loud: false }]);
    listeners.Program!({} as never);
    expect(seen).toHaveBeenCalledWith({ words: ['a'], loud: true });
  });

  it('hands over the facts, the settings and the file', () => {
    const seen = vi.fn();
    const rule = ruleThatReports(({ facts, settings, filename, sourceCode }) =>
      seen(facts.stores.length, settings.clients, filename, sourceCode.text),
    );
    new Linter().verify(code, config({ rule, settings: { 'composio-sessions': { clients: ['ai'] } } }), { filename: 'a.js' });
    expect(seen).toHaveBeenCalledWith(0, ['ai'], 'a.js', code);
  });

  it.each([[{ loudness: true }], [{ loud: 'very' }]])('rejects the options %j', options => {
    expect(() => lint(code, { options: [options] })).toThrow(/Key "x\/rule"/u);
  });

  it('rejects wrong settings, also in files that it would not look at', () => {
    const settings = { 'composio-sessions': { client: ['ai'] } };
    expect(() => lint('1;', { settings })).toThrow(`has an unknown key "client". Did you mean "clients"?`);
  });

  it('skips files that cannot hold a session', () => {
    expect(lint('client.create(user);')).toEqual([]);
  });

  it('looks at them when the settings name what they hold', () => {
    expect(lint('client.create(user);', { settings: { 'composio-sessions': { clients: ['client'] } } })).toHaveLength(1);
  });
});

import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import plugin from '../../src/index.ts';
import { lintCode, ruleName } from '../../tools/lint-code.ts';
import { everyRule } from '../support/blocks.ts';
import { faultsIn } from './lint-twice.ts';

const client = "import { Composio } from '@composio/core';\nconst composio = new Composio();\n";
const cache = `${client}const kept = new Map();\nexport async function open(userId) {\n  kept.set(userId, await composio.create(userId));\n}\n`;

const reportsOn = (code: string): string[] =>
  lintCode(plugin, code, 'js', everyRule).map(report => `${report.line} ${ruleName(report) || report.message}`);

describe('hostile code', () => {
  it.each([
    ['nothing but the name', 'composio'],
    ['a null byte', `${client}const text = '\0'; composio.create('\0');`],
    ['lone surrogates', `${client}export const f = u => composio.create(u, { toolkits: ['\uD800', '\uDFFF'] });\n// \uDBFF`],
    ['line separators', `${client}export const f = u => {\u2028 return composio.create(u);\u2029};`],
    [
      'names of every object',
      `${client}export const f = async u => { const o = { __proto__: await composio.create(u), constructor: 1, hasOwnProperty: 2, toString: 3 }; return o.__proto__.tools(o.constructor, o.hasOwnProperty); };`,
    ],
    [
      'methods of every object',
      `${client}export const f = async u => (await composio.create(u)).toString().valueOf().hasOwnProperty('__proto__').__defineGetter__;`,
    ],
    ['a class that extends itself', `${client}class A extends A { session = composio.create('u'); }`],
    ['types that mean themselves', `${client}export const a = a => a(a, composio); a(a); let b = b; const { c = c } = c;`],
    [
      'functions that call each other',
      `${client}function a(x) { return b(x); } function b(x) { return a(x) ?? composio.create(x); } export { a, b };`,
    ],
    [
      'getters in a configuration',
      `${client}export const f = u => composio.create(u, { get toolkits() { return ['gmail']; }, set toolkits(_) {}, ['tool' + 's']: 1, ...u });`,
    ],
    [
      'a configuration that contains itself',
      `${client}export const f = u => { const c = { toolkits: [] }; c.c = c; c.toolkits.push(c); return composio.create(u, c); };`,
    ],
  ])('%s', (_, code) => {
    expect(faultsIn(code, 'js')).toEqual([]);
  });

  it('a store under `__proto__` is a store', () => {
    expect(reportsOn(cache.replaceAll('userId', '__proto__'))).toEqual(['5 no-session-cache']);
    const property = `${cache.replace('kept.set(userId, ', 'kept.__proto__ = (userId, ')}export const read = () => kept.__proto__;\n`;
    expect(reportsOn(property)).toEqual(['5 no-module-session']);
  });

  it('a megabyte on one line', () => {
    const line = `${cache.replaceAll('\n', ' ')}${'call(1);'.repeat(131_072)}`;
    expect(line.length).toBeGreaterThan(2 ** 20);
    expect(reportsOn(line)).toEqual(['1 no-session-cache']);
  }, 120_000);

  it('a function of a hundred thousand statements', () => {
    const code = cache.replace('\n}', `\n${'  call(1);\n'.repeat(131_072)}}`);
    expect(reportsOn(code)).toEqual(['5 no-session-cache']);
  }, 120_000);

  it.each([
    ['calls', '(', ')', 'f'],
    ['arrays', '[', ']', ''],
    ['functions', '() => (', ')', ''],
  ])('%s nested deeply', (_, open, close, before) => {
    const deep = `${`${before}${open}`.repeat(300)}composio.create('u')${close.repeat(300)}`;
    expect(faultsIn(`${client}export const x = ${deep};`, 'js')).toEqual([]);
  }, 120_000);
});

describe('hostile settings', () => {
  const lintWith = (settings: unknown) => () =>
    new Linter({ configType: 'flat' }).verify(cache, {
      plugins: { 'composio-sessions': plugin },
      languageOptions: { parser },
      rules: everyRule,
      settings: settings as Linter.Config['settings'] & object,
    });
  const found = (settings: unknown): string[] => lintWith(settings)().map(({ ruleId }) => ruleName({ ruleId } as never));

  it.each([42, 'text', true, [], () => ({}), Symbol('s'), 1n, new Date(0)])('%s instead of an object is refused by name', given => {
    expect(lintWith({ 'composio-sessions': given })).toThrow("settings['composio-sessions']");
  });

  it('a getter that throws is refused, one that answers is read', () => {
    const throwing = Object.defineProperty({}, 'clients', { enumerable: true, get: () => { throw new Error('no'); } });
    expect(lintWith({ 'composio-sessions': throwing })).toThrow("settings['composio-sessions']");
    expect(found({ 'composio-sessions': Object.defineProperty({}, 'clients', { enumerable: true, get: () => ['ai'] }) })).toEqual([
      'no-session-cache',
    ]);
  });

  it('a `__proto__` key is no setting of ours', () => {
    expect(lintWith({ 'composio-sessions': JSON.parse('{ "__proto__": { "clients": ["ai"] } }') as object })).toThrow('__proto__');
    expect({}).not.toHaveProperty('clients');
  });
});

import { expect, test } from 'vitest';
import { dump, parseBody } from './markers.ts';

/** The events of straight-line code, or the dump of code that branches. */
function order(body: string): string {
  return dump(parseBody(body)).replace(/^0: options \| items \| /u, '').replace(/ \| → exit$/u, '');
}

test.each([
  // Calls and members: operands first.
  ['a.b(c).d', 'a | a.b | c | a.b(c) | a.b(c).d'],
  ['new A(b, ...c)', 'A | b | c | ...c | new A(b, ...c)'],
  ['a[b][c]', 'a | b | a[b] | c | a[b][c]'],
  ['await a(await b)', 'a | b | await b | a(await b) | await a(await b)'],
  ['yield a', 'a | yield a'],
  ['a + b * c', 'a | b | c | b * c | a + b * c'],
  ['(a, b)', 'a | b | a, b'],
  ['import(a)', 'a | import(a)'],
  ['`x${a}y${b}`', 'a | b | `x${a}y${b}`'],
  ['a.b`x${c}`', 'a | a.b | c | a.b`x${c}`'],
  ['({ a, [b]: c, d() {}, ...e })', 'a | b | c | () {} | e | ...e | { a, [b]: c, d() {}, ...e }'],
  ['[a, , ...b]', 'a | b | ...b | [a, , ...b]'],
  ['typeof a', 'a | typeof a'],
  // Writes: the target's object, the value, the write.
  ['a = b', 'b | a = b'],
  ['a.b = c()', 'a | c | c() | a.b = c()'],
  ['a[b] = c', 'a | b | c | a[b] = c'],
  ['a.b += c', 'a | a.b | c | a.b += c'],
  ['a++', 'a | a++'],
  ['--a.b', 'a | a.b | --a.b'],
  ['delete a.b[c]', 'a | a.b | c | delete a.b[c]'],
  ['delete a()', 'a | a() | delete a()'],
  ['let a = b, c', 'b | a = b | c'],
  ['({ a, b: c.d, [e]: [f] } = g)', 'g | { a, b: c.d, [e]: [f] } | a | c | c.d | e | [f] | f | { a, b: c.d, [e]: [f] } = g'],
  ['const [a, ...b] = c', 'c | [a, ...b] | a | b | [a, ...b] = c'],
  // TypeScript's wrappers are events; types are not.
  ['(a as B).c = d!', 'a | a as B | d | d! | (a as B).c = d!'],
  ['(a as B) = c satisfies D', 'c | c satisfies D | (a as B) = c satisfies D'],
  ['<A>b', 'b | <A>b'],
  ['a<B>(c)', 'a | c | a<B>(c)'],
  ['const a: B<typeof c> = d; type E = F; interface G {} declare const h: I', 'd | a: B<typeof c> = d'],
  ['enum A { B = c, D }', 'c | enum A { B = c, D }'],
  // Functions are one event; declarations come first.
  ['a(() => b, function () { c })', 'a | () => b | function () { c } | a(() => b, function () { c })'],
  ['a; function b() { c }', 'function b() { c } | a'],
  // Classes: keys and methods in order, then static fields and blocks.
  [
    'class A extends b { static x = c; [d] = e; f() {} static { g } @h i; get j() { k } }',
    
    'b | d | [d] = e; | () {} | h | @h | @h i; | () { k } | static x = c; | static { g } | class A extends b { static x = c; [d] = e; f() {} static { g } @h i; get j() { k } }',
  ],
  ['(class {})', 'class {}'],
  ['<A.B c={d} {...e}>f{g}</A.B>', 'A | A.B | d | {d} | e | {...e} | <A.B c={d} {...e}> | f | g | {g} | <A.B c={d} {...e}>f{g}</A.B>'],
  ['<><a:b {...c} /></>', '<> | a | b | a:b | c | {...c} | <a:b {...c} /> | <a:b {...c} /> | </> | <><a:b {...c} /></>'],
  ['return a', 'a | return a'],
])('%s', (body, expected) => {
  expect(order(body)).toBe(expected);
});

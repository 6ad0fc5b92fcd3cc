import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { IdMap } from '../../../src/analysis/order/id-map.ts';

interface Item {
  readonly text: string;
}

/** Ids on one level of the tree, on two and on three. */
const ids = fc.oneof(fc.nat(31), fc.nat(1023), fc.nat(40_000));
const steps = fc.array(fc.tuple(ids, fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined })), { maxLength: 40 });
const join = (one: Item, other: Item): Item => (one.text.includes(other.text) ? one : { text: one.text + other.text });
const areEqual = (one: Item, other: Item): boolean => one.text === other.text;

/** The steps on an `IdMap` and on a `Map`, which says what is right. */
function taken(all: readonly (readonly [number, string | undefined])[]): { map: IdMap<Item>; plain: Map<number, string> } {
  let map = IdMap.empty<Item>();
  const plain = new Map<number, string>();
  for (const [id, text] of all) {
    map = map.with(id, text === undefined ? undefined : { text });
    if (text === undefined) plain.delete(id);
    else plain.set(id, text);
  }
  return { map, plain };
}

it('has what was put in, and nothing else', () => {
  fc.assert(
    fc.property(steps, ids, (all, other) => {
      const { map, plain } = taken(all);
      for (const id of [...plain.keys(), other, ...all.map(([id]) => id)]) expect(map.get(id)?.text).toBe(plain.get(id));
    }),
  );
});

it('leaves the map as it was that a change is made of', () => {
  fc.assert(
    fc.property(steps, ids, (all, id) => {
      const { map, plain } = taken(all);
      map.with(id, { text: 'new' });
      expect(map.get(id)?.text).toBe(plain.get(id));
      expect(map.with(id, map.get(id))).toBe(map);
    }),
  );
});

it('joins what either has, and where both have something, both', () => {
  fc.assert(
    fc.property(steps, steps, steps, (shared, one, other) => {
      const [left, right] = [taken([...shared, ...one]), taken([...shared, ...other])];
      const both = left.map.joined(right.map, join);
      for (const id of new Set([...left.plain.keys(), ...right.plain.keys()])) {
        const [mine, theirs] = [left.plain.get(id), right.plain.get(id)];
        expect(both.get(id)?.text).toBe(
          mine === undefined || theirs === undefined ? (mine ?? theirs) : join({ text: mine }, { text: theirs }).text,
        );
      }
      expect(left.map.joined(left.map, join)).toBe(left.map);
    }),
  );
});

it('is equal to a map with the same ids and values, however each was made', () => {
  fc.assert(
    fc.property(steps, steps, (one, other) => {
      const [left, right] = [taken(one), taken(other)];
      const isSame = left.plain.size === right.plain.size && [...left.plain].every(([id, text]) => right.plain.get(id) === text);
      expect(left.map.equals(right.map, areEqual)).toBe(isSame);
      const again = taken([...left.plain]);
      expect(left.map.equals(again.map, areEqual)).toBe(true);
      expect(left.map.with(7, { text: 'z' }).equals(left.map, areEqual)).toBe(false);
    }),
  );
});

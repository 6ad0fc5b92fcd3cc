/** Children on one level of the tree. */
const width = 5;
const fan = 1 << width;

type Level<V> = readonly (Level<V> | V | undefined)[];

/**
 * An immutable map from small whole numbers. A change copies a few slots and shares the rest, and two maps that came from
 * one are joined and compared where they differ only: what a flow analysis knows may grow with the code it goes through.
 */
export class IdMap<V extends object> {
  static empty<V extends object>(): IdMap<V> {
    return new IdMap<V>(undefined, 0);
  }

  private constructor(
    private readonly root: Level<V> | undefined,
    /** How many levels stand above the lowest one. */
    private readonly height: number,
  ) {}

  get(id: number): V | undefined {
    if (id >>> (width * (this.height + 1)) !== 0) {
      return undefined;
    }
    let at: Level<V> | V | undefined = this.root;
    for (let level = this.height; level >= 0; level -= 1) {
      at = (at as Level<V> | undefined)?.[slotOf(id, level)];
    }
    return at as V | undefined;
  }

  /** The map with another value; `undefined` takes one away. */
  with(id: number, value: V | undefined): IdMap<V> {
    if (this.get(id) === value) {
      return this;
    }
    let { root, height } = this;
    while (id >>> (width * (height + 1)) !== 0) {
      root = root && [root];
      height += 1;
    }
    return new IdMap(changed(root, height, id, value), height);
  }

  /** Everything that either has, with `combine` where both have something. */
  joined(other: IdMap<V>, combine: (one: V, other: V) => V): IdMap<V> {
    const height = Math.max(this.height, other.height);
    const root = merged(this.raised(height), other.raised(height), height, combine);
    return root === this.root && height === this.height ? this : new IdMap(root, height);
  }

  /** Whether both have the same ids with equal values. */
  equals(other: IdMap<V>, areEqual: (one: V, other: V) => boolean): boolean {
    const height = Math.max(this.height, other.height);
    return same(this.raised(height), other.raised(height), height, areEqual);
  }

  /** The top level as one of a greater height. */
  private raised(height: number): Level<V> | undefined {
    let { root } = this;
    for (let own = this.height; own < height; own += 1) {
      root = root && [root];
    }
    return root;
  }
}

function slotOf(id: number, level: number): number {
  return (id >>> (width * level)) & (fan - 1);
}

function changed<V>(level: Level<V> | undefined, height: number, id: number, value: V | undefined): Level<V> {
  const copy = level ? level.slice() : [];
  const slot = slotOf(id, height);
  copy[slot] = height === 0 ? value : changed(copy[slot] as Level<V> | undefined, height - 1, id, value);
  return copy;
}

function merged<V>(
  one: Level<V> | undefined,
  other: Level<V> | undefined,
  height: number,
  combine: (one: V, other: V) => V,
): Level<V> | undefined {
  if (!one || !other || one === other) {
    return one ?? other;
  }
  let copy: (Level<V> | V | undefined)[] | undefined;
  for (let slot = 0; slot < other.length; slot += 1) {
    const [left, right] = [one[slot], other[slot]];
    if (left !== right && right !== undefined) {
      const both =
        left === undefined
          ? right
          : height === 0
            ? combine(left as V, right as V)
            : merged(left as Level<V>, right as Level<V>, height - 1, combine);
      if (both !== left) {
        copy ??= one.slice();
        copy[slot] = both;
      }
    }
  }
  return copy ?? one;
}

function same<V>(one: Level<V> | undefined, other: Level<V> | undefined, height: number, areEqual: (one: V, other: V) => boolean): boolean {
  if (one === other) {
    return true;
  }
  for (let slot = 0; slot < Math.max(one?.length ?? 0, other?.length ?? 0); slot += 1) {
    const [left, right] = [one?.[slot], other?.[slot]];
    if (left !== right) {
      const areSame =
        height === 0
          ? left !== undefined && right !== undefined && areEqual(left as V, right as V)
          : same(left as Level<V> | undefined, right as Level<V> | undefined, height - 1, areEqual);
      if (!areSame) {
        return false;
      }
    }
  }
  return true;
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { Dependencies } from './dependencies.ts';

/** Something whose freshness is followed: a session, or what was taken or built from one, by where it came to be. */
export interface Thing {
  readonly kind: 'built' | 'session' | 'tools';
  readonly node: TSESTree.Node;
  readonly dependencies: Dependencies | undefined;
  /** The sessions or tools that it was taken from. */
  readonly sources: Set<Thing>;
  /** For one of several sessions that one call made: what stands for all of them. */
  readonly among: Thing | undefined;
  /** The key that tells it from the others. */
  readonly key?: string;
  /** For a thing as one place holds it, on the paths on which that place does: the thing. */
  readonly original?: Thing;
  /** That place. */
  readonly place?: string;
  /** True for what a function was given from outside: changes of places are judged where it was made. */
  readonly isOutside: boolean;
}

/** Copies and earlier ones, by the thing that they are made of: equal questions have one answer. */
const copies = new WeakMap<Thing, Map<string, Thing>>();
const earlier = new WeakMap<Thing, Thing>();

/** What a thing is a copy of, or the thing itself. */
export function originalOf(thing: Thing): Thing {
  return thing.original ?? thing;
}

/** A thing as `place` holds it. */
export function copyAt(thing: Thing, place: string): Thing {
  const original = originalOf(thing);
  let ofThing = copies.get(original);
  if (!ofThing) {
    copies.set(original, (ofThing = new Map()));
  }
  let copy = ofThing.get(place);
  if (!copy) {
    ofThing.set(place, (copy = { ...original, original, place }));
  }
  return copy;
}

/** What came to be at the node of a thing before that did. */
export function earlierOf(thing: Thing): Thing {
  if (thing.original && thing.place !== undefined) {
    return copyAt(earlierOf(thing.original), thing.place);
  }
  let before = earlier.get(thing);
  if (!before) {
    earlier.set(thing, (before = { ...thing, sources: new Set(thing.sources) }));
  }
  return before;
}

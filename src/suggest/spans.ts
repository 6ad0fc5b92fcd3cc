/** A replacement of a range of the source text. */
export interface TextEdit {
  readonly range: [number, number];
  readonly text: string;
}

export type Span = readonly [start: number, end: number];

function isEmpty(span: Span): boolean {
  return span[0] === span[1];
}

/** Whether something is put in front of or behind `outer`: whoever writes `outer` has written it already. */
export function isOnEdge(inner: Span, outer: Span): boolean {
  return isEmpty(inner) && (inner[0] === outer[0] || inner[0] === outer[1]);
}

export function holds(outer: Span, inner: Span): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}

/** Things by where they start; what is put in front of a range before it, what lies in it behind it. */
export function inOrder<T>(things: readonly T[], spanOf: (thing: T) => Span): T[] {
  return things.toSorted((one, other) => {
    const [a, b] = [spanOf(one), spanOf(other)];
    return a[0] - b[0] || Number(isEmpty(b)) - Number(isEmpty(a)) || b[1] - a[1];
  });
}

/** Of things in order, those that no other covers; what is put in front of a range or behind it stays outside. */
export function outermost<T>(things: readonly T[], spanOf: (thing: T) => Span): T[] {
  const found: T[] = [];
  let last: Span | undefined;
  for (const thing of things) {
    const span = spanOf(thing);
    if (!last || !holds(last, span) || isOnEdge(span, last)) {
      found.push(thing);
      if (!isEmpty(span) && (!last || span[1] > last[1])) {
        last = span;
      }
    }
  }
  return found;
}

/** Which of some things, outermost ones in order, holds a range. */
export function holderOf<T>(range: Span, things: readonly T[], spanOf: (thing: T) => Span): T | undefined {
  for (let at = firstFrom(things, range[0] + 1, spanOf) - 1; at >= 0; at -= 1) {
    const thing = things[at]!;
    const span = spanOf(thing);
    if (!isEmpty(span)) {
      return holds(span, range) ? thing : undefined;
    }
  }
  return undefined;
}

/** The index of the first of some things in order that starts at or behind a position. */
export function firstFrom<T>(things: readonly T[], position: number, spanOf: (thing: T) => Span): number {
  let low = 0;
  let high = things.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (spanOf(things[middle]!)[0] < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** One edit for a changed group of lines, without what is the same at both ends. */
export function trimmed(span: Span, before: string, after: string): TextEdit[] {
  if (before === after) {
    return [];
  }
  const limit = Math.min(before.length, after.length);
  let head = 0;
  while (head < limit && before[head] === after[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < limit - head && before.at(-1 - tail) === after.at(-1 - tail)) {
    tail += 1;
  }
  return [{ range: [span[0] + head, span[1] - tail], text: after.slice(head, after.length - tail) }];
}

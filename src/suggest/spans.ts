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

/** Whether `outer` is larger than `inner` and holds it; what is put in front of a range stays outside it. */
export function covers(outer: Span, inner: Span): boolean {
  return holds(outer, inner) && outer[1] - outer[0] > inner[1] - inner[0] && !isOnEdge(inner, outer);
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

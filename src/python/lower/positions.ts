import type { Position } from './nodes.ts';

/** Lines and columns of a text, as ESLint counts them: lines from 1, columns from 0. */
export class Positions {
  readonly #starts: number[] = [0];

  constructor(readonly text: string) {
    for (const match of text.matchAll(/\r\n|[\r\n\u2028\u2029]/gu)) {
      this.#starts.push(match.index + match[0].length);
    }
  }

  at(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return { line: low + 1, column: offset - this.#starts[low]! };
  }

  offset({ line, column }: Position): number {
    return (this.#starts[line - 1] ?? 0) + column;
  }
}

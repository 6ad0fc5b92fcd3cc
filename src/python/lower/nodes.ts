import type { Positions } from './positions.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A node of the lowered tree: ESTree's shape, Python's place. */
export interface LoweredNode {
  readonly type: string;
  range: [number, number];
  readonly start: number;
  readonly end: number;
  readonly loc: { start: Position; end: Position };
  parent: LoweredNode | null;
  [property: string]: unknown;
}

/** One class for the nodes of all files: what reads them stays fast. `loc` is worked out when it is asked for. */
class Node {
  parent: LoweredNode | null = null;
  readonly #positions: Positions;
  #loc: { start: Position; end: Position } | undefined;

  constructor(
    readonly type: string,
    readonly range: [number, number],
    positions: Positions,
  ) {
    this.#positions = positions;
  }

  get start(): number {
    return this.range[0];
  }

  get end(): number {
    return this.range[1];
  }

  get loc(): { start: Position; end: Position } {
    return (this.#loc ??= { start: this.#positions.at(this.range[0]), end: this.#positions.at(this.range[1]) });
  }
}

/** Makes the nodes of a file. */
export function nodeMaker(positions: Positions): (type: string, start: number, end: number, properties?: object) => LoweredNode {
  return (type, start, end, properties) => Object.assign(new Node(type, [start, end], positions), properties) as unknown as LoweredNode;
}

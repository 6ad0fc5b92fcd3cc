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

/** Makes nodes whose `loc` is worked out when it is asked for. */
export function nodeMaker(positions: Positions): (type: string, start: number, end: number, properties?: object) => LoweredNode {
  class Node {
    declare parent: LoweredNode | null;
    #loc: { start: Position; end: Position } | undefined;

    constructor(
      readonly type: string,
      readonly range: [number, number],
    ) {
      this.parent = null;
    }

    get start(): number {
      return this.range[0];
    }

    get end(): number {
      return this.range[1];
    }

    get loc(): { start: Position; end: Position } {
      return (this.#loc ??= { start: positions.at(this.range[0]), end: positions.at(this.range[1]) });
    }
  }
  return (type, start, end, properties) => Object.assign(new Node(type, [start, end]), properties) as unknown as LoweredNode;
}

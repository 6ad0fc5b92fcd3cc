import type { TSESTree } from '@typescript-eslint/utils';
import type { Condition, Edge, Segment } from './control-flow.ts';
import { mayThrow } from './may-throw.ts';

type Node = TSESTree.Node;

interface OpenSegment {
  index: number;
  readonly events: Node[];
  readonly outgoing: (Edge & { readonly to: OpenSegment })[];
  entered: boolean;
}

/** A statement that `break` and `continue` may name. */
export interface JumpFrame {
  readonly kind: 'jump';
  readonly outer: Frame | undefined;
  readonly labels: readonly string[];
  readonly breakTo: OpenSegment;
  readonly continueTo: OpenSegment | undefined;
  /** Whether a `break` without a label means it: not so for a labelled block. */
  readonly plain: boolean;
}

/** One layout of a `finally` block, and where it goes on to. */
export interface FinallyCopy {
  readonly entry: OpenSegment;
  readonly exits: Map<OpenSegment, Frame | undefined>;
}

/** A `try` whose `finally` has yet to run on every way out. */
export interface FinallyFrame {
  readonly kind: 'finally';
  readonly outer: Frame | undefined;
  readonly copies: FinallyCopy[];
  /** How many layouts it may have: exits beyond that share the last one. */
  readonly limit: number;
}

export type Frame = FinallyFrame | JumpFrame;

/** Inside so many `finally` blocks, one more is laid out once for all its exits, or layouts would double with every level. */
const NESTED_FINALLY = 3;
const FINALLY_COPIES = 8;

/** The graph while it grows: `current` is where the next event goes, undefined where nothing can run. */
export class FlowBuilder {
  readonly #entry = this.segment();
  readonly #writes = new Map<Node, Node>();
  /** How many `finally` blocks are being laid out around here. */
  #finallyDepth = 0;

  readonly exit = this.segment();
  readonly thrown = this.segment();
  current: OpenSegment | undefined = this.#entry;
  frame: Frame | undefined;
  /** Where an error goes; undefined when no `try` is around and so nobody looks. */
  handler: OpenSegment | undefined;
  /** Where `?.` goes when it finds nothing. */
  chainEnd: OpenSegment | undefined;
  /** The labels in front of the loop that is next. */
  labels: readonly string[] = [];

  segment(): OpenSegment {
    return { index: -1, events: [], outgoing: [], entered: false };
  }

  emit(node: Node): void {
    if (this.handler !== undefined && mayThrow(node)) this.mayLeave(node);
    this.current?.events.push(node);
  }

  /** Emits an event that writes `target`. */
  write(event: Node, target: Node): void {
    this.#writes.set(event, target);
    this.emit(event);
  }

  /** An error may leave from here, before what comes next has had its effect. */
  mayLeave(thrownBy?: Node): void {
    if (this.current === undefined || this.handler === undefined) return;
    const next = this.segment();
    this.#link(this.handler, undefined, thrownBy);
    this.#link(next);
    this.current = next;
  }

  /** Goes on at `segment`, if anything leads there. */
  startAt(segment: OpenSegment): void {
    this.current = segment.entered ? segment : undefined;
  }

  goto(segment: OpenSegment): void {
    this.#link(segment);
    this.current = undefined;
  }

  /** Goes to one of two segments, as a test has it. */
  branch(asks: Condition['asks'], test: Node, yes: OpenSegment, no: OpenSegment): void {
    this.#link(yes, { asks, test, outcome: true });
    this.#link(no, { asks, test, outcome: false });
    this.current = undefined;
  }

  /** Goes to either of two segments for reasons that no expression tells. */
  fork(one: OpenSegment, other: OpenSegment): void {
    this.#link(one);
    this.#link(other);
    this.current = undefined;
  }

  /** `operand?.`: goes to the end of the chain when there is no operand. */
  shortCircuit(operand: Node): void {
    if (this.chainEnd === undefined) return;
    const rest = this.segment();
    this.branch('nullish', operand, this.chainEnd, rest);
    this.startAt(rest);
  }

  /** Leaves for `to`, a segment that belongs directly inside `owner`, through every `finally` on the way. */
  jump(to: OpenSegment, owner: Frame | undefined): void {
    for (let frame = this.frame; frame !== undefined && frame !== owner; frame = frame.outer) {
      if (frame.kind === 'finally') {
        this.goto(this.#layout(frame, to, owner));
        return;
      }
    }
    this.goto(to);
  }

  throw(): void {
    this.goto(this.handler ?? this.thrown);
  }

  break(label: string | undefined): void {
    const frame = this.#jumpFrame((each) => (label === undefined ? each.plain : each.labels.includes(label)));
    if (frame === undefined) this.current = undefined;
    else this.jump(frame.breakTo, frame);
  }

  continue(label: string | undefined): void {
    const frame = this.#jumpFrame(
      (each) => each.continueTo !== undefined && (label === undefined || each.labels.includes(label)),
    );
    if (frame?.continueTo === undefined) this.current = undefined;
    else this.jump(frame.continueTo, frame);
  }

  /** Opens a statement that can be jumped out of; loops take the labels in front of them. */
  openJumps(breakTo: OpenSegment, continueTo?: OpenSegment): void {
    const labels = continueTo === undefined ? [] : this.labels;
    this.labels = [];
    this.frame = { kind: 'jump', outer: this.frame, labels, breakTo, continueTo, plain: true };
  }

  openLabel(labels: readonly string[], breakTo: OpenSegment): void {
    this.frame = { kind: 'jump', outer: this.frame, labels, breakTo, continueTo: undefined, plain: false };
  }

  close(): void {
    this.frame = this.frame?.outer;
  }

  /** Opens a `try` with a `finally`, after which the code goes on at `after`; errors go to the layout for them. */
  openFinally(after: OpenSegment): FinallyFrame {
    const outer = this.frame;
    const limit = this.#finallyDepth < NESTED_FINALLY ? FINALLY_COPIES : 1;
    const frame: FinallyFrame = { kind: 'finally', outer, copies: [], limit };
    const onError = this.#layout(frame, this.handler ?? this.thrown, outer);
    this.#layout(frame, after, outer);
    this.frame = frame;
    this.handler = onError;
    return frame;
  }

  enterFinally(copy: FinallyCopy): void {
    this.#finallyDepth += 1;
    this.startAt(copy.entry);
  }

  leaveFinally(copy: FinallyCopy): void {
    this.#finallyDepth -= 1;
    const end = this.current;
    for (const [to, owner] of copy.exits) {
      this.current = end;
      this.jump(to, owner);
    }
  }

  finish(): { entry: Segment; exit: Segment; thrown: Segment; segments: readonly Segment[]; writes: ReadonlyMap<Node, Node> } {
    const segments = reversePostOrder(this.#entry);
    for (const [index, segment] of segments.entries()) segment.index = index;
    return { entry: this.#entry, exit: this.exit, thrown: this.thrown, segments, writes: this.#writes };
  }

  #link(to: OpenSegment, condition?: Condition, thrownBy?: Node): void {
    if (this.current === undefined) return;
    this.current.outgoing.push({ to, condition, thrownBy });
    to.entered = true;
  }

  #layout(frame: FinallyFrame, to: OpenSegment, owner: Frame | undefined): OpenSegment {
    const known = frame.copies.find((copy) => copy.exits.has(to));
    if (known !== undefined) return known.entry;
    const last = frame.copies.at(-1);
    if (last !== undefined && frame.copies.length >= frame.limit) {
      last.exits.set(to, owner);
      return last.entry;
    }
    const copy: FinallyCopy = { entry: this.segment(), exits: new Map([[to, owner]]) };
    frame.copies.push(copy);
    return copy.entry;
  }

  #jumpFrame(matches: (frame: JumpFrame) => boolean): JumpFrame | undefined {
    let frame = this.frame;
    while (frame !== undefined && !(frame.kind === 'jump' && matches(frame))) frame = frame.outer;
    return frame;
  }
}

/** Successors are gone through last to first, so that a loop's body comes before what follows the loop. */
function reversePostOrder(entry: OpenSegment): OpenSegment[] {
  const order: OpenSegment[] = [];
  const seen = new Set([entry]);
  const stack = [{ segment: entry, next: entry.outgoing.length - 1 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const edge = top.segment.outgoing[top.next];
    if (edge === undefined) {
      order.push(top.segment);
      stack.pop();
      continue;
    }
    top.next -= 1;
    if (seen.has(edge.to)) continue;
    seen.add(edge.to);
    stack.push({ segment: edge.to, next: edge.to.outgoing.length - 1 });
  }
  return order.reverse();
}

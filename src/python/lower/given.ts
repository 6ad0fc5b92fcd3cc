import { isAmong } from '../../analysis/tree.ts';
import type { Expression, FunctionDefinition } from '../syntax/tree.ts';
import { within } from './definitions.ts';
import { lastNameOf, type Lowering } from './lowering.ts';

/** What is given to a name, as far as it matters for what `update` does to it. */
interface Kinds {
  readonly isDictionary: boolean;
  readonly isSession: boolean;
  /** Whether some of it is made by a class of the file. */
  readonly isOwn: boolean;
  /** Whether all of it is made by classes that the file does not have. */
  readonly isForeign: boolean;
}

/** A function of the file, with the one around it. */
interface Around {
  readonly node: FunctionDefinition;
  readonly outer: Around | undefined;
}

/** What a file gives to names, and to attributes by theirs; and its functions: both in source order. */
interface Given {
  readonly values: ReadonlyMap<string, readonly Expression[]>;
  readonly functions: readonly Around[];
  readonly kinds: Map<readonly Expression[], Map<Around | undefined, Kinds>>;
}

const givenIn = new WeakMap<Lowering, Given>();

/** What the name of a receiver is given: in the innermost function around it that gives it something, or anywhere. */
export function givenTo(at: Lowering, receiver: Expression): Kinds {
  const { values, functions, kinds } = givenBy(at);
  const all = values.get(lastNameOf(receiver) ?? '');
  if (!all) {
    return { isDictionary: false, isSession: false, isOwn: false, isForeign: false };
  }
  let around = functions[firstFrom(functions, receiver.start + 1, each => each.node.start) - 1];
  while (around && (around.node.end < receiver.end || isEmpty(all, around))) {
    around = around.outer;
  }
  const ofName = kinds.get(all) ?? new Map<Around | undefined, Kinds>();
  kinds.set(all, ofName);
  let known = ofName.get(around);
  if (!known) {
    const given = around ? all.slice(...rangeIn(all, around)) : all;
    ofName.set(
      around,
      (known = {
        isDictionary: given.some(isDictionary),
        isSession: given.some(makesSession),
        isOwn: given.some(value => isOwn(at, value)),
        isForeign: isForeign(at, given),
      }),
    );
  }
  return known;
}

function givenBy(at: Lowering): Given {
  let given = givenIn.get(at);
  if (!given) {
    const values = new Map<string, Expression[]>();
    const nodes: FunctionDefinition[] = [];
    for (const statement of within(at.module.statements)) {
      if (statement.type === 'Function') {
        nodes.push(statement);
      } else if ((statement.type === 'Assign' || statement.type === 'AnnotatedAssign') && statement.value) {
        for (const target of statement.type === 'Assign' ? statement.targets : [statement.target]) {
          const name = lastNameOf(target) ?? '';
          const ofName = values.get(name);
          if (ofName) {
            ofName.push(statement.value);
          } else {
            values.set(name, [statement.value]);
          }
        }
      }
    }
    values.forEach(ofName => ofName.sort((one, other) => one.start - other.start));
    givenIn.set(at, (given = { values, functions: nested(nodes), kinds: new Map() }));
  }
  return given;
}

/** Functions in source order, each with the one that it stands in. */
function nested(nodes: FunctionDefinition[]): Around[] {
  const functions: Around[] = [];
  let outer: Around | undefined;
  for (const node of nodes.sort((one, other) => one.start - other.start)) {
    while (outer && outer.node.end <= node.start) {
      outer = outer.outer;
    }
    functions.push((outer = { node, outer }));
  }
  return functions;
}

function rangeIn(all: readonly Expression[], { node }: Around): readonly [number, number] {
  return [firstFrom(all, node.start, startOf), firstFrom(all, node.end, startOf)];
}

function isEmpty(all: readonly Expression[], around: Around): boolean {
  const [from, to] = rangeIn(all, around);
  return from === to;
}

function startOf({ start }: Expression): number {
  return start;
}

/** The index of the first of sorted things that starts at a position or behind it. */
function firstFrom<T>(sorted: readonly T[], position: number, place: (each: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (place(sorted[middle]!) < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function isDictionary(value: Expression): boolean {
  return (
    value.type === 'Dict' ||
    (value.type === 'Comprehension' && value.of === 'dict') ||
    (value.type === 'Call' && isAmong(lastNameOf(value.callee), /^(?:dict|OrderedDict|defaultdict|copy|deepcopy|model_dump)$/u))
  );
}

function isOwn(at: Lowering, value: Expression): boolean {
  return value.type === 'Call' && at.classes.has(lastNameOf(value.callee) ?? '');
}

function isForeign(at: Lowering, given: readonly Expression[]): boolean {
  const made = given.filter(value => value.type !== 'Constant' || value.value !== null);
  return (
    made.length > 0 &&
    made.every(
      value => value.type === 'Call' && /^[A-Z]/u.test(lastNameOf(value.callee) ?? '') && !at.classes.has(lastNameOf(value.callee)!),
    )
  );
}

function makesSession(value: Expression): boolean {
  const call = value.type === 'Await' ? value.value : value;
  const made =
    call.type === 'Call' && isAmong(lastNameOf(call.callee), /^(?:to_thread|run_in_threadpool)$/u)
      ? call.given[0]?.value
      : call.type === 'Call'
        ? call.callee
        : undefined;
  return made?.type === 'Attribute' && /^(?:create|use|create_session)$/u.test(made.name.id);
}

import { positions } from '../../sdk/python.ts';
import type { Argument, Call, Expression } from '../syntax/tree.ts';
import { isClassName } from './calls.ts';
import { lowerExpression, member } from './expressions.ts';
import { givenTo } from './given.ts';
import { lastNameOf, type Lowering } from './lowering.ts';
import { camelCase } from './names.ts';
import type { LoweredNode } from './nodes.ts';

/** A keyword as a property of an object. */
export function option(at: Lowering, { name, value, start, end, isMapping }: Argument): LoweredNode {
  if (isMapping || !name) {
    return at.make('SpreadElement', start, end, { argument: lowerExpression(at, value) });
  }
  return at.make('Property', start, end, {
    kind: 'init',
    key: at.word(at.names.property(name.id), name.start, name.end),
    value: lowerExpression(at, value),
    computed: false,
    method: false,
    shorthand: false,
  });
}

/** Keywords as one object; a mapping alone is the object itself. */
export function options(at: Lowering, given: readonly Argument[], end: number, isCopy = false): LoweredNode {
  const [only] = given;
  if (only && given.length === 1 && only.isMapping && !isCopy) {
    return lowerExpression(at, only.value);
  }
  return at.make('ObjectExpression', only?.start ?? end, given.at(-1)?.end ?? end, {
    properties: given.map(argument => option(at, argument)),
  });
}

/**
 * The arguments of a call: keywords go where the parameters of that name stand, when the file or the SDK says where that
 * is; the others become one object at the end.
 */
export function lowerArguments(at: Lowering, { callee, given }: Call): LoweredNode[] {
  const positional = given.filter(({ name, isMapping }) => !name && !isMapping);
  const named = given.filter(({ name, isMapping }) => name ?? isMapping);
  const lowered = positional.map(({ value }) => lowerExpression(at, value));
  if (named.length === 0) {
    return lowered;
  }
  const end = given.at(-1)!.end;
  const last = camelCase(lastNameOf(callee) ?? '');
  const receiver = callee.type === 'Attribute' && Object.hasOwn(positions, last) ? callee.value : undefined;
  const order = receiver && positions[last];
  const signature = receiver && isForeign(at, receiver) ? undefined : at.signatureOf(callee);
  if (signature) {
    return byPosition(
      at,
      lowered,
      named,
      signature.filter(({ kind }) => kind === 'plain').map(({ name }) => name.id),
      end,
      signature.some(({ kind }) => kind === 'mapping'),
    );
  }
  const data = callee.type === 'Name' ? at.classes.get(callee.id)?.data : undefined;
  if (data) {
    return byPosition(at, lowered, named, data, end, false, true);
  }
  if (!order) {
    return [...lowered, options(at, named, end, isClassName(at, callee))];
  }
  const rest = [...named];
  for (const name of order) {
    const index = rest.findIndex(argument => argument.name && camelCase(argument.name.id) === name);
    if (index >= 0) {
      lowered.push(lowerExpression(at, rest.splice(index, 1)[0]!.value));
    }
  }
  const [mapping] = rest;
  if (lowered.length === 0 && mapping?.isMapping && last.startsWith('create')) {
    lowered.push(member(at, lowerExpression(at, mapping.value), order[0]!, mapping.start, mapping.end));
  }
  return rest.length > 0 ? [...lowered, options(at, rest, end)] : lowered;
}

/** Whether what a method is called on is an object of another module, though the file has a method of that name: the SDK's client. */
function isForeign(at: Lowering, receiver: Expression): boolean {
  const given = givenTo(at, receiver);
  return (
    given.isForeign ||
    (!given.isOwn && /composio|^(?:sessions|tool_router|experimental|connected_accounts|toolkits)$/iu.test(lastNameOf(receiver) ?? ''))
  );
}

/** Keywords of a function of the file, each where its parameter stands. */
function byPosition(
  at: Lowering,
  lowered: LoweredNode[],
  named: readonly Argument[],
  order: readonly string[],
  end: number,
  takesMore: boolean,
  isCopy = false,
): LoweredNode[] {
  const result: (LoweredNode | undefined)[] = [...lowered];
  const rest: Argument[] = [];
  for (const argument of named) {
    const index = argument.name ? order.indexOf(argument.name.id) : -1;
    if (index >= 0) {
      result[index] = lowerExpression(at, argument.value);
    } else {
      rest.push(argument);
    }
  }
  if (rest.length > 0 && (takesMore || rest.some(({ isMapping }) => isMapping))) {
    result[Math.max(order.length, result.length)] = options(at, rest, end, isCopy);
  }
  return Array.from(result, each => each ?? at.word('undefined', end, end));
}

import { isAmong } from '../../analysis/tree.ts';
import { updateKeys } from '../../sdk/model.ts';
import type { Call, Expression } from '../syntax/tree.ts';
import { options } from './arguments.ts';
import { call, lowerCall } from './calls.ts';
import { known, lowerExpression, member } from './expressions.ts';
import { givenTo } from './given.ts';
import { awaitedFirst, first, passedOn } from './library.ts';
import { dotted, keyword, lastNameOf, type Lowering } from './lowering.ts';
import { camelCase } from './names.ts';
import type { LoweredNode } from './nodes.ts';

/** Methods of dictionaries and lists, which nobody waits for: what is waited for is something else's. */
export const ofCollections: ReadonlySet<string> = new Set(['setdefault', 'get', 'update', 'extend', 'insert', 'copy']);

/** Methods of anything, by name. */
export const onMethods: Readonly<Record<string, (at: Lowering, node: Call, receiver: Expression) => LoweredNode | undefined>> = {
  setdefault(at, node, receiver) {
    const [key, value] = node.given;
    if (!key || !value) {
      return undefined;
    }
    const left = lowerExpression(at, { type: 'Subscript', value: receiver, index: key.value, start: receiver.start, end: key.end });
    return at.make('AssignmentExpression', node.start, node.end, { operator: '??=', left, right: lowerExpression(at, value.value) });
  },
  get(at, node, receiver) {
    const [key, fallback] = node.given;
    if (
      !key ||
      key.name ||
      !fallback ||
      fallback.isMapping ||
      isAmong(lastNameOf(receiver), /^(?:web|router|app|client|http|requests|session|httpx|api)$/u)
    ) {
      return undefined;
    }
    const left = lowerCall(at, { ...node, given: [key] });
    return at.make('LogicalExpression', node.start, node.end, { operator: '??', left, right: lowerExpression(at, fallback.value) });
  },
  update(at, node, receiver) {
    if (node.given.length === 0 || isOfSession(at, node, receiver) || node.given.some(({ isMapping }) => isMapping)) {
      return undefined;
    }
    const named = node.given.some(({ name }) => name);
    const source = named ? options(at, node.given.filter(({ name }) => name), node.end) : lowerExpression(at, node.given[0]!.value);
    const callee = known(at, 'Object.assign', node.callee.start, node.callee.end);
    return call(at, node, callee, [lowerExpression(at, receiver), source]);
  },
  model_copy(at, node, receiver) {
    const update = keyword(node.given, 'update');
    return update?.type === 'Dict'
      ? lowerExpression(at, { ...node, type: 'Binary', operator: '|', left: receiver, right: update })
      : undefined;
  },
  extend: (at, node, receiver) =>
    node.given[0] &&
    call(at, node, member(at, lowerExpression(at, receiver), 'push', receiver.start, node.callee.end), [
      at.make('SpreadElement', node.given[0].start, node.given[0].end, { argument: lowerExpression(at, node.given[0].value) }),
    ]),
  insert(at, node, receiver) {
    const [index, value] = node.given;
    if (!index || !value || node.given.length !== 2 || index.name) {
      return undefined;
    }
    const none = at.make('Literal', index.end, index.end, { value: 0, raw: '0' });
    return call(at, node, member(at, lowerExpression(at, receiver), 'splice', receiver.start, node.callee.end), [
      lowerExpression(at, index.value),
      none,
      lowerExpression(at, value.value),
    ]);
  },
  __setitem__(at, node, receiver) {
    const [key, value] = node.given;
    if (!key || !value) {
      return undefined;
    }
    const left = lowerExpression(at, { type: 'Subscript', value: receiver, index: key.value, start: receiver.start, end: key.end });
    return at.make('AssignmentExpression', node.start, node.end, { operator: '=', left, right: lowerExpression(at, value.value) });
  },
  log(at, node, receiver) {
    const [level, ...given] = node.given;
    const name =
      level?.value.type === 'Attribute' && /^(?:ERROR|WARNING|CRITICAL|FATAL)$/u.test(level.value.name.id)
        ? level.value.name.id.toLowerCase()
        : undefined;
    const { start, end } = node.callee;
    return name === undefined
      ? undefined
      : lowerCall(at, {
          ...node,
          given,
          callee: { type: 'Attribute', value: receiver, name: { type: 'Name', id: name, start, end }, start, end },
        });
  },
  pop(at, { given: [key], start, end }, receiver) {
    // of other dictionaries, the analysis knows the method
    if (!key || receiver.type !== 'Attribute' || receiver.name.id !== '__dict__') {
      return undefined;
    }
    const argument = lowerExpression(at, { type: 'Subscript', value: receiver, index: key.value, start: receiver.start, end: key.end });
    return at.make('UnaryExpression', start, end, { operator: 'delete', prefix: true, argument });
  },
  copy: (at, node, receiver) =>
    node.given.length === 0 && receiver.type !== 'Attribute' && dotted(receiver) !== 'copy'
      ? at.make('ObjectExpression', node.start, node.end, {
          properties: [at.make('SpreadElement', receiver.start, receiver.end, { argument: lowerExpression(at, receiver) })],
        })
      : undefined,
  put: queued,
  put_nowait: queued,
  enter_context: opened,
  enter_async_context: opened,
  submit: (at, node) => (node.given[0] && !node.given[0].name && isPath(node.given[0].value) ? passedOn(0)(at, node) : undefined),
  run_in_executor: passedOn(1),
  run_until_complete: awaitedFirst,
  create_task: first,
  result: (at, node, receiver) =>
    node.given.every(({ name }) => name?.id === 'timeout') && !at.functions.has('result')
      ? at.make('AwaitExpression', node.start, node.end, { argument: lowerExpression(at, receiver) })
      : undefined,
};

/** `queue.put(x)`; a path is no element of a queue. */
function queued(at: Lowering, node: Call, receiver: Expression): LoweredNode | undefined {
  const [only, more] = node.given;
  return only && !only.name && !more && only.value.type !== 'Text'
    ? call(at, node, member(at, lowerExpression(at, receiver), 'enqueue', receiver.start, node.callee.end), [
        lowerExpression(at, only.value),
      ])
    : undefined;
}

/** `stack.enter_context(x)` gives what `with x as …` would. */
function opened(at: Lowering, { given: [only, more] }: Call): LoweredNode | undefined {
  return only && !only.name && !more ? lowerExpression(at, only.value) : undefined;
}

/** Whether `x.update(…)` tells a session its new configuration, and does not fill a dictionary. */
function isOfSession(at: Lowering, { given }: Call, receiver: Expression): boolean {
  const name = lastNameOf(receiver) ?? '';
  if (given[0]?.value.type === 'Dict' && !given[0].name) {
    return false;
  }
  if (/(?:session|auth_configs|connected_accounts)$/iu.test(name)) {
    return true;
  }
  const { isDictionary, isSession } = givenTo(at, receiver);
  if (isDictionary) {
    return false;
  }
  const hasKeys = given.every(argument => argument.name && updateKeys.has(camelCase(argument.name.id)));
  return isSession || (hasKeys && !/(?:config|settings|options|kwargs|params|data|payload|dict|body|extra)$/iu.test(name));
}

function isPath(value: Expression): boolean {
  return value.type === 'Name' || value.type === 'Attribute';
}

import { dictionaries, lists, methods, positions, product } from '../../sdk/python.ts';
import type { Argument, Call, Expression } from '../syntax/tree.ts';
import { isSelf, known, lowerExpression, member, newCollection } from './expressions.ts';
import { dotted, keyword, lastNameOf, type Lowering } from './lowering.ts';
import { camelCase } from './names.ts';
import type { LoweredNode } from './nodes.ts';

/** Calls of a path below a module, or of a builtin. */
type Rewrite = (at: Lowering, node: Call) => LoweredNode | undefined;

const awaitedFirst: Rewrite = (at, node) => {
  const [first] = node.given;
  return first && at.make('AwaitExpression', node.start, node.end, { argument: lowerExpression(at, first.value) });
};

/** `to_thread(f, a, b)` calls `f(a, b)`; `skip` arguments stand before the function. */
const passedOn =
  (skip: number): Rewrite =>
  (at, node) => {
    const callee = node.given[skip];
    return callee && !callee.name && !callee.isMapping ? lowerCall(at, { ...node, callee: callee.value, given: node.given.slice(skip + 1) }) : undefined;
  };

const staticCall =
  (path: string): Rewrite =>
  (at, node) =>
    call(at, node, known(at, path, node.callee.start, node.callee.end), node.given.map(({ value }) => lowerExpression(at, value)));

const gather: Rewrite = (at, node) => {
  const given = node.given.filter(({ name }) => !name).map(({ value }) => value);
  const [first] = given;
  const all =
    given.length === 1 && first?.type === 'Starred'
      ? lowerExpression(at, first.value)
      : at.make('ArrayExpression', first?.start ?? node.end, given.at(-1)?.end ?? node.end, { elements: given.map(value => lowerExpression(at, value)) });
  return call(at, node, known(at, 'Promise.all', node.callee.start, node.callee.end), [all]);
};

/** `wait_for(work, timeout)` gives what the work gives. */
const first: Rewrite = (at, node) => node.given[0] && call(at, node, known(at, 'Promise.resolve', node.callee.start, node.callee.end), [lowerExpression(at, node.given[0].value)]);

const environment: Rewrite = (at, node) => {
  const [name, fallback] = node.given;
  if (!name) {
    return undefined;
  }
  const object = known(at, 'process.env', node.callee.start, node.callee.end);
  const read = at.make('MemberExpression', node.start, node.end, { object, property: lowerExpression(at, name.value), computed: true, optional: false });
  return fallback ? at.make('LogicalExpression', node.start, node.end, { operator: '??', left: read, right: lowerExpression(at, fallback.value) }) : read;
};

/** Functions by their path. */
const functions: Readonly<Record<string, Rewrite>> = {
  'asyncio.gather': gather,
  'asyncio.wait_for': first,
  'asyncio.shield': first,
  'asyncio.create_task': first,
  'asyncio.ensure_future': first,
  'asyncio.run': awaitedFirst,
  'asyncio.run_coroutine_threadsafe': first,
  'asyncio.to_thread': passedOn(0),
  'anyio.to_thread.run_sync': passedOn(0),
  'anyio.run': passedOn(0),
  'trio.run': passedOn(0),
  'os.getenv': environment,
  'os.environ.get': environment,
  'contextvars.copy_context': () => undefined,
};

const onName =
  (method: string): Rewrite =>
  (at, node) => {
    const [callback, over] = node.given;
    return callback && over && node.given.length === 2
      ? call(at, node, member(at, lowerExpression(at, over.value), method, over.start, over.end), [lowerExpression(at, callback.value)])
      : undefined;
  };

const onFirst =
  (method: string): Rewrite =>
  (at, node) => {
    const [over] = node.given;
    return over && call(at, node, member(at, lowerExpression(at, over.value), method, over.start, over.end), []);
  };

const field = (at: Lowering, node: Call): LoweredNode | undefined => {
  const [object, name] = node.given;
  if (!object || name?.value.type !== 'Text' || typeof name.value.parts[0] !== 'string' || name.value.parts.length > 1) {
    return undefined;
  }
  const word = at.names.property(name.value.parts[0]);
  return member(at, lowerExpression(at, object.value), word, object.start, name.end, name);
};

/** Python's builtins, when nothing of the file has their name. */
const builtins: Readonly<Record<string, Rewrite | undefined>> = {
  print: staticCall('console.log'),
  input: staticCall('process.stdin.read'),
  str: staticCall('String'),
  int: staticCall('Number'),
  bool: staticCall('Boolean'),
  list: (at, node) => (node.given.length === 0 ? at.make('ArrayExpression', node.start, node.end, { elements: [] }) : staticCall('Array.from')(at, node)),
  tuple: (at, node) => (node.given.length === 0 ? at.make('ArrayExpression', node.start, node.end, { elements: [] }) : staticCall('Array.from')(at, node)),
  set: (at, node) => newCollection(at, 'Set', node, node.given[0] && lowerExpression(at, node.given[0].value)),
  frozenset: (at, node) => newCollection(at, 'Set', node, node.given[0] && lowerExpression(at, node.given[0].value)),
  map: onName('map'),
  filter: onName('filter'),
  enumerate: onFirst('entries'),
  sorted: onFirst('toSorted'),
  reversed: onFirst('toReversed'),
  iter: (at, node) => node.given[0] && lowerExpression(at, node.given[0].value),
  next: onFirst('next'),
  globals: (at, node) => at.word('globalThis', node.start, node.end),
  getattr(at, node) {
    const read = field(at, node);
    const fallback = node.given[2];
    return read && fallback ? at.make('LogicalExpression', node.start, node.end, { operator: '??', left: read, right: lowerExpression(at, fallback.value) }) : read;
  },
  hasattr: field,
  setattr(at, node) {
    const left = field(at, node);
    const value = node.given[2];
    return left && value && at.make('AssignmentExpression', node.start, node.end, { operator: '=', left, right: lowerExpression(at, value.value) });
  },
  super: (at, node) => at.make(at.self ? 'ThisExpression' : 'Super', node.start, node.end),
};

/** Functions that stand for others wherever they were imported from. */
const imported: Readonly<Record<string, Rewrite>> = {
  gather,
  wait_for: first,
  shield: first,
  create_task: first,
  ensure_future: first,
  to_thread: passedOn(0),
  run_in_threadpool: passedOn(0),
  getenv: environment,
  partial: lowerPartial,
};

/** Methods of anything, by name. */
const onMethods: Readonly<Record<string, (at: Lowering, node: Call, receiver: Expression) => LoweredNode | undefined>> = {
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
    if (!key || key.name || !fallback || fallback.isMapping || /^(?:web|router|app|client|http|requests|session|httpx|api)$/u.test(lastNameOf(receiver) ?? '')) {
      return undefined;
    }
    const left = lowerCall(at, { ...node, given: [key] });
    return at.make('LogicalExpression', node.start, node.end, { operator: '??', left, right: lowerExpression(at, fallback.value) });
  },
  update(at, node, receiver) {
    const isSession = /session$/iu.test(lastNameOf(receiver) ?? '') && node.given[0]?.value.type !== 'Dict';
    if (node.given.length === 0 || isSession || node.given.some(({ isMapping }) => isMapping)) {
      return undefined;
    }
    const named = node.given.some(({ name }) => name);
    const source = named ? options(at, node.given.filter(({ name }) => name), node.end) : lowerExpression(at, node.given[0]!.value);
    const callee = known(at, 'Object.assign', node.callee.start, node.callee.end);
    return call(at, node, callee, [lowerExpression(at, receiver), source]);
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
    return call(at, node, member(at, lowerExpression(at, receiver), 'splice', receiver.start, node.callee.end), [lowerExpression(at, index.value), none, lowerExpression(at, value.value)]);
  },
  copy: (at, node, receiver) =>
    node.given.length === 0 && receiver.type !== 'Attribute' && dotted(receiver) !== 'copy'
      ? at.make('ObjectExpression', node.start, node.end, { properties: [at.make('SpreadElement', receiver.start, receiver.end, { argument: lowerExpression(at, receiver) })] })
      : undefined,
  submit: (at, node) => (node.given[0] && !node.given[0].name && isPath(node.given[0].value) ? passedOn(0)(at, node) : undefined),
  run_in_executor: passedOn(1),
  run_until_complete: awaitedFirst,
  create_task: first,
  result: (at, node, receiver) =>
    node.given.every(({ name }) => name?.id === 'timeout') && !at.functions.has('result') ? at.make('AwaitExpression', node.start, node.end, { argument: lowerExpression(at, receiver) }) : undefined,
};

function isPath(value: Expression): boolean {
  return value.type === 'Name' || value.type === 'Attribute';
}

/**
 * A call in the shape that the analysis reads.
 *
 * | Python                                              | becomes                                        |
 * | --------------------------------------------------- | ---------------------------------------------- |
 * | `Name(…)` of a class                                | `new Name(…)`                                  |
 * | `create(user_id=u, toolkits=t)`                     | `create(u, { toolkits: t })`                   |
 * | `create(user_id=u, **config)`                       | `create(u, config)`                            |
 * | keywords of a function of the file                  | the positions of its parameters                |
 * | other keywords                                      | one object behind the positional arguments     |
 * | `d.setdefault(k, v)`                                | `d[k] ??= v`                                   |
 * | `d.get(k, v)`, `d.update(x)`, `xs.append(x)`        | `d.get(k) ?? v`, `Object.assign(d, x)`, `xs.push(x)` |
 * | `asyncio.gather(*xs)`, `asyncio.run(main())`        | `Promise.all(xs)`, `await main()`              |
 * | `asyncio.to_thread(f, a)`, `executor.submit(f, a)`  | `f(a)`                                         |
 * | `partial(f, a)`                                     | `user => f(a, …)`                              |
 * | `os.getenv('X')`, `print(x)`, `str(x)`              | `process.env['X']`, `console.log(x)`, `String(x)` |
 * | `dict()`, `OrderedDict()`; `set()`; `deque()`       | `{}`; `new Set()`; `[]`                        |
 */
export function lowerCall(at: Lowering, node: Call): LoweredNode {
  const { callee } = node;
  const path = dotted(callee);
  if (callee.type === 'Name') {
    const isOwn = !at.isBuiltin(callee.id);
    const rewrite = isOwn ? (at.definitionOf(callee.id)?.type === 'ImportBinding' ? imported[callee.id] : undefined) : Object.hasOwn(builtins, callee.id) ? builtins[callee.id] : undefined;
    const made = (rewrite ? rewrite(at, node) : undefined) ?? container(at, node, callee.id);
    if (made) {
      return made;
    }
  } else if (path !== undefined && Object.hasOwn(functions, path)) {
    const made = functions[path]!(at, node);
    if (made) {
      return made;
    }
  } else if (callee.type === 'Call' && /^(?:sync_to_async|async_to_sync|syncify|asyncify)$/u.test(lastNameOf(callee) ?? '') && callee.given[0]) {
    return lowerCall(at, { ...node, callee: callee.given[0].value });
  }
  if (callee.type === 'Attribute') {
    const name = callee.name.id;
    const isSuper = callee.value.type === 'Call' && dotted(callee.value.callee) === 'super';
    if (isSuper && name === '__init__') {
      const given = node.given.filter(({ isMapping }) => !isMapping).map(({ value }) => lowerExpression(at, value));
      return call(at, node, at.make('Super', callee.start, callee.end), given);
    }
    const made = (Object.hasOwn(onMethods, name) && !isSelf(at, dotted(callee.value) ?? '') ? onMethods[name]!(at, node, callee.value) : undefined) ?? container(at, node, name);
    if (made) {
      return made;
    }
    const partial = name === 'partial' ? lowerPartial(at, node) : undefined;
    if (partial) {
      return partial;
    }
  }
  const lowered = lowerCallee(at, callee);
  const given = lowerArguments(at, node);
  return isClassName(at, callee) ? at.make('NewExpression', node.start, node.end, { callee: lowered, arguments: given }) : call(at, node, lowered, given);
}

export function call(at: Lowering, { start, end }: { start: number; end: number }, callee: LoweredNode, given: LoweredNode[]): LoweredNode {
  return at.make('CallExpression', start, end, { callee, arguments: given, optional: false });
}

function lowerCallee(at: Lowering, callee: Expression): LoweredNode {
  if (callee.type === 'Attribute') {
    const name = methods[callee.name.id];
    if (name !== undefined && !at.functions.has(callee.name.id)) {
      return member(at, lowerExpression(at, callee.value), name, callee.start, callee.end, callee.name);
    }
  }
  return lowerExpression(at, callee);
}

const factories = /^(?:Depends|Security|Body|Query|Path|Header|Cookie|Form|File|Annotated|Provide|Inject|TypeVar|NewType|NamedTuple|Field)$/u;

/** A name with a capital is a class, unless the file says that it is a function. */
function isClassName(at: Lowering, callee: Expression): boolean {
  const name = callee.type === 'Name' || callee.type === 'Attribute' ? (lastNameOf(callee) ?? '') : '';
  return at.classes.has(name) || (/^_*[A-Z]/u.test(name) && !/^[A-Z_\d]+$/u.test(name) && !factories.test(name) && !at.functions.has(name));
}

function container(at: Lowering, node: Call, name: string): LoweredNode | undefined {
  if (dictionaries.has(name)) {
    const spreads = node.given.filter(argument => !argument.name && (name === 'dict' || name === 'OrderedDict'));
    const made = name === 'defaultdict' && node.given[0] ? node.given[0].value : undefined;
    const properties = [
      ...spreads.map(({ value, start, end }) => at.make('SpreadElement', start, end, { argument: lowerExpression(at, value) })),
      ...(made?.type === 'Lambda' ? [computed(at, made)] : []),
      ...(name === 'dict' ? node.given.filter(argument => argument.name).map(argument => option(at, argument)) : []),
    ];
    return at.make('ObjectExpression', node.start, node.end, { properties });
  }
  if (lists.has(name)) {
    const [source] = node.given;
    return at.make('ArrayExpression', node.start, node.end, {
      elements: source && !source.name ? [at.make('SpreadElement', source.start, source.end, { argument: lowerExpression(at, source.value) })] : [],
    });
  }
  return name === 'WeakKeyDictionary' || name === 'WeakSet' ? newCollection(at, name === 'WeakSet' ? 'WeakSet' : 'WeakMap', node) : undefined;
}

/** What a `defaultdict` fills itself with. */
function computed(at: Lowering, made: Expression & { type: 'Lambda' }): LoweredNode {
  const { start, end } = made;
  return at.make('Property', start, end, {
    kind: 'init',
    key: known(at, 'Symbol.species', start, start),
    value: call(at, made, lowerExpression(at, made), []),
    computed: true,
    method: false,
    shorthand: false,
  });
}

function option(at: Lowering, { name, value, start, end, isMapping }: Argument): LoweredNode {
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
function options(at: Lowering, given: readonly Argument[], end: number): LoweredNode {
  const [only] = given;
  if (only && given.length === 1 && only.isMapping) {
    return lowerExpression(at, only.value);
  }
  return at.make('ObjectExpression', only?.start ?? end, given.at(-1)?.end ?? end, { properties: given.map(argument => option(at, argument)) });
}

function lowerArguments(at: Lowering, { callee, given }: Call): LoweredNode[] {
  const positional = given.filter(({ name, isMapping }) => !name && !isMapping);
  const named = given.filter(({ name, isMapping }) => name ?? isMapping);
  const lowered = positional.map(({ value }) => lowerExpression(at, value));
  if (named.length === 0) {
    return lowered;
  }
  const end = given.at(-1)!.end;
  const signature = at.signatureOf(callee);
  if (signature) {
    return byPosition(at, lowered, named, signature.filter(({ kind }) => kind === 'plain').map(({ name }) => name.id), end, signature.some(({ kind }) => kind === 'mapping'));
  }
  const data = callee.type === 'Name' ? at.classes.get(callee.id)?.data : undefined;
  if (data) {
    return byPosition(at, lowered, named, data, end, false);
  }
  const last = camelCase(lastNameOf(callee) ?? '');
  const order = Object.hasOwn(positions, last) && callee.type === 'Attribute' && product.test(lastNameOf(callee.value) ?? '') ? positions[last] : undefined;
  if (!order) {
    return [...lowered, options(at, named, end)];
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

/** Keywords of a function of the file, each where its parameter stands. */
function byPosition(at: Lowering, lowered: LoweredNode[], named: readonly Argument[], order: readonly string[], end: number, takesMore: boolean): LoweredNode[] {
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
    result[Math.max(order.length, result.length)] = options(at, rest, end);
  }
  return Array.from(result, each => each ?? at.word('undefined', end, end));
}

/** `partial(f, …)`: a function that brings the rest of the arguments, the first of which is the user. */
function lowerPartial(at: Lowering, node: Call): LoweredNode | undefined {
  const [target, ...given] = node.given;
  if (!target || target.name || target.isMapping) {
    return undefined;
  }
  const { start, end } = node;
  const arrow = at.make('ArrowFunctionExpression', start, end, { id: null, async: false, generator: false, expression: true });
  const { result } = at.inScope('function', arrow, () => {
    const isGiven = given.some(({ name }) => !name) || keyword(given, 'user_id') !== undefined;
    const id = at.word('userId', end, end);
    if (!isGiven) {
      const variable = at.scope.declare('userId');
      at.defineVariable(variable, { type: 'Parameter', name: id, node: arrow });
    }
    const made = lowerCall(at, { ...node, callee: target.value, given });
    if (!isGiven && Array.isArray(made['arguments'])) {
      made['arguments'].unshift(at.read('userId', end, end));
    }
    return { params: isGiven ? [] : [id], body: made };
  });
  return Object.assign(arrow, result);
}

import { counterpart } from '../../sdk/python.ts';
import type { Call } from '../syntax/tree.ts';
import { lowerArguments, option } from './arguments.ts';
import { call, lowerCall } from './calls.ts';
import { known, lowerExpression, member, newCollection } from './expressions.ts';
import { annotation } from './functions.ts';
import type { Lowering } from './lowering.ts';
import type { LoweredNode } from './nodes.ts';
import { lowerPartial } from './partial.ts';

/** Calls of a path below a module, or of a builtin. */
export type Rewrite = (at: Lowering, node: Call) => LoweredNode | undefined;

export const awaitedFirst: Rewrite = (at, node) => {
  const [first] = node.given;
  return first && at.make('AwaitExpression', node.start, node.end, { argument: lowerExpression(at, first.value) });
};

/** `to_thread(f, a, b)` calls `f(a, b)`; `skip` arguments stand before the function. */
export const passedOn =
  (skip: number): Rewrite =>
  (at, node) => {
    const callee = node.given[skip];
    return callee && !callee.name && !callee.isMapping
      ? lowerCall(at, { ...node, callee: callee.value, given: node.given.slice(skip + 1) })
      : undefined;
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
      : at.make('ArrayExpression', first?.start ?? node.end, given.at(-1)?.end ?? node.end, {
          elements: given.map(value => lowerExpression(at, value)),
        });
  return call(at, node, known(at, 'Promise.all', node.callee.start, node.callee.end), [all]);
};

/** `wait_for(work, timeout)` gives what the work gives. */
export const first: Rewrite = (at, node) =>
  node.given[0] &&
  call(at, node, known(at, 'Promise.resolve', node.callee.start, node.callee.end), [lowerExpression(at, node.given[0].value)]);

const environment: Rewrite = (at, node) => {
  const [name, fallback] = node.given;
  if (!name) {
    return undefined;
  }
  const object = known(at, 'process.env', node.callee.start, node.callee.end);
  const read = at.make('MemberExpression', node.start, node.end, {
    object,
    property: lowerExpression(at, name.value),
    computed: true,
    optional: false,
  });
  return fallback
    ? at.make('LogicalExpression', node.start, node.end, { operator: '??', left: read, right: lowerExpression(at, fallback.value) })
    : read;
};

/** `replace(x, a=1)` is `{ ...x, a: 1 }`. */
const replaced: Rewrite = (at, { given: [from, ...changes], start, end }) =>
  from && changes.every(({ name }) => name)
    ? at.make('ObjectExpression', start, end, { properties: [from, ...changes].map(each => option(at, each)) })
    : undefined;

/** `cast(T, x)` is `x as T`. */
const cast: Rewrite = (at, { given: [type, value], start, end }) =>
  type && value
    ? at.make('TSAsExpression', start, end, {
        expression: lowerExpression(at, value.value),
        typeAnnotation: annotation(at, type.value).typeAnnotation,
      })
    : undefined;

/** `import_module("a")` is `await import('a')`. */
const importModule: Rewrite = (at, { given: [name], start, end }) => {
  const path = name?.value.type === 'Text' && name.value.parts.length === 1 ? name.value.parts[0] : undefined;
  if (!name || typeof path !== 'string') {
    return undefined;
  }
  const source = at.make('Literal', name.start, name.end, { value: counterpart(path), raw: path });
  return at.make('AwaitExpression', start, end, { argument: at.make('ImportExpression', start, end, { source, options: null }) });
};

/** Functions by their path. */
export const functions: Readonly<Record<string, Rewrite>> = {
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
  'importlib.import_module': importModule,
  'typing.cast': cast,
  'dataclasses.replace': replaced,
  'os.getenv': environment,
  'os.environ.get': environment,
  'json.loads': staticCall('JSON.parse'),
  'orjson.loads': staticCall('JSON.parse'),
  'json.dumps': staticCall('JSON.stringify'),
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

/** `list(xs)` is `[...xs]`. */
const copied: Rewrite = (at, { given: [source], start, end }) =>
  at.make('ArrayExpression', start, end, {
    elements: source ? [at.make('SpreadElement', source.start, source.end, { argument: lowerExpression(at, source.value) })] : [],
  });

/** `zip(xs, ys)` is `xs.map(($item, $index) => [$item, ys[$index]])`. */
const zipped: Rewrite = (at, { given, start, end }) => {
  const [over, ...others] = given.filter(({ name }) => !name);
  if (!over || others.length === 0 || given.some(({ value }) => value.type === 'Starred')) {
    return undefined;
  }
  const lists = others.map(({ value }) => lowerExpression(at, value));
  const arrow = at.make('ArrowFunctionExpression', start, end, { id: null, async: false, generator: false, expression: true });
  const { result } = at.inScope('function', arrow, () => {
    const params = ['$item', '$index'].map(name => {
      const id = at.word(name, end, end);
      at.define(name, { type: 'Parameter', name: id, node: arrow });
      return id;
    });
    const others = lists.map(object =>
      at.make('MemberExpression', ...object.range, { object, property: at.read('$index', end, end), computed: true, optional: false }),
    );
    return { params, body: at.make('ArrayExpression', start, end, { elements: [at.read('$item', end, end), ...others] }) };
  });
  return call(at, { start, end }, member(at, lowerExpression(at, over.value), 'map', over.start, over.end), [Object.assign(arrow, result)]);
};

const field = (at: Lowering, node: Call): LoweredNode | undefined => {
  const [object, name] = node.given;
  if (!object || !name) {
    return undefined;
  }
  if (name.value.type !== 'Text' || typeof name.value.parts[0] !== 'string' || name.value.parts.length > 1) {
    return at.make('MemberExpression', object.start, name.end, {
      object: lowerExpression(at, object.value),
      property: lowerExpression(at, name.value),
      computed: true,
      optional: false,
    });
  }
  const word = at.names.property(name.value.parts[0]);
  return member(at, lowerExpression(at, object.value), word, object.start, name.end, name);
};

/** Python's builtins, when nothing of the file has their name. */
export const builtins: Readonly<Record<string, Rewrite | undefined>> = {
  print: (at, node) => call(at, node, known(at, 'console.log', node.callee.start, node.callee.end), lowerArguments(at, node)),
  input: staticCall('process.stdin.read'),
  str: staticCall('String'),
  int: staticCall('Number'),
  bool: staticCall('Boolean'),
  list: copied,
  tuple: copied,
  zip: zipped,
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
    return read && fallback
      ? at.make('LogicalExpression', node.start, node.end, { operator: '??', left: read, right: lowerExpression(at, fallback.value) })
      : read;
  },
  hasattr: field,
  setattr(at, node) {
    const left = field(at, node);
    const value = node.given[2];
    return (
      left &&
      value &&
      at.make('AssignmentExpression', node.start, node.end, { operator: '=', left, right: lowerExpression(at, value.value) })
    );
  },
  delattr(at, node) {
    const argument = field(at, node);
    return argument && at.make('UnaryExpression', node.start, node.end, { operator: 'delete', prefix: true, argument });
  },
  super: (at, node) => at.make(at.self ? 'ThisExpression' : 'Super', node.start, node.end),
};

/** Functions that stand for others wherever they were imported from. */
export const imported: Readonly<Record<string, Rewrite>> = {
  gather,
  wait_for: first,
  shield: first,
  create_task: first,
  ensure_future: first,
  to_thread: passedOn(0),
  run_in_threadpool: passedOn(0),
  getenv: environment,
  partial: lowerPartial,
  import_module: importModule,
  replace: replaced,
  cast,
};

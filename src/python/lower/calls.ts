import { isAmong } from '../../analysis/tree.ts';
import { memoDecorators, methods } from '../../sdk/python.ts';
import type { Call, Expression } from '../syntax/tree.ts';
import { lowerArguments } from './arguments.ts';
import { lowerCollection } from './collections.ts';
import { isSelf, lowerExpression, member } from './expressions.ts';
import { builtins, functions, imported } from './library.ts';
import { dotted, keyword, lastNameOf, type Lowering } from './lowering.ts';
import { ofCollections, onMethods } from './methods.ts';
import { camelCase } from './names.ts';
import type { LoweredNode } from './nodes.ts';
import { lowerPartial, lowerThread } from './partial.ts';

/**
 * A call in the shape that the analysis reads.
 *
 * | Python                                              | becomes                                        |
 * | --------------------------------------------------- | ---------------------------------------------- |
 * | `Name(…)` of a class, `cls(…)`                      | `new Name(…)`                                  |
 * | `create(user_id=u, toolkits=t)`                     | `create(u, { toolkits: t })`                   |
 * | `create(user_id=u, **config)`                       | `create(u, config)`                            |
 * | keywords of a function of the file                  | the positions of its parameters                |
 * | other keywords                                      | one object behind the positional arguments     |
 * | `d.setdefault(k, v)`                                | `d[k] ??= v`                                   |
 * | `d.get(k, v)`, `d.update(x)`, `xs.append(x)`        | `d.get(k) ?? v`, `Object.assign(d, x)`, `xs.push(x)` |
 * | `lru_cache(maxsize=9)(f)`, `cache(f)`               | `memoize(f)`                                   |
 * | `list(xs)`, `zip(xs, ys)`                           | `[...xs]`, `xs.map((x, i) => [x, ys[i]])`      |
 * | `asyncio.gather(*xs)`, `asyncio.run(main())`        | `Promise.all(xs)`, `await main()`              |
 * | `asyncio.to_thread(f, a)`, `executor.submit(f, a)`  | `f(a)`                                         |
 * | `partial(f, a)`                                     | `user => f(a, …)`                              |
 * | `sync_to_async(f)`; `super().__new__(cls)`          | `f`; `new Name()`                              |
 * | `os.getenv('X')`, `print(x)`, `str(x)`              | `process.env['X']`, `console.log(x)`, `String(x)` |
 * | `dict()`, `OrderedDict()`; `set()`; `deque()`       | `{}`; `new Set()`; `[]`                        |
 */
export function lowerCall(at: Lowering, node: Call, isAwaited = false): LoweredNode {
  const { callee } = node;
  const path = dotted(callee);
  if (callee.type === 'Name') {
    if (at.self?.isStatic && callee.id === at.self.name) {
      return lowerCall(at, { ...node, callee: { ...callee, id: at.self.owner.node.name.id } });
    }
    const isOwn = !at.isBuiltin(callee.id);
    const rewrite = isOwn
      ? at.definitionOf(callee.id)?.type === 'ImportBinding'
        ? imported[callee.id]
        : undefined
      : Object.hasOwn(builtins, callee.id)
        ? builtins[callee.id]
        : undefined;
    const made = (rewrite ? rewrite(at, node) : undefined) ?? lowerCollection(at, node, callee.id);
    if (made) {
      return made;
    }
  } else if (path !== undefined && Object.hasOwn(functions, path)) {
    const made = functions[path]!(at, node);
    if (made) {
      return made;
    }
  } else if (callee.type === 'Call' && isMemo(at, callee.callee)) {
    return call(at, node, at.word('memoize', callee.start, callee.end), node.given.map(({ value }) => lowerExpression(at, value)));
  } else if (callee.type === 'Call' && isAmong(lastNameOf(callee), adapters) && callee.given[0]) {
    return lowerCall(at, { ...node, callee: callee.given[0].value });
  }
  const [only] = node.given;
  if (only && !only.name && !only.isMapping && isAmong(lastNameOf(callee), adapters) && callee.type !== 'Call') {
    return lowerExpression(at, only.value);
  }
  if (isMemo(at, callee) && node.given.length === 1 && only && !only.name && !only.isMapping) {
    return call(at, node, at.word('memoize', callee.start, callee.end), [lowerExpression(at, only.value)]);
  }
  if (callee.type === 'Attribute') {
    const name = callee.name.id;
    const isSuper = callee.value.type === 'Call' && dotted(callee.value.callee) === 'super';
    if (isSuper && name === '__init__') {
      const given = node.given.filter(({ isMapping }) => !isMapping).map(({ value }) => lowerExpression(at, value));
      return call(at, node, at.make('Super', callee.start, callee.end), given);
    }
    if (name === '__new__' && at.self && (isSuper || dotted(callee.value) === 'object')) {
      return at.make('NewExpression', node.start, node.end, {
        callee: at.read(at.self.owner.node.name.id, callee.start, callee.end),
        arguments: [],
      });
    }
    const made =
      (Object.hasOwn(onMethods, name) && !(isAwaited && ofCollections.has(name)) && !isSelf(at, dotted(callee.value) ?? '')
        ? onMethods[name]!(at, node, callee.value)
        : undefined) ?? lowerCollection(at, node, name);
    if (made) {
      return made;
    }
    const partial = name === 'partial' ? lowerPartial(at, node) : undefined;
    if (partial) {
      return partial;
    }
  }
  const lowered = lowerCallee(at, callee);
  const given = isThread(node) ? lowerThread(at, node) : lowerArguments(at, node);
  return isClassName(at, callee)
    ? at.make('NewExpression', node.start, node.end, { callee: lowered, arguments: given })
    : call(at, node, lowered, given);
}

/** What gives the same function in another colour. */
const adapters = /^(?:sync_to_async|async_to_sync|syncify|asyncify)$/u;

function isThread({ callee, given }: Call): boolean {
  return isAmong(lastNameOf(callee), /^(?:Thread|Process)$/u) && keyword(given, 'target') !== undefined;
}

/** `lru_cache`, `functools.cache`: what wraps a function so that the whole process shares its results. */
function isMemo(at: Lowering, callee: Expression): boolean {
  const name = camelCase(lastNameOf(callee) ?? '');
  const [root = ''] = (dotted(callee) ?? '').split('.');
  return memoDecorators.has(name) && at.definitionOf(root)?.type === 'ImportBinding';
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

/** What a name was called where it comes from: `Composio` of `from composio import Composio as C`. */
function originalName(at: Lowering, callee: Expression): string {
  const definition = callee.type === 'Name' ? at.definitionOf(callee.id) : undefined;
  const imported = definition?.node.type === 'ImportSpecifier' ? (definition.node['imported'] as LoweredNode | undefined) : undefined;
  return imported ? String(imported['name']) : (lastNameOf(callee) ?? '');
}

const factories =
  /^(?:Depends|Security|Body|Query|Path|Header|Cookie|Form|File|Annotated|Provide|Inject|TypeVar|NewType|NamedTuple|Field)$/u;

/** A name with a capital is a class, unless the file says that it is a function. */
export function isClassName(at: Lowering, callee: Expression): boolean {
  const name = callee.type === 'Name' || callee.type === 'Attribute' ? originalName(at, callee) : '';
  return at.classes.has(name) || (/^_*[A-Z]/u.test(name) && !/^[A-Z_\d]+$/u.test(name) && !factories.test(name) && !at.functions.has(name));
}

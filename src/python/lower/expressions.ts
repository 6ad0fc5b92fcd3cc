import type { Comprehension, Expression, Sequence } from '../syntax/tree.ts';
import { lowerCall } from './calls.ts';
import { lowerLambda } from './functions.ts';
import { dotted, type Lowering } from './lowering.ts';
import { camelCase } from './names.ts';
import type { LoweredNode } from './nodes.ts';

const identifier = /^[A-Za-z_]\w*$/u;

/**
 * An expression in the shape that the analysis reads.
 *
 * | Python                               | becomes                                                     |
 * | ------------------------------------ | ----------------------------------------------------------- |
 * | `self`, `cls` in a method            | `this`                                                      |
 * | `x.user_id`, `d["user_id"]`          | `x.userId`, `d['userId']`                                   |
 * | `x.__dict__`                         | `x`                                                         |
 * | `os.environ["X"]`                    | `process.env['X']`                                          |
 * | `a is None`, `a == b`, `k not in d`  | `a === null`, `a === b`, `!(k in d)`                        |
 * | `x := v`                             | `x = v`                                                     |
 * | `f"…{a}…"`                           | a template                                                  |
 * | `[f(x) for x in xs if g(x)]`         | `xs.filter(x => g(x)).map(x => f(x))`                       |
 * | `{k: v for … }`                      | `Object.fromEntries(xs.map(x => [k, v]))`                   |
 * | `{a, b}`, `(a, b)`                   | `new Set([a, b])`, `[a, b]`                                 |
 * | `xs[1:]`                             | `xs.slice(1)`                                               |
 */
export function lowerExpression(at: Lowering, node: Expression): LoweredNode {
  const { start, end } = node;
  const make = (type: string, properties?: object): LoweredNode => at.make(type, start, end, properties);
  const lower = (inner: Expression): LoweredNode => lowerExpression(at, inner);
  switch (node.type) {
    case 'Name':
      return isSelf(at, node.id) ? make('ThisExpression') : at.read(node.id, start, end);
    case 'Constant':
      return node.value === '...'
        ? at.word('undefined', start, end)
        : make('Literal', { value: node.value, raw: at.text.slice(start, end) });
    case 'Number':
      return make('Literal', { value: Number(node.text.replaceAll('_', '').replace(/[jJ]$/u, '')), raw: node.text });
    case 'Text':
      return lowerText(at, node);
    case 'Attribute':
      return lowerAttribute(at, node);
    case 'Subscript':
      return lowerSubscript(at, node);
    case 'Call':
      return lowerCall(at, node);
    case 'Await':
      return make('AwaitExpression', { argument: node.value.type === 'Call' ? lowerCall(at, node.value, true) : lower(node.value) });
    case 'Bool':
      return make('LogicalExpression', {
        operator: node.operator === 'and' ? '&&' : '||',
        left: lower(node.left),
        right: lower(node.right),
      });
    case 'Unary':
      return make('UnaryExpression', {
        operator: node.operator === 'not' ? '!' : node.operator,
        prefix: true,
        argument: lower(node.value),
      });
    case 'Binary':
      if (node.operator === '|' && node.right.type === 'Dict') {
        const { keys, values } = node.right;
        return lower({ ...node, type: 'Dict', keys: [undefined, ...keys], values: [node.left, ...values] });
      }
      return make('BinaryExpression', {
        operator: node.operator === '//' ? '/' : node.operator === '@' ? '*' : node.operator,
        left: lower(node.left),
        right: lower(node.right),
      });
    case 'Compare':
      return lowerComparison(at, node);
    case 'If': {
      const test = lower(node.test);
      return make('ConditionalExpression', { test, consequent: lower(node.body), alternate: lower(node.orElse) });
    }
    case 'Lambda':
      return lowerLambda(at, node);
    case 'NamedExpression': {
      const right = lower(node.value);
      at.declareAround(node.target.id, node.target.start, node.target.end);
      const left = at.write(node.target.id, node.target.start, node.target.end, right);
      return make('AssignmentExpression', { operator: '=', left, right });
    }
    case 'List':
    case 'Tuple':
      return make('ArrayExpression', { elements: node.elements.map(lower) });
    case 'Set':
      return newCollection(at, 'Set', node, make('ArrayExpression', { elements: node.elements.map(lower) }));
    case 'Dict':
      return make('ObjectExpression', {
        properties: node.values.map((value, index) => {
          const key = node.keys[index];
          return key ? property(at, key, value) : at.make('SpreadElement', value.start, value.end, { argument: lower(value) });
        }),
      });
    case 'Starred':
      return make('SpreadElement', { argument: lower(node.value) });
    case 'Slice':
      return make('ArrayExpression', { elements: node.parts.map(lower) });
    case 'Yield':
      return make('YieldExpression', { delegate: node.isFrom, argument: node.value ? lower(node.value) : null });
    case 'Comprehension':
      return lowerComprehension(at, node);
  }
}

/** Whether a name is what the method around calls its object. */
export function isSelf(at: Lowering, name: string): boolean {
  return at.self?.name === name;
}

/** `new Set(…)`, `new WeakMap()`: a collection that the language has. */
export function newCollection(
  at: Lowering,
  name: string,
  { start, end }: { start: number; end: number },
  given?: LoweredNode,
): LoweredNode {
  return at.make('NewExpression', start, end, { callee: at.word(name, start, start), arguments: given ? [given] : [] });
}

/** `a.b`, both given. */
export function member(
  at: Lowering,
  object: LoweredNode,
  name: string,
  start: number,
  end: number,
  nameAt: { start: number; end: number } = { start: end, end },
): LoweredNode {
  return at.make('MemberExpression', start, end, {
    object,
    property: at.word(name, nameAt.start, nameAt.end),
    computed: false,
    optional: false,
  });
}

/** `Promise.all`, `console.log`: a name that JavaScript has where Python has another. */
export function known(at: Lowering, path: string, start: number, end: number): LoweredNode {
  const [root, ...names] = path.split('.');
  return names.reduce((object, name) => member(at, object, name, start, end), at.word(root!, start, end));
}

function property(at: Lowering, key: Expression, value: Expression): LoweredNode {
  const lowered = keyNode(at, key);
  const isLiteral = lowered.type === 'Literal';
  return at.make('Property', key.start, value.end, {
    kind: 'init',
    key: lowered,
    value: lowerExpression(at, value),
    computed: !isLiteral,
    method: false,
    shorthand: false,
  });
}

/** A key; one that could be a name is written as names are. */
function keyNode(at: Lowering, key: Expression): LoweredNode {
  const text = key.type === 'Text' && key.parts.length === 1 ? key.parts[0] : undefined;
  if (typeof text === 'string' && identifier.test(text)) {
    return at.make('Literal', key.start, key.end, { value: camelCase(text), raw: at.text.slice(key.start, key.end) });
  }
  return lowerExpression(at, key);
}

function lowerText(at: Lowering, node: Expression & { type: 'Text' }): LoweredNode {
  const { start, end, parts } = node;
  if (parts.every(part => typeof part === 'string')) {
    return at.make('Literal', start, end, { value: parts.join(''), raw: at.text.slice(start, end) });
  }
  const quasis: LoweredNode[] = [];
  const expressions: LoweredNode[] = [];
  let text = '';
  let place = start;
  const close = (tail: boolean): void => {
    quasis.push(at.make('TemplateElement', place, place, { value: { raw: text, cooked: text }, tail }));
    text = '';
  };
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
    } else {
      close(false);
      expressions.push(lowerExpression(at, part));
      place = part.end;
    }
  }
  close(true);
  return at.make('TemplateLiteral', start, end, { quasis, expressions });
}

function lowerAttribute(at: Lowering, node: Expression & { type: 'Attribute' }): LoweredNode {
  const { start, end, value, name } = node;
  const path = dotted(node);
  if (path === 'os.environ' && at.isBuiltin('process')) {
    return known(at, 'process.env', start, end);
  }
  if (path === 'sys.argv' || path === 'sys.stdin') {
    return known(at, path === 'sys.argv' ? 'process.argv' : 'process.stdin', start, end);
  }
  if (name.id === '__dict__') {
    return lowerExpression(at, value);
  }
  const shared = sharedOwner(at, value, name.id);
  const object = shared ?? lowerExpression(at, value);
  return member(at, object, at.names.property(name.id), start, end, name);
}

/** What the class keeps for all its objects is read and written there: `self.cache` of `cache = {}`. */
function sharedOwner(at: Lowering, value: Expression, name: string): LoweredNode | undefined {
  const { self } = at;
  if (!self) {
    return undefined;
  }
  const isObject = value.type === 'Name' && value.id === self.name && !self.isStatic && self.owner.shared.has(name);
  const isClass =
    (value.type === 'Attribute' && value.name.id === '__class__' && dotted(value.value) === self.name) ||
    (value.type === 'Call' && dotted(value.callee) === 'type');
  return isObject || isClass ? at.read(self.owner.node.name.id, value.start, value.end) : undefined;
}

function lowerSubscript(at: Lowering, node: Expression & { type: 'Subscript' }): LoweredNode {
  const { start, end, value, index } = node;
  const object = lowerExpression(at, value);
  if (index.type === 'Slice') {
    const callee = member(at, object, 'slice', value.start, value.end);
    return at.make('CallExpression', start, end, {
      callee,
      arguments: index.parts.map(part => lowerExpression(at, part)),
      optional: false,
    });
  }
  return at.make('MemberExpression', start, end, { object, property: keyNode(at, index), computed: true, optional: false });
}

function lowerComparison(at: Lowering, node: Expression & { type: 'Compare' }): LoweredNode {
  const { start } = node;
  let left = lowerExpression(at, node.left);
  node.comparators.forEach((comparator, index) => {
    const operator = node.operators[index]!;
    const right = lowerExpression(at, comparator);
    const { end } = comparator;
    const as: Record<string, string> = { '==': '===', is: '===', '!=': '!==', '<>': '!==', 'is not': '!==', 'not in': 'in' };
    left = at.make('BinaryExpression', start, end, { operator: as[operator] ?? operator, left, right });
    if (operator === 'not in') {
      left = at.make('UnaryExpression', start, end, { operator: '!', prefix: true, argument: left });
    }
  });
  return left;
}

/** A pattern that a value is taken apart by. The names in it are bound already, or bound here as `bind` says. */
export function lowerTarget(
  at: Lowering,
  target: Expression,
  value: LoweredNode | null,
  bind: (name: string, start: number, end: number) => LoweredNode,
): LoweredNode {
  const { start, end } = target;
  switch (target.type) {
    case 'Name':
      return bind(target.id, start, end);
    case 'List':
    case 'Tuple':
      return at.make('ArrayPattern', start, end, {
        elements: (target satisfies Sequence).elements.map(element => lowerTarget(at, element, value, bind)),
      });
    case 'Starred':
      return at.make('RestElement', start, end, { argument: lowerTarget(at, target.value, value, bind) });
    case 'Subscript':
      if (target.index.type === 'Slice') {
        return at.make('MemberExpression', start, end, {
          object: lowerExpression(at, target.value),
          property: lowerExpression(at, target.index),
          computed: true,
          optional: false,
        });
      }
      return lowerExpression(at, target);
    default:
      return lowerExpression(at, target);
  }
}

function lowerComprehension(at: Lowering, node: Comprehension): LoweredNode {
  const { start, end } = node;
  const made = loop(at, node, 0);
  switch (node.of) {
    case 'dict':
      return at.make('CallExpression', start, end, {
        callee: known(at, 'Object.fromEntries', start, start),
        arguments: [made],
        optional: false,
      });
    case 'set':
      return newCollection(at, 'Set', node, made);
    default:
      return made;
  }
}

/** `for x in xs if test` of a comprehension: `xs.filter(x => test).map(x => …)`. */
function loop(at: Lowering, node: Comprehension, index: number): LoweredNode {
  const { start, end } = node;
  const { target, iterable, tests } = node.loops[index]!;
  const isLast = index === node.loops.length - 1;
  const walk = (over: LoweredNode, method: string, body: () => LoweredNode): LoweredNode => {
    const callee = member(at, over, method, iterable.start, iterable.end);
    return at.make('CallExpression', start, end, { callee, arguments: [callback(at, node, target, body)], optional: false });
  };
  let over = lowerExpression(at, iterable);
  for (const test of tests) {
    over = walk(over, 'filter', () => lowerExpression(at, test));
  }
  return walk(over, isLast ? 'map' : 'flatMap', () => (isLast ? element(at, node) : loop(at, node, index + 1)));
}

function element(at: Lowering, node: Comprehension): LoweredNode {
  const lowered = lowerExpression(at, node.element);
  return node.value
    ? at.make('ArrayExpression', node.element.start, node.value.end, { elements: [lowered, lowerExpression(at, node.value)] })
    : lowered;
}

/** The function that a comprehension is for each of what it goes through. */
function callback(at: Lowering, { start, end }: Comprehension, target: Expression, body: () => LoweredNode): LoweredNode {
  const arrow = at.make('ArrowFunctionExpression', start, end, { id: null, async: false, generator: false, expression: true });
  const { result } = at.inScope('function', arrow, () => {
    const parameter = lowerTarget(at, target, null, (name, from, to) => {
      const id = at.word(at.names.variable(name), from, to);
      at.define(name, { type: 'Parameter', name: id, node: arrow });
      return id;
    });
    return { parameter, body: body() };
  });
  return Object.assign(arrow, { params: [result.parameter], body: result.body });
}

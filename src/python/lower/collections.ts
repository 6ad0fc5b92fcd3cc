import { dictionaries, lists } from '../../sdk/python.ts';
import type { Call, Expression } from '../syntax/tree.ts';
import { option } from './arguments.ts';
import { call } from './calls.ts';
import { known, lowerExpression, newCollection } from './expressions.ts';
import type { Lowering } from './lowering.ts';
import type { LoweredNode } from './nodes.ts';

/** `dict(…)`, `defaultdict(…)`, `deque(…)`, `WeakSet()`: a collection by the name of what makes it. */
export function lowerCollection(at: Lowering, node: Call, name: string): LoweredNode | undefined {
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
      elements:
        source && !source.name ? [at.make('SpreadElement', source.start, source.end, { argument: lowerExpression(at, source.value) })] : [],
    });
  }
  return name === 'WeakKeyDictionary' || name === 'WeakSet'
    ? newCollection(at, name === 'WeakSet' ? 'WeakSet' : 'WeakMap', node)
    : undefined;
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

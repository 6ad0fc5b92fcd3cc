import type { Call } from '../syntax/tree.ts';
import { lowerCall } from './calls.ts';
import { keyword, type Lowering } from './lowering.ts';
import type { LoweredNode } from './nodes.ts';

/** `Thread(target=f, args=(a, b))` runs `() => f(a, b)`. */
export function lowerThread(at: Lowering, node: Call): LoweredNode[] {
  const target = keyword(node.given, 'target');
  const args = keyword(node.given, 'args');
  const arrow = at.make('ArrowFunctionExpression', node.start, node.end, {
    id: null,
    params: [],
    async: false,
    generator: false,
    expression: true,
  });
  const { result: body } = at.inScope('function', arrow, () => {
    const given =
      args?.type === 'Tuple' || args?.type === 'List'
        ? args.elements.map(value => ({ name: undefined, value, start: value.start, end: value.end, isMapping: false }))
        : [];
    return target && lowerCall(at, { ...node, callee: target, given });
  });
  return body ? [Object.assign(arrow, { body })] : [];
}

/** `partial(f, …)`: a function that brings the rest of the arguments, the first of which is the user. */
export function lowerPartial(at: Lowering, node: Call): LoweredNode | undefined {
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

import { isAmong } from '../../analysis/tree.ts';
import { departures } from '../../sdk/python.ts';
import type { Block, Expression, Handler, Statement } from '../syntax/tree.ts';
import { augmented, bindTo, deletion, lowerAnnotated, lowerAssign } from './assignments.ts';
import { call } from './calls.ts';
import { lowerClass, lowerFunction } from './definitions.ts';
import { lowerExpression } from './expressions.ts';
import { lowerImport } from './imports.ts';
import { lowerBreak, lowerFor, lowerWhile } from './loops.ts';
import { lastNameOf, type Lowering } from './lowering.ts';
import { lowerMatch } from './match.ts';
import type { LoweredNode } from './nodes.ts';

export function lowerStatements(at: Lowering, statements: readonly Statement[]): LoweredNode[] {
  return statements.flatMap(statement => lowerStatement(at, statement));
}

export function lowerBlock(at: Lowering, block: Block): LoweredNode {
  return at.make('BlockStatement', block.start, block.end, { body: lowerStatements(at, block.statements) });
}

/**
 * A statement in the shape that the analysis reads.
 *
 * | Python                                  | becomes                                                         |
 * | --------------------------------------- | --------------------------------------------------------------- |
 * | the first `x = v` of a scope            | `let x = v`                                                     |
 * | any other `x = v`, `a = b = v`          | an assignment                                                   |
 * | `a, b = v`                              | `let [a, b] = v`                                                |
 * | `xs += [v]`, `d |= {…}`                 | `xs.push(v)`, `Object.assign(d, {…})`                           |
 * | `del d[k]`; `del x`                     | `delete d[k]`; `x = undefined`                                  |
 * | `with a as b:`, `async with a as b:`    | `{ let b = a; … }`, `{ let b = await a; … }`                    |
 * | `with suppress(E):`                     | `try { … } catch {}`                                            |
 * | `except A as e: … except B: …`          | `try { try { … } catch (e) { if (A) { … } else throw e } } catch …` |
 * | `else:` of `try`                        | `a: { try { … } catch { …; break a } … }`                       |
 * | `else:` of a loop                       | `a: { while (…) { …; break a } … }`                             |
 * | `xs[:] = v`, `del xs[1:]`               | `xs[…] = v`, `delete xs[…]`: some element                       |
 * | `match x: case p: …`                    | `switch (x) { case p: … }`                                      |
 * | `raise e`, `assert x`                   | `throw e`, `if (!x) throw …`                                    |
 * | `for i in range(n)`                     | `for (let i = 0; i < n; i++)`                                   |
 * | `__all__ = ['x']`                       | `export { x }` as well                                          |
 */
function lowerStatement(at: Lowering, node: Statement): LoweredNode[] {
  const { start, end } = node;
  const make = (type: string, properties?: object): LoweredNode => at.make(type, start, end, properties);
  const lower = (inner: Expression): LoweredNode => lowerExpression(at, inner);
  switch (node.type) {
    case 'Expression':
      return [make('ExpressionStatement', { expression: lower(node.value) })];
    case 'Assign':
      return lowerAssign(at, node);
    case 'AnnotatedAssign':
      return lowerAnnotated(at, node);
    case 'AugmentedAssign':
      return [make('ExpressionStatement', { expression: augmented(at, node) })];
    case 'Return':
      return [make('ReturnStatement', { argument: node.value ? lower(node.value) : null })];
    case 'IfStatement': {
      const test = lower(node.test);
      return [
        make('IfStatement', { test, consequent: lowerBlock(at, node.body), alternate: node.orElse ? lowerBlock(at, node.orElse) : null }),
      ];
    }
    case 'While':
      return [lowerWhile(at, node)];
    case 'For':
      return [lowerFor(at, node)];
    case 'With':
      return [lowerWith(at, node)];
    case 'Try':
      return [lowerTry(at, node)];
    case 'Match':
      return [lowerMatch(at, node)];
    case 'Raise':
      return [make('ThrowStatement', { argument: node.error ? lower(node.error) : at.word('undefined', end, end) })];
    case 'Assert': {
      const test = at.make('UnaryExpression', node.test.start, node.test.end, { operator: '!', prefix: true, argument: lower(node.test) });
      return [
        make('IfStatement', {
          test,
          consequent: at.make('ThrowStatement', end, end, { argument: at.word('undefined', end, end) }),
          alternate: null,
        }),
      ];
    }
    case 'Delete':
      return node.targets.map(target => make('ExpressionStatement', { expression: deletion(at, target) }));
    case 'Break':
      return [lowerBreak(at, node)];
    case 'Continue':
      return [make('ContinueStatement', { label: null })];
    case 'Function':
      return lowerFunction(at, node);
    case 'Class':
      return [lowerClass(at, node)];
    case 'Global':
    case 'Nonlocal':
      return [make('EmptyStatement', { outer: node.names.map(({ id }) => at.names.variable(id)) })];
    case 'Import':
    case 'ImportFrom':
      return lowerImport(at, node);
    default:
      return [make('EmptyStatement')];
  }
}

function lowerWith(at: Lowering, node: Statement & { type: 'With' }): LoweredNode {
  const { start, end, items, body, isAsync } = node;
  const [first] = items;
  if (items.length === 1 && first?.value.type === 'Call' && lastNameOf(first.value.callee) === 'suppress') {
    const handler = at.make('CatchClause', end, end, { param: null, body: at.make('BlockStatement', end, end, { body: [] }) });
    return at.make('TryStatement', start, end, { block: lowerBlock(at, body), handler, finalizer: null });
  }
  const opened = items.map(({ value, target, start: from, end: to }) => {
    const lowered = lowerExpression(at, value);
    const given = isAsync ? at.make('AwaitExpression', value.start, value.end, { argument: lowered }) : lowered;
    return target ? bindTo(at, target, given, from, to) : at.make('ExpressionStatement', from, to, { expression: given });
  });
  return at.make('BlockStatement', start, end, { body: [...opened, ...lowerStatements(at, body.statements)] });
}

/** Each `except` is a `try` of its own around what came before, so that it catches what the ones before let through. */
function lowerTry(at: Lowering, node: Statement & { type: 'Try' }): LoweredNode {
  const { start, body, handlers, orElse, final } = node;
  const label = orElse && handlers.length > 0 ? `else${start}` : undefined;
  let block = lowerBlock(at, body);
  let last: LoweredNode | undefined;
  handlers.forEach((handler, index) => {
    const isOnly = index === handlers.length - 1;
    last = at.make('TryStatement', start, handler.end, {
      block,
      handler: lowerHandler(at, handler, isOnly, label),
      finalizer: null,
      isPartial: !isOnly,
      isDeparture: isDeparture(handler),
    });
    if (!isOnly) {
      block = at.make('BlockStatement', start, handler.end, { body: [last] });
    }
  });
  if (last && orElse) {
    const both = at.make('BlockStatement', start, orElse.end, { body: [last, ...lowerStatements(at, orElse.statements)] });
    const whole = at.make('LabeledStatement', start, orElse.end, { label: at.word(label!, start, start), body: both });
    return final
      ? at.make('TryStatement', start, node.end, {
          block: at.make('BlockStatement', start, orElse.end, { body: [whole] }),
          handler: null,
          finalizer: lowerBlock(at, final),
        })
      : whole;
  }
  const finalizer = final ? lowerBlock(at, final) : null;
  if (last) {
    return Object.assign(last, { finalizer, range: [start, node.end] });
  }
  return at.make('TryStatement', start, node.end, { block, handler: null, finalizer });
}

/** Whether all that an `except` catches is somebody who leaves. */
function isDeparture({ kind }: Handler): boolean {
  const kinds = kind?.type === 'Tuple' ? kind.elements : kind ? [kind] : [];
  return kinds.length > 0 && kinds.every(each => isAmong(lastNameOf(each), departures));
}

/** An `except`; with an `else` behind it, it leaves the labelled block that the `else` ends. */
function lowerHandler(at: Lowering, handler: Handler, isLast: boolean, label: string | undefined): LoweredNode {
  const { start, end, kind, name, body } = handler;
  const clause = at.make('CatchClause', start, end);
  let param: LoweredNode | null = null;
  if (name) {
    param = at.word(at.names.variable(name.id), name.start, name.end);
    at.define(name.id, { type: 'CatchClause', name: param, node: clause });
  }
  const test = kind ? lowerExpression(at, kind) : undefined;
  let block = lowerBlock(at, body);
  if (label !== undefined) {
    (block['body'] as LoweredNode[]).push(at.make('BreakStatement', end, end, { label: at.word(label, end, end) }));
  }
  if (test && !isLast) {
    const again = at.make('ThrowStatement', end, end, { argument: name ? at.read(name.id, end, end) : at.word('undefined', end, end) });
    const asked = call(at, { start: test.start, end: test.end }, at.word('isinstance', test.start, test.start), [test]);
    block = at.make('BlockStatement', body.start, body.end, {
      body: [at.make('IfStatement', body.start, body.end, { test: asked, consequent: block, alternate: again })],
    });
  }
  return Object.assign(clause, { param, body: block });
}

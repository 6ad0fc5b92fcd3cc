import type { Argument, Case, Expression, Name, Statement } from '../syntax/tree.ts';
import { bindTo } from './assignments.ts';
import { call, lowerCall } from './calls.ts';
import { lowerExpression } from './expressions.ts';
import type { Lowering } from './lowering.ts';
import type { LoweredNode } from './nodes.ts';
import { lowerStatements } from './statements.ts';

/**
 * `match x:` is `switch (x)`. When a pattern binds names, `x` gets a name first, and each `case` takes its names from that.
 *
 * | Python                     | becomes                                            |
 * | -------------------------- | -------------------------------------------------- |
 * | `case "a":`, `case A.B:`   | `case 'a':`, `case A.B:`                           |
 * | `case {"id": x}:`          | `case matches(): x = $match['id']; …`              |
 * | `case Event(id=x):`        | `case matches(): x = $match.id; …`                 |
 * | `case x:`, `case _:`       | `default: x = $match; …`, `default: …`             |
 * | `case p if test:`          | `case p: if (test) { …; break }`                   |
 */
export function lowerMatch(at: Lowering, node: Statement & { type: 'Match' }): LoweredNode {
  const { start, end, subject, cases } = node;
  const isBinding = cases.some(({ captures }) => captures.length > 0);
  const name: Name = { type: 'Name', id: `$match${start}`, start: subject.end, end: subject.end };
  const value = lowerExpression(at, subject);
  const before: LoweredNode[] = [];
  if (isBinding) {
    at.scope.declare(name.id);
    before.push(bindTo(at, name, value, subject.start, subject.end));
  }
  const around = at.loop;
  at.loop = around && { ...around, isInMatch: true };
  const discriminant = isBinding ? lowerExpression(at, name) : value;
  const made = at.make('SwitchStatement', start, end, { discriminant, cases: cases.map(each => lowerCase(at, each, name)) });
  if (around) {
    around.isNamed ||= at.loop?.isNamed ?? false;
  }
  at.loop = around;
  return isBinding ? at.make('BlockStatement', start, end, { body: [...before, made] }) : made;
}

function lowerCase(at: Lowering, node: Case, subject: Name): LoweredNode {
  const { start, end, pattern, captures, guard, body } = node;
  const isAny = pattern.type === 'Name' && !guard;
  const test = isAny
    ? null
    : captures.length === 0
      ? lowerPattern(at, pattern)
      : call(at, { start: pattern.start, end: pattern.start }, at.word('matches', pattern.start, pattern.start), []);
  const bound = captured(at, pattern, subject).map(([target, value]) =>
    bindTo(at, target, lowerExpression(at, value), target.start, target.end),
  );
  // a name that nothing says the value of
  for (const { id, start: from, end: to } of captures) {
    at.declareAhead(id, from, to);
  }
  const done = at.make('BreakStatement', end, end, { label: null });
  if (!guard) {
    return at.make('SwitchCase', start, end, { test, consequent: [...bound, ...lowerStatements(at, body.statements), done] });
  }
  const asked = lowerExpression(at, guard);
  const consequent = at.make('BlockStatement', body.start, body.end, { body: [...lowerStatements(at, body.statements), done] });
  return at.make('SwitchCase', start, end, {
    test,
    consequent: [...bound, at.make('IfStatement', guard.start, end, { test: asked, consequent, alternate: null })],
  });
}

function lowerPattern(at: Lowering, pattern: Expression): LoweredNode {
  return pattern.type === 'Call' ? lowerCall(at, { ...pattern, given: [] }) : lowerExpression(at, pattern);
}

/** The names that a pattern binds, each with the part of `value` that it gets. */
function captured(at: Lowering, pattern: Expression, value: Expression): [Name, Expression][] {
  const { start, end } = value;
  const inner = (patterns: readonly (Expression | undefined)[], part: (index: number) => Expression | undefined): [Name, Expression][] =>
    patterns.flatMap((each, index) => {
      const of = each && part(index);
      return of ? captured(at, each, of) : [];
    });
  switch (pattern.type) {
    case 'Name':
      return pattern.id === '_' ? [] : [[pattern, value]];
    case 'NamedExpression':
      return [...captured(at, pattern.value, value), [pattern.target, value]];
    case 'Binary':
      return [...captured(at, pattern.left, value), ...captured(at, pattern.right, value)];
    case 'Dict':
      return inner(pattern.values, index => {
        const key = pattern.keys[index];
        return key && { type: 'Subscript', value, index: key, start, end };
      });
    case 'List':
    case 'Tuple': {
      const rest = pattern.elements.findIndex(({ type }) => type === 'Starred');
      const known = rest < 0 ? pattern.elements : pattern.elements.slice(0, rest);
      return inner(known, index => ({ type: 'Subscript', value, index: { type: 'Number', text: String(index), start, end }, start, end }));
    }
    case 'Call':
      return inner(
        pattern.given.map(given => given.value),
        index => attributeOf(at, pattern, pattern.given[index]!, index, value),
      );
    default:
      return [];
  }
}

/** The attribute that an argument of a class pattern stands for; `str(x)` and its like match the value itself. */
function attributeOf(
  at: Lowering,
  pattern: Expression & { type: 'Call' },
  { name }: Argument,
  index: number,
  value: Expression,
): Expression | undefined {
  const { start, end } = value;
  const type = pattern.callee.type === 'Name' ? pattern.callee.id : undefined;
  if (!name && type !== undefined && /^(?:bool|bytes|dict|float|frozenset|int|list|set|str|tuple)$/u.test(type)) {
    return value;
  }
  const id = name?.id ?? (type === undefined ? undefined : at.classes.get(type)?.data?.[index]);
  return id === undefined ? undefined : { type: 'Attribute', value, name: { type: 'Name', id, start, end }, start, end };
}

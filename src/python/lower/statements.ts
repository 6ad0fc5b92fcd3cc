import type { Block, Case, Expression, Handler, Statement } from '../syntax/tree.ts';
import { namesOf } from './bindings.ts';
import { call, lowerCall } from './calls.ts';
import { lowerClass, lowerFunction } from './definitions.ts';
import { known, lowerExpression, lowerTarget, member } from './expressions.ts';
import { annotation } from './functions.ts';
import { lowerImport } from './imports.ts';
import { lastNameOf, type Lowering } from './lowering.ts';
import type { LoweredNode } from './nodes.ts';

export function lowerStatements(at: Lowering, statements: readonly Statement[]): LoweredNode[] {
  return statements.flatMap(statement => lowerStatement(at, statement));
}

function lowerBlock(at: Lowering, block: Block): LoweredNode {
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
 * | `else:` of a loop                       | what comes behind the loop                                      |
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
      return [make('IfStatement', { test, consequent: lowerBlock(at, node.body), alternate: node.orElse ? lowerBlock(at, node.orElse) : null })];
    }
    case 'While': {
      const test = lower(node.test);
      const loop = at.make('WhileStatement', start, node.body.end, { test, body: lowerBlock(at, node.body) });
      return node.orElse ? [loop, lowerBlock(at, node.orElse)] : [loop];
    }
    case 'For':
      return lowerFor(at, node);
    case 'With':
      return [lowerWith(at, node)];
    case 'Try':
      return [lowerTry(at, node)];
    case 'Match':
      return [make('SwitchStatement', { discriminant: lower(node.subject), cases: node.cases.map(each => lowerCase(at, each)) })];
    case 'Raise':
      return [make('ThrowStatement', { argument: node.error ? lower(node.error) : at.word('undefined', end, end) })];
    case 'Assert': {
      const test = at.make('UnaryExpression', node.test.start, node.test.end, { operator: '!', prefix: true, argument: lower(node.test) });
      return [make('IfStatement', { test, consequent: at.make('ThrowStatement', end, end, { argument: at.word('undefined', end, end) }), alternate: null })];
    }
    case 'Delete':
      return node.targets.map(target => make('ExpressionStatement', { expression: deletion(at, target) }));
    case 'Break':
      return [make('BreakStatement', { label: null })];
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

// ---- assignments

/** `let target = value`, when every name in it is new; otherwise an assignment. */
function bindTo(at: Lowering, target: Expression, value: LoweredNode, start: number, end: number, type?: Expression): LoweredNode {
  const names = namesOf(target);
  const isPattern = target.type === 'Name' || target.type === 'Tuple' || target.type === 'List';
  if (isPattern && names.length > 0 && names.every(name => at.isNew(name)) && bindsOnly(target)) {
    return declaration(at, target, value, start, end, type);
  }
  return at.make('ExpressionStatement', start, end, { expression: assignment(at, target, value, start, end) });
}

/** Whether a target has nothing in it but names. */
function bindsOnly(target: Expression): boolean {
  switch (target.type) {
    case 'Name':
      return true;
    case 'Tuple':
    case 'List':
      return target.elements.every(bindsOnly);
    case 'Starred':
      return bindsOnly(target.value);
    default:
      return false;
  }
}

function declaration(at: Lowering, target: Expression, value: LoweredNode | null, start: number, end: number, type?: Expression): LoweredNode {
  const declarator = at.make('VariableDeclarator', start, end);
  const whole = at.make('VariableDeclaration', start, end, { kind: 'let', declarations: [declarator] });
  const typeAnnotation = type ? annotation(at, type) : undefined;
  const id = lowerTarget(at, target, value, (name, from, to) => {
    const bound = value ? at.write(name, from, to, value, { init: true }) : at.word(at.names.variable(name), from, to);
    at.define(name, { type: 'Variable', name: bound, node: declarator, parent: whole });
    return bound;
  });
  Object.assign(declarator, { id: typeAnnotation ? Object.assign(id, { typeAnnotation }) : id, init: value });
  return whole;
}

function assignment(at: Lowering, target: Expression, right: LoweredNode, start: number, end: number): LoweredNode {
  for (const name of namesOf(target)) {
    at.declareAhead(name, target.start, target.end);
  }
  const left = lowerTarget(at, target, right, (name, from, to) => defined(at, name, at.write(name, from, to, right)));
  return at.make('AssignmentExpression', start, end, { operator: '=', left, right });
}

/** A name that only `global` statements bring into the module is defined where it is first written. */
function defined(at: Lowering, name: string, id: LoweredNode): LoweredNode {
  const variable = at.scope.lookup(at.names.variable(name));
  if (variable && variable.defs.length === 0 && variable.scope !== at.scope && variable.scope.type === 'module') {
    at.ofModule.push({ variable, id });
  }
  return id;
}

function lowerAssign(at: Lowering, node: Statement & { type: 'Assign' }): LoweredNode[] {
  const { start, end, targets } = node;
  let value = lowerExpression(at, node.value);
  for (const target of targets.slice(1).reverse()) {
    value = assignment(at, target, value, target.start, end);
  }
  const first = targets[0]!;
  const statement = bindTo(at, first, value, start, end);
  return first.type === 'Name' && first.id === '__all__' ? [statement, ...exported(at, node.value)] : [statement];
}

/** The names in `__all__` are what the module exports. */
function exported(at: Lowering, list: Expression): LoweredNode[] {
  if (list.type !== 'List' && list.type !== 'Tuple') {
    return [];
  }
  const specifiers = list.elements.flatMap(element => {
    const name = element.type === 'Text' && element.parts.length === 1 ? element.parts[0] : undefined;
    return typeof name === 'string'
      ? [at.make('ExportSpecifier', element.start, element.end, { local: at.read(name, element.start, element.end), exported: at.word(name, element.start, element.end), exportKind: 'value' })]
      : [];
  });
  return [at.make('ExportNamedDeclaration', list.start, list.end, { declaration: null, specifiers, source: null, attributes: [], exportKind: 'value' })];
}

function lowerAnnotated(at: Lowering, node: Statement & { type: 'AnnotatedAssign' }): LoweredNode[] {
  const { start, end, target, value } = node;
  if (!value) {
    return target.type === 'Name' && at.isNew(target.id) ? [declaration(at, target, null, start, end, node.annotation)] : [at.make('EmptyStatement', start, end)];
  }
  const lowered = lowerExpression(at, value);
  if (target.type !== 'Name') {
    const typed = at.make('TSAsExpression', value.start, value.end, { expression: lowered, typeAnnotation: annotation(at, node.annotation).typeAnnotation });
    return [bindTo(at, target, typed, start, end)];
  }
  return [bindTo(at, target, lowered, start, end, node.annotation)];
}

function augmented(at: Lowering, node: Statement & { type: 'AugmentedAssign' }): LoweredNode {
  const { start, end, target, value, operator } = node;
  if (operator === '+=' && value.type === 'List') {
    const callee = member(at, lowerExpression(at, target), 'push', start, target.end);
    return call(at, node, callee, value.elements.map(element => lowerExpression(at, element)));
  }
  if (operator === '|=' && value.type === 'Dict') {
    return call(at, node, known(at, 'Object.assign', start, start), [lowerExpression(at, target), lowerExpression(at, value)]);
  }
  const right = lowerExpression(at, value);
  const left = target.type === 'Name' ? at.write(target.id, target.start, target.end, right, { update: true }) : lowerExpression(at, target);
  return at.make('AssignmentExpression', start, end, { operator: operator === '//=' ? '/=' : operator === '@=' ? '*=' : operator, left, right });
}

function deletion(at: Lowering, target: Expression): LoweredNode {
  const { start, end } = target;
  if (target.type === 'Name') {
    const nothing = at.word('undefined', end, end);
    return at.make('AssignmentExpression', start, end, { operator: '=', left: at.write(target.id, start, end, nothing), right: nothing });
  }
  const argument = lowerTarget(at, target, null, (name, from, to) => at.read(name, from, to));
  return argument.type === 'MemberExpression' ? at.make('UnaryExpression', start, end, { operator: 'delete', prefix: true, argument }) : argument;
}

// ---- compound statements

/** What stands left of `of`: a declaration of new names, or a pattern. */
function loopHead(at: Lowering, target: Expression, right: LoweredNode): LoweredNode {
  if (bindsOnly(target) && namesOf(target).every(name => at.isNew(name))) {
    const whole = declaration(at, target, right, target.start, target.end);
    Object.assign((whole['declarations'] as LoweredNode[])[0]!, { init: null });
    return whole;
  }
  namesOf(target).forEach(name => at.declareAhead(name, target.start, target.end));
  return lowerTarget(at, target, right, (name, from, to) => at.write(name, from, to, right));
}

function lowerFor(at: Lowering, node: Statement & { type: 'For' }): LoweredNode[] {
  const { start, target, iterable, body } = node;
  const counted = iterable.type === 'Call' && iterable.callee.type === 'Name' && iterable.callee.id === 'range' && at.isBuiltin('range') && target.type === 'Name';
  let loop: LoweredNode;
  if (counted && iterable.given.length === 1) {
    const zero = at.make('Literal', target.end, target.end, { value: 0, raw: '0' });
    const init = at.isNew(target.id) ? declaration(at, target, zero, target.start, target.end) : assignment(at, target, zero, target.start, target.end);
    const last = iterable.given[0]!.value;
    const test = at.make('BinaryExpression', last.start, last.end, { operator: '<', left: at.read(target.id, last.start, last.start), right: lowerExpression(at, last) });
    const update = at.make('UpdateExpression', last.end, last.end, { operator: '++', prefix: false, argument: at.write(target.id, last.end, last.end, null, { update: true }) });
    loop = at.make('ForStatement', start, body.end, { init, test, update, body: lowerBlock(at, body) });
  } else {
    const right = lowerExpression(at, iterable);
    loop = at.make('ForOfStatement', start, body.end, { left: loopHead(at, target, right), right, body: lowerBlock(at, body), await: node.isAsync });
  }
  return node.orElse ? [loop, lowerBlock(at, node.orElse)] : [loop];
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
    last = at.make('TryStatement', start, handler.end, { block, handler: lowerHandler(at, handler, isOnly, label), finalizer: null, isPartial: !isOnly });
    if (!isOnly) {
      block = at.make('BlockStatement', start, handler.end, { body: [last] });
    }
  });
  if (last && orElse) {
    const both = at.make('BlockStatement', start, orElse.end, { body: [last, ...lowerStatements(at, orElse.statements)] });
    const whole = at.make('LabeledStatement', start, orElse.end, { label: at.word(label!, start, start), body: both });
    return final ? at.make('TryStatement', start, node.end, { block: at.make('BlockStatement', start, orElse.end, { body: [whole] }), handler: null, finalizer: lowerBlock(at, final) }) : whole;
  }
  const finalizer = final ? lowerBlock(at, final) : null;
  if (last) {
    return Object.assign(last, { finalizer, range: [start, node.end] });
  }
  return at.make('TryStatement', start, node.end, { block, handler: null, finalizer });
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
    block = at.make('BlockStatement', body.start, body.end, { body: [at.make('IfStatement', body.start, body.end, { test: asked, consequent: block, alternate: again })] });
  }
  return Object.assign(clause, { param, body: block });
}

function lowerCase(at: Lowering, node: Case): LoweredNode {
  const { start, end, pattern, captures, guard, body } = node;
  const isAny = pattern.type === 'Name' && !guard;
  for (const { id, start: from, end: to } of captures) {
    at.declareAhead(id, from, to);
  }
  const test = isAny || captures.length > 0 ? null : lowerPattern(at, pattern);
  const statements = lowerStatements(at, body.statements);
  const done = at.make('BreakStatement', end, end, { label: null });
  const consequent = guard
    ? [at.make('IfStatement', guard.start, end, { test: lowerExpression(at, guard), consequent: at.make('BlockStatement', body.start, body.end, { body: [...statements, done] }), alternate: null })]
    : [...statements, done];
  return at.make('SwitchCase', start, end, { test: test ?? (isAny ? null : at.word('undefined', pattern.start, pattern.start)), consequent });
}

function lowerPattern(at: Lowering, pattern: Expression): LoweredNode {
  return pattern.type === 'Call' ? lowerCall(at, { ...pattern, given: [] }) : lowerExpression(at, pattern);
}

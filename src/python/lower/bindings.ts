import type { Block, Expression, Statement } from '../syntax/tree.ts';

/** What the code of one scope binds. */
export interface Bindings {
  readonly names: Set<string>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
}

/** The names that statements bind in their own scope; functions and classes inside bind their own. */
export function bindingsOf(statements: readonly Statement[]): Bindings {
  const bindings: Bindings = { names: new Set(), globals: new Set(), nonlocals: new Set() };
  statements.forEach(statement => ofStatement(statement, bindings));
  for (const name of [...bindings.globals, ...bindings.nonlocals]) {
    bindings.names.delete(name);
  }
  return bindings;
}

function ofBlock(block: Block | undefined, into: Bindings): void {
  block?.statements.forEach(statement => ofStatement(statement, into));
}

function ofStatement(statement: Statement, into: Bindings): void {
  switch (statement.type) {
    case 'Function':
    case 'Class':
      into.names.add(statement.name.id);
      statement.decorators.forEach(decorator => ofExpression(decorator, into));
      break;
    case 'Assign':
      statement.targets.forEach(target => ofTarget(target, into));
      ofExpression(statement.value, into);
      break;
    case 'AnnotatedAssign':
    case 'AugmentedAssign':
      ofTarget(statement.target, into);
      ofExpression(statement.value, into);
      break;
    case 'For':
      ofTarget(statement.target, into);
      ofExpression(statement.iterable, into);
      ofBlock(statement.body, into);
      ofBlock(statement.orElse, into);
      break;
    case 'While':
    case 'IfStatement':
      ofExpression(statement.test, into);
      ofBlock(statement.body, into);
      ofBlock(statement.orElse, into);
      break;
    case 'With':
      for (const { value, target } of statement.items) {
        ofExpression(value, into);
        if (target) {
          ofTarget(target, into);
        }
      }
      ofBlock(statement.body, into);
      break;
    case 'Try':
      ofBlock(statement.body, into);
      for (const { name, body } of statement.handlers) {
        if (name) {
          into.names.add(name.id);
        }
        ofBlock(body, into);
      }
      ofBlock(statement.orElse, into);
      ofBlock(statement.final, into);
      break;
    case 'Match':
      ofExpression(statement.subject, into);
      for (const { captures, guard, body } of statement.cases) {
        captures.forEach(({ id }) => into.names.add(id));
        ofExpression(guard, into);
        ofBlock(body, into);
      }
      break;
    case 'Import':
      statement.names.forEach(({ path, as }) => into.names.add(as?.id ?? path.split('.')[0]!));
      break;
    case 'ImportFrom':
      statement.names.forEach(({ path, as }) => into.names.add(as?.id ?? path));
      break;
    case 'TypeAlias':
      into.names.add(statement.name.id);
      break;
    case 'Delete':
      statement.targets.forEach(target => ofTarget(target, into));
      break;
    case 'Global':
      statement.names.forEach(({ id }) => into.globals.add(id));
      break;
    case 'Nonlocal':
      statement.names.forEach(({ id }) => into.nonlocals.add(id));
      break;
    case 'Return':
    case 'Expression':
      ofExpression(statement.value, into);
      break;
    case 'Assert':
      ofExpression(statement.test, into);
      ofExpression(statement.message, into);
      break;
    case 'Raise':
      ofExpression(statement.error, into);
      break;
    default:
  }
}

function ofTarget(target: Expression, into: Bindings): void {
  switch (target.type) {
    case 'Name':
      into.names.add(target.id);
      break;
    case 'Tuple':
    case 'List':
      target.elements.forEach(element => ofTarget(element, into));
      break;
    case 'Starred':
      ofTarget(target.value, into);
      break;
    default:
      ofExpression(target, into);
  }
}

/** Names bound by `:=`, which a comprehension hands to the scope around it. */
function ofExpression(expression: Expression | undefined, into: Bindings): void {
  if (!expression) {
    return;
  }
  const all = (expressions: readonly (Expression | undefined)[]): void => expressions.forEach(each => ofExpression(each, into));
  switch (expression.type) {
    case 'NamedExpression':
      into.names.add(expression.target.id);
      ofExpression(expression.value, into);
      break;
    case 'Attribute':
    case 'Await':
    case 'Starred':
    case 'Unary':
      ofExpression(expression.value, into);
      break;
    case 'Binary':
    case 'Bool':
      all([expression.left, expression.right]);
      break;
    case 'Compare':
      all([expression.left, ...expression.comparators]);
      break;
    case 'Call':
      all([expression.callee, ...expression.given.map(({ value }) => value)]);
      break;
    case 'Comprehension':
      all([expression.element, expression.value, ...expression.loops.flatMap(({ iterable, tests }) => [iterable, ...tests])]);
      break;
    case 'Dict':
      all([...expression.keys, ...expression.values]);
      break;
    case 'If':
      all([expression.test, expression.body, expression.orElse]);
      break;
    case 'List':
    case 'Set':
    case 'Tuple':
      all(expression.elements);
      break;
    case 'Slice':
      all(expression.parts);
      break;
    case 'Subscript':
      all([expression.value, expression.index]);
      break;
    case 'Text':
      all(expression.parts.filter(part => typeof part !== 'string'));
      break;
    case 'Yield':
      ofExpression(expression.value, into);
      break;
    default:
  }
}

/** The names that a target binds. */
export function namesOf(target: Expression): string[] {
  const bindings: Bindings = { names: new Set(), globals: new Set(), nonlocals: new Set() };
  ofTarget(target, bindings);
  return [...bindings.names];
}

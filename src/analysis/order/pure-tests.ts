import type { TSESTree } from '@typescript-eslint/utils';
import type { Condition } from './control-flow.ts';
import { unwrap } from './may-throw.ts';
import type { Names, Path } from './names.ts';
import { type Primitive, primitiveOf } from './values.ts';

type Node = TSESTree.Node;

/** A name that a test reads; `deep` when it may read anything inside it, too. */
export interface Read {
  readonly path: Path;
  readonly deep: boolean;
}

/** What a test asks about one name. */
export type Predicate =
  | { readonly asks: 'equal'; readonly value: Primitive }
  | { readonly asks: 'nullish' }
  | { readonly asks: 'truthy' }
  | { readonly asks: 'type'; readonly name: string };

/** A test without side effects: asked twice, it has one answer until something that it reads is written. */
export interface PureTest {
  /** Equal for tests that ask the same. */
  readonly key: string;
  readonly reads: readonly Read[];
  /** For a test of one name, what it asks. */
  readonly about: { readonly path: Path; readonly predicate: Predicate } | undefined;
  /** Whether the code asks for the opposite: `!==`. */
  readonly negated: boolean;
}

const DEEPEST_TEST = 12;

/**
 * | test                                  | asks                                                     |
 * | ------------------------------------- | -------------------------------------------------------- |
 * | `a`, `a.b`                            | whether it is truthy                                     |
 * | `a === 'x'`, `case 'x'`               | whether it equals a primitive                            |
 * | `a == null`, `a?.b`, `a ?? b`         | whether it is null or undefined                          |
 * | `typeof a === 'x'`                    | its type                                                 |
 * | `a.length > b`, `k in a`, `a[i] == c` | its own question, whose answer holds for the same one    |
 * | `f()`, `await a`, `a = b`, `a++`      | nothing: it is no pure test                              |
 */
export function pureTest({ test, asks }: Condition, names: Names): PureTest | undefined {
  if (test.type === 'SwitchCase') {
    return test.test === null ? undefined : equality('===', test.parent.discriminant, test.test, names);
  }
  const node = unwrap(test);
  const equal = node.type === 'BinaryExpression' ? /^[!=](==?)$/u.exec(node.operator) : null;
  if (asks === 'truthy' && equal !== null && node.type === 'BinaryExpression') {
    const asked = equality(`=${equal[1]}`, node.left, node.right, names);
    return asked && { ...asked, negated: node.operator.startsWith('!') };
  }
  const path = names.pathOf(node);
  if (path !== undefined) return aboutPath(path, { asks });
  const reads: Read[] = [];
  const text = pureText(node, names, reads);
  return text === undefined ? undefined : { key: `${asks} ${text}`, reads, about: undefined, negated: false };
}

function aboutPath(path: Path, predicate: Predicate): PureTest {
  return { key: nameTestKey(path, predicate), reads: [{ path, deep: false }], about: { path, predicate }, negated: false };
}

/** The key of a test that asks `predicate` about `path`. */
export function nameTestKey(path: Path, predicate: Predicate): string {
  return `${path.key} ${Object.values(predicate).map((each) => `${typeof each} ${each}`).join(' ')}`;
}

function equality(operator: string, left: Node, right: Node, names: Names): PureTest | undefined {
  for (const [operand, other] of [[left, right], [right, left]] as const) {
    const primitive = primitiveOf(other);
    const asked = primitive && predicateOf(operator, operand, primitive.value);
    const path = asked && names.pathOf(asked.operand);
    if (path) return aboutPath(path, asked.predicate);
  }
  const reads: Read[] = [];
  const texts = [pureText(left, names, reads), pureText(right, names, reads)];
  if (texts.includes(undefined)) return undefined;
  return { key: texts.join(` ${operator} `), reads, about: undefined, negated: false };
}

/** What `operand == value` asks about which name. */
function predicateOf(operator: string, operand: Node, value: Primitive): { operand: Node; predicate: Predicate } | undefined {
  const asked = unwrap(operand);
  if (asked.type === 'UnaryExpression' && asked.operator === 'typeof' && typeof value === 'string') {
    return { operand: asked.argument, predicate: { asks: 'type', name: value } };
  }
  if (operator === '===') return { operand, predicate: { asks: 'equal', value } };
  return value === null || value === undefined ? { operand, predicate: { asks: 'nullish' } } : undefined;
}

/** An expression without side effects, written so that equal expressions are equal texts; adds what it reads to `reads`. */
function pureText(expression: Node, names: Names, reads: Read[], depth = 0): string | undefined {
  if (depth > DEEPEST_TEST) return undefined;
  const node = unwrap(expression);
  const path = names.pathOf(node);
  if (path !== undefined) {
    reads.push({ path, deep: false });
    return path.key;
  }
  const primitive = primitiveOf(node);
  if (primitive !== undefined) return `${typeof primitive.value} ${String(primitive.value)}`;
  const parts = (operator: string, ...operands: readonly Node[]) => {
    const texts = operands.map((operand) => pureText(operand, names, reads, depth + 1));
    return texts.includes(undefined) ? undefined : `${operator}(${texts.join(', ')})`;
  };
  switch (node.type) {
    case 'BinaryExpression':
      if (node.operator === 'in') addDeep(node.right, names, reads);
      return parts(node.operator, node.left, node.right);
    case 'ConditionalExpression':
      return parts('?:', node.test, node.consequent, node.alternate);
    case 'LogicalExpression':
      return parts(node.operator, node.left, node.right);
    case 'MemberExpression':
      addDeep(node.object, names, reads);
      return node.computed ? parts('[]', node.object, node.property) : undefined;
    case 'TemplateLiteral':
      return parts(node.quasis.map((quasi) => quasi.value.raw).join('${}'), ...node.expressions);
    case 'UnaryExpression':
      return node.operator === 'delete' ? undefined : parts(node.operator, node.argument);
    default:
      return undefined;
  }
}

function addDeep(object: Node, names: Names, reads: Read[]): void {
  const path = names.pathOf(object);
  if (path !== undefined) reads.push({ path, deep: true });
}

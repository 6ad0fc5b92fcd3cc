import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode, SourceCode } from './facts.ts';
import { pushChildren } from './nodes.ts';

type Node = TSESTree.Node;

/** Whether `node` is a function of any syntax. */
export function isFunction(node: Node | null | undefined): node is FunctionNode {
  return (
    node?.type === 'ArrowFunctionExpression' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'FunctionDeclaration'
  );
}

/** Whether `node` is a class of either syntax. */
export function isClass(node: Node | null | undefined): node is ClassNode {
  return node?.type === 'ClassDeclaration' || node?.type === 'ClassExpression';
}

/** The expression inside casts, `!`, `satisfies`, `await`-less wrappers and optional chains. */
export function unwrapped(node: Node): Node {
  let inner = node;
  for (;;) {
    switch (inner.type) {
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'ChainExpression':
        inner = inner.expression;
        break;
      default:
        return inner;
    }
  }
}

/** `unwrapped`, and behind `await` too. */
export function awaited(node: Node): Node {
  let inner = unwrapped(node);
  while (inner.type === 'AwaitExpression') {
    inner = unwrapped(inner.argument);
  }
  return inner;
}

/** The nearest node above `node` that is no cast, `!`, `satisfies`, chain or (with `awaits`) `await`. */
export function wrappedParent(node: Node, awaits = false): Node | undefined {
  let parent = node.parent;
  while (
    parent &&
    (parent.type === 'TSAsExpression' ||
      parent.type === 'TSNonNullExpression' ||
      parent.type === 'TSSatisfiesExpression' ||
      parent.type === 'TSTypeAssertion' ||
      parent.type === 'ChainExpression' ||
      (awaits && parent.type === 'AwaitExpression'))
  ) {
    parent = parent.parent;
  }
  return parent;
}

/** The name of a property, member or class element, when it is written out. */
export function propertyName(
  node: { readonly computed: boolean; readonly key: Node } | TSESTree.MemberExpression,
): string | undefined {
  const key = 'property' in node ? node.property : node.key;
  if (key.type === 'PrivateIdentifier') {
    return `#${key.name}`;
  }
  if (!node.computed && key.type === 'Identifier') {
    return key.name;
  }
  return literalKey(key);
}

/** The name of a parameter that fills a field, and of that field: TypeScript allows no pattern there. */
export function parameterName({ parameter }: TSESTree.TSParameterProperty): TSESTree.Identifier {
  return (parameter.type === 'AssignmentPattern' ? parameter.left : parameter) as TSESTree.Identifier;
}

/** A literal used as a key, as a string. */
export function literalKey(node: Node): string | undefined {
  if (node.type === 'Literal' && (typeof node.value === 'string' || typeof node.value === 'number')) {
    return String(node.value);
  }
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) {
    return node.quasis[0]!.value.cooked ?? undefined;
  }
  return undefined;
}

/** The last name of a callee or receiver: `b` of `a.b`, `f` of `f`, `g` of `g()`. */
export function lastName(node: Node): string | undefined {
  const inner = awaited(node);
  switch (inner.type) {
    case 'Identifier':
      return inner.name;
    case 'MemberExpression':
      return propertyName(inner)?.replace(/^#/u, '');
    case 'CallExpression':
      return lastName(inner.callee);
    default:
      return undefined;
  }
}

/** What a chain of members and calls starts with: `a` of `a.b().c`. */
export function chainRoot(node: Node): Node {
  const inner = unwrapped(node);
  return inner.type === 'MemberExpression' ? chainRoot(inner.object) : inner.type === 'CallExpression' ? chainRoot(inner.callee) : inner;
}

/** Whether an expression ends with a dotted path: `this.bus.consume` with `bus.consume`. */
export function endsWithPath(node: Node, dotted: string): boolean {
  let at: Node | undefined = node;
  for (const name of dotted.split('.').reverse()) {
    if (!at || nameAt(at) !== name) {
      return false;
    }
    at = at.type === 'MemberExpression' ? awaited(at.object) : undefined;
  }
  return true;
}

function nameAt(node: Node): string | undefined {
  return node.type === 'ThisExpression' ? 'this' : lastName(node);
}

/** What tells a name: a pattern, or the names themselves. */
type Names = RegExp | ReadonlySet<string> | ReadonlyMap<string, unknown>;

/** Whether a name is written out, and among `names`. */
export function isAmong(name: string | undefined, names: Names): boolean {
  return name !== undefined && (names instanceof RegExp ? names.test(name) : names.has(name));
}

/** Whether the last name of a callee or receiver is written out, and among `names`. */
export function isNamed(node: Node, names: Names): boolean {
  return isAmong(lastName(node), names);
}

/** Whether the name of a property, member or class element is written out, and among `names`. */
export function isPropertyNamed(node: Parameters<typeof propertyName>[0], names: Names): boolean {
  return isAmong(propertyName(node), names);
}

/** An argument that stands for one value: none for `...all`. */
export function unspread(argument: TSESTree.CallExpressionArgument | undefined): TSESTree.Expression | undefined {
  return argument?.type === 'SpreadElement' ? undefined : argument;
}

/** The innermost function around `node`, not `node` itself. */
export function enclosingFunction(node: Node): FunctionNode | undefined {
  let at = node.parent;
  while (at && !isFunction(at)) {
    at = at.parent;
  }
  return at ?? undefined;
}

/** The outermost call of a function that is called where it is written, around `node`; `node` itself outside of any. */
export function siteOf(node: Node): Node {
  const around = enclosingFunction(node);
  const call = around && wrappedParent(around);
  return call?.type === 'CallExpression' && unwrapped(call.callee) === around ? siteOf(call) : node;
}

/** The `this` around that a function is bound to: `function () { … }.bind(this)`. */
function boundThis(node: Node): TSESTree.ThisExpression | undefined {
  const member = wrappedParent(node);
  const call =
    member?.type === 'MemberExpression' && unwrapped(member.object) === node && propertyName(member) === 'bind'
      ? wrappedParent(member)
      : undefined;
  const given = call?.type === 'CallExpression' && unwrapped(call.callee) === member ? call.arguments[0] : undefined;
  return given?.type === 'ThisExpression' ? given : undefined;
}

const prototypeElements = new WeakMap<Node, TSESTree.MethodDefinition>();

/** Notes that a function is an element of a class that is written with functions: its constructor or a method. */
export function noteElement(node: FunctionNode, element: TSESTree.MethodDefinition): void {
  prototypeElements.set(node, element);
}

/** The element of a class that a function is, also of a class that is written with functions. */
export function elementOf(node: Node): TSESTree.MethodDefinition | undefined {
  return node.parent?.type === 'MethodDefinition' ? node.parent : prototypeElements.get(node);
}

/** What `this` means at `node`: a class (`isStatic` for its constructor side), a function of its own, or nothing. */
export function thisOf(node: Node): { readonly owner: ClassNode; readonly isStatic: boolean } | FunctionNode | undefined {
  let child = node;
  for (let at = node.parent; at; child = at, at = at.parent) {
    if (at.type === 'FunctionDeclaration' || at.type === 'FunctionExpression') {
      const member = elementOf(at);
      if (member && isClass(member.parent.parent)) {
        return { owner: member.parent.parent, isStatic: member.static };
      }
      const bound = boundThis(at);
      if (!bound) {
        return at;
      }
      at = bound;
    } else if (isField(at)) {
      if (child === at.value) {
        return { owner: at.parent.parent, isStatic: at.static };
      }
    } else if (at.type === 'StaticBlock') {
      return { owner: at.parent.parent, isStatic: true };
    }
  }
  return undefined;
}

/** The class around a node of a class body, if `node` is one of its members (or inside one). */
export function enclosingClass(node: Node): ClassNode | undefined {
  let at = node.parent;
  while (at && !isClass(at)) {
    const element = prototypeElements.get(at);
    at = element ? element.parent.parent : at.parent;
  }
  return at ?? undefined;
}

/** The decorators of a method or parameter; of functions, too, in languages that decorate those. */
export function decoratorsOf(node: Node): readonly TSESTree.Decorator[] {
  return (node as { readonly decorators?: readonly TSESTree.Decorator[] }).decorators ?? [];
}

/** The last names of what decorates a node. */
export function decoratorNames(decorated: Node): string[] {
  return decoratorsOf(decorated).flatMap(({ expression }) => lastName(expression) ?? []);
}

/** Whether a member of a class is a field, `accessor` or not. */
export function isField(node: Node): node is TSESTree.AccessorProperty | TSESTree.PropertyDefinition {
  return node.type === 'PropertyDefinition' || node.type === 'AccessorProperty';
}

/** The name that a reader would call a function by. */
export function functionName(node: FunctionNode): string | undefined {
  if (node.id) {
    return node.id.name;
  }
  const { parent } = node;
  switch (parent.type) {
    case 'MethodDefinition':
    case 'Property':
    case 'PropertyDefinition':
      return propertyName(parent);
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? parent.id.name : undefined;
    case 'AssignmentExpression':
      return lastName(parent.left);
    default:
      return undefined;
  }
}

/**
 * What a reader would call a handler.
 *
 * | handler                                | name                        |
 * | -------------------------------------- | --------------------------- |
 * | a named function or method             | `POST`, `Concierge.onMessage` |
 * | a callback                             | the `bot.on('message')` handler |
 */
export function handlerName(sourceCode: SourceCode, node: FunctionNode): string | undefined {
  const name = functionName(node);
  const { parent } = node;
  if (name !== undefined && parent.type !== 'Property') {
    const owner = parent.type === 'MethodDefinition' || isField(parent) ? parent.parent.parent.id?.name : undefined;
    return `\`${owner === undefined ? name : `${owner}.${name}`}\``;
  }
  for (let at: Node | undefined = parent; at && !isFunction(at); at = at.parent) {
    if (at.type === 'CallExpression' || at.type === 'NewExpression') {
      const [first] = at.arguments;
      const event = first && literalKey(first) !== undefined ? `(${inline(sourceCode, first)})` : '';
      const callee = inline(sourceCode, at.callee);
      return callee.length + event.length > 60 ? undefined : `the \`${callee}${event}\` handler`;
    }
  }
  return name === undefined ? undefined : `\`${name}\``;
}

/** Source text on one line, for messages. */
export function inline(sourceCode: SourceCode, node: Node): string {
  return sourceCode.getText(node).replace(/\s+/gu, ' ').replace(/ (?=\??\.\w)/gu, '');
}

/** Whether `inner` stands inside `outer` (or is it). */
export function contains(outer: Node, inner: Node): boolean {
  return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

/** Every node below `root`, parents first, without recursion. */
export function* nodesBelow(root: Node, visitorKeys: SourceCode['visitorKeys']): Generator<Node> {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    pushChildren(stack, node, visitorKeys);
  }
}

/** Whether the body of a function, or a file, begins with a directive such as `'use server'`. */
export function hasDirective(body: Node | null | undefined, directive: string): boolean {
  const statements = body?.type === 'BlockStatement' || body?.type === 'Program' ? body.body : [];
  return statements.some(statement => statement.type === 'ExpressionStatement' && statement.directive === directive);
}

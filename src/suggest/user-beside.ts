import type { TSESTree } from '@typescript-eslint/utils';
import { writesOf } from '../analysis/definitions.ts';
import type { Creation, FunctionNode, SourceCode, Variable } from '../analysis/facts.ts';
import { functionTypes } from '../analysis/nodes.ts';
import { bindingPath } from '../analysis/outside/binding-path.ts';
import { awaited, contains, isFunction, nodesBelow } from '../analysis/tree.ts';
import { nodesOf } from './file-nodes.ts';
import { isNameTaken, isPropertyName, isShadowed, variableOf } from './names.ts';
import { indentAt, isLeaving } from './positions.ts';
import { isTested } from './tests.ts';
import { localUser, pathText, userPathIn } from './user-paths.ts';
import { oncePer } from '../analysis/once-per.ts';

type Node = TSESTree.Node;

/** How another function of the file names its user. */
export interface Example {
  readonly user: Node;
  readonly fn: FunctionNode;
}

/** A user as code can name it, once `lines` stand in front. */
export interface UserAtHand {
  readonly text: string;
  readonly lines: readonly string[];
}

/** As many functions are asked how they get their user. */
const mostExamples = 16;
const longestLine = 120;

/** Functions that name a user of theirs by a path or a variable, one for each way of naming it. */
const pathsOf = oncePer((sourceCode: SourceCode) => {
  const examples = new Map<string, Example>();
  for (const fn of nodesOf(sourceCode).of(...functionTypes)) {
    const last = fn.body.type === 'BlockStatement' ? fn.body.body.at(-1) : undefined;
    const user = userPathIn(fn, sourceCode) ?? (last && localUser(fn, last, sourceCode, () => true));
    if (user) {
      examples.set(`${registrarOf(fn, sourceCode)} ${sourceCode.getText(user)}`, { user, fn });
    }
  }
  return [...examples.values()].slice(0, mostExamples);
});

/** The users that the creations of a file are for, one for each way of naming it. */
export const examplesOf = oncePer((creations: readonly Creation[], sourceCode: SourceCode): readonly Example[] => {
  const examples = new Map<string, Example>();
  for (const { how, user, enclosing } of creations) {
    if (how === 'create' && user && enclosing && examples.size < mostExamples) {
      examples.set(`${registrarOf(enclosing, sourceCode)} ${sourceCode.getText(user)}`, { user, fn: enclosing });
    }
  }
  return [...examples.values(), ...pathsOf(sourceCode)];
});

/**
 * The user of a function as another one beside it gets its own, by a parameter that both have or by declarations that
 * can be written again:
 *
 * ```
 * export async function GET() {                   export async function POST(request) {
 *   const { user } = await auth();           →      const { user } = await auth();
 *   const session = await create(user.id);          const session = await create(user.id);
 * ```
 */
export function userBeside(fn: FunctionNode, at: Node, examples: readonly Example[], sourceCode: SourceCode): UserAtHand | undefined {
  for (const example of examples) {
    if (!contains(fn, example.user) && !contains(example.fn, fn)) {
      const borrowed = new Borrowing(fn, at, example.fn, sourceCode);
      if (borrowed.take(example.user) && borrowed.isOwn) {
        return {
          text: example.user.type === 'MemberExpression' ? pathText(example.user, sourceCode) : sourceCode.getText(example.user),
          lines: borrowed.lines,
        };
      }
    }
  }
  return undefined;
}

/** Takes over an expression of one function into another. */
class Borrowing {
  readonly lines: string[] = [];
  /** Whether something in it is of the function's own call: not the same for everybody. */
  isOwn = false;
  readonly #declared = new Set<Node>();

  constructor(
    readonly fn: FunctionNode,
    readonly at: Node,
    readonly from: FunctionNode,
    readonly sourceCode: SourceCode,
  ) {}

  /** Whether everything that an expression names can be named here, too. */
  take(node: Node): boolean {
    const inside = [...nodesBelow(node, this.sourceCode.visitorKeys)];
    const isPlain = inside.every(({ type }) => !/Function|This|Assignment|Update|Logical|Conditional|Sequence|Yield/u.test(type));
    const needsWait = inside.some(({ type }) => type === 'AwaitExpression') && !this.fn.async;
    return isPlain && !needsWait && inside.every(each => each.type !== 'Identifier' || isPropertyName(each) || this.#takeName(each));
  }

  #takeName(name: TSESTree.Identifier): boolean {
    const variable = variableOf(this.sourceCode, name);
    const definition = variable?.defs[0];
    if (!variable || !definition || contains(variable.scope.block, this.at)) {
      return !variable || !isShadowed(variable, this.at, this.sourceCode);
    }
    if (definition.type === 'Parameter') {
      return isFunction(definition.node) && this.#takeParameter(variable.name, definition.node, definition.name as Node);
    }
    const declarator = definition.node as Node;
    return declarator.type === 'VariableDeclarator' && contains(this.from, declarator) && this.#takeDeclaration(variable, declarator);
  }

  /** Whether the function has a parameter of the same name in the same place, and is called by the same. */
  #takeParameter(name: string, from: FunctionNode, declared: Node): boolean {
    const index = from.params.findIndex(parameter => contains(parameter, declared));
    const [there, here] = [from.params[index], this.fn.params[index]];
    const path = there && bindingPath(there, declared)?.join('.');
    const own =
      here &&
      [...nodesBelow(here, this.sourceCode.visitorKeys)].find(
        node => node.type === 'Identifier' && node.name === name && bindingPath(here, node)?.join('.') === path,
      );
    this.isOwn = true;
    return (
      own !== undefined &&
      registrarOf(from, this.sourceCode) === registrarOf(this.fn, this.sourceCode) &&
      typeOf(there!, this.sourceCode) === typeOf(here!, this.sourceCode)
    );
  }

  /** Writes a declaration again, and the statement behind it that leaves when there is nobody. */
  #takeDeclaration(variable: Variable, declarator: TSESTree.VariableDeclarator): boolean {
    const { init, parent: list } = declarator;
    const [name] = variable.identifiers;
    const isOnce = writesOf(variable).length === 1 && list.declarations.length === 1;
    if (!init || !name || !isOnce || !isCalled(init) || isNameTaken(this.sourceCode, variable.name, this.fn)) {
      return false;
    }
    if (this.#declared.has(name)) {
      return true;
    }
    this.#declared.add(name);
    if (!this.take(init)) {
      return false;
    }
    this.isOwn = true;
    const { id } = declarator;
    const property = id.type === 'ObjectPattern' ? id.properties.find(each => contains(each, name)) : undefined;
    const text = this.sourceCode.getText(property ?? id);
    const isWritten = property ? property.type === 'Property' : id.type === 'Identifier';
    const semi = this.sourceCode.getText(list).endsWith(';') ? ';' : '';
    this.lines.push(`const ${property ? `{ ${text} }` : text} = ${this.sourceCode.getText(init)}${semi}`);
    return isWritten && this.lines.at(-1)!.length <= longestLine && this.#takeGuard(variable, list);
  }

  #takeGuard({ references }: Variable, list: TSESTree.VariableDeclaration): boolean {
    const tests = references.filter(({ identifier }) => isTested(identifier as Node) || identifier.parent?.type === 'ChainExpression');
    if (tests.length === 0) {
      return true;
    }
    const { parent } = list;
    const next =
      'body' in parent && Array.isArray(parent.body) ? (parent.body as Node[])[(parent.body as Node[]).indexOf(list) + 1] : undefined;
    const isGuard =
      next?.type === 'IfStatement' &&
      !next.alternate &&
      isLeaving(next.consequent) &&
      tests.every(({ identifier }) => contains(next.test, identifier as Node));
    if (!isGuard || this.fn.returnType || !this.take(next)) {
      return false;
    }
    const to = indentAt(this.sourceCode, this.at.range[0]);
    this.lines.push(this.sourceCode.getText(next).replaceAll(`\n${indentAt(this.sourceCode, next.range[0])}`, `\n${to}`));
    return true;
  }
}

/** Whether a value comes from a call: of a constant nobody could say whose it is. */
function isCalled(init: Node): boolean {
  return awaited(init).type === 'CallExpression';
}

function typeOf(parameter: Node, sourceCode: SourceCode): string {
  return 'typeAnnotation' in parameter && parameter.typeAnnotation ? sourceCode.getText(parameter.typeAnnotation as Node) : '';
}

/** What a callback is registered on: `app` of `app.post('/', fn)`, `Worker` of `new Worker(name, fn)`, `onCall` of `onCall(fn)`. */
function registrarOf({ parent }: FunctionNode, sourceCode: SourceCode): string | undefined {
  if (parent.type === 'NewExpression' || (parent.type === 'CallExpression' && parent.callee.type === 'Identifier')) {
    return sourceCode.getText(parent.callee);
  }
  return parent.type === 'CallExpression' && parent.callee.type === 'MemberExpression'
    ? sourceCode.getText(parent.callee.object)
    : undefined;
}

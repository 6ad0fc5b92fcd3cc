import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, SourceCode } from '../analysis/facts.ts';
import { isPython } from '../analysis/language.ts';
import { awaited, contains, isPropertyNamed, nodesBelow } from '../analysis/tree.ts';
import { dialectOf } from './dialect.ts';
import { memberText, variableOf } from './names.ts';
import { isTested } from './tests.ts';

type Node = TSESTree.Node;

const userName = /^(?:uid|user_?id|customer_?id|account_?id|tenant_?id)$/iu;
const userPath = /\.(?:(?:user|from|fromUser|effectiveUser|author|auth|sender)\.(?:id|pk|uid|userId)|userId|user_id)$/u;

/** The parameters of a function that are a user's id by their name. */
export function namedUsers({ params }: FunctionNode): TSESTree.Identifier[] {
  return params.flatMap(parameter => boundBy(parameter)).filter(isUserName);
}

/** `userId`, and `owner` of `{ userId: owner }`. */
function isUserName({ name, parent }: TSESTree.Identifier): boolean {
  return userName.test(name) || (parent.type === 'Property' && isPropertyNamed(parent, userName));
}

/** The names that a parameter or a declaration binds: `id`, or those of `{ id }`. */
export function boundBy(pattern: Node): TSESTree.Identifier[] {
  if (pattern.type === 'Identifier') {
    return [pattern];
  }
  return pattern.type === 'ObjectPattern'
    ? pattern.properties.flatMap(property => (property.type === 'Property' ? boundBy(property.value) : []))
    : [];
}

/** `req.user.id` in the code of a function whose parameter `req` is. */
export function userPathIn(
  fn: FunctionNode,
  sourceCode: SourceCode,
  isWanted: (path: Node) => boolean = () => true,
): TSESTree.MemberExpression | undefined {
  for (const node of nodesBelow(fn, sourceCode.visitorKeys)) {
    const root = node.type === 'MemberExpression' && userPath.test(memberText(node)) ? rootOf(node) : undefined;
    const definition = root && variableOf(sourceCode, root)?.defs[0];
    if (definition?.type === 'Parameter' && definition.node === fn && isWanted(node)) {
      return node as TSESTree.MemberExpression;
    }
  }
  return undefined;
}

/**
 * The user that a function got before a node: `userId` of `const { userId } = await auth()`, `user.id` where the code has
 * that. Not one that the code asks for only later: up to there nobody may be there.
 */
export function localUser(fn: FunctionNode, at: Node, sourceCode: SourceCode, isWanted: (path: Node) => boolean): Node | undefined {
  for (const node of nodesBelow(fn, sourceCode.visitorKeys)) {
    const isBefore = node.type === 'VariableDeclarator' && node.range[1] <= at.range[0] && contains(node.parent.parent, at);
    if (!isBefore || !node.init || !isOfCall(node.init, fn, sourceCode)) {
      continue;
    }
    for (const name of boundBy(node.id)) {
      const references = variableOf(sourceCode, name)!.references;
      const isSure = references.every(
        ({ init, identifier }) =>
          init || identifier.range[0] < at.range[0] || !(isTested(identifier as Node) || identifier.parent?.type === 'ChainExpression'),
      );
      const paths = references.flatMap(({ identifier }) => pathFrom(identifier as Node));
      const found = [...(isUserName(name) ? [name] : []), ...paths.filter(path => userPath.test(`.${memberText(path)}`))].find(isWanted);
      if (found && isSure && references.filter(reference => reference.isWrite()).length === 1) {
        return found;
      }
    }
  }
  return undefined;
}

/** Whether a value comes from a call, or from what the function was given: it may be another one each time. */
function isOfCall(init: Node, fn: FunctionNode, sourceCode: SourceCode): boolean {
  const inner = awaited(init);
  return (
    inner.type === 'CallExpression' || (inner.type === 'MemberExpression' && variableOf(sourceCode, rootOf(inner))?.defs[0]?.node === fn)
  );
}

/** The longest plain member path that starts with a name. */
function pathFrom(name: Node): Node[] {
  let path = name;
  while (path.parent?.type === 'MemberExpression' && path.parent.object === path && !path.parent.optional) {
    path = path.parent;
  }
  return path === name ? [] : [path];
}

/** A path as the code may write it anywhere: within `String(…)` where it is. */
export function pathText(path: Node, sourceCode: SourceCode): string {
  const { parent } = path;
  const isText = parent?.type === 'CallExpression' && parent.arguments[0] === path && memberText(parent.callee) === 'String';
  const text = memberText(path);
  return dialectOf(sourceCode).word(isText ? `${isPython(sourceCode) ? 'str' : 'String'}(${text})` : text);
}

function rootOf(node: Node): Node {
  return node.type === 'MemberExpression' ? rootOf(node.object) : node;
}

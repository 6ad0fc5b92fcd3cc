import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/facts.ts';
import type { Draft} from './draft.ts';
import { type Kept } from './draft.ts';
import type { Span } from './spans.ts';

type Node = TSESTree.Node;

const primary = new Set<string>([
  'ArrayExpression',
  'CallExpression',
  'ChainExpression',
  'Identifier',
  'Literal',
  'MemberExpression',
  'NewExpression',
  'TSNonNullExpression',
  'TemplateLiteral',
  'ThisExpression',
]);

/** Replaces an expression by one of its parts, with the parentheses that this needs and no others. */
export function reduceTo(draft: Draft, node: Node, part: Node): void {
  const outer = withoutNeedlessParens(draft.sourceCode, node, part);
  const bare = primary.has(part.type) || part.type === 'AwaitExpression' || isRoomy(node) || outer[0] < node.range[0];
  const span = bare ? part.range : (parens(draft.sourceCode, part) ?? part.range);
  draft.reduce(node, outer, { span } satisfies Kept);
}

/** Replaces an expression by new text that needs no parentheses. */
export function reduceToText(draft: Draft, node: Node, text: string): void {
  draft.reduce(node, node.range, text);
}

function withoutNeedlessParens(sourceCode: SourceCode, node: Node, part: Node): Span {
  const outer = parens(sourceCode, node);
  const simple = primary.has(part.type) || part.type === 'AwaitExpression';
  return outer && simple && (isRoomy(node) || (primary.has(part.type) && node.parent?.type === 'AwaitExpression'))
    ? outer
    : node.range;
}

/** The range of the innermost parentheses around an expression, when it has its own. */
function parens(sourceCode: SourceCode, node: Node): Span | undefined {
  const before = sourceCode.getTokenBefore(node);
  const after = sourceCode.getTokenAfter(node);
  const isArgumentList =
    (node.parent?.type === 'CallExpression' || node.parent?.type === 'NewExpression') &&
    node.parent.callee !== node &&
    sourceCode.getTokenBefore(before!)?.range[1] === node.parent.callee.range[1];
  const isHead =
    node.parent !== undefined &&
    ['DoWhileStatement', 'IfStatement', 'SwitchStatement', 'WhileStatement'].includes(node.parent.type) &&
    sourceCode.getTokenBefore(before!)?.type === 'Keyword';
  return before?.value === '(' && after?.value === ')' && !isArgumentList && !isHead
    ? [before.range[0], after.range[1]]
    : undefined;
}

/** Whether an expression of any precedence may stand in place of `node`. */
function isRoomy(node: Node): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case 'VariableDeclarator':
    case 'PropertyDefinition':
      return true;
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'ExpressionStatement':
      return true;
    case 'AssignmentExpression':
      return parent.right === node;
    case 'Property':
      return parent.value === node;
    case 'CallExpression':
      return parent.callee !== node;
    case 'ArrowFunctionExpression':
      return parent.body === node;
    default:
      return false;
  }
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { FunctionNode, SourceCode } from '../analysis/facts.ts';
import { nodesBelow } from '../analysis/tree.ts';
import { memberText, variableOf } from './names.ts';

const userName = /^(?:uid|user_?id|customer_?id|account_?id|tenant_?id)$/iu;
const userPath = /\.(?:(?:user|from|author|auth|sender)\.(?:id|uid|userId)|userId|user_id)$/u;

/** How a handler names its own user: a parameter `userId`, or `req.user.id` where the handler's code says it already. */
export function userAtHand(fn: FunctionNode, sourceCode: SourceCode): string | undefined {
  const parameter = fn.params.find(each => each.type === 'Identifier' && userName.test(each.name));
  if (parameter?.type === 'Identifier') {
    return parameter.name;
  }
  for (const node of nodesBelow(fn, sourceCode.visitorKeys)) {
    if (node.type === 'MemberExpression' && isOfParameter(node, fn, sourceCode) && userPath.test(memberText(node))) {
      return memberText(node);
    }
  }
  return undefined;
}

function isOfParameter(node: TSESTree.MemberExpression, fn: FunctionNode, sourceCode: SourceCode): boolean {
  let root: TSESTree.Node = node;
  while (root.type === 'MemberExpression') {
    root = root.object;
  }
  const definition = variableOf(sourceCode, root)?.defs[0];
  return definition?.type === 'Parameter' && definition.node === fn;
}

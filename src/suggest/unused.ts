import type { TSESTree } from '@typescript-eslint/utils';
import type { Store, Variable } from '../analysis/facts.ts';
import { isFunction, lastName, nodesBelow } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import type { StatementFold } from './fold-statements.ts';
import { variableOf } from './names.ts';

type Node = TSESTree.Node;

/** Whether the changes would leave a session (or what came from one) that nothing uses. */
export function leavesUnused(store: Store, fold: StatementFold, draft: Draft): boolean {
  const touched = new Set<Variable>(fold.aliases);
  for (const { value } of fold.held) {
    for (const node of nodesBelow(value, draft.sourceCode.visitorKeys)) {
      const variable = node.type === 'Identifier' ? variableOf(draft.sourceCode, node) : undefined;
      if (variable) {
        touched.add(variable);
      }
    }
  }
  for (const { call } of store.creations) {
    const variable = declaredWith(call, draft);
    if (variable) {
      touched.add(variable);
    }
  }
  for (const { name, reads } of fold.held) {
    if (name && reads.length > 0) {
      touched.delete(name);
    }
  }
  return (
    [...touched].some(variable => isUnread(variable, draft)) ||
    store.creations.some(({ call }) => draft.survives(call) && isDiscarded(call))
  );
}

/** Whether a variable is declared and never read after the changes. */
function isUnread({ defs, references }: Variable, draft: Draft): boolean {
  const declared = defs[0];
  return (
    declared?.node.type === 'VariableDeclarator' &&
    references.some(reference => reference.isWrite() && (reference.init || draft.survives(reference.identifier))) &&
    draft.survives(declared.node) &&
    !references.some(reference => reference.isRead() && draft.survives(reference.identifier))
  );
}

/** The variable that is declared with a creation, or with what `Promise.all` and its like make of several. */
function declaredWith(call: Node, { sourceCode }: Draft): Variable | undefined {
  let declarator = call.parent;
  while (
    declarator &&
    !/(?:Statement|Declarator|Definition)$/u.test(declarator.type) &&
    !(isFunction(declarator) && !isMapped(declarator))
  ) {
    declarator = declarator.parent;
  }
  return declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier'
    ? variableOf(sourceCode, declarator.id)
    : undefined;
}

/** `users.map(user => create(user))`. */
function isMapped({ parent }: Node): boolean {
  return parent?.type === 'CallExpression' && lastName(parent.callee) === 'map';
}

function isDiscarded(call: Node): boolean {
  let at = call.parent;
  while (at?.type === 'AwaitExpression') {
    at = at.parent;
  }
  return at?.type === 'ExpressionStatement';
}

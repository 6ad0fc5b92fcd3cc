import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode, Variable } from '../analysis/facts.ts';
import { isFunction } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { removeDeclarator, removeListed } from './locals.ts';
import { isPure } from './pure.ts';

type Node = TSESTree.Node;

/** Removes what only the removed code used: imports, types, constants; again until nothing more falls out of use. */
export function removeLeftovers(draft: Draft): void {
  const all = allVariables(draft.sourceCode);
  for (let found = true; found;) {
    found = false;
    for (const variable of all) {
      if (isLeftOver(variable, draft) && removeDeclaration(variable, draft)) {
        all.delete(variable);
        found = true;
      }
    }
  }
}

/** Removes the declaration of a variable; tells whether that could be done without losing an effect. */
function removeDeclaration(variable: Variable, draft: Draft): boolean {
  const [definition, other] = variable.defs;
  const node = definition?.node;
  if (!node || other) {
    return false;
  }
  switch (node.type) {
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      removeImport(node, draft);
      return true;
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      draft.remove(node.range);
      return true;
    case 'VariableDeclarator':
      return removeConstant(node, draft);
    default:
      return false;
  }
}

function allVariables(sourceCode: SourceCode): Set<Variable> {
  return new Set(sourceCode.scopeManager?.scopes.flatMap(scope => scope.variables));
}

/** Whether the changes took the last use of something that was used. */
function isLeftOver(variable: Variable, draft: Draft): boolean {
  const { references, defs } = variable;
  const uses = references.filter(reference => !reference.init);
  return (
    uses[0] !== undefined &&
    draft.touches(uses[0].identifier) &&
    defs[0] !== undefined &&
    draft.survives(defs[0].name) &&
    !isExported(defs[0].node) &&
    uses.every(reference => !draft.survives(reference.identifier))
  );
}

function isExported(node: Node): boolean {
  const statement = node.type === 'VariableDeclarator' ? node.parent : node;
  return statement?.parent?.type === 'ExportNamedDeclaration' || statement?.parent?.type === 'ExportDefaultDeclaration';
}

function removeConstant(node: TSESTree.VariableDeclarator, draft: Draft): boolean {
  const list = node.parent;
  if (
    node.id.type !== 'Identifier' ||
    !isPure(node.init) ||
    isFunction(node.init) ||
    (list.parent.type !== 'Program' && list.parent.type !== 'BlockStatement')
  ) {
    return false;
  }
  removeDeclarator(draft, node, list);
  return true;
}

function removeImport(
  node: TSESTree.ImportDefaultSpecifier | TSESTree.ImportNamespaceSpecifier | TSESTree.ImportSpecifier,
  draft: Draft,
): void {
  const statement = node.parent as TSESTree.ImportDeclaration;
  const staying = statement.specifiers.filter(each => each !== node && draft.survives(each));
  if (staying.length === 0) {
    draft.remove(statement.range);
  } else if (staying.every(each => each.type !== 'ImportSpecifier') && node.type === 'ImportSpecifier') {
    const brace = draft.sourceCode.getTokenBefore(statement.specifiers.find(each => each.type === 'ImportSpecifier')!)!;
    const comma = draft.sourceCode.getTokenBefore(brace)!;
    const close = draft.sourceCode.getTokenBefore(statement.source, token => token.value === '}')!;
    draft.replace([comma.range[0], close.range[1]], '');
  } else {
    removeListed(draft, node);
  }
}

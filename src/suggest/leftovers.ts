import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode, Variable } from '../analysis/facts.ts';
import { scopesOf } from '../analysis/scopes.ts';
import { isFunction } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { removeEmptied } from './emptied.ts';
import { firstAtOrAfter } from './file-index.ts';
import { removeDeclarator, removeListed } from './locals.ts';
import { mentionsOf } from './mentions.ts';
import { isPure } from './pure.ts';
import { removeWriteOnly } from './write-only.ts';
import { oncePer } from '../analysis/once-per.ts';

type Node = TSESTree.Node;

/** Removes what only the removed code used: imports, types, constants; again until nothing more falls out of use. */
export function removeLeftovers(draft: Draft): void {
  const removed = new Set<Variable>();
  for (let found = true; found;) {
    found = false;
    for (const variable of usedInside(draft)) {
      if (!removed.has(variable) && isLeftOver(variable, draft) && removeDeclaration(variable, draft)) {
        removed.add(variable);
        found = true;
      }
    }
    found = removeEmptied(draft) || found;
    found = removeWriteOnly(draft) || found;
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
      return node.id.type === 'Identifier' ? removeConstant(node, draft) : removePart(definition.name, node, draft);
    default:
      return false;
  }
}

interface FirstUse {
  readonly range: TSESTree.Range;
  readonly variable: Variable;
}

/** The first use of every variable of a file, in source order. */
const firstUsesOf = oncePer((sourceCode: SourceCode): readonly FirstUse[] => {
  const variables = scopesOf(sourceCode).flatMap(scope => scope.variables);
  return [...new Set(variables)]
    .flatMap(variable => {
      const first = mentionsOf(sourceCode, variable)?.[0] ?? variable.references.find(reference => !reference.init)?.identifier;
      return first ? [{ range: first.range, variable }] : [];
    })
    .sort((a, b) => a.range[0] - b.range[0]);
});

/** The variables whose first use lies in what the draft changes: no other can have lost all of its uses. */
function usedInside(draft: Draft): Set<Variable> {
  const uses = firstUsesOf(draft.sourceCode);
  const found = new Set<Variable>();
  for (const [start, end] of draft.changed()) {
    for (let at = firstAtOrAfter(uses, start); at < uses.length && uses[at]!.range[0] < end; at += 1) {
      found.add(uses[at]!.variable);
    }
  }
  return found;
}

/** Whether the changes took the last use of something that was used. */
function isLeftOver(variable: Variable, draft: Draft): boolean {
  const { references, defs } = variable;
  const uses = mentionsOf(draft.sourceCode, variable) ?? references.flatMap(reference => (reference.init ? [] : [reference.identifier]));
  return (
    defs[0] !== undefined &&
    !isExported(defs[0].node) &&
    uses.every(use => !draft.survives(use)) &&
    draft.survives(defs[0].name)
  );
}

function isExported(node: Node): boolean {
  const statement = node.type === 'VariableDeclarator' ? node.parent : node;
  return statement?.parent?.type === 'ExportNamedDeclaration' || statement?.parent?.type === 'ExportDefaultDeclaration';
}

function isList({ type }: Node): boolean {
  return type === 'Program' || type === 'BlockStatement';
}

function removeConstant(node: TSESTree.VariableDeclarator, draft: Draft): boolean {
  const list = node.parent;
  if (
    node.id.type !== 'Identifier' ||
    !isPure(node.init) ||
    isFunction(node.init) ||
    !isList(list.parent)
  ) {
    return false;
  }
  removeDeclarator(draft, node, list);
  return true;
}

/** `id` of `const { id, text } = req.body`; the whole declaration when nothing else is left of it. */
function removePart(name: Node, node: TSESTree.VariableDeclarator, draft: Draft): boolean {
  const parts: readonly (Node | null)[] =
    node.id.type === 'ObjectPattern' ? node.id.properties : node.id.type === 'ArrayPattern' ? node.id.elements : [];
  const part = parts.find(
    each =>
      each &&
      (each === name ||
        (each.type === 'Property' &&
          (each.value === name || (each.value.type === 'AssignmentPattern' && each.value.left === name && isPure(each.value.right))))),
  );
  const staying = parts.filter(each => each && each !== part && draft.survives(each));
  if (!part || staying.some(each => each?.type === 'RestElement') || !isList(node.parent.parent)) {
    return false;
  }
  if (staying.length === 0 && isPure(node.init)) {
    removeDeclarator(draft, node, node.parent);
    return true;
  }
  if (staying.length > 0 && part.type === 'Property') {
    removeListed(draft, part);
    return true;
  }
  return false;
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

import type { TSESTree } from '@typescript-eslint/utils';
import type { Store } from '../analysis/facts.ts';
import { isClass, nodesBelow, propertyName } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import type { HomeUses } from './home.ts';
import { removeDeclarator } from './locals.ts';
import { isPure } from './pure.ts';

type Node = TSESTree.Node;

/** Removes the declaration of a home that nothing uses any more. */
export function removeHome(store: Store, uses: HomeUses, draft: Draft): void {
  const staying = uses.all.filter(use => draft.survives(use.node));
  const fillers = staying.filter(use => isInitialiser(use.node));
  if (staying.length !== fillers.length || isTyped(store, draft)) {
    return;
  }
  const declaration = declarationOf(store, draft);
  if (declaration === null || (declaration && !removeNode(declaration, draft))) {
    return;
  }
  for (const { node } of fillers) {
    draft.remove(node.parent!.range);
  }
}

/** `this.cache = new Map()` in a constructor or on the way: belongs to the declaration. */
function isInitialiser(node: Node): boolean {
  return node.type === 'AssignmentExpression' && node.parent.type === 'ExpressionStatement' && isPure(node.right);
}

/** Whether a `typeof` asks for the home's type. */
function isTyped({ home }: Store, draft: Draft): boolean {
  return (
    home.variable?.references.some(r => r.identifier.parent?.type === 'TSTypeQuery' && draft.survives(r.identifier)) ??
    false
  );
}

/** The node that declares the home; undefined when nothing does, null when it must stay. */
function declarationOf({ home }: Store, { sourceCode }: Draft): Node | null | undefined {
  const { declaration, owner, variable } = home;
  if (declaration?.type === 'PropertyDefinition') {
    const name = propertyName(declaration);
    const isShared = [...nodesBelow(sourceCode.ast, sourceCode.visitorKeys)].some(
      node => node.type === 'MemberExpression' && propertyName(node) === name && !isClass(owner),
    );
    return isShared ? null : declaration;
  }
  if (declaration?.type === 'VariableDeclarator' && declaration.id.type === 'Identifier') {
    return home.name === variable?.name ? declaration : null;
  }
  return declaration ? null : undefined;
}

function removeNode(node: Node, draft: Draft): boolean {
  if (node.type === 'PropertyDefinition') {
    draft.remove(node.range);
    return true;
  }
  if (node.type !== 'VariableDeclarator') {
    return false;
  }
  const list = node.parent;
  if (list.parent.type === 'ExportNamedDeclaration' || list.parent.type === 'ForStatement') {
    return false;
  }
  removeDeclarator(draft, node, list);
  return true;
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, SourceCode, Store, Variable } from '../analysis/facts.ts';
import { contains, parameterName, propertyName } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { nodesOf } from './file-nodes.ts';
import type { HomeUses } from './home-uses.ts';
import { removeDeclarator } from './locals.ts';
import { isPure } from './pure.ts';
import { oncePer } from '../analysis/once-per.ts';

type Node = TSESTree.Node;
type Declaration = TSESTree.PropertyDefinition | TSESTree.VariableDeclarator;

/** Removes the declaration of a home that nothing uses any more. */
export function removeHome(store: Store, uses: HomeUses, draft: Draft): void {
  const isKept = uses.all.some(use => !isInitialiser(use.node) && draft.survives(use.node));
  if (isKept || isTyped(store, draft)) {
    return;
  }
  const fillers = uses.all.filter(use => isInitialiser(use.node) && draft.survives(use.node));
  const declaration = declarationOf(store);
  if (declaration === null || (declaration && draft.survives(declaration) && !removeNode(declaration, draft))) {
    return;
  }
  for (const { node } of fillers) {
    draft.remove(node.parent!.range);
  }
  if (store.home.variable) {
    removeOuter(store.home.variable, draft);
  }
}

/** Python's `global x` and `nonlocal x`. */
const outerNames = oncePer((sourceCode: SourceCode) =>
  nodesOf(sourceCode).all.flatMap(node => {
    const { outer } = node as { readonly outer?: readonly string[] };
    return outer ? [{ node, outer }] : [];
  }),
);

/** Removes Python's `global x` and `nonlocal x` of a variable that is gone. */
function removeOuter({ name, scope }: Variable, draft: Draft): void {
  for (const { node, outer } of outerNames(draft.sourceCode)) {
    if (outer.includes(name) && contains(scope.block as Node, node)) {
      if (outer.length > 1) {
        draft.refuse();
      }
      draft.remove(node.range);
    }
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
function declarationOf({ home }: Store): Declaration | null | undefined {
  const { declaration, variable } = home;
  if (declaration?.type === 'PropertyDefinition') {
    return isOwnDeclaration(home) ? declaration : null;
  }
  if (declaration?.type === 'VariableDeclarator' && declaration.id.type === 'Identifier') {
    return variable && isSameName(home.name, variable.name) ? declaration : null;
  }
  return declaration ? null : undefined;
}

function removeNode(node: Declaration, draft: Draft): boolean {
  if (node.type === 'PropertyDefinition') {
    draft.remove(node.range);
    return true;
  }
  const list = node.parent;
  if (list.parent.type === 'ExportNamedDeclaration' || list.parent.type === 'ForStatement') {
    return false;
  }
  removeDeclarator(draft, node, list);
  return true;
}

/** Whether the declaration that is known for a home declares the home itself, not something that it is in. */
export function isOwnDeclaration({ name, declaration, owner }: Store['home']): boolean {
  if (!declaration) {
    return !name.includes('(') && !(owner && isParameterProperty(name, owner));
  }
  switch (declaration.type) {
    case 'PropertyDefinition':
      return name.split('.').length === 2 && isSameName(name.split('.').at(-1)!, propertyName(declaration)!);
    case 'VariableDeclarator':
      return declaration.id.type === 'Identifier' && isSameName(name, declaration.id.name);
    default:
      return !('typeAnnotation' in declaration) && declaration.type !== 'TSParameterProperty';
  }
}

/** Whether the file and the analysis, which reads `tool_sessions` as `toolSessions`, mean the same name. */
function isSameName(written: string, name: string): boolean {
  return written.replaceAll('_', '').toLowerCase() === name.replaceAll('_', '').toLowerCase();
}

/** `private readonly store: Map<…>` in a constructor's parameters: a field with a type that somebody else fills. */
function isParameterProperty(name: string, { body }: ClassNode): boolean {
  const field = name.split('.')[1];
  return body.body.some(
    member =>
      member.type === 'MethodDefinition' &&
      member.value.params.some(
        parameter => parameter.type === 'TSParameterProperty' && parameterName(parameter).name === field,
      ),
  );
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { Store } from '../analysis/facts.ts';
import type { Draft } from './draft.ts';
import type { HomeUses } from './home-uses.ts';

type Node = TSESTree.Node;

/** Makes the type of a home say that it holds ids. */
export function storeIdsInType({ home }: Store, uses: HomeUses, draft: Draft): void {
  const { declaration } = home;
  for (const { node } of uses.ofKind('init')) {
    const made = rightOf(node);
    if (made?.type === 'TSAsExpression') {
      replaceValueType(made.typeAnnotation, uses.isContainer, draft);
    }
  }
  if (!declaration) {
    return;
  }
  const annotation = annotationOf(declaration);
  if (annotation && isAnything(annotation) && !uses.isContainer) {
    draft.replace(
      annotation.range,
      draft.dialect.isPython ? 'str | None' : `string${nullness(uses, declaration)}${emptiness(declaration)}`,
    );
  } else if (annotation) {
    replaceValueType(annotation, uses.isContainer, draft);
  }
  for (const value of [
    initOf(declaration),
    ...uses.ofKind('init').map(use => rightOf(use.node)),
  ]) {
    if (value?.type === 'NewExpression' && value.typeArguments) {
      replaceLastArgument(value.typeArguments, draft);
    }
  }
}

/** Whether the home's declaration lets it be empty. */
export function mayBeEmpty({ home }: Store): boolean {
  const { declaration } = home;
  const annotation = declaration && annotationOf(declaration);
  return (
    (declaration?.type === 'PropertyDefinition' && declaration.optional) ||
    (annotation?.type === 'TSUnionType' && annotation.types.some(isNothingType)) ||
    (annotation !== undefined && isAnything(annotation))
  );
}

/** What an id of a home that may be anything has to allow beside a string. */
function emptiness(declaration: Node): string {
  if (declaration.type === 'PropertyDefinition' && (declaration.optional || declaration.definite)) {
    return '';
  }
  const init = initOf(declaration);
  return init?.type === 'Literal' && init.raw === 'null' ? ' | null' : ' | undefined';
}

/** ` | null` for a home that is set to it on the way, and not by its declaration. */
function nullness(uses: HomeUses, declaration: Node): string {
  const isSet = uses.ofKind('drop').some(({ node }) => {
    const value = rightOf(node);
    return value?.type === 'Literal' && value.raw === 'null';
  });
  return isSet && emptiness(declaration) !== ' | null' ? ' | null' : '';
}

function isAnything({ type }: Node): boolean {
  return type === 'TSAnyKeyword' || type === 'TSUnknownKeyword';
}

/** Whether the home is declared with types at all. */
export function isTypedHome({ home }: Store): boolean {
  const { declaration } = home;
  const init = declaration && initOf(declaration);
  return (
    (declaration && annotationOf(declaration)) !== undefined ||
    (init?.type === 'NewExpression' && init.typeArguments !== undefined)
  );
}

function annotationOf(node: Node): TSESTree.TypeNode | undefined {
  if (node.type === 'PropertyDefinition') {
    return node.typeAnnotation?.typeAnnotation;
  }
  return node.type === 'VariableDeclarator' ? node.id.typeAnnotation?.typeAnnotation : undefined;
}

function initOf(node: Node): Node | undefined {
  if (node.type === 'PropertyDefinition') {
    return node.value ?? undefined;
  }
  return node.type === 'VariableDeclarator' ? (node.init ?? undefined) : undefined;
}

function rightOf(node: Node): Node | undefined {
  return node.type === 'AssignmentExpression' ? node.right : undefined;
}

function replaceValueType(type: TSESTree.TypeNode, isContainer: boolean, draft: Draft): void {
  if (type.type === 'TSUnionType') {
    const [value, other] = type.types.filter(each => !isNothingType(each));
    if (value && !other) {
      replaceValueType(value, isContainer, draft);
    } else {
      draft.refuse();
    }
  } else if (!isContainer) {
    draft.replace(type.range, draft.dialect.stringType);
  } else if (type.type === 'TSArrayType') {
    draft.replace(type.elementType.range, draft.dialect.stringType);
  } else if (type.type === 'TSTypeReference' && type.typeArguments) {
    replaceLastArgument(type.typeArguments, draft);
  } else if (type.type === 'TSTypeLiteral' && type.members[0]?.type === 'TSIndexSignature') {
    const value = type.members[0].typeAnnotation;
    if (value) {
      draft.replace(value.typeAnnotation.range, draft.dialect.stringType);
    }
  } else if (type.type !== 'TSAnyKeyword') {
    draft.refuse();
  }
}

function replaceLastArgument({ params }: TSESTree.TSTypeParameterInstantiation, draft: Draft): void {
  const last = params.at(-1);
  if (last && params.length <= 2) {
    draft.replace(last.range, draft.dialect.stringType);
  } else {
    draft.refuse();
  }
}

function isNothingType(type: TSESTree.TypeNode): boolean {
  return type.type === 'TSUndefinedKeyword' || type.type === 'TSNullKeyword';
}

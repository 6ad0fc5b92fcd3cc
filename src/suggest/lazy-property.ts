import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode, Store } from '../analysis/facts.ts';
import { enclosingFunction, propertyName } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { membersNamed } from './file-index.ts';
import { removeLeftovers } from './leftovers.ts';
import type { TextEdit } from './spans.ts';

type Node = TSESTree.Node;

/**
 * Makes Python's `@cached_property` a `@property`, which gives a fresh session at each read; where a method reads it twice,
 * the two would be different sessions.
 */
export function makeProperty({ site }: Store, draft: Draft): TextEdit[] | undefined {
  const decorator = lazyDecorator(site);
  const name = decorator && propertyName(decorator.parent as TSESTree.MemberExpression);
  if (!decorator || name === undefined || !isOnlyRead(name, site, draft.sourceCode)) {
    return undefined;
  }
  draft.replace(decorator.range, 'property');
  removeLeftovers(draft);
  return draft.edits();
}

/** The decorator that makes a property lazy: it stands for the name of the field that the property fills. */
function lazyDecorator(site: Node): Node | undefined {
  const target =
    site.type === 'AssignmentExpression' && site.operator === '??=' && site.left.type === 'MemberExpression' ? site.left : undefined;
  const method = enclosingFunction(site)?.parent;
  return target && method?.type === 'MethodDefinition' && method.kind === 'get' && site.range[0] === method.value.body?.range[0]
    ? target.property
    : undefined;
}

/** Whether nothing writes or deletes the property, and no function reads it twice. */
function isOnlyRead(name: string, site: Node, sourceCode: SourceCode): boolean {
  const readers = new Set<Node | undefined>();
  for (const node of membersNamed(sourceCode, name).filter(({ parent }) => parent !== site)) {
    const { parent } = node;
    const isWritten =
      (parent.type === 'AssignmentExpression' && parent.left === node) ||
      (parent.type === 'UnaryExpression' && parent.operator === 'delete');
    const reader = enclosingFunction(node);
    if (isWritten || readers.has(reader)) {
      return false;
    }
    readers.add(reader);
  }
  return true;
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/facts.ts';
import { decoratorsOf, nodesBelow, propertyName } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { fileIndex } from './file-index.ts';
import { isPure } from './pure.ts';

type Field = TSESTree.PropertyDefinition;

/**
 * Takes away private fields that the changes left nobody to read, with what is written to them: `lastUser` of `if
 * (!this.session || this.lastUser !== userId) { … }`. Tells whether there was one.
 */
export function removeWriteOnly(draft: Draft): boolean {
  let found = false;
  for (const field of privateFieldsOf(draft.sourceCode)) {
    const writes = draft.survives(field) ? writesOnly(field, draft) : undefined;
    if (writes) {
      draft.remove(field.range);
      writes.forEach(write => draft.removeStatement(write));
      found = true;
    }
  }
  return found;
}

/** The statements that write a field which nothing reads any more; undefined when something does, or nothing ever did. */
function writesOnly(field: Field, draft: Draft): TSESTree.ExpressionStatement[] | undefined {
  const name = propertyName(field) ?? '';
  const { members, names } = fileIndex(draft.sourceCode);
  const references = members.get(name) ?? [];
  const left = references.filter(reference => draft.survives(reference));
  const writes = left.map(writeOf);
  const wasRead = references.some(reference => !draft.survives(reference) && !writeOf(reference));
  return wasRead && !names.has(name) && writes.every(write => write !== undefined) ? writes : undefined;
}

/** `this.lastUser = userId;`, when nothing but the value is lost with it. */
function writeOf(reference: TSESTree.MemberExpression): TSESTree.ExpressionStatement | undefined {
  const { object, parent } = reference;
  const isWrite = object.type === 'ThisExpression' && parent.type === 'AssignmentExpression' && parent.left === reference && parent.operator === '=';
  return isWrite && isPure(parent.right) && parent.parent.type === 'ExpressionStatement' ? parent.parent : undefined;
}

const fields = new WeakMap<SourceCode, readonly Field[]>();

function privateFieldsOf(sourceCode: SourceCode): readonly Field[] {
  let known = fields.get(sourceCode);
  if (!known) {
    const isPrivate = (node: TSESTree.Node): node is Field =>
      node.type === 'PropertyDefinition' &&
      (node.accessibility === 'private' || node.key.type === 'PrivateIdentifier') &&
      decoratorsOf(node).length === 0 &&
      isPure(node.value);
    fields.set(sourceCode, (known = [...nodesBelow(sourceCode.ast, sourceCode.visitorKeys)].filter(isPrivate)));
  }
  return known;
}

import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceCode } from '../analysis/facts.ts';
import { addTo } from '../analysis/grouped.ts';
import { decoratorsOf, propertyName } from '../analysis/tree.ts';
import type { Draft } from './draft.ts';
import { fileIndex, firstAtOrAfter, membersNamed } from './file-index.ts';
import { nodesOf } from './file-nodes.ts';
import { isPure } from './pure.ts';
import { oncePer } from '../analysis/once-per.ts';

type Field = TSESTree.PropertyDefinition;

/**
 * Takes away private fields that the changes left nobody to read, with what is written to them: `lastUser` of `if
 * (!this.session || this.lastUser !== userId) { … }`. Tells whether there was one.
 */
export function removeWriteOnly(draft: Draft): boolean {
  let found = false;
  for (const name of namesReadIn(draft)) {
    const writes = writesOnly(name, draft);
    const fields = writes ? (privateFields(draft.sourceCode).get(name) ?? []).filter(field => draft.survives(field)) : [];
    if (writes && fields.length > 0) {
      fields.forEach(field => draft.remove(field.range));
      writes.forEach(write => draft.removeStatement(write));
      found = true;
    }
  }
  return found;
}

/** The names of the members that the changes read no more: no other field can have lost its readers. */
function namesReadIn(draft: Draft): Set<string> {
  const names = new Set<string>();
  const fields = privateFields(draft.sourceCode);
  const uses = fieldUses(draft.sourceCode);
  for (const [start, end] of draft.changed()) {
    for (let at = firstAtOrAfter(uses, start); at < uses.length && uses[at]!.range[0] < end; at += 1) {
      const name = propertyName(uses[at]!);
      if (name !== undefined && fields.has(name) && !writeOf(uses[at]!) && !draft.survives(uses[at]!)) {
        names.add(name);
      }
    }
  }
  return names;
}

/** The statements that write fields of a name which nothing reads any more; undefined when something does. */
function writesOnly(name: string, draft: Draft): TSESTree.ExpressionStatement[] | undefined {
  const { names } = fileIndex(draft.sourceCode);
  if (names.has(name)) {
    return undefined;
  }
  const writes: TSESTree.ExpressionStatement[] = [];
  for (const reference of membersNamed(draft.sourceCode, name)) {
    if (draft.survives(reference)) {
      const write = writeOf(reference);
      if (!write) {
        return undefined;
      }
      writes.push(write);
    }
  }
  return writes;
}

/** `this.lastUser = userId;`, when nothing but the value is lost with it. */
function writeOf(reference: TSESTree.MemberExpression): TSESTree.ExpressionStatement | undefined {
  const { object, parent } = reference;
  const isWrite =
    object.type === 'ThisExpression' && parent.type === 'AssignmentExpression' && parent.left === reference && parent.operator === '=';
  return isWrite && isPure(parent.right) && parent.parent.type === 'ExpressionStatement' ? parent.parent : undefined;
}

/** The fields that nothing outside their class can read, by their names. */
const privateFields = oncePer((sourceCode: SourceCode) => {
  const fields = new Map<string | undefined, Field[]>();
  for (const field of nodesOf(sourceCode).of('PropertyDefinition')) {
    const isPrivate = field.accessibility === 'private' || field.key.type === 'PrivateIdentifier';
    if (isPrivate && decoratorsOf(field).length === 0 && isPure(field.value)) {
      addTo(fields, propertyName(field), field);
    }
  }
  return fields;
});

/** Members of whatever object that are called as a private field is, in source order. */
const fieldUses = oncePer((sourceCode: SourceCode) => {
  const uses = [...privateFields(sourceCode).keys()].flatMap(name => membersNamed(sourceCode, name));
  return uses.sort((a, b) => a.range[0] - b.range[0]);
});

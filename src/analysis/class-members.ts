import type { TSESTree } from '@typescript-eslint/utils';
import type { ClassNode, FunctionNode } from './facts.ts';
import { addTo } from './grouped.ts';
import { isField, isFunction, propertyName } from './tree.ts';
import { oncePer } from './once-per.ts';

type Field = TSESTree.AccessorProperty | TSESTree.PropertyDefinition;

/** The members of a class by what is asked for: a class with a thousand methods is not gone through for each of its fields. */
interface Members {
  readonly constructor: FunctionNode | undefined;
  readonly fields: ReadonlyMap<string, readonly Field[]>;
  readonly accessors: ReadonlyMap<string, TSESTree.MethodDefinition>;
}

const membersOf = oncePer((owner: ClassNode): Members => {
  const fields = new Map<string, Field[]>();
  const accessors = new Map<string, TSESTree.MethodDefinition>();
  let made: FunctionNode | undefined;
  for (const member of owner.body.body) {
    const name = 'key' in member ? propertyName(member) : undefined;
    if (member.type === 'MethodDefinition') {
      if (member.kind === 'constructor' && isFunction(member.value)) {
        made ??= member.value;
      } else if (name !== undefined && (member.kind === 'get' || member.kind === 'set') && !accessors.has(`${member.kind} ${name}`)) {
        accessors.set(`${member.kind} ${name}`, member);
      }
    } else if (isField(member) && name !== undefined) {
      addTo(fields, name, member);
    }
  }
  return { constructor: made, fields, accessors };
});

/** The constructor of a class of the file. */
export function constructorOf(owner: ClassNode): FunctionNode | undefined {
  return membersOf(owner).constructor;
}

/** The declarations of a class's fields of a name. */
export function fieldsOf(owner: ClassNode, name: string): readonly Field[] {
  return membersOf(owner).fields.get(name) ?? [];
}

/** What the fields of a name are initialised with. */
export function initialValuesOf(owner: ClassNode, name: string): TSESTree.Expression[] {
  return fieldsOf(owner, name).flatMap(({ value }) => value ?? []);
}

/** `get name()` or `set name(value)` of a class. */
export function accessorOf(owner: ClassNode, kind: 'get' | 'set', name: string): TSESTree.MethodDefinition | undefined {
  return membersOf(owner).accessors.get(`${kind} ${name}`);
}

import type { Module } from '../../src/python/syntax/tree.ts';

/** A tree as text: `Type(field, …)` with the fields in their order, a name as itself, strings and numbers as they are meant. */
export function printPython({ statements }: Module): string {
  return statements.map(print).join(' ');
}

function print(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(print).join(' ')}]`;
  }
  if (typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value !== 'object' || value === null) {
    return String(value ?? '-');
  }
  if ('type' in value && value.type === 'Name' && 'id' in value) {
    return String(value.id);
  }
  if ('type' in value && value.type === 'Number' && 'text' in value) {
    return String(value.text);
  }
  const fields = Object.entries(value).flatMap(([key, field]) => {
    const isPlace = ['end', 'head', 'moduleEnd', 'moduleStart', 'pathEnd', 'start', 'type'].includes(key);
    const isAbsent = field === undefined || field === false || (Array.isArray(field) && field.length === 0);
    return isPlace || isAbsent ? [] : [field === true ? key : print(field)];
  });
  return `${'type' in value ? String(value.type) : ''}(${fields.join(' ')})`;
}

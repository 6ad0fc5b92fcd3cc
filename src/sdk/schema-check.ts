import type { Schema } from './settings-schema.ts';

const longest = 80;

/** A value as an error message shows it: JSON where that says something, and never longer than a line. */
export function shown(value: unknown): string {
  const text = plainText(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function plainText(value: unknown): string {
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return typeof value;
  try {
    if (typeof value === 'bigint' || value instanceof RegExp) return String(value);
    const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
    if (value instanceof Object && tag !== 'Object' && tag !== 'Array') return `a ${tag}`;
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return 'a value that JSON cannot show';
  }
}

/** What a schema allows, in words. */
function allowed(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(allowed).join(', or ');
  if (schema.enum) return schema.enum.map(shown).join(' or ');
  const example = schema.examples ? ` such as ${schema.examples.map(shown).join(' or ')}` : '';
  switch (schema.type) {
    case 'array':
      return `an array; each element is ${allowed(schema.items!)}`;
    case 'object':
      return `an object with ${Object.entries(schema.properties ?? {}).map(([key, value]) => memberText(key, value, schema)).join(', ')}`;
    case 'integer':
      return `an integer from ${schema.minimum ?? 0}`;
    default:
      return schema.format === 'regex' ? `the source of a regular expression${example}` : `a string${example}`;
  }
}

function memberText(key: string, value: Schema, schema: Schema): string {
  if (!schema.required) return `"${key}"`;
  return `"${key}"${schema.required.includes(key) ? '' : ' (optional)'}: ${allowed(value)}`;
}

/**
 * Checks `value` against `schema` and returns a plain copy of it, each property read once.
 * Knows the part of JSON schema that the settings use; throws an Error that names the place, what is there and what is allowed.
 */
export function checked(value: unknown, schema: Schema, place: string): unknown {
  if (schema.anyOf) {
    const type = isRecord(value) ? 'object' : typeof value;
    const meant = schema.anyOf.find(candidate => candidate.type === type);
    return meant ? checked(value, meant, place) : refuse(place, value, schema);
  }
  if (schema.enum) return schema.enum.includes(value as string) ? value : refuse(place, value, schema);
  switch (schema.type) {
    case 'object':
      return checkedObject(value, schema, place);
    case 'array':
      return Array.isArray(value)
        ? Array.from({ length: value.length }, (_, index) =>
            checked(read(value, index, `${place}[${index}]`), schema.items!, `${place}[${index}]`),
          )
        : refuse(place, value, schema);
    case 'integer':
      return Number.isInteger(value) && (value as number) >= (schema.minimum ?? 0) ? value : refuse(place, value, schema);
    default:
      return checkedString(value, schema, place);
  }
}

function checkedObject(value: unknown, schema: Schema, place: string): Record<string, unknown> {
  if (!isRecord(value)) return refuse(place, value, schema);
  const properties = new Map(Object.entries(schema.properties ?? {}));
  const copy: Record<string, unknown> = {};
  for (const key of keysOf(value, place)) {
    const property = properties.get(key);
    if (!property) throw unknownKey(key, [...properties.keys()], place);
    const inner = read(value, key, `${place}.${key}`);
    if (inner !== undefined) copy[key] = checked(inner, property, `${place}.${key}`);
  }
  for (const key of (schema.required) ?? []) {
    if (!Object.hasOwn(copy, key)) throw new Error(`${place}.${key} is missing. Allowed: ${allowed(properties.get(key)!)}.`);
  }
  return copy;
}

function checkedString(value: unknown, schema: Schema, place: string): string {
  if (typeof value !== 'string' || value.length < (schema.minLength ?? 0)) return refuse(place, value, schema);
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) return refuse(place, value, schema);
  if (schema.format === 'regex') {
    try {
      new RegExp(value, 'u');
    } catch (error) {
      return refuse(place, value, schema, ` (${(error as Error).message})`);
    }
  }
  return value;
}

function refuse(place: string, value: unknown, schema: Schema, why = ''): never {
  throw new Error(`${place} is ${shown(value)}${why}. Allowed: ${allowed(schema)}.`);
}

function unknownKey(key: string, known: readonly string[], place: string): Error {
  const near = nearest(key, known);
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  return new Error(`${place} has an unknown key ${shown(key)}.${hint} Allowed: ${known.map(shown).join(', ')}.`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  try {
    return Object.prototype.toString.call(value) === '[object Object]';
  } catch {
    return false;
  }
}

function keysOf(value: object, place: string): string[] {
  try {
    return Object.keys(value);
  } catch (error) {
    throw new Error(`${place} cannot be read: ${message(error)}`, { cause: error });
  }
}

function read(value: object, key: PropertyKey, place: string): unknown {
  try {
    return (value as Record<PropertyKey, unknown>)[key];
  } catch (error) {
    throw new Error(`${place} cannot be read: ${message(error)}`, { cause: error });
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : shown(error);
}

/** The known key that is a slip of the pen away from `key`, if there is one. */
function nearest(key: string, known: readonly string[]): string | undefined {
  const near = known
    .map(candidate => ({ candidate, distance: editDistance(key.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(2, near.candidate.length / 3) ? near.candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (a[i] === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

/** The part of a JSON schema that the documentation shows. */
export interface ShownSchema {
  readonly type?: unknown;
  readonly description?: string;
  readonly anyOf?: readonly ShownSchema[];
  readonly enum?: readonly unknown[];
  readonly items?: unknown;
  readonly properties?: Readonly<Record<string, ShownSchema>>;
  readonly required?: unknown;
  readonly examples?: readonly unknown[];
}

/** A schema as a TypeScript type. */
export function typeText(schema: ShownSchema): string {
  if (schema.anyOf) return schema.anyOf.map(typeText).join(' | ');
  if (schema.enum) return schema.enum.map(valueText).join(' | ');
  if (schema.type === 'array') {
    const item = schema.items ? typeText(schema.items as ShownSchema) : 'unknown';
    return item.includes(' ') ? `(${item})[]` : `${item}[]`;
  }
  if (schema.type === 'object')
    return `{ ${Object.entries(schema.properties ?? {})
      .map(([key, value]) => `${key}${isRequired(schema, key) ? '' : '?'}: ${typeText(value)}`)
      .join('; ')} }`;
  return schema.type === 'integer' ? 'number' : String(schema.type);
}

function isRequired(schema: ShownSchema, key: string): boolean {
  return Array.isArray(schema.required) && schema.required.includes(key);
}

/** A value as TypeScript source on one line. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return `'${value.replace(/[\\']/gu, '\\$&')}'`;
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (value instanceof Object) return `{ ${Object.entries(value).map(([key, item]) => `${key}: ${valueText(item)}`).join(', ')} }`;
  return String(value);
}

/** A sub-section for each property of an object schema: its type, its default, what it is for and an example. */
export function propertySections(schema: ShownSchema, level: string, defaults: Readonly<Record<string, unknown>>): string {
  return Object.entries(schema.properties ?? {})
    .map(([key, property]) => {
      const standard = key in defaults ? `, \`${valueText(defaults[key])}\` by default` : '';
      const example = property.examples?.[0];
      return [
        `${level} \`${key}\``,
        `\`${typeText(property)}\`${standard}`,
        property.description,
        example === undefined ? undefined : `For example: \`${key}: ${valueText(example)}\`.`,
      ]
        .filter(Boolean)
        .join('\n\n');
    })
    .join('\n\n');
}

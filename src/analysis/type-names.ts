/** Generic types that stand for their first argument. */
export const transparentTypes: ReadonlySet<string> = new Set([
  'Promise', 'PromiseLike', 'Awaited', 'Readonly', 'Required', 'Partial', 'NonNullable', 'Omit', 'Pick', 'Exclude', 'Extract',
]);

/** Generic types whose last argument is what they contain. */
export const containerTypes =
  /^(?:Readonly)?(?:Map|Set|Array|WeakMap|WeakSet|Record|Iterable|AsyncIterable|Generator|AsyncGenerator)$|Cache$|^(?:LRU|TTL|Keyv)/u;

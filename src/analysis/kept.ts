/** What a map keeps under a key: made when it is first asked for. */
export function kept<Key extends object | string, Value>(map: Pick<Map<Key, Value>, 'get' | 'set'>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    map.set(key, (value = make()));
  }
  return value;
}

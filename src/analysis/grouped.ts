/** Puts a value at the end of a key's list. */
export function addTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) {
    list.push(value);
  } else {
    lists.set(key, [value]);
  }
}

/** Things by what they have in common, in their order: `Map.groupBy`, which Node has from 21. */
export function grouped<K, V>(things: Iterable<V>, keyOf: (thing: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const thing of things) {
    addTo(groups, keyOf(thing), thing);
  }
  return groups;
}

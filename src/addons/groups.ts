/** Lists by key. */

/** Groups a list, the groups and their members in its order. */
export function groupBy<Key, T>(list: Iterable<T>, keyOf: (each: T) => Key): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>();
  for (const each of list) addTo(groups, keyOf(each), each);
  return groups;
}

/** Adds a value to the list of a key. */
export function addTo<Key, T>(groups: Map<Key, T[]>, key: Key, value: T): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

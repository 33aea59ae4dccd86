/**
 * Runs `action` for every item, never more than `limit` at once. The first failure ends it: no further item is begun,
 * those that are under way are waited for.
 *
 * @template T
 * @param {Iterable<T>} items
 * @param {number} limit
 * @param {(item: T) => Promise<void>} action
 */
export async function forEachBounded(items, limit, action) {
  const queue = [...items];
  const failures = /** @type {unknown[]} */ ([]);
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined && failures.length === 0; item = queue.shift()) {
      try {
        await action(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (failures.length > 0) throw failures[0];
}

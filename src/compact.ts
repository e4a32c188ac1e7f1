/** No items at all: one array for all that have none, since each of its own takes 32 bytes. */
export const NONE: readonly never[] = Object.freeze([]);

/**
 * The same items in an array without room for more. For what is kept for every one of ten thousand certificates:
 * an array that was pushed to has room for 17 items.
 */
export function compact<T>(items: readonly T[]): readonly T[] {
  return items.length === 0 ? NONE : items.slice();
}

/** What is kept of certificates for as long as somebody holds them: each byte and each text once. */

/** Bytes that one ArrayBuffer holds for about a hundred certificates; one that is let go wastes its share of it. */
const SLAB = 64 * 1024;
let slab = new Uint8Array(SLAB);
let used = 0;

/**
 * A copy of public bytes that shares its memory with nothing but other such copies. An ArrayBuffer of its own
 * costs a certificate 300 bytes more, in the heap and outside.
 */
export function keptBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length > SLAB / 16) return new Uint8Array(bytes);
  if (used + bytes.length > SLAB) {
    slab = new Uint8Array(SLAB);
    used = 0;
  }
  const copy = slab.subarray(used, used + bytes.length);
  copy.set(bytes);
  used += bytes.length;
  return copy;
}

/** Values that are remembered, and characters of their keys, so that no row of odd ones fills the memory. */
const LIMIT = { values: 1000, characters: 200 };

/** Gives equal values as one: what a CA writes into each of its certificates is kept once. */
export class Alike<T> {
  readonly #known = new Map<string, T>();

  /** The value that first came with this key. */
  of(key: string, value: T): T {
    if (key.length > LIMIT.characters) return value;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= LIMIT.values) this.#known.clear();
    this.#known.set(key, value);
    return value;
  }
}

/** Numbers of bytes as Kubernetes writes quantities: plain, or with a power of two: `512Ki`, `1Mi`. */

const UNITS = { Mi: 1024 ** 2, Ki: 1024, '': 1 } as const;

/** What `parseByteSize` reads, for a JSON Schema. */
export const BYTE_SIZE_PATTERN = /^\d{1,12}(?:Ki|Mi)?$/;

/** Bytes of `1048576`, `1024Ki` or `1Mi`; undefined for anything else. */
export function parseByteSize(text: string): number | undefined {
  if (!BYTE_SIZE_PATTERN.test(text)) return undefined;
  const unit = text.replace(/^\d+/, '') as keyof typeof UNITS;
  return Number.parseInt(text, 10) * UNITS[unit];
}

/** The shortest way to write a whole number of bytes that `parseByteSize` reads back. */
export function formatByteSize(bytes: number): string {
  const [unit, size] =
    Object.entries(UNITS).find(([, length]) => bytes >= length && bytes % length === 0) ?? (['', 1] as const);
  return `${bytes / size}${unit}`;
}

/** Durations as people write them, on the command line and in the configuration: a number and one unit. */

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What `parseDuration` reads, for a JSON Schema. */
export const DURATION_PATTERN = /^\d{1,9}[smhd]$/;

/** Milliseconds of `90s`, `5m`, `12h` or `30d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION_PATTERN.test(text)) return undefined;
  const unit = text.slice(-1) as keyof typeof UNITS;
  return Number(text.slice(0, -1)) * UNITS[unit];
}

/**
 * The shortest way to write a duration that `parseDuration` reads back: `1m`, not `60s`.
 * @param milliseconds whole seconds, not negative
 */
export function formatDuration(milliseconds: number): string {
  const [unit, size] =
    Object.entries(UNITS)
      .toReversed()
      .find(([, length]) => milliseconds >= length && milliseconds % length === 0) ??
    (['s', UNITS.s] as const);
  return `${Math.round(milliseconds / size)}${unit}`;
}

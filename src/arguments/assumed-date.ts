import { DURATION_PATTERN, parseDuration } from '../notation/duration.ts';
import { DAY, type Instant } from '../model.ts';

/** The moment that a question is about, where it is not now: a fixed one, or one that lies `milliseconds` ahead. */
export type AssumedDate =
  | { readonly kind: 'fixed'; readonly instant: Instant }
  | { readonly kind: 'ahead'; readonly milliseconds: number };

/** A thousand years: beyond every certificate, and far within what a date can be. */
const FURTHEST_AHEAD = 365_000 * DAY;

/** RFC 3339 full-date or date-time; whether the day exists is decided apart. */
const RFC_3339 = /^(\d{4}-\d{2}-\d{2})(?:[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2}))?$/;

/** The form of what `parseAssumedDate` reads. */
export const ASSUMED_DATE_PATTERN = new RegExp(`${RFC_3339.source}|^\\+${DURATION_PATTERN.source.slice(1)}`);

/**
 * The moment that `2027-01-31` (its first second, UTC), `2027-01-31T12:00:00Z` or `+90d` names; undefined for
 * anything else, such as a day that no calendar has.
 */
export function parseAssumedDate(text: string): AssumedDate | undefined {
  if (text.startsWith('+')) {
    const milliseconds = parseDuration(text.slice(1));
    if (milliseconds === undefined || milliseconds > FURTHEST_AHEAD) return undefined;
    return { kind: 'ahead', milliseconds };
  }
  const day = RFC_3339.exec(text)?.[1];
  const instant = Date.parse(text.toUpperCase());
  if (day === undefined || Number.isNaN(instant) || !isDay(day)) return undefined;
  return { kind: 'fixed', instant };
}

/** Whether the calendar has the day: `Date.parse` takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const midnight = Date.parse(day);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}

/** The moment itself, once `now` is known. */
export function instantOf(assumed: AssumedDate, now: Instant): Instant {
  return assumed.kind === 'fixed' ? assumed.instant : now + assumed.milliseconds;
}

/** How the report writes instants and lengths of time for a person. */
import { DAY, type Instant } from '../model.ts';

const HOUR = DAY / 24;
const MINUTE = HOUR / 60;

/** `2026-06-01 14:05`, in UTC; the seconds cut off. */
export function minutes(instant: Instant): string {
  return new Date(instant).toISOString().replace('T', ' ').slice(0, -':00.000Z'.length);
}

/** The time that is left, in its largest whole unit and rounded towards zero: `364d`, `23h`, `5m`; `-3d` once it is over. */
export function residual(milliseconds: number): string {
  const length = Math.abs(milliseconds);
  const sign = milliseconds < 0 ? '-' : '';
  if (length >= DAY) return `${sign}${Math.floor(length / DAY)}d`;
  if (length >= HOUR) return `${sign}${Math.floor(length / HOUR)}h`;
  return `${sign}${Math.floor(length / MINUTE)}m`;
}

/** `1 certificate`, `2 certificates`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

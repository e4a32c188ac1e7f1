import type { Instant } from '../model.ts';
import { contentOf, type Element, TAG } from './der.ts';

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/**
 * A Time in the two forms that RFC 5280 section 4.1.2.5 allows: UTCTime for the years 1950 to 2049,
 * GeneralizedTime for any other, both to the second and in UTC; undefined when it is anything else.
 */
export function instantOf(der: Buffer, time: Element | undefined): Instant | undefined {
  const digits = TIME.exec(withFullYear(der, time) ?? '');
  if (digits === null) return undefined;
  const [, year, month, day, hour, minute, second] = digits;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const instant = Date.parse(text);
  // The 31st of February would be read as the 3rd of March.
  return Number.isNaN(instant) || new Date(instant).toISOString() !== text ? undefined : instant;
}

function withFullYear(der: Buffer, time: Element | undefined): string | undefined {
  const text = contentOf(der, time, TAG.UTC_TIME)?.toString('latin1');
  if (text === undefined) return contentOf(der, time, TAG.GENERALIZED_TIME)?.toString('latin1');
  return `${text < '50' ? '20' : '19'}${text}`;
}

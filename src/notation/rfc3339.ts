import type { Instant } from '../model.ts';

/** An instant as RFC 3339 has it, in UTC: `2026-06-01T00:00:00Z`, without the fraction of a second that no certificate has. */
export function rfc3339(instant: Instant): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

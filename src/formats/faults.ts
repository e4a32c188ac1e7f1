import type { Problem } from '../model.ts';

/** Faults that are named one by one; a thousand broken lines need no thousand lines to say so. */
const MAX_NAMED = 10;

/**
 * One problem `malformed` for each fault: a sentence that says where something is not right, and what would be,
 * without quoting it.
 */
export function malformed(faults: Iterable<string>): readonly Problem[] {
  const all = [...faults];
  const unnamed = all.length - MAX_NAMED;
  const messages = unnamed > 0 ? [...all.slice(0, MAX_NAMED), `${unnamed} more faults like these`] : all;
  return messages.map((message) => ({ reason: 'malformed', message }));
}

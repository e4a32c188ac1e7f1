import { printable } from '../terminal-text.ts';

/** The longest text that an error message repeats. */
const LONGEST = 40;

/**
 * What was given where something else was expected, in a few words: its type, and its value where that is
 * short. Control characters are escaped, so that a message stays one harmless line.
 */
export function given(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return value === '' ? 'an empty text' : quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${value}`;
  return Array.isArray(value) ? 'a list' : 'keys and their values';
}

/** Text in quotes, its end cut off where it is long. */
export function quoted(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return printable(JSON.stringify(short));
}

/** How long to wait between a change and the look at it. All in milliseconds. */

/** So long after a change the look begins, so that a file written in several steps is mostly read whole. */
const SETTLE = 50;
/** The longest rest when changes are rare, so that each is on /metrics within half a second. */
const LONGEST = 250;
/** The longest rest when they are not. */
const LONGEST_IN_A_ROW = 5000;

/** Looks stand in a row when each is called for so soon after the end of the one before. */
export const LULL = 1000;
/** A row longer than this is no rotation: a file is written again and again. */
const LONG_ROW = 10;

/**
 * Looks take a fifth of the time at most; in a long row a twentieth.
 * @param took how long the latest look was
 * @param row how many looks stand in a row with it
 */
export function restAfter(took: number, row: number): number {
  return row > LONG_ROW
    ? Math.min(LONGEST_IN_A_ROW, SETTLE + 20 * took)
    : Math.min(LONGEST, SETTLE + 4 * took);
}

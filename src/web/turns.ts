/** Runs a piece of work when its turn comes, and gives back what it gives back. */
export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** At most `atOnce` pieces of work at the same time; the others wait in the order in which they came. */
export function createTurns(atOnce: number): TakeTurn {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((start) => waiting.push(start));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

import { after } from 'node:test';

/** Who cleans up after a test; a `TestContext` does. */
export interface Cleanup {
  after(release: () => Promise<void>): void;
}

/** Cleans up after the suite in which it is called, whatever became of it: what came last goes first. */
export function suiteCleanup(): Cleanup {
  const releases: (() => Promise<void>)[] = [];
  after(async () => {
    for (const release of releases.toReversed()) await release();
  });
  return { after: (release) => void releases.push(release) };
}

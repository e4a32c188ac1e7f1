/** What must not outlive the test's own process, whatever ends it: processes and temporary folders. */
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

const removals = new Set<() => void>();

process.once('exit', () => {
  // The last first: a process goes before the folder that it writes into.
  for (const remove of [...removals].toReversed()) remove();
});
// By default a signal ends Node without its `exit` event.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

/**
 * Has something removed when this process ends, unless it was by then.
 * @param remove works at once: nothing can be awaited at that moment
 * @returns what to call when it is gone
 */
export function removeAtExit(remove: () => void): () => void {
  removals.add(remove);
  return () => void removals.delete(remove);
}

/** A folder that is gone after `remove`, or else with this process. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'kubecert-cluster-'));
  // A process that was killed just now may still have written a file: hence the retries.
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  const forget = removeAtExit(remove);
  return {
    path,
    remove() {
      remove();
      forget();
    },
  };
}

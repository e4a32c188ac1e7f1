import { setTimeout } from 'node:timers/promises';
import { type Child, type Command, type End, deathOf, startChild } from './child.ts';

const PAUSE_BETWEEN_PROBES_MS = 25;

/** The processes of one cluster. When one ends by itself, everything that is under way with the cluster fails. */
export class Supervisor {
  readonly #children = new Set<Child>();
  readonly #over = new AbortController();
  #death: Error | undefined;

  /** Aborted when a process has died, for that reason, or when all were stopped. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  start(command: Command): Child {
    const child = startChild(command);
    child.unref(); // A test that fails before its cluster is stopped must end, too.
    this.#children.add(child);
    void child.ended.then((end) => this.#ended(child, end));
    return child;
  }

  /** Asks again and again until the answer is yes. Rejects when a process dies meanwhile. */
  async until(isReady: () => Promise<boolean>): Promise<void> {
    for (;;) {
      this.over.throwIfAborted();
      try {
        if (await isReady()) return;
      } catch {
        // Nobody listens yet.
      }
      await setTimeout(PAUSE_BETWEEN_PROBES_MS);
    }
  }

  /** Kills what still runs. Rejects with the death of a process that was not told to end. */
  async stop(): Promise<void> {
    await Promise.all([...this.#children].map(async (child) => child.kill()));
    this.#over.abort(new Error('the cluster has been stopped'));
    if (this.#death !== undefined) throw this.#death;
  }

  #ended(child: Child, end: End): void {
    this.#children.delete(child);
    if (end.wasKilled) return;
    this.#death ??= deathOf(child, end);
    this.#over.abort(this.#death);
  }
}

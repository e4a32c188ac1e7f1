import type { Sink, Source } from '../../model.ts';
import { FolderWatches } from './folder-watches.ts';
import { FullLook, type LookOptions } from './full-look.ts';
import { LULL, restAfter } from './rest.ts';

/** What the files source looks at, and how often. */
export interface FilesOptions extends LookOptions {
  /** Milliseconds between two full looks, for what no notification tells of; absent: one look and no more. */
  readonly interval?: number;
}

/** Watches certificate files, kubeconfigs and dynamic-cert.json on one host. */
export function filesSource(options: FilesOptions): Source {
  return {
    name: 'files',
    ...(options.node !== undefined && { node: options.node }),
    start: async (sink, signal) => {
      const watch = new FilesWatch(options, sink, signal);
      await watch.look();
      // Who is asked to end during the first look has nothing to go on with.
      if (options.interval !== undefined && !signal.aborted) watch.goOn(options.interval);
    },
  };
}

/** Decides when to look: at every change that is told of, but never without a rest, and now and then anyway. */
class FilesWatch {
  readonly #fullLook: FullLook;
  readonly #signal: AbortSignal;
  readonly #watches: FolderWatches;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #isStale = false;
  /** When the latest look ended, and how long it took, in milliseconds. */
  #latest = { end: Number.NEGATIVE_INFINITY, took: 0 };
  /** Looks one after the other without a lull between them. */
  #row = 0;

  constructor(options: FilesOptions, sink: Sink, signal: AbortSignal) {
    this.#fullLook = new FullLook(options, sink);
    this.#signal = signal;
    this.#watches = new FolderWatches(
      () => this.#changed(),
      (message) => sink.error('watch_failed', message),
    );
  }

  /** @param interval milliseconds between two full looks that nothing has called for */
  goOn(interval: number): void {
    const periodic = setInterval(() => this.#changed(), interval);
    this.#signal.addEventListener(
      'abort',
      () => {
        clearInterval(periodic);
        clearTimeout(this.#timer);
        this.#watches.close();
      },
      { once: true },
    );
    this.#watchFolders();
  }

  async look(): Promise<void> {
    this.#isLooking = true;
    this.#isStale = false;
    const start = performance.now();
    try {
      await this.#fullLook.run();
    } finally {
      this.#isLooking = false;
      const end = performance.now();
      this.#latest = { end, took: end - start };
    }
  }

  #changed(): void {
    this.#isStale = true;
    if (this.#isLooking || this.#timer !== undefined || this.#signal.aborted) return;
    this.#row = performance.now() - this.#latest.end < LULL ? this.#row + 1 : 0;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.look().then(() => {
          if (this.#signal.aborted) return;
          this.#watchFolders();
          if (this.#isStale) this.#changed();
        });
      },
      restAfter(this.#latest.took, this.#row),
    );
  }

  #watchFolders(): void {
    if (this.#watches.update(this.#fullLook.consulted())) this.#changed();
  }
}

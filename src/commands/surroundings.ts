import type { Environment } from '../config.ts';
import type { Instant } from '../model.ts';

/** What a command may touch of the process that it runs in. `main.ts` hands over the real one. */
export interface Surroundings {
  readonly environment: Environment;
  /** Absolute path. */
  readonly workingFolder: string;
  readonly clock: () => Instant;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  /** Aborted when the process is asked to end. */
  readonly stopped: AbortSignal;
}

export interface Terminal {
  write(text: string): void;
  readonly isTTY: boolean;
}

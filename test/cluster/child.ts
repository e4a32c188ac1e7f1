/** A process of a cluster: its log in a file, and gone with the test's own process at the latest. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { removeAtExit } from './leftovers.ts';

/** What to run, and as what. */
export interface Command {
  /** As it is called in an error: `kube-apiserver`. */
  readonly name: string;
  /** Path of the program. */
  readonly program: string;
  readonly flags: Flags;
  /** Path of the file that takes its stdout and stderr, after what stands there. */
  readonly logFile: string;
}

/** Flags by name, without the dashes. */
export type Flags = Readonly<Record<string, string>>;

export interface Child {
  readonly name: string;
  /** How it ended, once it has. */
  readonly ended: Promise<End>;
  /** All that it has written so far. */
  readonly log: string;
  /** Ends it at once (SIGKILL), and waits until it is gone. */
  kill(): Promise<void>;
  /** Lets this process end although the child runs; the child ends then too. */
  unref(): void;
}

export interface End {
  /** Absent where a signal ended it. */
  readonly exitCode?: number;
  /** Whether `kill` was asked for, rather than that it ended by itself. */
  readonly wasKilled: boolean;
}

/**
 * Starts a process. The kernel kills it when this process dies, of SIGKILL as well: `setpriv` (util-linux) sets
 * PR_SET_PDEATHSIG (prctl(2)) and becomes the program.
 */
export function startChild({ name, program, flags, logFile }: Command): Child {
  const log = openSync(logFile, 'a');
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'SIGKILL',
      '--',
      program,
      ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
    ],
    { stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.on('error', () => undefined); // Without a pid it could not be started, which is said below.
  if (child.pid === undefined)
    throw new Error('setpriv: cannot be run; Debian has it in the package util-linux');
  let wasKilled = false;
  const forget = removeAtExit(() => child.kill('SIGKILL'));
  const end = async (): Promise<End> => {
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    forget();
    return { wasKilled, ...(exitCode === null ? {} : { exitCode }) };
  };
  const ended = end();
  return {
    name,
    ended,
    get log() {
      return readFileSync(logFile, 'utf8');
    },
    async kill() {
      wasKilled = true;
      child.ref();
      child.kill('SIGKILL');
      await ended;
    },
    unref: () => child.unref(),
  };
}

const TAIL_LINES = 20;

/** What to say of a process that ended and should not have: how, and the tail of its log. */
export function deathOf({ name, log }: Child, { exitCode }: End): Error {
  const how = exitCode === undefined ? 'was killed by somebody else' : `ended with exit code ${exitCode}`;
  const tail = log.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
  return new Error(`${name} ${how}; the tail of its log:\n${tail}`);
}

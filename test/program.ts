/** The program as a process of its own, started by a test and gone with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Cleanup } from './cleanup.ts';

/** The repository's folder, in which the program is run. */
export const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));

/** How the program is run. */
export interface Running {
  /** What stands after `node`: the program from its sources by default. */
  readonly entry?: readonly string[];
  /** Nothing but `PATH` by default, whatever the test runner itself was given. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The program as a user runs it: the bundle, which `node build/bundle.ts` makes. */
export const BUNDLE: Running = { entry: ['dist/main.js'] };

/** What a process has left behind. */
export interface Outcome {
  /** Absent where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs. */
export interface Program {
  /** The first match of `pattern` in all that it has written, as soon as it is there. Rejects when it ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** What it has written so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Asks it to end, as a service manager does, and waits until it has. */
  stop(): Promise<Outcome>;
  /** What it left behind, once it has ended by itself. */
  readonly ended: Promise<Outcome>;
}

/** A program that answers. */
export interface Server extends Program {
  /** `http://127.0.0.1:43211` */
  readonly origin: string;
  /** The text at a path, of an answer that is as it should be. */
  get(path: string): Promise<string>;
}

/** Those that run: should the test's own process come to an unexpected end, they end with it. */
const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Runs the program to its end. */
export async function run(test: Cleanup, argv: readonly string[], running: Running = {}): Promise<Outcome> {
  return start(test, argv, running).ended;
}

/** Starts the program. When the test is over and it still runs, it is killed. */
export function start(
  test: Cleanup,
  argv: readonly string[],
  { entry = ['src/main.ts'], environment = {} }: Running = {},
): Program {
  const child = spawn(process.execPath, [...entry, ...argv], {
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  child.once('close', () => children.delete(child));
  const output = new Output(child);
  const { ended } = output;
  test.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    get stdout() {
      return output.stdout;
    },
    get stderr() {
      return output.stderr;
    },
    printed: (pattern) => output.printed(pattern),
    ended,
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** Starts `serve` on a free port of this machine, and waits until it has looked at everything once. */
export async function startServer(
  test: Cleanup,
  flags: readonly string[],
  running: Running = {},
): Promise<Server> {
  const program = start(test, ['serve', '--listen', '127.0.0.1:0', ...flags], running);
  const [, address] = await program.printed(/"address":"([^"]+)","msg":"listening"/);
  const origin = `http://${address}`;
  await program.printed(/"msg":"source up"/);
  const get = async (path: string): Promise<string> => {
    const answer = await fetch(origin + path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  };
  await get('/readyz');
  return Object.assign(program, { origin, get });
}

/** What a child process writes, and its end. */
class Output {
  stdout = '';
  stderr = '';
  readonly ended: Promise<Outcome>;
  readonly #news = new EventEmitter<{ news: [] }>().setMaxListeners(0);
  #isOver = false;

  constructor(child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#news.emit('news');
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#news.emit('news');
    });
    this.ended = this.#end(child);
  }

  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
      if (match !== null) return match;
      if (this.#isOver)
        throw new Error(`ended before it wrote ${pattern}; it wrote:\n${this.stdout}${this.stderr}`);
      await once(this.#news, 'news');
    }
  }

  async #end(child: ChildProcess): Promise<Outcome> {
    try {
      // Its outputs are read to their ends then, unlike at `exit`.
      const [code] = (await once(child, 'close')) as [number | null];
      return { exitCode: code ?? undefined, stdout: this.stdout, stderr: this.stderr };
    } finally {
      this.#isOver = true;
      this.#news.emit('news');
    }
  }
}

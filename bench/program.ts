/** The program as a process of its own, watched from outside through /proc. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createInterface } from 'node:readline';

export interface Program {
  /** Milliseconds from spawn to the first scrape that was complete: ready, and read to its end. */
  readonly firstScrape: number;
  /** Milliseconds from spawn to ready. */
  readonly ready: number;
  scrape(headers?: Readonly<Record<string, string>>): Promise<Scrape>;
  /** Resident memory now, in MB (10^6 bytes). */
  residentMemory(): number;
  /** Processor seconds used so far, user and system. */
  processorTime(): number;
  stop(): Promise<void>;
}

export interface Scrape {
  readonly milliseconds: number;
  /** As they came over the wire. */
  readonly bytes: number;
  readonly status: number;
}

/** Starts `serve` on a free loopback port and waits until it has been scraped once. */
export async function startProgram(flags: readonly string[]): Promise<Program> {
  const start = performance.now();
  const child = spawn(process.execPath, ['dist/main.js', 'serve', '--listen', '127.0.0.1:0', ...flags], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const origin = await listeningAt(child);
  while ((await fetchOnce(`${origin}/readyz`)).status !== 200) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const ready = performance.now() - start;
  await fetchOnce(`${origin}/metrics`);
  const firstScrape = performance.now() - start;
  return {
    firstScrape,
    ready,
    scrape: (headers) => fetchOnce(`${origin}/metrics`, headers),
    residentMemory: () =>
      Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1.024e-3,
    processorTime: () => {
      // Fields 14 and 15 of proc(5) stat, in clock ticks of 1/100 s; the name before them may hold spaces.
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** The address in the log line that says it is listening. */
async function listeningAt(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new Error('the program has no standard error to read');
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /"address":"([^"]+)","msg":"listening"/.exec(line)?.[1];
    if (address === undefined) continue;
    child.stderr.resume();
    return `http://${address}`;
  }
  throw new Error('the program ended before it listened');
}

function fetchOnce(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Scrape> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () =>
        resolve({ milliseconds: performance.now() - start, bytes, status: response.statusCode ?? 0 }),
      );
      response.on('error', reject);
    }).on('error', reject);
  });
}

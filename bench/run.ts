/** Prints what the program costs, beside what it may cost. Medians of several runs; no assertion: machines differ. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, startProgram } from './program.ts';

const RUNS = Number(process.env['BENCH_RUNS'] ?? 5);
const IDLE_SECONDS = Number(process.env['BENCH_IDLE_SECONDS'] ?? 60);

interface Row {
  readonly work: string;
  readonly reach: string;
  readonly measured: string;
}

const folder = mkdtempSync(join(tmpdir(), 'kubecert-bench-'));
const rows: Row[] = [];
try {
  process.stderr.write('minting 11,000 certificates …\n');
  // By a process of its own: one that has minted them reads an answer half as fast as a small one.
  execFileSync(process.execPath, [join(import.meta.dirname, 'write-hosts.ts'), folder]);

  const bare = median(await repeat(startEmpty));
  const large = await repeat(() => startOn('large'));
  const small = await repeat(() => startOn('small'));
  const kubeadm = await repeat(() => startOn('kubeadm'));
  const perFile = (runs: readonly Measured[], files: number): number =>
    (median(runs.map(({ firstScrape }) => firstScrape)) - bare) / files;

  rows.push(
    row(
      '10,000 files in 100 folders: start to first complete scrape',
      '1500 ms',
      milliseconds(large, 'firstScrape'),
    ),
    {
      work: 'the same, per file, against 1,000 files in 10 folders',
      reach: '1.3 times',
      measured: `${(perFile(large, 10_000) / perFile(small, 1000)).toFixed(2)} times`,
    },
    row('10,000 certificates: a scrape, all families', '50 ms', milliseconds(large, 'scrape')),
    row('10,000 certificates: a scrape with gzip', '130 ms', milliseconds(large, 'gzipScrape')),
    row('10,000 certificates: resident memory after ten scrapes', '140 MB', megabytes(large)),
    row('a kubeadm node: start to ready', '500 ms', milliseconds(kubeadm, 'ready')),
    row('a kubeadm node: resident memory', '70 MB', megabytes(kubeadm)),
    {
      work: `a kubeadm node: idle for ${IDLE_SECONDS} s`,
      reach: '0.2 s of processor',
      measured: await idle('kubeadm'),
    },
    {
      work: `10,000 files: idle for ${IDLE_SECONDS} s`,
      reach: '0.2 s of processor',
      measured: await idle('large'),
    },
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
print(rows);

interface Measured {
  readonly firstScrape: number;
  readonly ready: number;
  readonly scrape: number;
  readonly gzipScrape: number;
  readonly residentMemory: number;
}

function flagsFor(name: string): readonly string[] {
  const flags = ['--host-root', join(folder, name), '--node', 'bench'];
  return name === 'kubeadm' ? flags : [...flags, '--distribution', 'none', '--path', '/certs'];
}

async function startOn(name: string): Promise<Measured> {
  const program = await startProgram(flagsFor(name));
  try {
    return await measure(program);
  } finally {
    await program.stop();
  }
}

/** The cost of a start without any file: what is left is the cost of the files. */
async function startEmpty(): Promise<number> {
  const program = await startProgram(['--host-root', folder, '--node', 'bench', '--distribution', 'none']);
  await program.stop();
  return program.firstScrape;
}

async function measure(program: Program): Promise<Measured> {
  const scrapes: number[] = [];
  for (let count = 0; count < 9; count += 1) scrapes.push((await program.scrape()).milliseconds);
  const residentMemory = program.residentMemory();
  const gzipScrapes: number[] = [];
  for (let count = 0; count < 5; count += 1) {
    gzipScrapes.push((await program.scrape({ 'accept-encoding': 'gzip' })).milliseconds);
  }
  const { firstScrape, ready } = program;
  return { firstScrape, ready, scrape: median(scrapes), gzipScrape: median(gzipScrapes), residentMemory };
}

async function idle(name: string): Promise<string> {
  const program = await startProgram(flagsFor(name));
  try {
    await pause(5);
    const before = program.processorTime();
    await pause(IDLE_SECONDS);
    return `${(program.processorTime() - before).toFixed(2)} s`;
  } finally {
    await program.stop();
  }
}

async function repeat<T>(measureOnce: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let run = 0; run < RUNS; run += 1) results.push(await measureOnce());
  return results;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function milliseconds(runs: readonly Measured[], figure: Exclude<keyof Measured, 'residentMemory'>): string {
  return `${median(runs.map((run) => run[figure])).toFixed(0)} ms`;
}

function megabytes(runs: readonly Measured[]): string {
  return `${median(runs.map(({ residentMemory }) => residentMemory)).toFixed(0)} MB`;
}

function row(work: string, reach: string, measured: string): Row {
  return { work, reach, measured };
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

function print(table: readonly Row[]): void {
  process.stdout.write(`Node ${process.version}, ${cpus().length} processors, median of ${RUNS} runs\n\n`);
  process.stdout.write('| work | reach | measured |\n|---|---|---|\n');
  for (const { work, reach, measured } of table)
    process.stdout.write(`| ${work} | ${reach} | ${measured} |\n`);
}

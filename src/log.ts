import { destination, type DestinationStream, pino } from 'pino';
import { formatByteSize } from './notation/byte-size.ts';
import type { Config } from './config/schema.ts';
import type { LogLevel } from './config/values.ts';
import { formatDuration } from './notation/duration.ts';
import { formatListenAddress, type ListenAddress } from './notation/listen-address.ts';
import type { Instant } from './model.ts';

/** What a log line says besides its message: plain values alone, so that nothing comes along that nobody named. */
export type LogFields = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Where lines are logged. Fields that are undefined are left out. */
export type Log = Readonly<Record<LogLevel, (fields: LogFields, message: string) => void>> & {
  isLevelEnabled(level: LogLevel): boolean;
};

/** Standard error: standard output is left to data. Written at once, so that the last line before an end is not lost. */
export function standardError(): DestinationStream {
  return destination({ dest: 2, sync: true });
}

/**
 * A log of JSON lines, such as
 * `{"level":"info","time":"2026-06-01T00:00:00.000Z","address":":9797","msg":"listening"}`.
 * @param now the clock
 */
export function createLog(level: LogLevel, to: DestinationStream, now: () => Instant): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
}

/** The first line: what runs, and what it watches. */
export function logStarted(log: Log, version: string, { node, hostRoot, files }: Config): void {
  log.info(
    {
      version,
      node,
      host_root: hostRoot,
      distributions: files.distributions,
      paths: files.paths,
      exclude: files.exclude,
      interval: formatDuration(files.interval),
      max_file_size: formatByteSize(files.maxFileSize),
    },
    'started',
  );
}

/** @param address as bound: with the port that the system chose, where it was asked to */
export function logListening(log: Log, address: ListenAddress): void {
  log.info({ address: formatListenAddress(address) }, 'listening');
}

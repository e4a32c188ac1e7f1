import type { LogLevel } from '../config/values.ts';
import type { Log, LogFields } from '../log.ts';
import type { Certificate, Content, Holding, Location, Problem } from '../model.ts';
import { rfc3339 } from '../notation/rfc3339.ts';
import type { Change, SourceState } from '../store.ts';
import { printable } from '../terminal-text.ts';

/** What a change of the store says in the log. */
export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** As many hexadecimal digits of a fingerprint as tell one certificate from another at a glance. */
const FINGERPRINT_PREFIX = 16;

/**
 * Logs the changes of a store, one line each. What is there when a source looks for the first time is no change
 * for a person: it is logged as `debug`, and counted in the one line of the source.
 */
export function changeLog(log: Log): (change: Change) => void {
  const seen = new Set<string>();
  return (change) => {
    if (change.kind === 'source-up') seen.add(sourceKey(change.source));
    const isFirstLook = change.kind === 'appeared' && !seen.has(holdingKey(change.holding));
    if (isFirstLook && !log.isLevelEnabled('debug')) return;
    const { level, message, fields } = changeLine(change);
    log[isFirstLook ? 'debug' : level](fields, message);
  };
}

function sourceKey({ name, node }: Pick<SourceState, 'name' | 'node'>): string {
  return JSON.stringify([name, node]);
}

function holdingKey({ location: { source, node } }: Holding): string {
  return sourceKey({ name: source, ...(node !== undefined && { node }) });
}

/** The line of one change. It names places, names and dates: nothing else of what a file holds. */
export function changeLine(change: Change): LogLine {
  switch (change.kind) {
    case 'appeared':
      return contentLine('info', change.holding, change.kind);
    case 'replaced':
      return contentLine('info', change.holding, change.kind, change.predecessor);
    case 'gone':
      return contentLine('info', change.holding, change.kind);
    case 'problem':
      return problemLine('warn', 'problem appeared', change);
    case 'cleared':
      return problemLine('info', 'problem cleared', change);
    case 'source-error':
      return sourceLine('error', 'source failed', change.source, { error: printable(change.message) });
    case 'source-up':
      return sourceLine('info', 'source up', change.source, { locations: change.source.locations });
    case 'source-down':
      return sourceLine('error', 'source down', change.source);
  }
}

function contentLine(
  level: LogLevel,
  { location, contents }: Holding,
  verb: string,
  predecessor: readonly Content[] = [],
): LogLine {
  const [certificate, ...chain] = certificatesOf(contents);
  const [previous] = certificatesOf(predecessor);
  return {
    level,
    message: `${certificate === undefined ? 'kubeconfig' : 'certificate'} ${verb}`,
    fields: {
      ...placeFields(location),
      ...(certificate !== undefined && {
        subject: printable(certificate.subject),
        fingerprint: fingerprintPrefix(certificate),
        not_after: rfc3339(certificate.notAfter),
      }),
      ...(chain.length > 0 && { certificates: chain.length + 1 }),
      ...(previous !== undefined && {
        previous_fingerprint: fingerprintPrefix(previous),
        previous_not_after: rfc3339(previous.notAfter),
      }),
    },
  };
}

function problemLine(
  level: LogLevel,
  message: string,
  { holding, problem }: { readonly holding: Holding; readonly problem: Problem },
): LogLine {
  return {
    level,
    message,
    fields: { ...placeFields(holding.location), reason: problem.reason, problem: printable(problem.message) },
  };
}

function sourceLine(
  level: LogLevel,
  message: string,
  { name, node }: SourceState,
  fields: LogFields = {},
): LogLine {
  return { level, message, fields: { source: name, node, ...fields } };
}

function placeFields({ path, source, node }: Location): LogFields {
  return { location: printable(path), source, node };
}

function certificatesOf(contents: readonly Content[]): readonly Certificate[] {
  return contents.filter((content) => content.kind === 'certificate');
}

function fingerprintPrefix({ fingerprintSha256 }: Certificate): string {
  return fingerprintSha256.slice(0, FINGERPRINT_PREFIX);
}

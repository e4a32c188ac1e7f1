/**
 * The kinds of values that configuration keys and flags take. Each says in a phrase what is expected, which
 * completes "expected …" in an error message, and bears the name of its kind, for the reference and the schema.
 */
import { posix } from 'node:path';
import picomatch from 'picomatch';
import * as z from 'zod/mini';
import { BYTE_SIZE_PATTERN, formatByteSize, parseByteSize } from '../notation/byte-size.ts';
import { DURATION_PATTERN, formatDuration, parseDuration } from '../notation/duration.ts';
import { LISTEN_ADDRESS_PATTERN, parseListenAddress } from '../notation/listen-address.ts';
import { DISTRIBUTION_NAMES } from '../model.ts';

/** How much is logged, the most first; the names are pino's. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How a kind of value is written, and what it then is. */
interface Notation<Value> {
  /** The name of the kind. */
  readonly kind: string;
  /** What is expected of the text, as far as a regular expression can tell. */
  readonly form: string;
  readonly pattern: RegExp;
  /** What is expected besides; absent where every text of the form means something. */
  readonly possible?: string;
  /** Undefined where the form is right but the value impossible. */
  readonly parse: (text: string) => Value | undefined;
}

/** A value that is written as text. */
export function textual<Value>({ kind, form, pattern, possible = form, parse }: Notation<Value>) {
  const formed = z
    .string(form)
    .check(z.regex(pattern, { error: form, abort: true }), z.meta({ title: kind }));
  return z.pipe(formed, parsedBy(parse, possible));
}

/** A value whose text may be digits alone, which YAML reads as a number. */
function textualOrNumeric<Value>(notation: Notation<Value>) {
  const { kind, form, possible = form, parse } = notation;
  const digits = z.pipe(
    z.int(form).check(z.gte(0, { error: form, abort: true })),
    parsedBy((digit: number) => parse(String(digit)), possible),
  );
  return z.union([textual(notation), digits], form).check(z.meta({ title: kind }));
}

function parsedBy<Input, Value>(parse: (input: Input) => Value | undefined, possible: string) {
  return z.transform((input: Input, context) => {
    const value = parse(input);
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: possible, input });
    return z.NEVER;
  });
}

export const listenAddress = textualOrNumeric({
  kind: 'address',
  form: 'an address such as :9797, 127.0.0.1:9797 or [::1]:9797',
  pattern: LISTEN_ADDRESS_PATTERN,
  possible: 'an address whose host exists and whose port is from 0 to 65535',
  parse: parseListenAddress,
});

/** Bytes, given with their bounds. */
export function byteSize(least: number, most: number) {
  return textualOrNumeric({
    kind: 'size',
    form: 'a size such as 512Ki or 1Mi',
    pattern: BYTE_SIZE_PATTERN,
    possible: `a size from ${formatByteSize(least)} to ${formatByteSize(most)}`,
    parse: (text) => within(least, most, parseByteSize(text)),
  });
}

/** Milliseconds, given with their bounds. */
export function duration(least: number, most: number) {
  return textual({
    kind: 'duration',
    form: 'a duration such as 90s, 5m, 12h or 30d',
    pattern: DURATION_PATTERN,
    possible: `a duration from ${formatDuration(least)} to ${formatDuration(most)}`,
    parse: (text) => within(least, most, parseDuration(text)),
  });
}

function within(least: number, most: number, value: number | undefined): number | undefined {
  return value !== undefined && value >= least && value <= most ? value : undefined;
}

/** A file of the machine that the program runs on, as its shell would name it. */
export const fileName = textual({
  kind: 'file',
  form: 'the name of a file',
  pattern: /^[^\0]+$/,
  parse: (text) => text,
});

/** A folder of the machine that the program runs on. */
export const folder = textual({
  kind: 'path',
  form: 'an absolute path such as /host',
  pattern: /^\/[^\0]*$/,
  parse: (text) => posix.resolve(text),
});

/** Where on the host to look: absolute, so that it means the same wherever the program runs. */
export const hostGlob = textual({
  kind: 'path or glob',
  form: 'an absolute path or glob on the host such as /etc/ssl/**/*.pem',
  pattern: /^\/[^\0]*$/,
  possible: 'a path or glob whose brackets are closed and that has no .. in it',
  parse: possibleGlob,
});

/** Where on the host not to look; it may begin anywhere. */
export const excludeGlob = textual({
  kind: 'path or glob',
  form: 'a path or glob on the host such as /etc/ssl/old/** or **/*.bak',
  pattern: /^(?:\/|\*\*\/)[^\0]*$/,
  possible: 'a path or glob whose brackets are closed and that has no .. in it',
  parse: possibleGlob,
});

function possibleGlob(glob: string): string | undefined {
  if (glob.split('/').includes('..')) return undefined;
  try {
    picomatch.makeRe(glob, { strictBrackets: true });
    return glob;
  } catch {
    return undefined;
  }
}

export const NODE_NAME_FORM = 'a name of letters, digits, hyphens and dots';

/** What tells one node from the others: a Kubernetes node name, or what a person would call a host. */
export const nodeName = textual({
  kind: 'name',
  form: NODE_NAME_FORM,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/,
  parse: (text) => text,
});

export const logLevel = z
  .enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(', ')}`)
  .check(z.meta({ title: LOG_LEVELS.join(' | ') }));

export const distributionName = z.enum(DISTRIBUTION_NAMES, `one of ${DISTRIBUTION_NAMES.join(', ')}`);

/** The commands and their flags: what the help, the reference and the reading of arguments are made from. */
import * as z from 'zod/mini';
import {
  duration,
  excludeGlob,
  fileName,
  folder,
  hostGlob,
  listenAddress,
  logLevel,
  LOG_LEVELS,
  nodeName,
  textual,
} from '../config/values.ts';
import { DAY, DISTRIBUTION_NAMES } from '../model.ts';
import { ASSUMED_DATE_PATTERN, parseAssumedDate } from './assumed-date.ts';
import type { CommandDescription, Flags } from './flag.ts';

/** How `check` writes what it found. */
export const OUTPUTS = ['table', 'json', 'prometheus'] as const;
export type Output = (typeof OUTPUTS)[number];

/** When `check` uses colour; `auto` is: on a terminal. */
export const COLORS = ['auto', 'always', 'never'] as const;
export type Color = (typeof COLORS)[number];

const DISTRIBUTION_CHOICES = ['auto', 'none', ...DISTRIBUTION_NAMES] as const;

function oneOf<const Choice extends string>(choices: readonly Choice[]) {
  return z.enum(choices, `one of ${choices.join(', ')}`);
}

/** A threshold: as long before expiry as a certificate may live. */
const threshold = duration(0, 36_500 * DAY);

const assumedDate = textual({
  kind: 'date',
  form: 'a date such as 2027-01-31 or 2027-01-31T12:00:00Z, or a time ahead such as +90d',
  pattern: ASSUMED_DATE_PATTERN,
  possible: 'a day that the calendar has, or at most 365000d ahead',
  parse: parseAssumedDate,
});

/** Flags that say which host is looked at, and which of its files. */
const HOST_FLAGS = {
  config: {
    kind: 'value',
    placeholder: 'FILE',
    schema: fileName,
    meaning: 'read this configuration; flags override its keys',
  },
  'host-root': {
    kind: 'value',
    placeholder: 'FOLDER',
    schema: folder,
    meaning: "where the host's root folder is mounted; default /",
  },
  node: {
    kind: 'value',
    placeholder: 'NAME',
    schema: nodeName,
    meaning: "the node's name; default $NODE_NAME, else the host's /etc/hostname",
  },
  distribution: {
    kind: 'value',
    placeholder: 'NAME',
    schema: oneOf(DISTRIBUTION_CHOICES),
    repeatable: true,
    meaning: `look where this one keeps certificates: ${DISTRIBUTION_NAMES.join(', ')}; auto (default) finds out, none leaves only the paths`,
  },
  exclude: {
    kind: 'value',
    placeholder: 'GLOB',
    schema: excludeGlob,
    repeatable: true,
    meaning: 'do not look at files that match',
  },
} as const satisfies Flags;

const SERVE = {
  name: 'serve',
  summary: 'watch the certificates of this host and serve /metrics and a page',
  description:
    'Watches every place where Kubernetes keeps certificates on this host, and serves what it knows: ' +
    '/metrics for Prometheus, / for a person. It needs no configuration: it finds the distribution by looking.',
  flags: {
    config: HOST_FLAGS.config,
    'config-check': {
      kind: 'switch',
      meaning: 'check the configuration, print the effective one, and exit',
    },
    listen: {
      kind: 'value',
      placeholder: 'ADDRESS',
      schema: listenAddress,
      meaning: 'where to serve, such as 127.0.0.1:9797 or [::1]:9797; default :9797',
    },
    'host-root': HOST_FLAGS['host-root'],
    node: HOST_FLAGS.node,
    distribution: HOST_FLAGS.distribution,
    path: {
      kind: 'value',
      placeholder: 'PATH',
      schema: hostGlob,
      repeatable: true,
      meaning: 'a file, folder or glob on the host to look at besides',
    },
    exclude: HOST_FLAGS.exclude,
    'log-level': {
      kind: 'value',
      placeholder: 'LEVEL',
      schema: logLevel,
      meaning: `${LOG_LEVELS.join(', ')}; default info`,
    },
  },
  examples: [
    { line: 'serve', meaning: 'everything of this host, on port 9797' },
    { line: 'serve --host-root /host --node cp-1', meaning: 'in a container' },
    { line: "serve --path '/etc/ssl/**/*.pem'", meaning: 'other certificates as well' },
    { line: 'serve --config config.yaml --config-check', meaning: 'is the configuration right?' },
  ],
  exitCodes: [
    { code: 0, meaning: 'stopped by a signal' },
    { code: 2, meaning: 'the configuration or the command line is wrong' },
  ],
  usageExitCode: 2,
} as const satisfies CommandDescription;

const CHECK = {
  name: 'check',
  operands: '[PATH...]',
  summary: 'look once, print every certificate and what to do about it',
  description:
    'Looks once at the certificates of this host, or at PATHs alone (files, folders, globs), and prints when ' +
    'each expires, who renews it, what is wrong, and what to do next.',
  flags: {
    output: {
      kind: 'value',
      placeholder: 'FORMAT',
      schema: oneOf(OUTPUTS),
      meaning: "table (default), json, or prometheus for node_exporter's textfile collector",
    },
    at: {
      kind: 'value',
      placeholder: 'DATE',
      schema: assumedDate,
      meaning: 'judge as of a day (2027-01-31), an instant (RFC 3339) or a time ahead (+90d)',
    },
    warning: {
      kind: 'value',
      placeholder: 'DURATION',
      schema: threshold,
      meaning: 'warn this long before expiry, CAs apart; default 30d',
    },
    critical: {
      kind: 'value',
      placeholder: 'DURATION',
      schema: threshold,
      meaning: 'critical this long before expiry, CAs apart; default 7d',
    },
    config: HOST_FLAGS.config,
    'host-root': HOST_FLAGS['host-root'],
    node: HOST_FLAGS.node,
    distribution: HOST_FLAGS.distribution,
    exclude: HOST_FLAGS.exclude,
    color: {
      kind: 'value',
      placeholder: 'WHEN',
      schema: oneOf(COLORS),
      meaning: 'auto (default: on a terminal, unless $NO_COLOR is set), always, never',
    },
  },
  examples: [
    { line: 'check', meaning: 'everything of this host' },
    { line: 'check --at +90d', meaning: 'what will be broken in 90 days?' },
    { line: 'check /etc/ssl/private --warning 60d', meaning: 'one folder' },
    { line: 'check --host-root /mnt/backup --output json', meaning: 'a copy, for a program' },
  ],
  exitCodes: [
    { code: 0, meaning: 'ok' },
    { code: 1, meaning: 'warning' },
    { code: 2, meaning: 'critical' },
    { code: 3, meaning: 'could not tell: something unreadable, or a wrong command line' },
  ],
  usageExitCode: 3,
} as const satisfies CommandDescription;

const DEMO = {
  name: 'demo',
  summary: 'serve sample hosts with every kind of trouble, explained',
  description:
    'Makes sample hosts with every incident that certificates cause, and healthy ones beside them, in a temporary ' +
    'folder; serves them as it would serve a real one, and prints where to look.',
  flags: {
    listen: {
      kind: 'value',
      placeholder: 'ADDRESS',
      schema: listenAddress,
      meaning: 'where to serve; default 127.0.0.1:9797',
    },
    once: { kind: 'switch', meaning: 'print what check finds on each host, and exit' },
  },
  examples: [
    { line: 'demo', meaning: 'http://127.0.0.1:9797 has the page and /metrics' },
    { line: 'demo --once', meaning: 'in the terminal alone' },
  ],
  exitCodes: [
    { code: 0, meaning: 'stopped by a signal, or done' },
    { code: 2, meaning: 'the command line is wrong' },
  ],
  usageExitCode: 2,
} as const satisfies CommandDescription;

export const COMMANDS = { serve: SERVE, check: CHECK, demo: DEMO } as const;
export type CommandName = keyof typeof COMMANDS;

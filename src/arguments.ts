import { type AssumedDate } from './arguments/assumed-date.ts';
import { type Color, COMMANDS, type CommandName, type Output } from './arguments/commands.ts';
import { UsageError } from './arguments/error.ts';
import type { Values } from './arguments/flag.ts';
import { commandHelp, programHelp } from './arguments/help.ts';
import { ArgumentFault, type Read, readArguments } from './arguments/read.ts';
import type { Environment, Overrides } from './config.ts';
import { given } from './config/given.ts';
import { DEFAULT_THRESHOLDS, type Thresholds, withLeafDays } from './findings/thresholds.ts';
import type { ListenAddress } from './notation/listen-address.ts';
import { DAY } from './model.ts';
import { nearest } from './nearest.ts';

/** What the program is asked to do. */
export type Command =
  | {
      readonly kind: 'serve';
      /** Name of the configuration's file; absent: every key has its default. */
      readonly config?: string;
      /** Print the effective configuration instead of serving. */
      readonly configCheck: boolean;
      readonly overrides: Overrides;
    }
  | {
      readonly kind: 'check';
      readonly config?: string;
      readonly overrides: Overrides;
      /** Operands as given, possibly relative; empty: the places of the distributions and of the configuration. */
      readonly paths: readonly string[];
      readonly output: Output;
      /** Absent: now. */
      readonly at?: AssumedDate;
      readonly thresholds: Thresholds;
      readonly color: Color;
    }
  | {
      readonly kind: 'demo';
      readonly listen: ListenAddress;
      /** Print and exit instead of serving. */
      readonly once: boolean;
    }
  /** Print `text` on standard output. */
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' };

const DEMO_ADDRESS: ListenAddress = { host: '127.0.0.1', port: 9797 };

/**
 * The command that the arguments after the program's name ask for.
 * @throws UsageError on the first argument that is wrong
 */
export function parseArguments(argv: readonly string[], environment: Environment): Command {
  const [name, ...rest] = argv;
  switch (name) {
    case 'serve':
      return read('serve', rest, serve);
    case 'check':
      return read('check', rest, (asked) => check(asked, environment));
    case 'demo':
      return read('demo', rest, demo);
    case 'help':
    case '--help':
    case '-h':
      return { kind: 'help', text: helpOn(rest[0]) };
    case 'version':
    case '--version':
      return { kind: 'version' };
    case undefined:
    default:
      throw unknownCommand(name);
  }
}

type Asked<Name extends CommandName> = Read<(typeof COMMANDS)[Name]['flags']>;

/** Reads the arguments of a command; what is wrong with them is told with where to read more. */
function read<Name extends CommandName>(
  name: Name,
  argv: readonly string[],
  interpret: (asked: Asked<Name>) => Command,
): Command {
  const command = COMMANDS[name];
  try {
    const asked = readArguments<(typeof COMMANDS)[Name]['flags']>(argv, command.flags);
    return asked.help ? { kind: 'help', text: commandHelp(command) } : interpret(asked);
  } catch (error) {
    if (!(error instanceof ArgumentFault)) throw error;
    const more = `see kubecert-exporter ${name} --help`;
    throw new UsageError(`${error.message}; ${more}`, command.usageExitCode);
  }
}

function serve({ flags, operands }: Asked<'serve'>): Command {
  refuseOperands(operands);
  const { listen, path, 'log-level': logLevel, 'config-check': configCheck = false } = flags;
  return {
    kind: 'serve',
    ...configOf(flags),
    configCheck,
    overrides: {
      ...hostOverrides(flags),
      ...(listen !== undefined && { listen }),
      ...(path !== undefined && { paths: path }),
      ...(logLevel !== undefined && { logLevel }),
    },
  };
}

function check({ flags, operands }: Asked<'check'>, environment: Environment): Command {
  const { output = 'table', at, warning, critical, color = colorOf(environment) } = flags;
  return {
    kind: 'check',
    ...configOf(flags),
    overrides: hostOverrides(flags),
    paths: operands,
    output,
    ...(at !== undefined && { at }),
    thresholds: thresholdsOf(warning, critical),
    color,
  };
}

function demo({ flags: { listen = DEMO_ADDRESS, once = false }, operands }: Asked<'demo'>): Command {
  refuseOperands(operands);
  return { kind: 'demo', listen, once };
}

type HostFlags = Values<
  Pick<(typeof COMMANDS)['check']['flags'], 'config' | 'host-root' | 'node' | 'distribution' | 'exclude'>
>;

function configOf({ config }: HostFlags): { readonly config?: string } {
  return config === undefined ? {} : { config };
}

function hostOverrides({ 'host-root': hostRoot, node, distribution, exclude }: HostFlags): Overrides {
  return {
    ...(hostRoot !== undefined && { hostRoot }),
    ...(node !== undefined && { node }),
    ...(distribution !== undefined && { distributions: distributionsOf(distribution) }),
    ...(exclude !== undefined && { exclude }),
  };
}

/** `auto` and `none` are answers of their own; they do not go with names. */
function distributionsOf(
  asked: NonNullable<HostFlags['distribution']>,
): NonNullable<Overrides['distributions']> {
  const [first] = asked;
  const names = asked.filter((name) => name !== 'auto' && name !== 'none');
  if (names.length === asked.length) return names;
  if (asked.length > 1 || first === undefined || (first !== 'auto' && first !== 'none')) {
    throw new ArgumentFault(
      '--distribution: expected auto or none alone, or names of distributions, got both',
    );
  }
  return first;
}

/** Where one of the two is given, the other one makes room for it. @param warning milliseconds @param critical milliseconds */
function thresholdsOf(warning: number | undefined, critical: number | undefined): Thresholds {
  const usual = DEFAULT_THRESHOLDS.days.manual;
  const warningDays =
    warning === undefined ? Math.max(usual.warning ?? 0, (critical ?? 0) / DAY) : warning / DAY;
  const criticalDays = critical === undefined ? Math.min(usual.critical ?? 0, warningDays) : critical / DAY;
  if (criticalDays > warningDays) {
    throw new ArgumentFault(
      `--critical: expected at most the ${warningDays} days of --warning, got ${criticalDays} days`,
    );
  }
  return withLeafDays(DEFAULT_THRESHOLDS, { warning: warningDays, critical: criticalDays });
}

/** Whether the environment forbids colour: https://no-color.org, and a terminal that has none. */
function colorOf({ NO_COLOR: noColor = '', TERM: terminal }: Environment): Color {
  return noColor !== '' || terminal === 'dumb' ? 'never' : 'auto';
}

function refuseOperands([first]: readonly string[]): void {
  if (first !== undefined)
    throw new ArgumentFault(`${given(first)}: expected a flag; this command takes nothing else`);
}

function helpOn(topic: string | undefined): string {
  if (topic === undefined) return programHelp();
  if (!Object.hasOwn(COMMANDS, topic)) throw unknownCommand(topic);
  return commandHelp(COMMANDS[topic as CommandName]);
}

function unknownCommand(name: string | undefined): UsageError {
  const known = Object.keys(COMMANDS);
  const near = nearest(name ?? '', [...known, 'help', 'version']);
  const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
  const what = name === undefined ? 'a command is missing' : `${given(name)}: no such command`;
  return new UsageError(`${what}; ${hint}; see kubecert-exporter --help`, 2);
}

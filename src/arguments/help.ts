import { wrap } from '../terminal-text.ts';
import { COMMANDS } from './commands.ts';
import type { CommandDescription, Flag } from './flag.ts';

const WIDTH = 80;
const PROGRAM = 'kubecert-exporter';

/** One line of two columns; the second one is wrapped beside the first. */
type Row = readonly [string, string];

const OWN_HELP: Row = ['-h, --help', 'print this help'];

/** The help of the program, of at most 80 columns. */
export function programHelp(): string {
  return sections([
    `Usage: ${PROGRAM} COMMAND [flags]`,
    wrap('Counts down the certificates of Kubernetes, and says who renews them.', WIDTH).join('\n'),
    block('Commands', [
      ...Object.values(COMMANDS).map(({ name, summary }): Row => [name, summary]),
      ['help [COMMAND]', 'print this help, or that of a command'],
      ['version', 'print the version'],
    ]),
  ]);
}

/** The help of one command, of at most 80 columns. */
export function commandHelp({
  name,
  operands,
  description,
  flags,
  examples,
  exitCodes,
}: CommandDescription): string {
  return sections([
    `Usage: ${PROGRAM} ${name} ${operands === undefined ? '' : `${operands} `}[flags]`,
    wrap(description, WIDTH).join('\n'),
    block('Flags', [
      ...Object.entries(flags).map(([flagName, flag]): Row => [flagUsage(flagName, flag), meaning(flag)]),
      OWN_HELP,
    ]),
    block(
      'Examples',
      examples.map(({ line, meaning: says }): Row => [`${PROGRAM} ${line}`, says]),
    ),
    block(
      'Exit codes',
      exitCodes.map(({ code, meaning: says }): Row => [String(code), says]),
    ),
  ]);
}

/** `--listen ADDRESS`. */
export function flagUsage(name: string, flag: Flag): string {
  return flag.kind === 'switch' ? `--${name}` : `--${name} ${flag.placeholder}`;
}

function meaning(flag: Flag): string {
  return 'repeatable' in flag ? `${flag.meaning} (repeatable)` : flag.meaning;
}

/** Rows under a heading; a first column that leaves no room for the second stands above it. */
function block(heading: string, rows: readonly Row[]): string {
  const first = Math.max(...rows.map(([left]) => left.length));
  const indent = first > WIDTH / 2 ? 6 : first + 4;
  const lines = rows.flatMap(([left, right]) => {
    const [head = '', ...rest] = wrap(right, WIDTH - indent);
    const more = rest.map((line) => ' '.repeat(indent) + line);
    if (first > WIDTH / 2) return [`  ${left}`, ' '.repeat(indent) + head, ...more];
    return [`  ${left.padEnd(first)}  ${head}`, ...more];
  });
  return [`${heading}:`, ...lines].join('\n');
}

function sections(texts: readonly string[]): string {
  return `${texts.join('\n\n')}\n`;
}

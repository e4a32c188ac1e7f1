import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { given } from '../config/given.ts';
import { furthest } from '../config/issue.ts';
import { nearest } from '../nearest.ts';
import type { Flag, Flags, Values } from './flag.ts';

/** What stands on a command line after the command. */
export interface Read<F extends Flags> {
  readonly flags: Values<F>;
  readonly operands: readonly string[];
  /** `--help` or `-h` is there: nothing else counts then. */
  readonly help: boolean;
}

/** What is wrong with an argument, in one line. */
export class ArgumentFault extends Error {}

type Token = ReturnType<typeof parseTokens>[number];
type OptionToken = Extract<Token, { kind: 'option' }>;

/** @throws ArgumentFault on the first argument that is wrong */
export function readArguments<F extends Flags>(argv: readonly string[], flags: F): Read<F> {
  const tokens = parseTokens(argv, flags);
  const options = tokens.filter((token) => token.kind === 'option');
  if (options.some(({ name }) => name === 'help')) return { flags: {}, operands: [], help: true };

  const values: Record<string, unknown> = {};
  for (const option of options) {
    const flag = Object.hasOwn(flags, option.name) ? flags[option.name] : undefined;
    if (flag === undefined) throw unknownFlag(option, flags);
    const value = flag.kind === 'switch' ? readSwitch(option) : readValue(option, flag);
    values[option.name] =
      'repeatable' in flag ? [...((values[option.name] as unknown[] | undefined) ?? []), value] : value;
  }
  const operands = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  // Each value has been through the schema of its flag, from which `Values` takes its type.
  return { flags: values as Values<F>, operands, help: false };
}

/** The tokens of node:util, which is not strict here: its messages are longer than a line. */
function parseTokens(argv: readonly string[], flags: Flags) {
  const options = Object.entries(flags).map(
    ([name, { kind }]) => [name, { type: kind === 'switch' ? 'boolean' : 'string' }] as const,
  );
  return parseArgs({
    args: [...argv],
    options: { ...Object.fromEntries(options), help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
    strict: false,
    tokens: true,
  }).tokens;
}

function unknownFlag({ name, rawName }: OptionToken, flags: Flags): ArgumentFault {
  const near = nearest(name, Object.keys(flags));
  return new ArgumentFault(
    `${given(rawName)}: no such flag${near === undefined ? '' : `; did you mean --${near}?`}`,
  );
}

function readSwitch({ rawName, value }: OptionToken): true {
  if (value !== undefined) throw new ArgumentFault(`${rawName}: takes no value, got ${given(value)}`);
  return true;
}

function readValue(
  { rawName, value, inlineValue }: OptionToken,
  flag: Extract<Flag, { kind: 'value' }>,
): unknown {
  // What begins with a dash is the next flag, unless it is given as --flag=-value.
  if (value === undefined || (!inlineValue && /^-./.test(value))) {
    throw new ArgumentFault(`${rawName}: expected a value: ${rawName} ${flag.placeholder}`);
  }
  const { success, data, error } = z.safeParse(flag.schema, value);
  if (success) return data;
  const [issue] = error.issues;
  throw new ArgumentFault(`${rawName}: expected ${issue && furthest(issue).message}, got ${given(value)}`);
}

import type * as z from 'zod/mini';

/** A flag that is there or not. */
export interface Switch {
  readonly kind: 'switch';
  /** One sentence without a full stop. */
  readonly meaning: string;
}

/** A flag with a value. */
export interface ValueFlag<Schema extends z.ZodMiniType = z.ZodMiniType> {
  readonly kind: 'value';
  /** What stands for the value in the help: `FILE`. */
  readonly placeholder: string;
  readonly schema: Schema;
  readonly meaning: string;
  /** May be given several times; else the last one counts. */
  readonly repeatable?: true;
}

export type Flag = Switch | ValueFlag;
export type Flags = Readonly<Record<string, Flag>>;

/** What was given for each flag; a flag that was not given is absent. */
export type Values<F extends Flags> = {
  readonly [Name in keyof F]?: F[Name] extends { readonly kind: 'value'; readonly schema: infer Schema }
    ? F[Name] extends { readonly repeatable: true }
      ? readonly z.output<Schema>[]
      : z.output<Schema>
    : boolean;
};

/** What a command is, for its help and for reading its arguments. */
export interface CommandDescription<F extends Flags = Flags> {
  readonly name: string;
  /** What it does, in a few words for the list of commands. */
  readonly summary: string;
  /** What it does, in a few sentences for its own help. */
  readonly description: string;
  /** How its operands are written in the help; absent where it takes none. */
  readonly operands?: string;
  readonly flags: F;
  readonly examples: readonly { readonly line: string; readonly meaning: string }[];
  /** Exit codes and their meanings. */
  readonly exitCodes: readonly { readonly code: number; readonly meaning: string }[];
  /** What a wrong command line exits with. */
  readonly usageExitCode: 2 | 3;
}

/** What V8 is told, because it is made for browsers: docs/decisions/0004-memory.md says what each flag brings. */
import { setFlagsFromString } from 'node:v8';

const FAVOR_MEMORY: readonly string[] = [
  // The young generation stays at 1 MB; else it grows to 16 MB at the first burst, and stays so.
  '--semi-space-growth-factor=1',
  // The old generation is collected when it has grown by a third; else when it has doubled, or more.
  '--optimize-for-size',
  // Machine code by the baseline compiler alone: the two others are 8 MB of program that a few files never need.
  '--no-turbofan',
  '--no-maglev',
];

/** To be called before anything else is loaded, since V8 does not give back what it has taken. */
export function favorMemory(): void {
  for (const flag of FAVOR_MEMORY) setFlagsFromString(flag);
}

/** Lets code that runs very often be compiled again, by the smaller one of V8's optimizing compilers. */
export function optimizeHotCode(): void {
  for (const f of (process.env['MANYF'] ?? '--maglev').split(' ')) setFlagsFromString(f);
}

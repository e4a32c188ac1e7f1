/**
 * V8 takes memory to be fast, as a page in a browser should be. This program waits most of the time, on every node
 * of a cluster. What each flag brings, measured: docs/decisions/0004-memory.md.
 */
const FLAGS: readonly string[] = [
  // The young generation stays at 1 MB: it would grow to 16 MB at the first burst of work, and stay so ...
  '--semi-space-growth-factor=1',
  // ... and without bounds while the old one is marked, since it would not be collected meanwhile.
  '--no-separate-gc-phases',
  // The old generation is collected when it has grown by a third; else when it has doubled, or more.
  '--heap-growing-percent=35',
  // No optimizing compilers: 8 MB of pages of Node's binary, which a few files never need. See speed.ts.
  '--no-turbofan',
  '--no-maglev',
];

/** To be called before anything else is loaded: what V8 has taken by then it does not give back. */
export function favorMemory(): void {
  // Not by an import, which in the bundle would be a file of its own, and loaded before.
  const v8 = process.getBuiltinModule('node:v8');
  for (const flag of FLAGS) v8.setFlagsFromString(flag);
}

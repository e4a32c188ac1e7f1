import { posix } from 'node:path';
import picomatch from 'picomatch';

/** A glob over host paths, compiled; a path without any magic is the glob that matches itself. */
export interface Pattern {
  /** The deepest folder above everything that can match; of a path without magic, that path. */
  readonly base: string;
  readonly isGlob: boolean;
  /** How many folders below `base` a match can lie; Infinity with `**`. */
  readonly depth: number;
  matches(path: string): boolean;
}

/** Whether one of them matches. Without a closure, which would be made anew for each of ten thousand paths. */
export function matchesAny(patterns: readonly Pattern[], path: string): boolean {
  for (const pattern of patterns) if (pattern.matches(path)) return true;
  return false;
}

/** @param text absolute host path or glob; `*` matches names with a leading dot, too */
export function compilePattern(text: string): Pattern {
  const normal = posix.normalize(text);
  const { base, glob, isGlob } = picomatch.scan(normal);
  if (!isGlob) return { base: normal, isGlob, depth: 0, matches: (path) => path === normal };
  const above = base.endsWith('/') ? base : `${base}/`;
  // Below the base, because picomatch 4 does not match `/x` with `/**/x`.
  // `s`: a name may have a line feed in it.
  const matchesBelow = picomatch(glob, { dot: true, flags: 's' });
  return {
    base,
    isGlob,
    depth: glob.includes('**') ? Number.POSITIVE_INFINITY : glob.split('/').length - 1,
    matches: (path) => path.startsWith(above) && matchesBelow(path.slice(above.length)),
  };
}

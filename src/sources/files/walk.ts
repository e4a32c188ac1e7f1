import type { Problem } from '../../model.ts';
import type { HostRoot } from './host-root.ts';
import { locationFolder, locationPath } from './location-path.ts';
import { isCertificateName, isPassedFolder } from './names.ts';
import { pathIn } from './path.ts';
import type { Pattern } from './pattern.ts';

/** Nothing on these file systems is a certificate, and some of their files block or never end. */
const PSEUDO_FOLDERS: ReadonlySet<string> = new Set(['/proc', '/sys', '/dev']);

/** What a walk meets. */
export type Encounter = Place &
  (
    | { readonly kind: 'file' }
    /** A folder that cannot be listed, or a file that cannot be named. */
    | { readonly kind: 'problem'; readonly problem: Problem }
  );

interface Place {
  /** As the way led there; a folder on it may be a link. */
  readonly path: string;
  /** The path under which it is reported, as `locationPath` says. */
  readonly location: string;
}

/** How far a walk goes, whatever it is told: a glob over a whole host must end. */
export interface WalkLimit {
  /** Directory entries that may still be met; the walk counts it down and ends at 0. */
  entries: number;
}

/**
 * Everything on the host that `pattern` matches, links between folders followed inside the host, each folder
 * once. `accepts` sees the names that match and can pass over one.
 */
export function* walk(
  root: HostRoot,
  pattern: Pattern,
  accepts: (name: string) => boolean,
  limit: WalkLimit,
): Generator<Encounter> {
  if (!pattern.isGlob) {
    yield { kind: 'file', path: pattern.base, location: locationPath(root, pattern.base) };
    return;
  }
  yield* walkFolder(root, pattern, accepts, limit, pattern.base, pattern.depth, new Set());
}

function* walkFolder(
  root: HostRoot,
  pattern: Pattern,
  accepts: (name: string) => boolean,
  limit: WalkLimit,
  folder: string,
  depth: number,
  seen: Set<string>,
): Generator<Encounter> {
  const resolution = root.resolveFolder(folder);
  if (resolution.kind !== 'found' || !resolution.stats.isDirectory()) return;
  if (seen.has(resolution.path) || PSEUDO_FOLDERS.has(resolution.path)) return;
  seen.add(resolution.path);

  const location = locationFolder(root, folder);
  const listing = root.list(resolution.path);
  if (listing.kind === 'failed') yield { kind: 'problem', path: folder, location, problem: listing.problem };
  if (listing.kind !== 'listed') return;
  for (const entry of listing.entries.values()) {
    limit.entries -= 1;
    if (limit.entries < 0) return;
    const path = pathIn(folder, entry.name);
    if (pattern.matches(path) && accepts(entry.name)) {
      yield encounter(root, { path, location: pathIn(location, entry.name) }, entry.name);
    }
    const mayBeFolder = entry.isDirectory() || entry.isSymbolicLink();
    if (depth > 0 && mayBeFolder && !isPassedFolder(entry.name)) {
      yield* walkFolder(root, pattern, accepts, limit, path, depth - 1, seen);
    }
  }
}

/** A name that is not UTF-8 comes with U+FFFD in the place of its bytes, and nothing is found under that. */
function encounter(root: HostRoot, place: Place, name: string): Encounter {
  if (!name.includes('\uFFFD') || !isCertificateName(name) || root.exists(place.path)) {
    return { kind: 'file', ...place };
  }
  const message = `${place.path}: its name is not UTF-8, so that it cannot be opened; give it another one`;
  return { kind: 'problem', ...place, problem: { reason: 'unreadable', message } };
}

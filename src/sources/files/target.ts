import type { Distribution, Place } from '../../distributions/distribution.ts';
import type { Placement } from '../../model.ts';
import { type Candidate, Candidates } from './candidate.ts';
import type { HostRoot } from './host-root.ts';
import { locationPath } from './location-path.ts';
import { isKeyOrRequest, isSupersededFile, isWorthALook } from './names.ts';
import { nameOf, pathIn } from './path.ts';
import { compilePattern, matchesAny, type Pattern } from './pattern.ts';
import { walk, type WalkLimit } from './walk.ts';

interface Row {
  readonly place: Place;
  readonly pattern: Pattern;
  readonly placement: Placement;
}

/** A distribution's table, its globs compiled. */
export interface CompiledDistribution {
  readonly distribution: Distribution;
  readonly rows: readonly {
    readonly place: Place;
    readonly pattern: Pattern;
    readonly placement: Placement;
  }[];
  readonly superseded: readonly Pattern[];
}

export function compileDistribution(distribution: Distribution): CompiledDistribution {
  return {
    distribution,
    rows: distribution.places.map((place) => ({
      place,
      pattern: compilePattern(place.path),
      placement: placementOf(place, distribution),
    })),
    superseded: distribution.superseded.map(compilePattern),
  };
}

function placementOf(place: Place, { name }: Distribution): Placement {
  const {
    path: _path,
    format: _format,
    expectedWith: _with,
    supersededBy: _by,
    transient: _transient,
    ...knownOfIt
  } = place;
  return { distribution: name, ...knownOfIt };
}

/** What the files source has been told to look at. */
export interface Targets {
  /** Tables that say what files are; and, unless `paths` alone are asked for, where they lie. */
  readonly distributions: readonly CompiledDistribution[];
  /** Whether the places of the tables are looked at, or only used to tell what the `paths` are. */
  readonly places: boolean;
  /** Host paths of files and folders, and globs. */
  readonly paths: readonly string[];
  readonly exclude: readonly Pattern[];
}

/** Everything that the targets lead to on the host now. `seen`: places that were there at an earlier look. */
export function* candidatesOf(
  root: HostRoot,
  targets: Targets,
  seen: ReadonlySet<string>,
  limit: WalkLimit,
): Generator<Candidate> {
  const superseded = targets.distributions.flatMap((distribution) => distribution.superseded);
  const isExcluded = (path: string): boolean => matchesAny(targets.exclude, path);
  const isSuperseded = (path: string): boolean =>
    isSupersededFile(nameOf(path)) || matchesAny(superseded, path);

  if (targets.places) {
    for (const { rows } of targets.distributions) {
      for (const row of rows) {
        for (const candidate of candidatesOfPlace(root, row, seen, limit)) {
          if (!isExcluded(candidate.path) && !isSuperseded(candidate.path)) yield candidate;
        }
      }
    }
  }
  for (const text of targets.paths) {
    for (const candidate of candidatesOfPath(root, text, targets.distributions, limit)) {
      const isNamed = candidate.expected !== undefined;
      if (!isExcluded(candidate.path) && (isNamed || !isSuperseded(candidate.path))) yield candidate;
    }
  }
}

function* candidatesOfPlace(
  root: HostRoot,
  { place, pattern, placement }: Row,
  seen: ReadonlySet<string>,
  limit: WalkLimit,
): Generator<Candidate> {
  if (isReplaced(root, place)) return;
  for (const encounter of walk(root, pattern, (name) => !isKeyOrRequest(name), limit)) {
    const path = encounter.location;
    const expected = reasonToExpect(root, place, path, seen);
    yield {
      path,
      format: place.format,
      placement: located(root, placement),
      ...(expected !== undefined && { expected }),
      ...(encounter.kind === 'problem' && { problem: encounter.problem }),
    };
  }
  for (const path of seen) {
    if (pattern.isGlob && place.transient !== true && pattern.matches(path)) {
      yield {
        path,
        format: place.format,
        placement: located(root, placement),
        expected: 'it was there before',
      };
    }
  }
}

/** The same placement, naming the issuer's file by the path under which it is reported. */
function located(root: HostRoot, placement: Placement): Placement {
  if (placement.issuer === undefined) return placement;
  const issuer = locationPath(root, placement.issuer);
  return issuer === placement.issuer ? placement : { ...placement, issuer };
}

function reasonToExpect(
  root: HostRoot,
  { expectedWith = [], transient }: Place,
  path: string,
  seen: ReadonlySet<string>,
): string | undefined {
  const witness = expectedWith.find((host) => root.exists(host));
  if (witness !== undefined) return `${witness} is there`;
  return transient !== true && seen.has(path) ? 'it was there before' : undefined;
}

function* candidatesOfPath(
  root: HostRoot,
  text: string,
  distributions: readonly CompiledDistribution[],
  limit: WalkLimit,
): Generator<Candidate> {
  const pattern = compilePattern(text);
  const isFolder = !pattern.isGlob && isFolderAt(root, pattern.base);
  const accepts = (name: string): boolean => !isKeyOrRequest(name) && (!isFolder || isWorthALook(name));
  const everything = isFolder ? compilePattern(pathIn(pattern.base, '**')) : pattern;
  for (const encounter of walk(root, everything, accepts, limit)) {
    const path = encounter.location;
    const row = rowOf(path, distributions) ?? rowOf(encounter.path, distributions);
    if (row !== undefined && everything.isGlob && isReplaced(root, row.place)) continue;
    yield {
      path,
      ...known(root, row),
      ...(!everything.isGlob && { expected: 'it was asked for' }),
      ...(encounter.kind === 'problem' && { problem: encounter.problem }),
    };
  }
}

function isFolderAt(root: HostRoot, path: string): boolean {
  const resolution = root.resolve(path);
  return resolution.kind === 'found' && resolution.stats.isDirectory();
}

/** Whether what another file supersedes is left to lie there, as a kubelet.crt is beside kubelet-server-current.pem. */
function isReplaced(root: HostRoot, { supersededBy }: Place): boolean {
  return supersededBy !== undefined && root.exists(supersededBy);
}

function rowOf(path: string, distributions: readonly CompiledDistribution[]): Row | undefined {
  for (const { rows } of distributions) {
    for (const row of rows) if (row.pattern.matches(path)) return row;
  }
  return undefined;
}

/** One object for all, since on most hosts most files are like that. */
const UNKNOWN: Pick<Candidate, 'format' | 'placement'> = { format: 'sniffed', placement: {} };

function known(root: HostRoot, row: Row | undefined): Pick<Candidate, 'format' | 'placement'> {
  return row === undefined ? UNKNOWN : { format: row.place.format, placement: located(root, row.placement) };
}

/** What the tables know of a path, whoever asked for it; undefined where they do not know it. */
export function placementAt(
  root: HostRoot,
  path: string,
  distributions: readonly CompiledDistribution[],
): Placement | undefined {
  const row = rowOf(path, distributions);
  return row && located(root, row.placement);
}

/** All candidates of a look, each once. */
export function collect(candidates: Iterable<Candidate>): Candidates {
  const collected = new Candidates();
  for (const candidate of candidates) collected.add(candidate);
  return collected;
}

import { compact, NONE } from './compact.ts';
import type {
  Content,
  Holding,
  Instant,
  Observation,
  Problem,
  ProblemReason,
  Sink,
  Snapshot,
  Source,
  SourceErrorReason,
  SourceName,
} from './model.ts';
import { LOOK_PROBLEM_REASONS, SOURCE_ERROR_REASONS } from './model.ts';

/** What a source says of itself; there from the first second, so that an alert on it can fire. */
export interface SourceState {
  readonly name: SourceName;
  readonly node?: string;
  /** Whether its latest complete look succeeded; false until the first one has. */
  readonly up: boolean;
  readonly lastSuccess?: Instant;
  /** How many locations it holds now. */
  readonly locations: number;
  /** Failed looks and failures of the source itself since the start, by reason; every reason is there, at 0 first. */
  readonly errors: ReadonlyMap<ProblemReason | SourceErrorReason, number>;
}

/** A change worth knowing. */
export type Change =
  | { readonly kind: 'appeared'; readonly holding: Holding }
  | { readonly kind: 'replaced'; readonly holding: Holding; readonly predecessor: readonly Content[] }
  | { readonly kind: 'gone'; readonly holding: Holding }
  | { readonly kind: 'problem'; readonly holding: Holding; readonly problem: Problem }
  | { readonly kind: 'cleared'; readonly holding: Holding; readonly problem: Problem }
  | { readonly kind: 'source-error'; readonly source: SourceState; readonly message: string }
  | { readonly kind: 'source-up'; readonly source: SourceState }
  | { readonly kind: 'source-down'; readonly source: SourceState };

/** What holds now, of every source. The one place with a memory: everything after it is a pure function. */
export interface Store {
  /** Registers a source, which is then down until its first look, and gives it where to deliver. */
  sinkFor(source: Pick<Source, 'name' | 'node'>): Sink;
  /** Everything that holds now. The same array until something changes; holdings are never mutated. */
  snapshot(): Snapshot;
  sources(): readonly SourceState[];
}

/** @param onChange is told of every change once, in order, after it has taken effect */
export function createStore(onChange: (change: Change) => void = () => {}): Store {
  const records: SourceRecord[] = [];
  let snapshot: Snapshot | undefined;

  const changed = (change: Change): void => {
    snapshot = undefined;
    onChange(change);
  };

  return {
    sinkFor(source) {
      const record = newRecord(source);
      records.push(record);
      return sinkOf(record, changed);
    },
    snapshot() {
      snapshot ??= records.flatMap((record) => [...record.holdings.values()]);
      return snapshot;
    },
    sources: () => records.map(stateOf),
  };
}

interface SourceRecord {
  readonly name: SourceName;
  readonly node: string | undefined;
  readonly holdings: Map<string, Holding>;
  readonly errors: Map<ProblemReason | SourceErrorReason, number>;
  up: boolean;
  lastSuccess: Instant | undefined;
}

function newRecord({ name, node }: Pick<Source, 'name' | 'node'>): SourceRecord {
  return {
    name,
    node,
    holdings: new Map(),
    errors: new Map([...LOOK_PROBLEM_REASONS, ...SOURCE_ERROR_REASONS].map((reason) => [reason, 0])),
    up: false,
    lastSuccess: undefined,
  };
}

function stateOf({ name, node, up, lastSuccess, holdings, errors }: SourceRecord): SourceState {
  return {
    name,
    ...(node !== undefined && { node }),
    up,
    ...(lastSuccess !== undefined && { lastSuccess }),
    locations: holdings.size,
    errors: new Map(errors),
  };
}

function sinkOf(record: SourceRecord, changed: (change: Change) => void): Sink {
  const count = (reason: ProblemReason | SourceErrorReason): void => {
    record.errors.set(reason, (record.errors.get(reason) ?? 0) + 1);
  };
  return {
    observe(observation) {
      const before = record.holdings.get(observation.location.path);
      const holding = held(observation, before);
      if (before !== undefined && sameHolding(before, holding)) return;
      record.holdings.set(observation.location.path, holding);
      for (const change of changesBetween(before, holding)) {
        if (change.kind === 'problem') count(change.problem.reason);
        changed(change);
      }
    },
    forget(location) {
      const holding = record.holdings.get(location.path);
      if (holding === undefined) return;
      record.holdings.delete(location.path);
      changed({ kind: 'gone', holding });
    },
    error(reason, message) {
      count(reason);
      changed({ kind: 'source-error', source: stateOf(record), message });
    },
    looked(at) {
      record.lastSuccess = at;
      if (record.up) return;
      record.up = true;
      changed({ kind: 'source-up', source: stateOf(record) });
    },
    down() {
      if (!record.up) return;
      record.up = false;
      changed({ kind: 'source-down', source: stateOf(record) });
    },
  };
}

/** The rule of the store: a complete look replaces what was there, a failed one keeps the last good contents. */
function held(observation: Observation, before: Holding | undefined): Holding {
  const { location, placement } = observation;
  const problems = compact(observation.problems);
  const present = before?.contents ?? NONE;
  const predecessor = before?.predecessor ?? NONE;
  if (observation.outcome === 'failed' || sameContents(present, observation.contents)) {
    return { location, placement, contents: present, problems, predecessor };
  }
  // Nothing is no predecessor: what came back after it had been gone still replaces what stood there first.
  return {
    location,
    placement,
    contents: compact(observation.contents),
    problems,
    predecessor: present.length > 0 ? present : predecessor,
  };
}

function* changesBetween(before: Holding | undefined, holding: Holding): Generator<Change> {
  const had = before?.contents ?? [];
  if (!sameContents(had, holding.contents)) {
    if (had.length === 0) yield { kind: 'appeared', holding };
    else if (holding.contents.length === 0) yield { kind: 'gone', holding: before ?? holding };
    else yield { kind: 'replaced', holding, predecessor: had };
  }
  for (const problem of holding.problems) {
    if (!hasProblem(before, problem)) yield { kind: 'problem', holding, problem };
  }
  for (const problem of before?.problems ?? []) {
    if (!hasProblem(holding, problem)) yield { kind: 'cleared', holding, problem };
  }
}

/** A problem is the same while its reason is: its message may carry a detail that changes with every look. */
function hasProblem(holding: Holding | undefined, { reason }: Problem): boolean {
  return holding?.problems.some((problem) => problem.reason === reason) ?? false;
}

function sameHolding(a: Holding, b: Holding): boolean {
  return (
    sameContents(a.contents, b.contents) &&
    a.problems.length === b.problems.length &&
    a.problems.every(
      (problem, at) =>
        problem.reason === b.problems[at]?.reason && problem.message === b.problems[at]?.message,
    ) &&
    samePlacement(a.placement, b.placement)
  );
}

/** Certificates are the same when their fingerprints are; what a kubeconfig says is compared whole. */
function sameContents(a: readonly Content[], b: readonly Content[]): boolean {
  return a.length === b.length && a.every((content, at) => sameContent(content, b[at]));
}

function sameContent(a: Content, b: Content | undefined): boolean {
  if (a.kind === 'certificate')
    return b?.kind === 'certificate' && a.fingerprintSha256 === b.fingerprintSha256;
  return JSON.stringify(a) === JSON.stringify(b);
}

function samePlacement(a: Holding['placement'], b: Holding['placement']): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

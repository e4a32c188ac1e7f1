import type { Stats } from 'node:fs';
import { NONE } from '../../compact.ts';
import { detect, distributionNamed } from '../../distributions/table.ts';
import { optimizeHotCode } from '../../speed.ts';
import type { DistributionName, Instant, Location, Observation, Sink } from '../../model.ts';
import type { Candidate, Candidates } from './candidate.ts';
import { type ConsultedFolder, HostRoot } from './host-root.ts';
import { Looker } from './look.ts';
import { currentLinkPrefix, isCertificateName } from './names.ts';
import { compilePattern, matchesAny } from './pattern.ts';
import {
  candidatesOf,
  collect,
  compileDistribution,
  type CompiledDistribution,
  placementAt,
} from './target.ts';

/** What is looked at on one host. */
export interface LookOptions {
  /** Folder where the host's `/` is mounted; `/` on the host itself. */
  readonly hostRoot: string;
  readonly node?: string;
  /** `auto`: whichever are found there. */
  readonly distributions: 'auto' | readonly DistributionName[];
  /** Whether the places of the distributions are looked at; else they only tell what the files at `paths` are. */
  readonly places: boolean;
  /** Host paths of files and folders, and globs. */
  readonly paths: readonly string[];
  /** Globs over host paths. */
  readonly exclude: readonly string[];
  /** Bytes. */
  readonly maxFileSize: number;
  readonly clock: () => Instant;
}

/** Other work gets its turn after so many milliseconds of looking. */
const TURN = 10;
/** Directory entries in one look: a hundred times a large host's. */
const ENTRIES = 500_000;
/** Files from which on it pays to have the code that reads them compiled for speed. */
const MANY = 500;
/** A file that changed so shortly before it was read may change again within the file system's clock tick. Milliseconds. */
const RACY = 1000;

/** What is remembered of a file between two looks. */
interface Remembered {
  /** Changes whenever the file, its key or what is known of it does; absent when the file has to be read again anyway. */
  readonly signature: string | undefined;
  readonly locations: readonly Location[];
  readonly named: readonly Candidate[];
}

/** Looks at everything that the options lead to, again and again, and reads what has changed since the last time. */
export class FullLook {
  readonly #options: LookOptions;
  readonly #sink: Sink;
  readonly #exclude;
  #root: HostRoot | undefined;
  #looker: Looker | undefined;
  /** Once found, a distribution stays: what is then deleted is missing, not unknown. */
  readonly #distributions = new Map<DistributionName, CompiledDistribution>();
  readonly #seen = new Set<string>();
  #files = new Map<string, Remembered>();
  #isOverLimit = false;
  #isRootMissed = false;

  constructor(options: LookOptions, sink: Sink) {
    this.#options = options;
    this.#sink = sink;
    this.#exclude = options.exclude.map(compilePattern);
    if (options.distributions !== 'auto') this.#learn(options.distributions);
  }

  async run(): Promise<void> {
    const root = this.#mountedRoot();
    if (root !== undefined) await this.#lookUnder(root);
  }

  /** The folders that the latest look depended on, by the path that this process reaches them by. */
  consulted(): ReadonlyMap<string, ConsultedFolder> {
    const root = this.#root;
    if (root === undefined) return new Map();
    return new Map([...root.consulted].map(([path, folder]) => [root.real(path), folder]));
  }

  #mountedRoot(): HostRoot | undefined {
    try {
      this.#root ??= new HostRoot(this.#options.hostRoot);
      this.#looker ??= new Looker(this.#root, this.#options.node, this.#options.maxFileSize);
      this.#isRootMissed = false;
      return this.#root;
    } catch {
      const message = `${this.#options.hostRoot}: the host root is not there`;
      if (!this.#isRootMissed) this.#sink.error('root_unreadable', message);
      this.#isRootMissed = true;
      this.#sink.down();
      return undefined;
    }
  }

  #learn(names: readonly DistributionName[]): void {
    for (const name of names) {
      if (this.#distributions.has(name)) continue;
      this.#distributions.set(name, compileDistribution(distributionNamed(name)));
    }
  }

  async #lookUnder(root: HostRoot): Promise<void> {
    root.beginLook();
    if (this.#options.distributions === 'auto') {
      this.#learn(detect((path) => root.exists(path)).map(({ name }) => name));
    }
    const limit = { entries: ENTRIES };
    const distributions = [...this.#distributions.values()];
    const { places, paths } = this.#options;
    const candidates = collect(
      candidatesOf(root, { distributions, places, paths, exclude: this.#exclude }, this.#seen, limit),
    );
    if (candidates.size > MANY) optimizeHotCode();
    candidates.dropLinkedTwice(root);
    this.#tellLimit(limit.entries < 0);

    const before = this.#files;
    this.#files = new Map();
    await this.#lookAtAll(root, candidates, before);
    this.#forgetWhatIsGone(before);
    root.endLook();
    this.#sink.looked(this.#options.clock());
  }

  /** Kubeconfigs first: they say which other files there must be, and where their keys are. */
  async #lookAtAll(
    root: HostRoot,
    candidates: Candidates,
    before: ReadonlyMap<string, Remembered>,
  ): Promise<void> {
    let turn = performance.now();
    for (const isCertificate of [false, true]) {
      for (const candidate of candidates) {
        if (mayOnlyBeCertificate(candidate) !== isCertificate) continue;
        const looked = this.#lookAt(root, candidate, before.get(candidate.path));
        this.#files.set(candidate.path, looked);
        for (const named of looked.named) this.#addNamed(root, candidates, named);
        if (performance.now() - turn > TURN) {
          await new Promise((resolve) => setImmediate(resolve));
          turn = performance.now();
        }
      }
    }
  }

  #addNamed(root: HostRoot, candidates: Candidates, named: Candidate): void {
    if (matchesAny(this.#exclude, named.path)) return;
    const placement = placementAt(root, named.path, [...this.#distributions.values()]) ?? named.placement;
    candidates.addNamed({ ...named, placement });
  }

  #lookAt(root: HostRoot, candidate: Candidate, before: Remembered | undefined): Remembered {
    const resolution = root.resolve(candidate.path);
    const stats = resolution.kind === 'found' ? resolution.stats : undefined;
    if (stats !== undefined && candidate.placement.distribution !== undefined) this.#seen.add(candidate.path);
    const signature = stats && this.#signature(candidate, stats);
    if (before !== undefined && signature !== undefined && signature === before.signature) return before;

    const look = this.#looker?.look(
      candidate,
      resolution,
      before !== undefined && before.locations.length > 0,
    );
    const observations = look?.observations ?? NONE;
    for (const observation of observations) this.#sink.observe(observation);
    const hasFailed = observations[0]?.outcome === 'failed';
    return {
      signature: observations.some(isPassing) ? undefined : signature,
      // A kubeconfig that cannot be read just now still embeds what it did.
      locations:
        hasFailed && before !== undefined ? before.locations : observations.map(({ location }) => location),
      named: hasFailed && before !== undefined ? before.named : (look?.named ?? NONE),
    };
  }

  #signature(candidate: Candidate, stats: Stats): string | undefined {
    // What a `-current.pem` link should lead to depends on files beside it.
    if (currentLinkPrefix(candidate.path) !== undefined) return undefined;
    const key = this.#looker?.keyFile(candidate)?.stats;
    const settled = this.#options.clock() - RACY;
    if (latestChange(stats) > settled || (key !== undefined && latestChange(key) > settled)) return undefined;
    return `${identity(stats)}|${key === undefined ? '' : identity(key)}|${candidate.expected ?? ''}|${candidate.key ?? ''}`;
  }

  #forgetWhatIsGone(before: ReadonlyMap<string, Remembered>): void {
    const left: Location[] = [];
    for (const [path, remembered] of before) {
      if (this.#files.get(path) !== remembered) left.push(...remembered.locations);
    }
    if (left.length === 0) return;
    const present = new Set<string>();
    for (const { locations } of this.#files.values()) for (const { path } of locations) present.add(path);
    for (const location of left) if (!present.has(location.path)) this.#sink.forget(location);
  }

  #tellLimit(isOver: boolean): void {
    if (isOver && !this.#isOverLimit) {
      this.#sink.error(
        'limit_reached',
        `more than ${ENTRIES} directory entries match: the rest is not looked at`,
      );
    }
    this.#isOverLimit = isOver;
  }
}

function identity({ dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}

function latestChange({ mtimeMs, ctimeMs }: Stats): Instant {
  return Math.max(mtimeMs, ctimeMs);
}

function mayOnlyBeCertificate({ path, format }: Candidate): boolean {
  return (
    format === 'certificate' || format === 'dynamic-cert' || (format === 'sniffed' && isCertificateName(path))
  );
}

/** A file that could not be read, unlike one that could not be understood, may be readable next time without having changed. */
function isPassing({ problems }: Observation): boolean {
  return problems.some(({ reason }) => reason === 'unreadable' || reason === 'outside_root');
}

import type { Format } from '../../distributions/distribution.ts';
import type { Placement, Problem } from '../../model.ts';
import type { HostRoot } from './host-root.ts';
import { isGeneration } from './location-path.ts';
import { currentLinkPrefix } from './names.ts';
import { nameOf } from './path.ts';

/** One file to be looked at, and what is known of it beforehand. */
export interface Candidate {
  /** The `location` that its series bear: stable across rotations. */
  readonly path: string;
  /** `sniffed` where only the bytes can tell. */
  readonly format: Format | 'sniffed';
  readonly placement: Placement;
  /** Why it has to be there, as a clause: `named by /etc/kubernetes/kubelet.conf`. Absent where it need not be. */
  readonly expected?: string;
  /** Host path of its private key, where something names it; else the usual names beside it are tried. */
  readonly key?: string;
  /** What went wrong before it could be looked at, as with a folder that cannot be listed. */
  readonly problem?: Problem;
}

/** The files to be looked at, each once, by location path. What is added first decides. */
export class Candidates implements Iterable<Candidate> {
  readonly #byPath = new Map<string, Candidate>();

  add(candidate: Candidate): void {
    if (!this.#byPath.has(candidate.path)) this.#byPath.set(candidate.path, candidate);
  }

  /** Adds what another file names: one that is known already learns why it must be there and where its key is. */
  addNamed(candidate: Candidate): void {
    const known = this.#byPath.get(candidate.path);
    this.#byPath.set(
      candidate.path,
      known === undefined
        ? candidate
        : {
            ...known,
            ...(known.expected === undefined &&
              candidate.expected !== undefined && { expected: candidate.expected }),
            ...(candidate.key !== undefined && { key: candidate.key }),
          },
    );
  }

  /**
   * Drops links to files that are candidates themselves, so that each certificate is counted once. A link that
   * is turned to another file at each rotation stays: it is the name that lasts.
   */
  dropLinkedTwice(root: HostRoot): void {
    for (const path of this.#byPath.keys()) {
      if (!root.isLink(path) || currentLinkPrefix(nameOf(path)) !== undefined) continue;
      const resolution = root.resolve(path);
      if (resolution.kind !== 'found' || isGeneration(resolution.path)) continue;
      if (this.#byPath.has(resolution.path)) this.#byPath.delete(path);
    }
  }

  get size(): number {
    return this.#byPath.size;
  }

  [Symbol.iterator](): Iterator<Candidate> {
    return this.#byPath.values();
  }
}

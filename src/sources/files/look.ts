import { NONE } from '../../compact.ts';
import type { Format } from '../../distributions/distribution.ts';
import { type Parsed, parseBundle } from '../../formats/bundle.ts';
import { parseDynamicCert } from '../../formats/dynamic-cert.ts';
import { looksLikeKubeconfig, parseKubeconfig } from '../../formats/kubeconfig.ts';
import { isPrivateKeyLabel, wipe } from '../../formats/private-key.ts';
import type { Location, Observation, Problem } from '../../model.ts';
import type { Candidate } from './candidate.ts';
import { type HostRoot, notAFile, type Resolution, tooLarge } from './host-root.ts';
import { filesNamedBy, located, partPlacement } from './kubeconfig-references.ts';
import {
  currentLinkPrefix,
  DYNAMIC_CERT,
  isCertificateName,
  keyNamesFor,
  newestGeneration,
} from './names.ts';
import { folderOf, nameOf } from './path.ts';

/** What one look at one file found. */
export interface Look {
  /** None, where there is nothing and nothing is expected. */
  readonly observations: readonly Observation[];
  /** The files that it names and that are to be looked at as well. */
  readonly named: readonly Candidate[];
}

type KeyFile = Extract<Resolution, { kind: 'found' }>;

const NOTHING: Look = { observations: NONE, named: NONE };

/** Looks at files, one after the other, through one buffer that is wiped after each. */
export class Looker {
  readonly #root: HostRoot;
  readonly #node: string | undefined;
  /** One byte longer than the limit, to tell a file of exactly that size from a larger one. */
  readonly #buffer: Buffer;
  readonly #keyBuffer = Buffer.alloc(64 * 1024);

  /** @param maxFileSize bytes; a larger file is a problem */
  constructor(root: HostRoot, node: string | undefined, maxFileSize: number) {
    this.#root = root;
    this.#node = node;
    this.#buffer = Buffer.alloc(maxFileSize + 1);
  }

  /** @param held whether the store holds something good of this file: then what is no certificate any more is a failed look */
  look(candidate: Candidate, resolution: Resolution, held: boolean): Look {
    if (candidate.problem !== undefined) return this.#failed(candidate, [candidate.problem]);
    if (resolution.kind === 'failed') return this.#failed(candidate, [resolution.problem]);
    if (resolution.kind === 'absent') return this.#absent(candidate, resolution.isLink);
    if (!resolution.stats.isFile()) {
      // Globs and folders lead to folders, sockets and the like, too: no mistake, unless one has a certificate's name.
      const wanted = isWanted(candidate, held) || isCertificateName(nameOf(candidate.path));
      return wanted ? this.#failed(candidate, [notAFile(candidate.path)]) : NOTHING;
    }
    const limit = this.#buffer.length - 1;
    if (resolution.stats.size > limit) return this.#failed(candidate, [tooLarge(candidate.path, limit)]);

    const reading = this.#root.read(resolution.path, this.#buffer);
    if (reading.kind === 'failed') return this.#failed(candidate, [reading.problem]);
    const bytes = this.#buffer.subarray(0, reading.size);
    try {
      return this.#parse(candidate, bytes, held);
    } finally {
      wipe(bytes);
    }
  }

  #parse(candidate: Candidate, bytes: Buffer, held: boolean): Look {
    const format = candidate.format === 'sniffed' ? sniff(candidate.path, bytes) : candidate.format;
    const wanted = isWanted(candidate, held);
    switch (format) {
      case 'kubeconfig':
        return this.#kubeconfig(candidate, bytes);
      case 'dynamic-cert':
        return this.#parsed(candidate, parseDynamicCert(bytes), true);
      case 'certificate':
        return this.#withKey(candidate, (key) =>
          this.#parsed(candidate, parseBundle(bytes, key === undefined ? {} : { key }), wanted),
        );
      case undefined:
        if (!wanted) return NOTHING;
        return this.#failed(candidate, [
          {
            reason: 'malformed',
            message: `${candidate.path}: neither a certificate (PEM, DER) nor a kubeconfig`,
          },
        ]);
    }
  }

  #parsed(candidate: Candidate, parsed: Parsed, wanted: boolean): Look {
    const problems = parsed.problems.map((problem) => at(candidate.path, problem));
    if (parsed.contents.length > 0) {
      const around = [this.#missingKey(candidate, parsed), this.#supersededLink(candidate.path)];
      return this.#complete(candidate, parsed.contents, [
        ...problems,
        ...around.filter((problem) => problem !== undefined),
      ]);
    }
    if (problems.length > 0) return this.#failed(candidate, problems);
    // A file of keys or parameters alone is nobody's mistake, unless a certificate is meant to be there.
    if (!wanted) return NOTHING;
    return this.#failed(candidate, [
      { reason: 'malformed', message: `${candidate.path}: holds no certificate` },
    ]);
  }

  #kubeconfig(candidate: Candidate, bytes: Buffer): Look {
    const { kubeconfig, embedded, problems } = parseKubeconfig(bytes, candidate.path);
    const own = problems.map((problem) => at(candidate.path, problem));
    if (kubeconfig === undefined) return this.#failed(candidate, own);
    const parts = embedded.map((part): Observation => {
      const path = `${candidate.path}#${part.fragment}`;
      const partProblems = part.problems.map((problem) => at(path, problem));
      const known = {
        location: this.#location(path),
        placement: partPlacement(candidate.placement, part.kind),
      };
      return part.contents.length === 0 && partProblems.length > 0
        ? { outcome: 'failed', ...known, problems: partProblems }
        : { outcome: 'complete', ...known, contents: part.contents, problems: partProblems };
    });
    const content = located(this.#root, kubeconfig);
    const { observations } = this.#complete(candidate, [content], own);
    return { observations: [...observations, ...parts], named: filesNamedBy(candidate, content) };
  }

  /** Lends the private key that belongs to a certificate file, and takes it back. */
  #withKey(candidate: Candidate, use: (key: Uint8Array | undefined) => Look): Look {
    const key = this.#readKey(candidate);
    try {
      return use(key);
    } finally {
      if (key !== undefined) wipe(key);
    }
  }

  /** Who may read certificates need not be allowed to read keys: a key that cannot be read is just not compared. */
  #readKey(candidate: Candidate): Uint8Array | undefined {
    const file = this.keyFile(candidate);
    if (file === undefined) return undefined;
    const reading = this.#root.read(file.path, this.#keyBuffer);
    return reading.kind === 'read' ? this.#keyBuffer.subarray(0, reading.size) : undefined;
  }

  /** The file of its own in which a candidate's private key lies, found by resolving alone. */
  keyFile({ path, format, key }: Candidate): KeyFile | undefined {
    if (format === 'kubeconfig' || format === 'dynamic-cert') return undefined;
    // A kubelet's own file holds certificate and key together: nothing stands beside it.
    if (key !== undefined) return key === path ? undefined : fileAt(this.#root.resolve(key));
    const folder = folderOf(path);
    for (const name of keyNamesFor(nameOf(path))) {
      const file = fileAt(this.#root.resolveIn(folder, name));
      if (file !== undefined) return file;
    }
    return undefined;
  }

  /** A private key that is not where something names it. Where nothing does, it may lie anywhere. */
  #missingKey({ path, key }: Candidate, { problems, other }: Parsed): Problem | undefined {
    if (key === undefined) return undefined;
    if (key !== path) {
      if (this.#root.resolve(key).kind !== 'absent') return undefined;
      return { reason: 'key_missing', message: `${path}: its private key is named ${key}, and is not there` };
    }
    // A broken block may be the key.
    if (problems.length > 0 || other.some(isPrivateKeyLabel)) return undefined;
    return { reason: 'key_missing', message: `${path}: named as certificate and as key, but holds no key` };
  }

  /** A `-current.pem` link that is not turned to the newest file beside it serves a certificate that has been replaced. */
  #supersededLink(path: string): Problem | undefined {
    const prefix = currentLinkPrefix(nameOf(path));
    if (prefix === undefined) return undefined;
    const target = this.#root.resolve(path);
    if (target.kind !== 'found' || !target.isLink) return undefined;
    const listing = this.#root.list(folderOf(target.path));
    if (listing.kind !== 'listed') return undefined;
    const newest = newestGeneration(prefix, [...listing.entries.keys()]);
    if (newest === undefined || newest <= nameOf(target.path)) return undefined;
    const message = `${path}: leads to ${nameOf(target.path)}, but ${newest} beside it is newer`;
    return { reason: 'superseded_link', message };
  }

  #absent(candidate: Candidate, isLink: boolean): Look {
    if (isLink) {
      const message = `${candidate.path}: a link that leads nowhere`;
      return this.#failed(candidate, [{ reason: 'dangling_link', message }]);
    }
    if (candidate.expected === undefined) return NOTHING;
    const message = `${candidate.path}: not there, although ${candidate.expected}`;
    return this.#complete(candidate, [], [{ reason: 'missing', message }]);
  }

  #complete(
    { path, placement }: Candidate,
    contents: Extract<Observation, { outcome: 'complete' }>['contents'],
    problems: readonly Problem[],
  ): Look {
    const location = this.#location(path);
    return { observations: [{ outcome: 'complete', location, placement, contents, problems }], named: NONE };
  }

  #failed({ path, placement }: Candidate, problems: readonly Problem[]): Look {
    return {
      observations: [{ outcome: 'failed', location: this.#location(path), placement, problems }],
      named: NONE,
    };
  }

  #location(path: string): Location {
    return { path, source: 'files', ...(this.#node !== undefined && { node: this.#node }) };
  }
}

/** Whether something good was there, or something says that it is: then what is none is a problem. */
function isWanted({ expected, format }: Candidate, held: boolean): boolean {
  return held || expected !== undefined || format !== 'sniffed';
}

function sniff(path: string, bytes: Buffer): Format | undefined {
  if (nameOf(path) === DYNAMIC_CERT) return 'dynamic-cert';
  if (bytes.includes('-----BEGIN ') || bytes[0] === DER_SEQUENCE || isCertificateName(path)) {
    return looksLikeKubeconfig(bytes) ? 'kubeconfig' : 'certificate';
  }
  return looksLikeKubeconfig(bytes) ? 'kubeconfig' : undefined;
}

/** The first byte of every DER certificate (X.690 section 8.9: SEQUENCE, constructed). */
const DER_SEQUENCE = 0x30;

function fileAt(resolution: Resolution): KeyFile | undefined {
  return resolution.kind === 'found' && resolution.stats.isFile() ? resolution : undefined;
}

/** Problems of the formats speak of bytes; here they learn where the bytes lie. */
function at(path: string, { reason, message }: Problem): Problem {
  return { reason, message: `${path}: ${message}` };
}

/** What a store would hold, for tests of what comes after it: certificates and kubeconfigs at their places. */

import type {
  Certificate,
  Content,
  Holding,
  Kubeconfig,
  Placement,
  Problem,
  ProblemReason,
  UserCredential,
} from '../../src/model.ts';
import { sampleCertificate } from '../certificates.ts';

export interface Circumstances {
  readonly node?: string;
  readonly placement?: Placement;
  readonly problems?: readonly ProblemReason[];
  readonly predecessor?: readonly Content[];
}

/** One place on the disk of a node, `node-1` by default. */
export function held(
  path: string,
  contents: readonly Content[],
  { node = 'node-1', placement = {}, problems = [], predecessor = [] }: Circumstances = {},
): Holding {
  return {
    location: { path, source: 'files', node },
    placement,
    contents,
    problems: problems.map((reason): Problem => ({ reason, message: `${path}: ${reason}` })),
    predecessor,
  };
}

let certificates = 0;

/** A certificate as data, with a fingerprint of its own; what matters of it is said by the test. */
export function certificate(changes: Partial<Certificate> = {}): Certificate {
  certificates += 1;
  return sampleCertificate({ fingerprintSha256: certificates.toString(16).padStart(64, '0'), ...changes });
}

/** A kubeconfig of one cluster and one user. */
export function kubeconfig(credential: UserCredential, changes: Partial<Kubeconfig> = {}): Kubeconfig {
  return {
    kind: 'kubeconfig',
    current: { user: 'default-auth', cluster: 'default-cluster' },
    users: [{ name: 'default-auth', credential }],
    clusters: [
      { name: 'default-cluster', server: 'https://10.0.0.10:6443', authority: { kind: 'embedded' } },
    ],
    ...changes,
  };
}

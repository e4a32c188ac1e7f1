/** What a kubeconfig refers to: certificates that it embeds, and files that it names. */
import type { Kubeconfig, Placement, Role } from '../../model.ts';
import type { Candidate } from './candidate.ts';
import type { HostRoot } from './host-root.ts';
import { locationPath } from './location-path.ts';

/** A kubeconfig's row speaks of its user's certificate; the cluster's CA is nobody's to renew. */
export function partPlacement(placement: Placement, kind: 'user' | 'cluster'): Placement {
  if (kind === 'user') return { ...placement, role: 'client' };
  return caPlacement(placement);
}

function caPlacement({ distribution, component }: Placement): Placement {
  return {
    ...(distribution !== undefined && { distribution }),
    ...(component !== undefined && { component }),
    role: 'ca',
    renewal: 'none',
  };
}

/** The same kubeconfig, naming files by the paths under which they are reported: /var/lib/kubelet may be a link. */
export function located(root: HostRoot, kubeconfig: Kubeconfig): Kubeconfig {
  const users = kubeconfig.users.map(({ name, credential }) => ({
    name,
    credential:
      credential.kind === 'path'
        ? {
            ...credential,
            certificate: locationPath(root, credential.certificate),
            ...(credential.key !== undefined && { key: locationPath(root, credential.key) }),
          }
        : credential,
  }));
  const clusters = kubeconfig.clusters.map((cluster) => ({
    ...cluster,
    authority:
      cluster.authority.kind === 'path'
        ? { ...cluster.authority, certificate: locationPath(root, cluster.authority.certificate) }
        : cluster.authority,
  }));
  return { ...kubeconfig, users, clusters };
}

/** The files that a kubeconfig names: each has to be there, and is looked at under its own path. */
export function filesNamedBy(
  { path, placement }: Candidate,
  { users, clusters }: Kubeconfig,
): readonly Candidate[] {
  const expected = `${path} names it`;
  const certificate = (role: Role, of: string, known: Placement, key?: string): Candidate => ({
    path: of,
    format: 'certificate',
    placement: { ...known, role },
    expected,
    ...(key !== undefined && { key }),
  });
  return [
    ...users.flatMap(({ credential }) =>
      credential.kind === 'path'
        ? [certificate('client', credential.certificate, ownPlacement(placement), credential.key)]
        : [],
    ),
    ...clusters.flatMap(({ authority }) =>
      authority.kind === 'path' ? [certificate('ca', authority.certificate, caPlacement(placement))] : [],
    ),
  ];
}

/** Where no table knows the named file: it belongs to the same component, but it is not the kubeconfig. */
function ownPlacement({ distribution, component, issuer }: Placement): Placement {
  return {
    ...(distribution !== undefined && { distribution }),
    ...(component !== undefined && { component }),
    ...(issuer !== undefined && { issuer }),
  };
}

import type { Certificate, Placement, Renewal, Role } from './model.ts';

/**
 * What a certificate is for: what the distribution's table says of its place, else basicConstraints, else the
 * extended key usage (RFC 5280 sections 4.2.1.9 and 4.2.1.12).
 * @param index position among the certificates of its location: the table speaks of the first one, so a CA
 *   that follows in the same file, as in those of k3s, is a CA whatever the table says. A CA that comes first
 *   need not be one: the `kubelet.crt` of Kubernetes 1.6 is a serving certificate with basicConstraints cA.
 */
export function effectiveRole(certificate: Certificate, placement: Placement, index: number): Role {
  if (isChained(certificate, index)) return 'ca';
  return placement.role ?? ownRole(certificate);
}

/** Who renews a certificate: what is known of its place; where nobody has said, a leaf is renewed by hand and a CA by nobody. */
export function effectiveRenewal(certificate: Certificate, placement: Placement, index: number): Renewal {
  if (isChained(certificate, index)) return 'none';
  if (placement.renewal !== undefined) return placement.renewal;
  return effectiveRole(certificate, placement, index) === 'ca' ? 'none' : 'manual';
}

/** A CA that stands behind another certificate, to complete its chain. */
function isChained({ isCA }: Certificate, index: number): boolean {
  return isCA && index > 0;
}

function ownRole({ isCA, keyUsages }: Certificate): Role {
  if (isCA) return 'ca';
  const isServer = keyUsages.includes('server auth');
  const isClient = keyUsages.includes('client auth');
  if (isServer && isClient) return 'peer';
  if (isServer) return 'server';
  return isClient ? 'client' : 'unknown';
}

/** Certificates whose serial numbers are the same at every run. */

import { hash } from 'node:crypto';

import { DAY, type Instant } from '../../model.ts';
import {
  type Authority,
  type AuthorityRequest,
  createAuthority,
  type LeafRequest,
  type Minted,
} from '../authority.ts';

/** A certificate to be asked of a CA, but for its dates and its serial number. */
export type UndatedLeaf = Omit<LeafRequest, 'notBefore' | 'notAfter' | 'serialNumber'>;

/** What distributions call a year: 365 days. */
export const YEAR_DAYS = 365;

/** From an instant on, for so many days. */
export function validFor(
  from: Instant,
  days: number,
): { readonly notBefore: Instant; readonly notAfter: Instant } {
  return { notBefore: from, notAfter: from + days * DAY };
}

/**
 * A serial number of 63 bits, as kubeadm draws them, but fixed by a name: tests can write it out, and a further
 * certificate changes no other's. Upper-case hexadecimal.
 * @param name host and path, or cluster and CA: `cp-1/etc/kubernetes/pki/apiserver`
 */
export function serialNumberOf(name: string): string {
  // The leading digit keeps it at sixteen, and positive.
  return `4${hash('sha256', name, 'hex').slice(0, 15)}`.toUpperCase();
}

/** A CA of its own for ten years. @param name what fixes its serial number */
export async function createRoot(name: string, commonName: string, createdAt: Instant): Promise<Authority> {
  const request: AuthorityRequest = {
    commonName,
    ...validFor(createdAt, 10 * YEAR_DAYS),
    serialNumber: serialNumberOf(name),
  };
  return createAuthority(request);
}

/** @param name what fixes its serial number */
export async function issue(
  authority: Authority,
  name: string,
  request: UndatedLeaf & Pick<LeafRequest, 'notBefore' | 'notAfter'>,
): Promise<Minted> {
  return authority.issue({ ...request, serialNumber: serialNumberOf(name) });
}

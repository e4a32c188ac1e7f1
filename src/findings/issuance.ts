import { X509Certificate } from 'node:crypto';
import type { Certificate } from '../model.ts';

/** A signature stays what it is: each pair is verified once, and remembered as long as both certificates are held. */
const verified = new WeakMap<Certificate, WeakMap<Certificate, boolean>>();

/**
 * Whether `issuer` is a CA whose name and key are those that issued `certificate` (RFC 5280 section 6.1.3, without the
 * validity). What Node cannot verify, as with a curve that it does not know, is not held against the certificate.
 */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (!issuer.isCA || certificate.issuer !== issuer.subject) return false;
  let issuers = verified.get(certificate);
  if (issuers === undefined) verified.set(certificate, (issuers = new WeakMap()));
  let answer = issuers.get(issuer);
  if (answer === undefined) issuers.set(issuer, (answer = verify(certificate, issuer)));
  return answer;
}

/** Whether a certificate leads to one of `anchors`, through intermediate ones if need be. */
export function chainsTo(
  certificate: Certificate,
  intermediates: readonly Certificate[],
  anchors: readonly Certificate[],
): boolean {
  const chain = new Set([certificate]);
  for (const link of chain) {
    if (anchors.some((anchor) => isIssuedBy(link, anchor))) return true;
    // A set that grows is walked to its new end.
    for (const next of intermediates) if (isIssuedBy(link, next)) chain.add(next);
  }
  return false;
}

function verify(certificate: Certificate, issuer: Certificate): boolean {
  try {
    return new X509Certificate(certificate.der).verify(new X509Certificate(issuer.der).publicKey);
  } catch {
    return true;
  }
}

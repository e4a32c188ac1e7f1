import type { Finding, FindingRule, Holding, Snapshot } from '../model.ts';
import { effectiveRole } from '../role.ts';
import { certificatesOf, heldAt } from './held.ts';
import { chainsTo } from './issuance.ts';
import { place, title } from './wording.ts';

/**
 * A certificate that does not chain to the CA that the distribution gives its place: renewed with another CA, or put
 * in the wrong place. Where that CA is not held on the same node, nothing can be said.
 */
export const untrustedChain: FindingRule = (snapshot) =>
  snapshot.flatMap((holding) => {
    const { issuer } = holding.placement;
    return issuer === undefined ? [] : (finding(snapshot, holding, issuer) ?? []);
  });

function finding(snapshot: Snapshot, holding: Holding, issuer: string): Finding | undefined {
  const { location, placement } = holding;
  const authorities = heldAt(snapshot, location.node, issuer);
  const anchors = authorities === undefined ? [] : certificatesOf(authorities);
  const [leaf, ...chain] = certificatesOf(holding);
  if (leaf === undefined || anchors.length === 0 || chainsTo(leaf, chain, anchors)) return undefined;
  return {
    rule: 'untrusted-chain',
    severity: 'critical',
    location,
    summary:
      `${title(leaf, effectiveRole(leaf, placement, 0))} at ${place(location)}, issued by ` +
      `${leaf.issuerCommonName ?? leaf.issuer}, does not chain to the CA at ${issuer}: whoever trusts that CA rejects it`,
    nextStep:
      `compare: openssl x509 -noout -issuer -ext authorityKeyIdentifier, with the subject and subjectKeyIdentifier of ${issuer}; ` +
      'then have it issued again by that CA',
    runbook: 'KubecertCertificateProblem',
    problem: 'untrusted_chain',
  };
}

import type { Holding } from '../model.ts';
import type { JudgedCertificate } from '../findings/report.ts';

/** A certificate that has a row of its own in the table. */
export interface Row extends JudgedCertificate {
  /** Whether CAs follow it that have their rows elsewhere. */
  readonly hasChain: boolean;
}

/**
 * The rows of a table of certificates, in their order. A CA that completes a leaf's chain is left out where the very same
 * one comes first in a place of the same node, or follows an earlier leaf: k3s alone has one behind each of thirty leaves.
 */
export function rowsOf(certificates: readonly JudgedCertificate[]): readonly Row[] {
  const shown = new Set(certificates.filter(({ index }) => index === 0).map(identityOf));
  const withChain = new Set<Holding>();
  const rows = certificates.filter((judged) => {
    const { holding, certificate, index } = judged;
    if (index === 0 || !certificate.isCA) return true;
    const identity = identityOf(judged);
    const isRepeated = shown.has(identity);
    if (isRepeated) withChain.add(holding);
    else shown.add(identity);
    return !isRepeated;
  });
  return rows.map((judged) => ({
    ...judged,
    hasChain: judged.index === 0 && withChain.has(judged.holding),
  }));
}

function identityOf({ holding, certificate }: JudgedCertificate): string {
  return JSON.stringify([holding.location.node, certificate.fingerprintSha256]);
}

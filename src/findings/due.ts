import type { Certificate, Holding, Instant, Renewal, Role, Snapshot } from '../model.ts';
import { effectiveRenewal, effectiveRole } from '../role.ts';
import { type CertificateStatus, status, type Thresholds } from './thresholds.ts';

/** A certificate that time has something to say about. */
export interface DueCertificate {
  readonly holding: Holding;
  readonly certificate: Certificate;
  /** Position among the certificates of its location. */
  readonly index: number;
  readonly role: Role;
  readonly renewal: Renewal;
  readonly status: Exclude<CertificateStatus, 'ok'>;
}

/** What was asked last about a snapshot, and the answer. */
interface Asked {
  readonly now: Instant;
  readonly thresholds: Thresholds;
  readonly due: readonly DueCertificate[];
}

/** Four rules ask the same, one after the other: asked once, ten thousand certificates take a fifth less of a scrape. */
const asked = new WeakMap<Snapshot, Asked>();

/** All certificates whose status is not `ok`, in the order of the snapshot. Nothing is made for those that are. */
export function dueCertificates(
  snapshot: Snapshot,
  now: Instant,
  thresholds: Thresholds,
): readonly DueCertificate[] {
  const before = asked.get(snapshot);
  if (before?.now === now && before.thresholds === thresholds) return before.due;
  const due = findDue(snapshot, now, thresholds);
  asked.set(snapshot, { now, thresholds, due });
  return due;
}

function findDue(snapshot: Snapshot, now: Instant, thresholds: Thresholds): readonly DueCertificate[] {
  const due: DueCertificate[] = [];
  for (const holding of snapshot) {
    const { placement } = holding;
    let index = 0;
    for (const content of holding.contents) {
      if (content.kind !== 'certificate') continue;
      const standing = status(content, placement, index, now, thresholds);
      if (standing !== 'ok') {
        due.push({
          holding,
          certificate: content,
          index,
          role: effectiveRole(content, placement, index),
          renewal: effectiveRenewal(content, placement, index),
          status: standing,
        });
      }
      index += 1;
    }
  }
  return due;
}

/** Where no table says what to do. */
const RENEWALS: Readonly<Record<Renewal, string>> = {
  manual: 'have it issued again with the same names, put it in place, and restart what uses it',
  'on-restart': 'restart the distribution on this node: it renews its certificates when it starts',
  automatic: 'find out why its controller does not renew it: look at its log, and at kubectl get csr',
  none: 'nobody renews it: have a new one made, and put it in place',
};

/** What to do to have it renewed. A table speaks of the first certificate of a file, not of the chain behind it. */
export function howToRenew({ holding: { placement }, index, renewal }: DueCertificate): string {
  return (index === 0 ? placement.renew : undefined) ?? RENEWALS[renewal];
}

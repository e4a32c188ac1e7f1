import type { AlertName, Finding, Instant, Role, Snapshot } from '../model.ts';
import { type DueCertificate, dueCertificates, howToRenew } from './due.ts';
import { severityOf, type Thresholds } from './thresholds.ts';
import { ago, ahead, place, title } from './wording.ts';

/** What is broken once a certificate has expired. */
const CONSEQUENCES: Readonly<Record<Role, string>> = {
  ca: 'nothing that it issued is trusted any more',
  server: 'clients refuse to connect to it',
  client: 'servers reject whoever presents it',
  peer: 'peers refuse each other',
  unknown: 'whoever checks it rejects it',
};

/**
 * A certificate that has expired, or that somebody has to renew soon. Left to other rules: what renews by itself and
 * has not yet expired (`renewal-overdue`), and what the next restart renews in good time (`restart-needed`).
 */
export function expiry(snapshot: Snapshot, now: Instant, thresholds: Thresholds): readonly Finding[] {
  const due = dueCertificates(snapshot, now, thresholds).filter(
    ({ status, renewal }) =>
      status === 'expired' ||
      (status !== 'not_yet_valid' &&
        renewal !== 'automatic' &&
        !(renewal === 'on-restart' && status === 'info')),
  );
  return oncePerAuthority(due).map((copies) => finding(copies, now));
}

/** One certificate in one or several places of a node, the most telling place first. */
type Copies = readonly [DueCertificate, ...DueCertificate[]];

/** A CA lies in a file of its own, behind its leaves and in every kubeconfig of a node: it is spoken of once. */
function oncePerAuthority(due: readonly DueCertificate[]): readonly Copies[] {
  const alike = new Map<string, [DueCertificate, ...DueCertificate[]]>();
  for (const one of due) {
    const { location } = one.holding;
    const key = JSON.stringify([
      location.node,
      one.certificate.fingerprintSha256,
      one.role === 'ca' || [location.path, one.index],
    ]);
    const copies = alike.get(key);
    if (copies === undefined) alike.set(key, [one]);
    else if (distance(one) < distance(copies[0])) copies.unshift(one);
    else copies.push(one);
  }
  return [...alike.values()];
}

/** How far a place is from a CA's own file: where it is embedded or follows a leaf is further away. */
function distance({ index, holding: { location } }: DueCertificate): number {
  return 2 * index + (location.path.includes('#') ? 1 : 0);
}

function finding([due, ...elsewhere]: Copies, now: Instant): Finding {
  const { certificate, role, status } = due;
  const { location } = due.holding;
  const what = `${title(certificate, role)} at ${place(location)}${andElsewhere(elsewhere.length)}`;
  return {
    rule: 'expiry',
    severity: severityOf(status),
    location,
    summary:
      status === 'expired'
        ? `${what} expired ${ago(certificate.notAfter, now)}: ${CONSEQUENCES[role]}`
        : `${what} expires ${ahead(certificate.notAfter, now)}`,
    when: certificate.notAfter,
    nextStep: howToRenew(due),
    runbook: runbookOf(due),
  };
}

function andElsewhere(places: number): string {
  if (places === 0) return '';
  return places === 1 ? ', and in another place,' : `, and in ${places} more places,`;
}

function runbookOf({ status, role }: DueCertificate): AlertName {
  if (status === 'expired') return 'KubecertCertificateExpired';
  return role === 'ca' ? 'KubecertCAExpiring' : 'KubecertCertificateExpiringSoon';
}

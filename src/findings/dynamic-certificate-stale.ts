import { type Certificate, DAY, type Finding, type Holding, type Instant, type Snapshot } from '../model.ts';
import { effectiveRenewal } from '../role.ts';
import { leafOf, withPart } from './held.ts';
import { severityOf, status, type Thresholds, worse } from './thresholds.ts';
import { ago, ahead, date, place } from './wording.ts';

/**
 * Days before notAfter from which k3s and RKE2 of every version renew their dynamic certificate, within 6 hours, where
 * its place does not say otherwise.
 */
const WINDOW_DAYS = 90;

/**
 * The serving certificate of k3s or RKE2 that stayed behind when the files around it were renewed: its file and Secret
 * `k3s-serving` restore each other (k3s#5163), and all looks well until the old date passes. Compared are ends, since
 * the beginning of all of them is the CA's (rancher/dynamiclistener cert/cert.go, `NewSignedCert`).
 */
export function dynamicCertificateStale(
  snapshot: Snapshot,
  now: Instant,
  thresholds: Thresholds,
): readonly Finding[] {
  return withPart(snapshot, 'dynamic-certificate').flatMap((holding) => {
    const certificate = leafOf(holding);
    if (certificate === undefined) return [];
    const window = holding.placement.renewalWindowDays ?? WINDOW_DAYS;
    const newest = newestAround(snapshot, holding);
    // A day's grace: renewal comes with a six-hourly check, and all files are written at a start within minutes.
    const isDue = certificate.notAfter - now < (window - 1) * DAY;
    const isLeftBehind = newest !== undefined && newest.notAfter - certificate.notAfter > DAY;
    return isDue && isLeftBehind ? finding(holding, certificate, newest, now, thresholds) : [];
  });
}

/** The leaf that was renewed last among those that the same distribution keeps on the same node. */
function newestAround(snapshot: Snapshot, { location, placement }: Holding): Certificate | undefined {
  let newest: Certificate | undefined;
  for (const holding of snapshot) {
    if (holding.location.node !== location.node) continue;
    if (holding.placement.distribution !== placement.distribution) continue;
    const leaf = leafOf(holding);
    if (leaf === undefined || effectiveRenewal(leaf, holding.placement, 0) !== 'on-restart') continue;
    if (newest === undefined || leaf.notAfter > newest.notAfter) newest = leaf;
  }
  return newest;
}

function finding(
  { location, placement }: Holding,
  certificate: Certificate,
  newest: Certificate,
  now: Instant,
  thresholds: Thresholds,
): Finding {
  const standing = status(certificate, placement, 0, now, thresholds);
  const { notAfter } = certificate;
  const when = standing === 'expired' ? `expired ${ago(notAfter, now)}` : `expires ${ahead(notAfter, now)}`;
  return {
    rule: 'dynamic-certificate-stale',
    severity: standing === 'ok' ? 'warning' : worse('warning', severityOf(standing)),
    location,
    summary:
      `the serving certificate in ${place(location)} ${when}, although the files around it were renewed ` +
      `until ${date(newest.notAfter)}: its Secret and its file restore each other`,
    when: notAfter,
    nextStep: placement.renew ?? 'delete its Secret and this file, both of them, then restart',
    runbook: 'KubecertServingCertificateOutOfSync',
  };
}

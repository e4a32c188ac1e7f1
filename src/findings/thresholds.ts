import {
  type Certificate,
  DAY,
  type Instant,
  type Placement,
  type Renewal,
  type Severity,
} from '../model.ts';
import { effectiveRenewal, effectiveRole } from '../role.ts';

/** From the worst to the mildest. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const satisfies readonly Severity[];

/** How a certificate stands in time. The severities are those of what `check` finds and of the alerts. */
export type CertificateStatus = 'ok' | Severity | 'expired' | 'not_yet_valid';

/** Whose days count: a CA's that has a place of its own, or everyone else's by who renews it. */
export type ThresholdGroup = 'ca' | Renewal;

type Levels = Readonly<Partial<Record<Severity, number>>>;

/**
 * When a certificate is due. In PromQL, `days_to_expiry < days[group][severity]`; and where renewal is automatic,
 * or the certificate lives `shortLife` days or fewer, also `days_to_expiry / lifetime < share[severity]`.
 */
export interface Thresholds {
  /** Days before notAfter. Group `ca` is a CA that comes first in its location (`role="ca",index="0"`). */
  readonly days: Readonly<Record<ThresholdGroup, Levels>>;
  /** Share of the time from notBefore to notAfter, between 0 and 1. */
  readonly share: Levels;
  /** Days. */
  readonly shortLife: number;
}

const LEAF_DAYS = { warning: 30, critical: 7 } as const satisfies Levels;

/**
 * Quiet as long as all goes well. The lowest healthy rest of a certificate is 36 days of 365 for a kubelet's, which
 * it rotates with 30 % to 10 % left (client-go v0.36 util/certificate/certificate_manager.go, `jitteryDuration`), and
 * about 120 days for k3s' dynamic one.
 *
 * Neither days nor share would do alone where renewal is automatic. 30 days are all that a 6-day certificate never
 * has. And 10 % is more than a fresh one has in an old k3s cluster: notBefore is the CA's there (rancher/dynamiclistener
 * cert/cert.go, `NewSignedCert`), as it is with RKE1 and the kubeadm of 2024. So it takes both.
 *
 * Nobody is told of a certificate that is merely due, with less than 30 % left: for a kubelet's this is health.
 */
export const DEFAULT_THRESHOLDS: Thresholds = {
  days: {
    // A new CA has to reach every client before the old one ends: that takes planning.
    ca: { info: 365, warning: 180, critical: 30 },
    manual: LEAF_DAYS,
    // The renewal window of k3s and RKE2 before May 2025, and inside that of every later version.
    'on-restart': { info: 90, ...LEAF_DAYS },
    automatic: LEAF_DAYS,
    none: LEAF_DAYS,
  },
  share: { info: 0.3, warning: 0.1, critical: 0.03 },
  shortLife: 90,
};

/** The same thresholds with other days for everything that is no CA, as `check --warning 30d --critical 7d` asks. */
export function withLeafDays(thresholds: Thresholds, days: Pick<Levels, 'warning' | 'critical'>): Thresholds {
  const { ca, manual, automatic, none, 'on-restart': onRestart } = thresholds.days;
  return {
    ...thresholds,
    days: {
      ca,
      manual: { ...manual, ...days },
      'on-restart': { ...onRestart, ...days },
      automatic: { ...automatic, ...days },
      none: { ...none, ...days },
    },
  };
}

/**
 * How a certificate stands at `now`. The report, the JSON and the findings all ask here, so that they agree.
 * It is valid up to and including notAfter (RFC 5280 section 4.1.2.5).
 * @param index position among the certificates of its location
 */
export function status(
  certificate: Certificate,
  placement: Placement,
  index: number,
  now: Instant,
  thresholds: Thresholds,
): CertificateStatus {
  if (now > certificate.notAfter) return 'expired';
  if (now < certificate.notBefore) return 'not_yet_valid';

  const renewal = effectiveRenewal(certificate, placement, index);
  // A CA behind a leaf is spoken of early at its own place, and behind every leaf only when the chain is about to break.
  const isOwnPlace = index === 0 && effectiveRole(certificate, placement, index) === 'ca';
  const days = thresholds.days[isOwnPlace ? 'ca' : renewal];
  const left = certificate.notAfter - now;
  const life = certificate.notAfter - certificate.notBefore;
  const needsShare = renewal === 'automatic' || life <= thresholds.shortLife * DAY;
  for (const severity of SEVERITIES) {
    const window = severity === 'info' && renewal === 'on-restart' ? placement.renewalWindowDays : undefined;
    const limit = window ?? days[severity];
    if (limit === undefined || left >= limit * DAY) continue;
    if (!needsShare || left < (thresholds.share[severity] ?? 1) * life) return severity;
  }
  return 'ok';
}

/** The severity of a finding about a certificate that stands so. */
export function severityOf(of: Exclude<CertificateStatus, 'ok'>): Severity {
  return of === 'expired' || of === 'not_yet_valid' ? 'critical' : of;
}

/** The worse one. */
export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b) ? a : b;
}

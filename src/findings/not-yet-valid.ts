import type { Finding, Instant, Snapshot } from '../model.ts';
import { dueCertificates } from './due.ts';
import { severityOf, type Thresholds } from './thresholds.ts';
import { ahead, place, title } from './wording.ts';

/** A certificate whose time has not come: everybody rejects it, or somebody's clock is wrong. */
export function notYetValid(snapshot: Snapshot, now: Instant, thresholds: Thresholds): readonly Finding[] {
  return dueCertificates(snapshot, now, thresholds)
    .filter(({ status }) => status === 'not_yet_valid')
    .map(({ holding: { location }, certificate, role, status }) => ({
      rule: 'not-yet-valid',
      severity: severityOf(status),
      location,
      summary:
        `${title(certificate, role)} at ${place(location)} becomes valid only ` +
        `${ahead(certificate.notBefore, now)}: until then it is rejected`,
      when: certificate.notBefore,
      nextStep:
        'compare the clock of this node with that of the one that issued it (timedatectl); ' +
        'if both are right, have it issued again',
      runbook: 'KubecertCertificateNotYetValid',
    }));
}

import type { Finding, Instant, Snapshot } from '../model.ts';
import { dueCertificates, howToRenew } from './due.ts';
import { severityOf, type Thresholds } from './thresholds.ts';
import { ahead, place, title } from './wording.ts';

/**
 * A leaf of k3s, RKE2 or k0s that the next restart of the distribution renews. They renew none while they run, so that
 * a node which is never restarted ends with its certificates. Once it is urgent, `expiry` speaks instead.
 */
export function restartNeeded(snapshot: Snapshot, now: Instant, thresholds: Thresholds): readonly Finding[] {
  return dueCertificates(snapshot, now, thresholds)
    .filter(({ status, renewal }) => renewal === 'on-restart' && status === 'info')
    .map((due) => {
      const { certificate, role, status } = due;
      const { location } = due.holding;
      return {
        rule: 'restart-needed',
        severity: severityOf(status),
        location,
        summary:
          `${title(certificate, role)} at ${place(location)} expires ${ahead(certificate.notAfter, now)}, ` +
          'and is renewed at the next restart',
        when: certificate.notAfter,
        nextStep: howToRenew(due),
        runbook: 'KubecertRestartNeeded',
      };
    });
}

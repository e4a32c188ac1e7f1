import type { Finding, Instant, Snapshot } from '../model.ts';
import { dueCertificates, howToRenew } from './due.ts';
import { severityOf, type Thresholds } from './thresholds.ts';
import { ahead, place, title } from './wording.ts';

/** An automatic renewal that did not happen although its time has come and gone. */
export function renewalOverdue(snapshot: Snapshot, now: Instant, thresholds: Thresholds): readonly Finding[] {
  return dueCertificates(snapshot, now, thresholds)
    .filter(
      ({ status, renewal }) => renewal === 'automatic' && status !== 'expired' && status !== 'not_yet_valid',
    )
    .map((due) => {
      const { certificate, role, status } = due;
      const { location } = due.holding;
      return {
        rule: 'renewal-overdue',
        severity: severityOf(status),
        location,
        summary:
          `${title(certificate, role)} at ${place(location)} should have been renewed by itself, ` +
          `and expires ${ahead(certificate.notAfter, now)}`,
        when: certificate.notAfter,
        nextStep: howToRenew(due),
        runbook: 'KubecertRenewalOverdue',
      };
    });
}

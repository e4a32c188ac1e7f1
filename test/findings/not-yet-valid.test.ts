import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { notYetValid } from '../../src/findings/not-yet-valid.ts';
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import { days, NOW, validDays } from '../certificates.ts';
import { certificate, held } from './holdings.ts';

describe('a certificate whose time has not come', () => {
  it('is critical: everybody rejects it', () => {
    const future = certificate({ subjectCommonName: 'kube-apiserver', ...validDays(3, 368) });
    const holding = held('/etc/kubernetes/pki/apiserver.crt', [future]);
    const valid = held('/etc/kubernetes/pki/ca.crt', [certificate(validDays(0, 365))]);
    assert.deepEqual(notYetValid([holding, valid], NOW, DEFAULT_THRESHOLDS), [
      {
        rule: 'not-yet-valid',
        severity: 'critical',
        location: holding.location,
        summary:
          'server certificate kube-apiserver at /etc/kubernetes/pki/apiserver.crt on node-1 becomes valid only in 3 days, on 2026-06-04: until then it is rejected',
        when: NOW + days(3),
        nextStep:
          'compare the clock of this node with that of the one that issued it (timedatectl); if both are right, have it issued again',
        runbook: 'KubecertCertificateNotYetValid',
      },
    ]);
  });
});

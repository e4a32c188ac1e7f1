import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renewalOverdue } from '../../src/findings/renewal-overdue.ts';
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import type { Finding, Holding, Renewal } from '../../src/model.ts';
import { days, NOW, validDays } from '../certificates.ts';
import { certificate, held } from './holdings.ts';

function kubeletClient(from: number, until: number, renewal: Renewal = 'automatic'): Holding {
  const own = certificate({ subjectCommonName: 'system:node:node-1', ...validDays(from, until) });
  return held('/var/lib/kubelet/pki/kubelet-client-current.pem', [own], {
    placement: { role: 'client', renewal, renew: 'kubectl get csr' },
  });
}

const overdue = (holding: Holding): readonly Finding[] => renewalOverdue([holding], NOW, DEFAULT_THRESHOLDS);

describe('a renewal that did not happen by itself', () => {
  it('is told when less than a tenth and less than a month is left', () => {
    const holding = kubeletClient(-340, 25);
    assert.deepEqual(overdue(holding), [
      {
        rule: 'renewal-overdue',
        severity: 'warning',
        location: holding.location,
        summary:
          'client certificate system:node:node-1 at /var/lib/kubelet/pki/kubelet-client-current.pem on node-1 should have been renewed by itself, and expires in 25 days, on 2026-06-26',
        when: NOW + days(25),
        nextStep: 'kubectl get csr',
        runbook: 'KubecertRenewalOverdue',
      },
    ]);
  });

  it('becomes critical in the last days', () => {
    assert.equal(overdue(kubeletClient(-361, 4))[0]?.severity, 'critical');
  });

  const silent: readonly (readonly [string, Holding])[] = [
    ['of a kubelet that rotates late but in time', kubeletClient(-329, 36)],
    ['once it has expired, which is told as such', kubeletClient(-366, -1)],
    ['before its time', kubeletClient(1, 366)],
    ['of what is renewed by hand', kubeletClient(-340, 25, 'manual')],
  ];
  for (const [name, holding] of silent) {
    it(`is not told ${name}`, () => assert.deepEqual(overdue(holding), []));
  }
});

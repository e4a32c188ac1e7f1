import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { restartNeeded } from '../../src/findings/restart-needed.ts';
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import type { Finding, Holding, Placement } from '../../src/model.ts';
import { days, NOW, validDays } from '../certificates.ts';
import { certificate, held } from './holdings.ts';

const K3S: Placement = {
  distribution: 'k3s',
  role: 'client',
  renewal: 'on-restart',
  renewalWindowDays: 120,
  renew: 'systemctl restart k3s',
};

function clientAdmin(left: number, placement: Placement = K3S): Holding {
  const leaf = certificate({ subjectCommonName: 'system:admin', ...validDays(left - 365, left) });
  return held('/var/lib/rancher/k3s/server/tls/client-admin.crt', [leaf], { placement });
}

const needed = (holding: Holding): readonly Finding[] => restartNeeded([holding], NOW, DEFAULT_THRESHOLDS);

describe('a leaf that the next restart renews', () => {
  it('is worth knowing once it is inside the window', () => {
    const holding = clientAdmin(100);
    assert.deepEqual(needed(holding), [
      {
        rule: 'restart-needed',
        severity: 'info',
        location: holding.location,
        summary:
          'client certificate system:admin at /var/lib/rancher/k3s/server/tls/client-admin.crt on node-1 expires in 100 days, on 2026-09-09, and is renewed at the next restart',
        when: NOW + days(100),
        nextStep: 'systemctl restart k3s',
        runbook: 'KubecertRestartNeeded',
      },
    ]);
  });

  const silent: readonly (readonly [string, Holding])[] = [
    ['before the window, when a restart would not renew it', clientAdmin(121)],
    ['when it is urgent, which is told as its expiry', clientAdmin(20)],
    ['of what no restart renews', clientAdmin(100, { renewal: 'manual' })],
  ];
  for (const [name, holding] of silent) {
    it(`is not told ${name}`, () => assert.deepEqual(needed(holding), []));
  }
});

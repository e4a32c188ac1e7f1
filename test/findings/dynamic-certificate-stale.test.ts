import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dynamicCertificateStale } from '../../src/findings/dynamic-certificate-stale.ts';
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import type { DistributionName, Finding, Holding, Snapshot } from '../../src/model.ts';
import { days, NOW, validDays } from '../certificates.ts';
import { certificate, held } from './holdings.ts';

const TLS = '/var/lib/rancher/k3s/server/tls';
/** notBefore of all of them is that of the CA. */
const CA_AGE = -1000;

function dynamic(left: number, renewalWindowDays?: number): Holding {
  return held(`${TLS}/dynamic-cert.json`, [certificate(validDays(CA_AGE, left))], {
    placement: {
      distribution: 'k3s',
      role: 'server',
      renewal: 'automatic',
      part: 'dynamic-certificate',
      ...(renewalWindowDays !== undefined && { renewalWindowDays }),
    },
  });
}

function leaf(left: number, node?: string, distribution: DistributionName = 'k3s'): Holding {
  return held(`${TLS}/client-admin.crt`, [certificate(validDays(CA_AGE, left))], {
    ...(node !== undefined && { node }),
    placement: { distribution, role: 'client', renewal: 'on-restart', renewalWindowDays: 120 },
  });
}

const stale = (...snapshot: Snapshot): readonly Finding[] =>
  dynamicCertificateStale(snapshot, NOW, DEFAULT_THRESHOLDS);

describe('the dynamic certificate of k3s', () => {
  it('is stale when the files around it were renewed and it was not, long before its end', () => {
    const behind = dynamic(60);
    assert.deepEqual(stale(behind, leaf(365)), [
      {
        rule: 'dynamic-certificate-stale',
        severity: 'warning',
        location: behind.location,
        summary:
          'the serving certificate in /var/lib/rancher/k3s/server/tls/dynamic-cert.json on node-1 expires in 60 days, on 2026-07-31, although the files around it were renewed until 2027-06-01: its Secret and its file restore each other',
        when: NOW + days(60),
        nextStep: 'delete its Secret and this file, both of them, then restart',
        runbook: 'KubecertServingCertificateOutOfSync',
      },
    ]);
  });

  it('is as urgent as its end is near', () => {
    const severity = (left: number): unknown => stale(dynamic(left), leaf(365))[0]?.severity;
    assert.deepEqual([60, 20, 5, -1].map(severity), ['warning', 'warning', 'critical', 'critical']);
  });

  it('is due as early as its place says', () => {
    assert.deepEqual(stale(dynamic(110), leaf(365)), []);
    assert.equal(stale(dynamic(110, 120), leaf(365)).length, 1);
  });

  const silent: readonly (readonly [string, Snapshot])[] = [
    ['before it is due, however new the files around it are', [dynamic(120), leaf(365)]],
    ['within the hours that its renewal may take', [dynamic(89.5), leaf(365)]],
    ['when it is as old as the files around it', [dynamic(60), leaf(60)]],
    ['when it is older by minutes, as after a start that made them all', [dynamic(60), leaf(60.01)]],
    ['when it is newer', [dynamic(80), leaf(60)]],
    ['when nothing lies around it', [dynamic(60)]],
    ['when what is newer lies on another node', [dynamic(60), leaf(365, 'node-2')]],
    ['when what is newer is of another distribution', [dynamic(60), leaf(365, undefined, 'rke2')]],
  ];
  for (const [name, snapshot] of silent) {
    it(`is not stale ${name}`, () => assert.deepEqual(stale(...snapshot), []));
  }

  it('is compared with leaves alone, not with the CA that outlives them', () => {
    const ca = held(`${TLS}/server-ca.crt`, [certificate({ isCA: true, ...validDays(CA_AGE, 2650) })], {
      placement: { distribution: 'k3s', role: 'ca', renewal: 'none' },
    });
    assert.deepEqual(stale(dynamic(60), leaf(60), ca), []);
  });
});

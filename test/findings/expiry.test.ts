import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expiry } from '../../src/findings/expiry.ts';
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import type { Finding, Placement, Snapshot } from '../../src/model.ts';
import { days, NOW, validDays } from '../certificates.ts';
import { certificate, held } from './holdings.ts';

const expiring = (snapshot: Snapshot): readonly Finding[] => expiry(snapshot, NOW, DEFAULT_THRESHOLDS);

const APISERVER: Placement = {
  distribution: 'kubeadm',
  component: 'kube-apiserver',
  role: 'server',
  renewal: 'manual',
  renew: 'kubeadm certs renew apiserver',
};

describe('the expiry of a certificate', () => {
  it('is told when it has happened, and what it breaks', () => {
    const holding = held(
      '/etc/kubernetes/pki/apiserver.crt',
      [certificate({ subjectCommonName: 'kube-apiserver', ...validDays(-368, -3) })],
      { placement: APISERVER },
    );
    assert.deepEqual(expiring([holding]), [
      {
        rule: 'expiry',
        severity: 'critical',
        location: holding.location,
        summary:
          'server certificate kube-apiserver at /etc/kubernetes/pki/apiserver.crt on node-1 expired 3 days ago, on 2026-05-29: clients refuse to connect to it',
        when: NOW - days(3),
        nextStep: 'kubeadm certs renew apiserver',
        runbook: 'KubecertCertificateExpired',
      },
    ]);
  });

  it('is told a month ahead', () => {
    const holding = held(
      '/etc/kubernetes/pki/apiserver.crt',
      [certificate({ subjectCommonName: 'kube-apiserver', ...validDays(-336, 29) })],
      { placement: APISERVER },
    );
    assert.deepEqual(expiring([holding]), [
      {
        rule: 'expiry',
        severity: 'warning',
        location: holding.location,
        summary:
          'server certificate kube-apiserver at /etc/kubernetes/pki/apiserver.crt on node-1 expires in 29 days, on 2026-06-30',
        when: NOW + days(29),
        nextStep: 'kubeadm certs renew apiserver',
        runbook: 'KubecertCertificateExpiringSoon',
      },
    ]);
  });

  it('of a CA is told a year ahead, under a name of its own', () => {
    const ca = certificate({ subjectCommonName: 'kubernetes', isCA: true, ...validDays(-3350, 300) });
    const [finding, ...others] = expiring([held('/etc/kubernetes/pki/ca.crt', [ca])]);
    assert.deepEqual(others, []);
    assert.equal(finding?.severity, 'info');
    assert.equal(finding.runbook, 'KubecertCAExpiring');
    assert.match(finding.summary, /^CA certificate kubernetes at \/etc\/kubernetes\/pki\/ca\.crt on node-1 /);
  });

  it('of a CA is told once for each node, at its own place, however many files have a copy', () => {
    const ca = certificate({ subjectCommonName: 'kubernetes', isCA: true, ...validDays(-3600, 20) });
    const leaf = certificate(validDays(-10, 355));
    const copies = (node: string): Snapshot => [
      held('/etc/kubernetes/admin.conf#cluster/kubernetes', [ca], { node }),
      held('/etc/kubernetes/pki/apiserver.crt', [leaf, ca], { node }),
      held('/etc/kubernetes/pki/ca.crt', [ca], { node }),
    ];
    const found = expiring([...copies('cp-1'), ...copies('cp-2')]);
    assert.deepEqual(
      found.map(({ location, summary }) => [location.node, location.path, summary]),
      ['cp-1', 'cp-2'].map((node) => [
        node,
        '/etc/kubernetes/pki/ca.crt',
        `CA certificate kubernetes at /etc/kubernetes/pki/ca.crt on ${node}, and in 2 more places, expires in 20 days, on 2026-06-21`,
      ]),
    );
  });

  it('of a leaf is told at every place', () => {
    const leaf = certificate(validDays(-345, 20));
    assert.equal(expiring([held('/a.crt', [leaf]), held('/b.crt', [leaf])]).length, 2);
  });

  it('does not give the renewal of a leaf as that of the CA behind it', () => {
    const leaf = certificate(validDays(-10, 355));
    const ca = certificate({ isCA: true, ...validDays(-3640, 5) });
    const [finding] = expiring([
      held('/etc/kubernetes/pki/apiserver.crt', [leaf, ca], { placement: APISERVER }),
    ]);
    assert.equal(finding?.nextStep, 'nobody renews it: have a new one made, and put it in place');
  });

  it('is silent about what is well, what renews by itself, what a restart renews, and what is yet to come', () => {
    const found = expiring([
      held('/well.crt', [certificate(validDays(-10, 355))]),
      held('/rotating.pem', [certificate(validDays(-360, 5))], { placement: { renewal: 'automatic' } }),
      held('/k3s.crt', [certificate(validDays(-280, 85))], { placement: { renewal: 'on-restart' } }),
      held('/future.crt', [certificate(validDays(1, 366))]),
      held('/empty.crt', []),
    ]);
    assert.deepEqual(found, []);
  });

  it('is told of what should have renewed by itself once it has expired', () => {
    const rotating = certificate(validDays(-366, -1));
    const [finding] = expiring([held('/rotating.pem', [rotating], { placement: { renewal: 'automatic' } })]);
    assert.equal(finding?.runbook, 'KubecertCertificateExpired');
  });

  it('is told of what a restart renews once it is urgent', () => {
    const leaf = certificate(validDays(-345, 20));
    const [finding] = expiring([held('/k3s.crt', [leaf], { placement: { renewal: 'on-restart' } })]);
    assert.equal(finding?.severity, 'warning');
    assert.equal(
      finding.nextStep,
      'restart the distribution on this node: it renews its certificates when it starts',
    );
  });

  it('counts hours where days are few', () => {
    const [finding] = expiring([held('/a.crt', [certificate(validDays(-364, 1.5))])]);
    assert.match(finding?.summary ?? '', /expires in 36 hours, on 2026-06-02$/);
  });
});

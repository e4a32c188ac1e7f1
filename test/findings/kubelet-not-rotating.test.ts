import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kubeletNotRotating } from '../../src/findings/kubelet-not-rotating.ts';
import type { Content, Holding, Placement, Snapshot } from '../../src/model.ts';
import { days, NOW, validDays } from '../certificates.ts';
import { certificate, held, kubeconfig } from './holdings.ts';

const PLAIN = '/etc/kubernetes/ssl/kubelet-client.crt';
const CURRENT = '/var/lib/kubelet/pki/kubelet-client-current.pem';

const YEAR = certificate(validDays(-65, 300));
const CLIENT: Placement = { role: 'client', renewal: 'manual', part: 'kubelet-client-certificate' };

function kubeletConf(content: Content): Holding {
  return held('/etc/kubernetes/kubelet.conf', [content], { placement: { part: 'kubelet-kubeconfig' } });
}

const naming = (path: string): Holding =>
  kubeletConf(kubeconfig({ kind: 'path', certificate: path, key: path }));
const plain = held(PLAIN, [YEAR], { placement: CLIENT });
const current = held(CURRENT, [YEAR], { placement: { ...CLIENT, renewal: 'automatic' } });
const embedded = held('/etc/kubernetes/kubelet.conf#user/default-auth', [YEAR], {
  placement: { role: 'client', renewal: 'none', part: 'kubelet-kubeconfig' },
});

describe('a kubelet whose client certificate nobody renews', () => {
  it('has it embedded in its kubeconfig', () => {
    const snapshot = [kubeletConf(kubeconfig({ kind: 'embedded' })), embedded];
    assert.deepEqual(kubeletNotRotating(snapshot, NOW), [
      {
        rule: 'kubelet-not-rotating',
        severity: 'warning',
        location: embedded.location,
        summary:
          "the kubelet's client certificate at /etc/kubernetes/kubelet.conf#user/default-auth on node-1 is embedded in /etc/kubernetes/kubelet.conf, which no rotation and no kubeadm certs renew writes again: nobody renews it, and it ends in 300 days, on 2027-03-28",
        when: NOW + days(300),
        nextStep:
          'set rotateCertificates: true for the kubelet, and let its kubeconfig name kubelet-client-current.pem',
        runbook: 'KubecertKubeletNotRotating',
        problem: 'embedded_not_rotating',
      },
    ]);
  });

  it('has it embedded, and only has to name the pair that it has rotated to', () => {
    const [finding] = kubeletNotRotating(
      [kubeletConf(kubeconfig({ kind: 'embedded' })), embedded, current],
      NOW,
    );
    assert.equal(
      finding?.nextStep,
      'let /etc/kubernetes/kubelet.conf name /var/lib/kubelet/pki/kubelet-client-current.pem as client-certificate and client-key',
    );
  });

  it('has a kubeconfig that names a plain file', () => {
    const plainUnknown = held(PLAIN, [YEAR]);
    assert.deepEqual(kubeletNotRotating([naming(PLAIN), plainUnknown], NOW), [
      {
        rule: 'kubelet-not-rotating',
        severity: 'warning',
        location: plainUnknown.location,
        summary:
          "the kubelet's client certificate at /etc/kubernetes/ssl/kubelet-client.crt on node-1 is a plain file that /etc/kubernetes/kubelet.conf names, and not a link that rotation turns: nobody renews it, and it ends in 300 days, on 2027-03-28",
        when: NOW + days(300),
        nextStep:
          'set rotateCertificates: true for the kubelet, and let its kubeconfig name kubelet-client-current.pem',
        runbook: 'KubecertKubeletNotRotating',
      },
    ]);
  });

  it('has a plain file, where no kubeconfig tells more', () => {
    const [finding, ...others] = kubeletNotRotating([plain], NOW);
    assert.deepEqual(others, []);
    assert.equal(finding?.location, plain.location);
    assert.equal(finding.severity, 'warning');
  });

  it('is spoken of once where the table and the kubeconfig both tell', () => {
    assert.equal(kubeletNotRotating([naming(PLAIN), plain], NOW).length, 1);
  });

  it('is only worth knowing with more than a year left', () => {
    const decade = held(PLAIN, [certificate(validDays(-10, 3640))], { placement: CLIENT });
    assert.equal(kubeletNotRotating([decade], NOW)[0]?.severity, 'info');
  });

  const silent: readonly (readonly [string, Snapshot])[] = [
    ['a link that rotation turns', [naming(CURRENT), current]],
    ['a link that rotation turns, and an old plain file beside it', [naming(CURRENT), current, plain]],
    ['a link alone', [current]],
    ['what a restart renews', [held(PLAIN, [YEAR], { placement: { ...CLIENT, renewal: 'on-restart' } })]],
    ['what is gone', [naming(PLAIN), held(PLAIN, [], { placement: CLIENT, problems: ['missing'] })]],
    ['a kubeconfig with a token', [kubeletConf(kubeconfig({ kind: 'token' }))]],
    ['an embedded certificate of another kubeconfig', [held('/etc/kubernetes/admin.conf#user/a', [YEAR])]],
  ];
  for (const [name, snapshot] of silent) {
    it(`is not ${name}`, () => assert.deepEqual(kubeletNotRotating(snapshot, NOW), []));
  }
});

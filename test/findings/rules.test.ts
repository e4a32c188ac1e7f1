import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findings } from '../../src/findings/rules.ts';
import { DEFAULT_THRESHOLDS, withLeafDays } from '../../src/findings/thresholds.ts';
import type { Finding, Snapshot } from '../../src/model.ts';
import { days, NOW, validDays } from '../certificates.ts';
import { certificate, held, kubeconfig } from './holdings.ts';

const brief = ({ rule, severity, location: { path } }: Finding): readonly string[] => [rule, severity, path];

describe('all findings', () => {
  it('come with the most severe first, and of these what ends first', () => {
    const snapshot: Snapshot = [
      held('/info.crt', [certificate({ isCA: true, ...validDays(-3350, 300) })]),
      held('/warning-later.crt', [certificate(validDays(-340, 25))]),
      held('/warning-sooner.crt', [certificate(validDays(-350, 15))]),
      held('/soon.crt', [certificate(validDays(-361, 4))]),
      held('/gone.crt', [], { problems: ['missing'] }),
      held('/expired.crt', [certificate(validDays(-368, -3))]),
      held('/well.crt', [certificate(validDays(-10, 355))]),
    ];
    assert.deepEqual(findings(snapshot, NOW).map(brief), [
      ['expiry', 'critical', '/expired.crt'],
      ['problem', 'critical', '/gone.crt'],
      ['expiry', 'critical', '/soon.crt'],
      ['expiry', 'warning', '/warning-sooner.crt'],
      ['expiry', 'warning', '/warning-later.crt'],
      ['expiry', 'info', '/info.crt'],
    ]);
  });

  it('say one thing of the time of a place: the worst', () => {
    // A kubelet.crt of itself: the leaf and its own CA in one file, which end together.
    const leaf = certificate(validDays(-366, -1));
    const own = certificate({ isCA: true, ...validDays(-366, -1) });
    assert.deepEqual(findings([held('/kubelet.crt', [leaf, own])], NOW).map(brief), [
      ['expiry', 'critical', '/kubelet.crt'],
    ]);
    const overdue = held('/fullchain.pem', [certificate(validDays(-340, 25)), own], {
      placement: { renewal: 'automatic' },
    });
    assert.deepEqual(findings([overdue], NOW).map(brief), [['expiry', 'critical', '/fullchain.pem']]);
  });

  it('say of an expired copy of a kubeconfig that it is stale, not that it has expired as well', () => {
    const placement = { part: 'admin-kubeconfig-copy' } as const;
    const snapshot = [
      held('/root/.kube/config', [kubeconfig({ kind: 'embedded' })], { placement }),
      held('/root/.kube/config#user/default-auth', [certificate(validDays(-370, -5))], { placement }),
    ];
    assert.deepEqual(findings(snapshot, NOW).map(brief), [
      ['kubeconfig-stale', 'critical', '/root/.kube/config#user/default-auth'],
    ]);
  });

  it('say of a dynamic certificate that was left behind why it has expired', () => {
    const snapshot = [
      held('/dynamic-cert.json', [certificate(validDays(-366, -1))], {
        placement: { distribution: 'k3s', renewal: 'automatic', part: 'dynamic-certificate' },
      }),
      held('/client-admin.crt', [certificate(validDays(-10, 355))], {
        placement: { distribution: 'k3s', renewal: 'on-restart' },
      }),
    ];
    assert.deepEqual(findings(snapshot, NOW).map(brief), [
      ['dynamic-certificate-stale', 'critical', '/dynamic-cert.json'],
    ]);
  });

  it('say of a kubelet both that its certificate has expired and that it does not survive a restart', () => {
    const pair = '/var/lib/kubelet/pki/kubelet-client-current.pem';
    const snapshot = [
      held('/etc/kubernetes/kubelet.conf', [kubeconfig({ kind: 'path', certificate: pair, key: pair })], {
        placement: { part: 'kubelet-kubeconfig' },
      }),
      held(pair, [certificate(validDays(-370, -5))], {
        placement: { role: 'client', renewal: 'automatic', part: 'kubelet-client-certificate' },
      }),
    ];
    assert.deepEqual(findings(snapshot, NOW).map(brief), [
      ['expiry', 'critical', pair],
      ['kubelet-restart', 'critical', '/etc/kubernetes/kubelet.conf'],
    ]);
  });

  it('are asked about any day, and with other thresholds', () => {
    const snapshot = [held('/a.crt', [certificate(validDays(-265, 100))])];
    assert.deepEqual(findings(snapshot, NOW), []);
    assert.deepEqual(findings(snapshot, NOW + days(90)).map(brief), [['expiry', 'warning', '/a.crt']]);
    const early = withLeafDays(DEFAULT_THRESHOLDS, { warning: 120 });
    assert.deepEqual(findings(snapshot, NOW, early).map(brief), [['expiry', 'warning', '/a.crt']]);
  });

  it('keep to one line and leave the terminal alone, whatever a certificate calls itself', () => {
    const named = certificate({ subjectCommonName: 'a\nb\u001b[31m\u202e', ...validDays(-366, -1) });
    const [finding] = findings([held('/a.crt', [named])], NOW);
    assert.ok(finding);
    assert.doesNotMatch(finding.summary, /[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it('of 10,000 certificates that are well are none, within 10 ms', () => {
    const snapshot = Array.from({ length: 10_000 }, (_, at) =>
      held(`/etc/ssl/${at}.crt`, [certificate(validDays(-10, 355))]),
    );
    const times = Array.from({ length: 10 }, () => {
      const start = performance.now();
      assert.deepEqual(findings(snapshot, NOW), []);
      return performance.now() - start;
    });
    // The fastest of a few: the others tell of the machine.
    assert.ok(Math.min(...times) < 10, `${Math.min(...times)} ms`);
  });
});

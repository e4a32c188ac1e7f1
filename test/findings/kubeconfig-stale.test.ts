import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAuthority } from '../../src/demo/authority.ts';
import { kubeconfigStale } from '../../src/findings/kubeconfig-stale.ts';
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import type { Certificate, Finding, Part, Snapshot } from '../../src/model.ts';
import { certificateOf, days, NOW, validDays } from '../certificates.ts';
import { certificate, held, kubeconfig } from './holdings.ts';

const ADMIN = '/etc/kubernetes/admin.conf';
const COPY = '/root/.kube/config';
const CA = '/etc/kubernetes/pki/ca.crt';

const admin = (from: number, until: number): Certificate =>
  certificate({ subjectCommonName: 'kubernetes-admin', ...validDays(from, until) });

function embedding(path: string, part: Part, user: Certificate, node = 'node-1', issuer?: string): Snapshot {
  const placement = { part, ...(issuer !== undefined && { issuer }) };
  return [
    held(path, [kubeconfig({ kind: 'embedded' })], { node, placement }),
    held(`${path}#user/default-auth`, [user], { node, placement: { ...placement, role: 'client' } }),
  ];
}

const original = (user: Certificate, node?: string): Snapshot =>
  embedding(ADMIN, 'admin-kubeconfig', user, node);
const copy = (user: Certificate): Snapshot => embedding(COPY, 'admin-kubeconfig-copy', user);
const stale = (...snapshot: Snapshot): readonly Finding[] =>
  kubeconfigStale(snapshot, NOW, DEFAULT_THRESHOLDS);

describe('a copy of the admin kubeconfig', () => {
  it('is stale once the original has been renewed', () => {
    assert.deepEqual(stale(...original(admin(-1, 364)), ...copy(admin(-265, 100))), [
      {
        rule: 'kubeconfig-stale',
        severity: 'warning',
        location: { path: '/root/.kube/config#user/default-auth', source: 'files', node: 'node-1' },
        summary:
          'the client certificate in /root/.kube/config on node-1 expires in 100 days, on 2026-09-09; /etc/kubernetes/admin.conf has a newer one, until 2027-05-31: kubectl is refused with it from then on',
        when: NOW + days(100),
        nextStep:
          'copy it again, unless it has other clusters as well: cp /etc/kubernetes/admin.conf /root/.kube/config',
        runbook: 'KubecertKubeconfigStale',
      },
    ]);
  });

  it('is as urgent as its certificate', () => {
    const severity = (left: number): unknown =>
      stale(...original(admin(-1, 364)), ...copy(admin(left - 365, left)))[0]?.severity;
    assert.deepEqual([100, 20, 5, -5].map(severity), ['warning', 'warning', 'critical', 'critical']);
  });

  it('is stale once it has expired, though there be no original', () => {
    const [finding] = stale(...copy(admin(-370, -5)));
    assert.equal(finding?.severity, 'critical');
    assert.equal(
      finding.summary,
      'the client certificate in /root/.kube/config on node-1 expired 5 days ago, on 2026-05-27: kubectl is refused with it from then on',
    );
    assert.equal(finding.nextStep, 'renew the admin kubeconfig, then copy it again');
  });

  const silent: readonly (readonly [string, Snapshot])[] = [
    ['that is as new as the original', [...original(admin(-1, 364)), ...copy(admin(-1, 364))]],
    ['that is newer than the original', [...original(admin(-265, 100)), ...copy(admin(-1, 364))]],
    ['without an original', copy(admin(-265, 100))],
    ['whose original is on another node', [...original(admin(-1, 364), 'node-2'), ...copy(admin(-265, 100))]],
    [
      'of another user',
      [
        ...original(admin(-1, 364)),
        ...copy(certificate({ subjectCommonName: 'jane', ...validDays(-265, 100) })),
      ],
    ],
    [
      'that names its certificate by path, and so has none of its own',
      [
        ...original(admin(-1, 364)),
        held(COPY, [kubeconfig({ kind: 'path', certificate: '/root/admin.crt' })], {
          placement: { part: 'admin-kubeconfig-copy' },
        }),
        held('/root/admin.crt', [admin(-370, -5)]),
      ],
    ],
  ];
  for (const [name, snapshot] of silent) {
    it(`is not stale ${name}`, () => assert.deepEqual(stale(...snapshot), []));
  }

  it('is not one if another cluster issued it, although every cluster has its kubernetes-admin', async () => {
    const decade = validDays(-300, 3350);
    const own = await createAuthority({ commonName: 'kubernetes', ...decade });
    const others = await createAuthority({ commonName: 'kubernetes', ...decade });
    const user = { commonName: 'kubernetes-admin', role: 'client' } as const;
    const renewed = certificateOf(await own.issue({ ...user, ...validDays(-1, 364) }));
    const onNode: Snapshot = [
      ...embedding(ADMIN, 'admin-kubeconfig', renewed, 'node-1', CA),
      held(CA, [certificateOf(own)]),
    ];
    const old = validDays(-265, 100);
    const [ofOwn, ofOthers] = await Promise.all([
      own.issue({ ...user, ...old }),
      others.issue({ ...user, ...old }),
    ]);
    assert.equal(stale(...onNode, ...copy(certificateOf(ofOwn))).length, 1);
    assert.deepEqual(stale(...onNode, ...copy(certificateOf(ofOthers))), []);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FindingGroup, groupFindings } from '../../src/findings/finding-group.ts';
import { findings } from '../../src/findings/rules.ts';
import { ALERT_NAMES, type Holding, type Placement, PROBLEM_REASONS, type Renewal } from '../../src/model.ts';
import { days, NOW, validDays } from '../certificates.ts';
import { certificate, held, kubeconfig } from './holdings.ts';

const MANUAL: Placement = { role: 'server', renewal: 'manual', renew: 'renew all' };

/** A certificate that ends so many days from now. */
function ending(path: string, left: number, placement: Placement = MANUAL, node = 'cp-1'): Holding {
  return held(path, [certificate(validDays(left - 365, left))], { placement, node });
}

const told = (...snapshot: readonly Holding[]): readonly Pick<FindingGroup, 'summary' | 'details'>[] =>
  groupFindings(findings(snapshot, NOW), NOW).map(({ summary, details }) => ({ summary, details }));
const summaries = (...snapshot: readonly Holding[]): readonly string[] =>
  told(...snapshot).map(({ summary }) => summary);

describe('findings that ask for the same step', () => {
  it('are told as one: how many, where, until when, and each place', () => {
    const snapshot = [
      ending('/etc/kubernetes/pki/apiserver.crt', 8),
      ending('/etc/kubernetes/admin.conf#user/kubernetes-admin', 8),
      ending('/etc/kubernetes/pki/front-proxy-client.crt', 8),
      ending('/etc/kubernetes/pki/etcd/peer.crt', 8),
    ];
    const found = findings(snapshot, NOW);
    assert.deepEqual(groupFindings(found, NOW), [
      {
        findings: found,
        summary: '4 certificates on cp-1 expire in 8 days, on 2026-06-09',
        details: [
          '/etc/kubernetes/pki: apiserver.crt, front-proxy-client.crt',
          '/etc/kubernetes: admin.conf user',
          '/etc/kubernetes/pki/etcd: peer.crt',
        ],
      },
    ]);
  });

  it('name the first end where they end on different days', () => {
    assert.deepEqual(summaries(ending('/a.crt', 20), ending('/b.crt', 8), ending('/c.crt', 8)), [
      '3 certificates on cp-1 expire, the first in 8 days, on 2026-06-09',
    ]);
    assert.deepEqual(summaries(ending('/a.crt', -1), ending('/b.crt', -3)), [
      '2 certificates on cp-1 expired, the first 3 days ago, on 2026-05-29',
    ]);
  });

  it('name no node where nobody said one', () => {
    const nowhere = ({ location: { path, source }, ...rest }: Holding): Holding => ({
      ...rest,
      location: { path, source },
    });
    assert.deepEqual(summaries(nowhere(ending('/a.crt', 8)), nowhere(ending('/b.crt', 8))), [
      '2 certificates expire in 8 days, on 2026-06-09',
    ]);
  });

  it('are told apart by node, severity, step, and by whether it has happened', () => {
    assert.deepEqual(
      told(
        ending('/expired.crt', -1),
        ending('/critical.crt', 3),
        ending('/warning.crt', 20),
        ending('/elsewhere.crt', 20, MANUAL, 'cp-2'),
        ending('/otherwise.crt', 20, { ...MANUAL, renew: 'ask its owner' }),
      ).map(({ details }) => details),
      [[], [], [], [], []],
    );
  });

  it('keep the order in which they were found', () => {
    assert.deepEqual(summaries(ending('/a.crt', 9), ending('/b.crt', -2), ending('/c.crt', 8)), [
      'server certificate kube-apiserver at /b.crt on cp-1 expired 2 days ago, on 2026-05-30: clients refuse to connect to it',
      '2 certificates on cp-1 expire, the first in 8 days, on 2026-06-09',
    ]);
  });

  it('list no more than twenty names on a line', () => {
    const many = Array.from({ length: 45 }, (_, at) => ending(`/certs/${at}.crt`, 8));
    const [group] = told(...many);
    assert.deepEqual(
      group?.details.map((line) => line.split(', ').length),
      [20, 20, 5],
    );
  });
});

describe('several findings as one', () => {
  const renewing = (path: string, left: number, renewal: Renewal): Holding =>
    ending(path, left, { ...MANUAL, renewal, renewalWindowDays: 120 });
  const authority = (path: string): Holding =>
    held(path, [certificate({ isCA: true, ...validDays(-3640, 20) })], {
      placement: { role: 'ca', renewal: 'none', renew: 'by hand' },
      node: 'cp-1',
    });
  const copy = (path: string): readonly Holding[] => {
    const placement = { part: 'admin-kubeconfig-copy', renew: 'copy it again' } as const;
    return [
      held(path, [kubeconfig({ kind: 'embedded' })], { placement, node: 'cp-1' }),
      held(`${path}#user/default-auth`, [certificate(validDays(-370, -5))], { placement, node: 'cp-1' }),
    ];
  };
  const future = (path: string): Holding =>
    held(path, [certificate(validDays(2, 368))], { placement: MANUAL, node: 'cp-1' });

  const rows: readonly (readonly [string, readonly Holding[], string])[] = [
    [
      'CAs',
      [authority('/a.crt'), authority('/b.crt')],
      '2 CA certificates on cp-1 expire in 20 days, on 2026-06-21',
    ],
    [
      'certificates of k3s',
      [renewing('/a.crt', 64, 'on-restart'), renewing('/b.crt', 64, 'on-restart')],
      '2 certificates on cp-1 are renewed at the next restart, and else expire in 64 days, on 2026-08-04',
    ],
    [
      'certificates that renew by themselves',
      [renewing('/a.crt', 20, 'automatic'), renewing('/b.crt', 20, 'automatic')],
      '2 certificates on cp-1 should have been renewed by themselves, and expire in 20 days, on 2026-06-21',
    ],
    [
      'certificates of tomorrow',
      [future('/a.crt'), future('/b.crt')],
      '2 certificates on cp-1 are rejected until they become valid in 2 days, on 2026-06-03',
    ],
    [
      'copies of a kubeconfig',
      [...copy('/root/.kube/config'), ...copy('/home/ops/.kube/config')],
      '2 copies of the admin kubeconfig on cp-1 expired 5 days ago, on 2026-05-27: kubectl is refused with them',
    ],
  ];
  for (const [what, snapshot, expected] of rows) {
    it(`are ${what}, in words of their own`, () => assert.deepEqual(summaries(...snapshot), [expected]));
  }

  it('are places alone where the same is wrong with each', () => {
    const unreadable = (path: string): Holding => ({
      ...held(path, [], { node: 'cp-1' }),
      problems: [{ reason: 'unreadable', message: `${path}: cannot be read (EACCES)` }],
    });
    assert.deepEqual(told(unreadable('/pki/a.crt'), unreadable('/pki/b.crt')), [
      { summary: '2 places on cp-1 cannot be read', details: ['/pki: a.crt, b.crt'] },
    ]);
  });

  it('are told one by one where something else is wrong with each', () => {
    const malformed = (path: string, line: number): Holding => ({
      ...held(path, [], { node: 'cp-1' }),
      problems: [{ reason: 'malformed', message: `${path}: line ${line} is no base64` }],
    });
    assert.deepEqual(told(malformed('/a.crt', 3), malformed('/b.crt', 4)), [
      {
        summary: '2 places on cp-1 do not hold what they should',
        details: ['/a.crt on cp-1: line 3 is no base64', '/b.crt on cp-1: line 4 is no base64'],
      },
    ]);
  });

  it('have words whatever the problem and the alert', () => {
    const [location] = [held('/a.crt', []).location];
    for (const problem of PROBLEM_REASONS) {
      const alike = {
        rule: 'problem',
        severity: 'critical',
        location,
        runbook: 'KubecertCertificateProblem',
      } as const;
      const [group] = groupFindings(
        [1, 2].map((at) => ({ ...alike, problem, summary: `${at}` })),
        NOW,
      );
      assert.match(group?.summary ?? '', /^2 [a-z ]+ on node-1 [a-zA-Z ]+$/, problem);
    }
    for (const runbook of ALERT_NAMES) {
      const alike = { rule: 'any', severity: 'critical', location, runbook } as const;
      const [group] = groupFindings(
        [1, 2].map((at) => ({ ...alike, summary: `${at}` })),
        NOW,
      );
      assert.equal(group?.summary, '2 findings on node-1 ask for the same', runbook);
      assert.deepEqual(group?.details, ['1', '2'], runbook);
    }
  });

  it('take their time from the moment that is asked about', () => {
    const snapshot = [ending('/a.crt', 20), ending('/b.crt', 20)];
    const later = NOW + days(15);
    assert.deepEqual(
      groupFindings(findings(snapshot, later), later).map(({ summary }) => summary),
      ['2 certificates on cp-1 expire in 5 days, on 2026-06-21'],
    );
  });
});

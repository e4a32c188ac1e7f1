import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { Certificate } from '../../src/model.ts';
import { colored, plain } from '../../src/report/paint.ts';
import type { Report } from '../../src/findings/report.ts';
import { reportTable } from '../../src/report/table.ts';
import { columns } from '../../src/terminal-text.ts';
import { days, NOW, sampleCertificate, validDays } from '../certificates.ts';
import { fileAt, held, sampleFinding, sampleReport } from './sample-report.ts';

const CA = sampleCertificate({
  subject: 'CN=kubernetes',
  subjectCommonName: 'kubernetes',
  isCA: true,
  fingerprintSha256: 'c'.repeat(64),
  ...validDays(-10, 3640),
});

function client(commonName: string, from: number, until: number): Certificate {
  return sampleCertificate({
    subject: `CN=${commonName}`,
    subjectCommonName: commonName,
    keyUsages: ['client auth'],
    ...validDays(from, until),
  });
}

const PKI = '/etc/kubernetes/pki';

const NODE = sampleReport(
  [
    held('/var/lib/kubelet/pki/kubelet-client-current.pem', [client('system:node:cp-1', 1, 300)], {
      distribution: 'kubeadm',
      renewal: 'automatic',
    }),
    held(`${PKI}/ca.crt`, [CA], { distribution: 'kubeadm' }),
    held(`${PKI}/apiserver.crt`, [sampleCertificate()], { distribution: 'kubeadm' }),
    held(
      `${PKI}/apiserver-kubelet-client.crt`,
      [client('kube-apiserver-kubelet-client', -368, -3), CA],
      { distribution: 'kubeadm' },
      [
        {
          reason: 'key_mismatch',
          message: `the key beside ${PKI}/apiserver-kubelet-client.crt is another one's`,
        },
      ],
    ),
    held('/etc/kubernetes/admin.conf#user/kubernetes-admin', [client('kubernetes-admin', -300, 12)]),
    held('/etc/kubernetes/admin.conf#cluster/kubernetes', [CA]),
  ],
  [
    sampleFinding('/etc/kubernetes/admin.conf#user/kubernetes-admin', {
      summary: 'the administrator is locked out in 12 days, on 2026-06-13',
      nextStep: 'kubeadm certs renew admin.conf',
    }),
    sampleFinding(`${PKI}/apiserver-kubelet-client.crt`, {
      severity: 'critical',
      summary: `client certificate kube-apiserver-kubelet-client at ${PKI}/apiserver-kubelet-client.crt on cp-1 expired 3 days ago`,
      nextStep:
        'kubeadm certs renew apiserver-kubelet-client, then restart kube-apiserver by moving its manifest',
    }),
    ...['apiserver.crt', 'front-proxy-client.crt', 'etcd/peer.crt'].map((name) =>
      sampleFinding(`${PKI}/${name}`, { when: NOW + days(20), nextStep: 'kubeadm certs renew all' }),
    ),
  ],
);

const QUIET = { asked: [], failures: [] };
const CP_1 = { node: 'cp-1', isAssumed: false };

const plainTable = (report: Report): string => reportTable(report, QUIET, CP_1, plain);

describe('the table of a report', () => {
  it('is written out in full', () => {
    assert.equal(
      reportTable(NODE, { asked: [], failures: ['the folder /opt/tls cannot be listed'] }, CP_1, plain),
      `CRITICAL: cp-1 as of 2026-06-01 00:00 UTC: 1 critical, 4 warnings, 2 unknown

  FILE                          ROLE    EXPIRES (UTC)     RESIDUAL  RENEWAL    STATUS

/etc/kubernetes
  admin.conf cluster            ca      2036-05-19 00:00     3640d  none       ok
    kubernetes, self-signed
  admin.conf user               client  2026-06-13 00:00       12d  manual     warning
    kubernetes-admin, issued by kubernetes

/etc/kubernetes/pki (kubeadm)
  apiserver-kubelet-client.crt  client  2026-05-29 00:00       -3d  manual     expired
    kube-apiserver-kubelet-client, issued by kubernetes, with its chain
  apiserver.crt                 server  2027-05-22 00:00      355d  manual     ok
    kube-apiserver, issued by kubernetes
  ca.crt                        ca      2036-05-19 00:00     3640d  none       ok
    kubernetes, self-signed

/var/lib/kubelet/pki (kubeadm)
  kubelet-client-current.pem    client  2027-03-28 00:00      300d  automatic  not yet valid
    system:node:cp-1, issued by kubernetes

critical  client certificate kube-apiserver-kubelet-client at
          /etc/kubernetes/pki/apiserver-kubelet-client.crt on cp-1 expired 3 days ago
          Next: kubeadm certs renew apiserver-kubelet-client, then restart kube-apiserver by moving
          its manifest
warning   the administrator is locked out in 12 days, on 2026-06-13
          At: /etc/kubernetes/admin.conf#user/kubernetes-admin on cp-1
          Next: kubeadm certs renew admin.conf
warning   3 certificates on cp-1 expire in 20 days, on 2026-06-21
          /etc/kubernetes/pki: apiserver.crt, front-proxy-client.crt
          /etc/kubernetes/pki/etcd: peer.crt
          Next: kubeadm certs renew all
unknown   the key beside /etc/kubernetes/pki/apiserver-kubelet-client.crt is another one's
unknown   the folder /opt/tls cannot be listed

7 certificates (1 expired), 1 critical, 4 warnings, 2 unknown; next to expire:
/etc/kubernetes/admin.conf#user/kubernetes-admin in 12 days
`,
    );
  });

  it('says the same without colour as with it', () => {
    const painted = reportTable(NODE, QUIET, CP_1, colored);
    assert.notEqual(painted, plainTable(NODE));
    assert.equal(stripVTControlCharacters(painted), plainTable(NODE));
  });

  it('begins with OK when nothing was found to be wrong', () => {
    const table = plainTable(sampleReport([held('/a.crt', [CA])]));
    assert.match(table, /^OK: cp-1 as of 2026-06-01 00:00 UTC: no findings\n/);
    assert.match(table, /\n1 certificate, no findings; next to expire: \/a\.crt in 3640 days\n$/);
  });

  it('says when its date is assumed, and when nobody named the node', () => {
    const table = reportTable({ ...NODE, at: NOW + 1 }, QUIET, { isAssumed: true }, plain);
    assert.match(table, /^CRITICAL: this host as of 2026-06-01 00:00 UTC \(assumed date\): /);
  });

  it('says when all have expired', () => {
    assert.match(
      plainTable(sampleReport([held('/a.crt', [client('a', -9, -1)])])),
      /\n1 certificate, no findings; all have expired\n$/,
    );
  });

  it('says plainly when there is nothing', () => {
    assert.equal(
      plainTable(sampleReport([])),
      `UNKNOWN: cp-1 as of 2026-06-01 00:00 UTC: no findings

No certificate was found where a known distribution keeps them. Name files or folders as PATHs, or
say with --host-root where the host's root folder is mounted.
`,
    );
  });

  it('says plainly when there is nothing at what was asked for', () => {
    const missing = { reason: 'missing', message: '/a.crt: not there, although it was asked for' } as const;
    const report = sampleReport(
      [held('/a.crt', [], {}, [missing])],
      [
        sampleFinding('/a.crt', {
          severity: 'critical',
          problem: 'missing',
          summary: missing.message,
          nextStep: 'put it back',
        }),
      ],
    );
    assert.equal(
      reportTable(report, { asked: ['/a.crt', '/b'], failures: [] }, CP_1, plain),
      `UNKNOWN: cp-1 as of 2026-06-01 00:00 UTC: 1 unknown

No certificate was found at /a.crt, /b.

unknown   /a.crt: not there, although it was asked for
          Next: look for a misspelling in the PATH, and at --host-root
`,
    );
  });

  it('counts a CA that two leaves share, but shows it once', () => {
    const leaf = (name: string) => held(`/tls/${name}.crt`, [client(name, -9, 99), CA]);
    const table = plainTable(sampleReport([leaf('a'), leaf('b')]));
    assert.deepEqual(table.match(/^ {2}[ab]\.crt.*?(?= {2})|(?<=^ {4})\S.*/gm), [
      '  a.crt',
      'a, issued by kubernetes',
      '  a.crt [1]',
      'kubernetes, self-signed',
      '  b.crt',
      'b, issued by kubernetes, with its chain',
    ]);
    assert.match(table, /\n4 certificates, /);
  });

  it('tells a path that was misspelt apart from what has gone missing', () => {
    const missing = (path: string) =>
      sampleFinding(path, {
        rule: 'problem',
        severity: 'critical',
        problem: 'missing',
        summary: `${path}: not there`,
        nextStep: 'put it back',
      });
    const report = sampleReport([held('/a.crt', [CA])], ['/b.crt', '/c.crt', '/d.crt'].map(missing));
    const table = reportTable(report, { asked: ['/d.crt'], failures: [] }, CP_1, plain);
    assert.ok(
      table.includes(`
critical  2 files on cp-1 are not there
          /b.crt: not there
          /c.crt: not there
          Next: put it back
unknown   /d.crt: not there
          Next: look for a misspelling in the PATH, and at --host-root
`),
      table,
    );
  });

  it('says of what cannot be read that it is not known', () => {
    const problem = { reason: 'unreadable', message: '/a.crt: permission denied' } as const;
    const report = sampleReport(
      [held('/a.crt', [CA], {}, [problem])],
      [sampleFinding('/a.crt', { problem: 'unreadable', summary: problem.message, nextStep: 'be root' })],
    );
    assert.match(plainTable(report), /^UNKNOWN: .*: 1 unknown\n/);
    assert.match(plainTable(report), /\nunknown {3}\/a\.crt: permission denied\n {10}Next: be root\n/);
  });

  it('takes a leaf that bears the name of its CA for no self-signed one', () => {
    const etcd = {
      subject: 'CN=etcd',
      subjectCommonName: 'etcd',
      issuer: 'CN=etcd',
      issuerCommonName: 'etcd',
    };
    const table = plainTable(
      sampleReport([
        held('/a.pem', [sampleCertificate(etcd)]),
        held('/b.pem', [sampleCertificate({ ...etcd, isCA: true })]),
      ]),
    );
    assert.deepEqual(table.match(/(?<=^ {4})etcd.*/gm), ['etcd, issued by etcd', 'etcd, self-signed']);
  });

  it('names the parts of a kubeconfig where it has several of a kind', () => {
    const table = plainTable(
      sampleReport([
        held('/root/.kube/config#user/admin@prod', [client('a', -9, 99)]),
        held('/root/.kube/config#user/admin@test', [client('b', -9, 99)]),
        held('/root/.kube/config#cluster/prod', [CA]),
      ]),
    );
    assert.deepEqual(table.match(/^ {2}config .*?(?= {2})/gm), [
      '  config cluster',
      '  config user admin@prod',
      '  config user admin@test',
    ]);
  });

  it('groups by node where there are several', () => {
    const onNode = (node: string) => ({
      ...held('/etc/ssl/a.crt', [CA]),
      location: fileAt('/etc/ssl/a.crt', node),
    });
    assert.deepEqual(plainTable(sampleReport([onNode('b'), onNode('a')])).match(/^\/etc.*/gm), [
      '/etc/ssl on a',
      '/etc/ssl on b',
    ]);
  });

  describe('whatever names it meets', () => {
    const WILD = '\u001b]0;owned\u0007\u009b31m\r\n\u202e';
    const WIDE = '证书'.repeat(80);
    const long = `/${'folder/'.repeat(40)}${'name'.repeat(40)}.crt`;
    const report = sampleReport(
      [
        held(`/etc/${WILD}/${WILD}.crt`, [client(WILD, -9, 99)], {}, [
          { reason: 'malformed', message: `${WILD} ${long}` },
        ]),
        held(`/${WIDE}/${WIDE}.crt`, [client(WIDE, -9, 99)]),
        held(long, [client('x'.repeat(500), -9, 99), client('', -9, 99)]),
      ],
      [sampleFinding(long, { summary: `${WILD} ${WIDE}`, nextStep: `run ${'x'.repeat(300)}` })],
    );
    const table = reportTable(
      report,
      { asked: [], failures: [WILD + long] },
      { node: WILD + long, isAssumed: true },
      plain,
    );

    it('fits 100 columns', () => {
      for (const line of table.split('\n')) assert.ok(columns(line) <= 100, `${columns(line)}: ${line}`);
    });

    it('has no character that controls a terminal', () => {
      assert.doesNotMatch(table.replaceAll('\n', ''), /[\p{C}\p{Zl}\p{Zp}]/u);
    });

    it('keeps its columns in line', () => {
      const rows = table.split('\n').filter((line) => / {2}\d{4}-\d\d-\d\d \d\d:\d\d /.test(line));
      const starts = rows.map((row) => columns(row.slice(0, row.search(/ {2}\d{4}-/))));
      assert.equal(rows.length, 4);
      assert.deepEqual(new Set(starts).size, 1);
    });
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { documentText, reportDocument } from '../../src/report/document.ts';
import { sampleCertificate, validDays } from '../certificates.ts';
import { held, sampleFinding, sampleReport } from './sample-report.ts';

describe('the JSON of a report', () => {
  it('is written out in full', () => {
    const report = sampleReport(
      [
        held(
          '/etc/kubernetes/pki/apiserver.crt',
          [sampleCertificate(validDays(-345, 20))],
          { distribution: 'kubeadm', component: 'kube-apiserver', role: 'server', renewal: 'manual' },
          [{ reason: 'key_mismatch', message: 'its key belongs to another certificate' }],
        ),
      ],
      [sampleFinding('/etc/kubernetes/pki/apiserver.crt', { nextStep: 'kubeadm certs renew apiserver' })],
    );
    assert.deepEqual(reportDocument(report), {
      at: '2026-06-01T00:00:00Z',
      certificates: [
        {
          location: '/etc/kubernetes/pki/apiserver.crt',
          index: 0,
          source: 'files',
          node: 'cp-1',
          distribution: 'kubeadm',
          component: 'kube-apiserver',
          role: 'server',
          renewal: 'manual',
          subject: 'CN=kube-apiserver',
          issuer: 'CN=kubernetes',
          serial: '1A2B',
          fingerprint_sha256: '0'.repeat(64),
          not_before: '2025-06-21T00:00:00Z',
          not_after: '2026-06-21T00:00:00Z',
          days_to_expiry: 20,
          status: 'warning',
        },
      ],
      signing_requests: [],
      bootstrap_tokens: [],
      problems: [
        {
          location: '/etc/kubernetes/pki/apiserver.crt',
          node: 'cp-1',
          reason: 'key_mismatch',
          message: 'its key belongs to another certificate',
        },
      ],
      findings: [
        {
          rule: 'expiry',
          severity: 'warning',
          location: '/etc/kubernetes/pki/apiserver.crt',
          node: 'cp-1',
          summary: 'certificate at /etc/kubernetes/pki/apiserver.crt on cp-1 expires in 20 days',
          next_step: 'kubeadm certs renew apiserver',
          runbook: 'KubecertCertificateExpiringSoon',
        },
      ],
    });
  });

  it('leaves out what is not known', () => {
    const unnamed = sampleCertificate({ subject: '', issuer: '' });
    const [certificate] = reportDocument(
      sampleReport([{ ...held('/a.crt', [unnamed]), location: { path: '/a.crt', source: 'files' } }]),
    ).certificates;
    assert.deepEqual(Object.keys(certificate ?? {}), [
      'location',
      'index',
      'source',
      'role',
      'renewal',
      'serial',
      'fingerprint_sha256',
      'not_before',
      'not_after',
      'days_to_expiry',
      'status',
    ]);
  });

  it('names an object of the API by its namespace and name', () => {
    const location = {
      path: 'secret/kube-system/k3s-serving#tls.crt',
      source: 'secrets',
      namespace: 'kube-system',
      name: 'k3s-serving',
    } as const;
    const [certificate] = reportDocument(
      sampleReport([{ ...held('', [sampleCertificate()]), location }]),
    ).certificates;
    assert.deepEqual(
      [certificate?.source, certificate?.namespace, certificate?.name, certificate?.node],
      ['secrets', 'kube-system', 'k3s-serving', undefined],
    );
  });

  it('counts the certificates of a location and sorts locations', () => {
    const leaf = sampleCertificate();
    const report = sampleReport([held('/b.crt', [leaf, leaf]), held('/a.crt', [leaf])]);
    assert.deepEqual(
      reportDocument(report).certificates.map(({ location, index }) => [location, index]),
      [
        ['/a.crt', 0],
        ['/b.crt', 0],
        ['/b.crt', 1],
      ],
    );
  });

  it('counts days to about a second, below nought once they are over', () => {
    const daysOf = (notAfter: number): unknown =>
      reportDocument(sampleReport([held('/a.crt', [sampleCertificate({ notAfter })])])).certificates[0]
        ?.days_to_expiry;
    const { notAfter } = validDays(0, 1);
    assert.deepEqual([notAfter - 1000, notAfter - 1.5 * 86_400_000].map(daysOf), [0.99999, -0.5]);
  });

  it('has the problems that rules deduced, and each one once', () => {
    const report = sampleReport(
      [held('/a.crt', [], {}, [{ reason: 'empty', message: '/a.crt is empty' }])],
      [
        sampleFinding('/a.crt', { problem: 'empty', summary: 'the file is empty' }),
        sampleFinding('/b.crt', { problem: 'names_lost', summary: 'it lost kubernetes.default' }),
        sampleFinding('/c.crt'),
      ],
    );
    assert.deepEqual(reportDocument(report).problems, [
      { location: '/a.crt', node: 'cp-1', reason: 'empty', message: '/a.crt is empty' },
      { location: '/b.crt', node: 'cp-1', reason: 'names_lost', message: 'it lost kubernetes.default' },
    ]);
  });

  it('always has its lists', () => {
    assert.deepEqual(reportDocument(sampleReport([])), {
      at: '2026-06-01T00:00:00Z',
      certificates: [],
      signing_requests: [],
      bootstrap_tokens: [],
      problems: [],
      findings: [],
    });
  });
});

describe('the text of a document', () => {
  it('ends with a line break and is read back as it was', () => {
    const document = { name: 'сервер 服务器', control: '\u001b[31m\u009b2J\u202e\u{e0041}\ud800' };
    const text = documentText(document);
    assert.ok(text.endsWith('}\n'));
    assert.deepEqual(JSON.parse(text), document);
  });

  it('has no character that controls a terminal', () => {
    const text = documentText({ name: '\u001b[31m\u007f\u009b2J\u202e\u2028\u{e0041}\ud800' });
    assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{C}\p{Zl}\p{Zp}]/u);
  });
});

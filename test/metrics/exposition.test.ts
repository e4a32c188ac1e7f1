import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import type { Format } from '../../src/metrics/exposition.ts';
import { exposition } from '../../src/metrics/exposition.ts';
import type { OwnMetric } from '../../src/metrics/own.ts';
import type { Known } from '../../src/metrics/subjects.ts';
import type { Certificate, Finding, Holding, Location, Problem } from '../../src/model.ts';
import type { SourceState } from '../../src/store.ts';
import { days, NOW, sampleCertificate } from '../certificates.ts';

describe('an exposition', () => {
  it('tells everything about one node in the text format', () => {
    assert.equal(text(ONE_NODE, OWN), expected('one-node.prom'));
  });

  it('tells the same in OpenMetrics: units, counters without _total in their headers, and an end', () => {
    assert.equal(text(ONE_NODE, OWN, 'openmetrics'), expected('one-node.openmetrics.prom'));
  });

  it('speaks of its sources before anything has been looked at', () => {
    const errors = new Map([['unreadable', 0] as const]);
    const source: SourceState = { name: 'files', up: false, locations: 0, errors };
    assert.equal(
      text({ ...NOTHING, sources: [source] }),
      `\
# HELP kubecert_source_up Whether the latest complete look at all places of the source succeeded; 0 before the first one.
# TYPE kubecert_source_up gauge
kubecert_source_up{source="files"} 0
# HELP kubecert_source_last_success_timestamp_seconds When the source last looked at all its places, in Unix time; 0 before the first time.
# TYPE kubecert_source_last_success_timestamp_seconds gauge
kubecert_source_last_success_timestamp_seconds{source="files"} 0
# HELP kubecert_source_locations Places that the source looks at now.
# TYPE kubecert_source_locations gauge
kubecert_source_locations{source="files"} 0
# HELP kubecert_source_errors_total Problems that looks have met, and failures of the source itself, since the start.
# TYPE kubecert_source_errors_total counter
kubecert_source_errors_total{source="files",reason="unreadable"} 0
${NO_DUPLICATES}`,
    );
  });

  it('comes in pieces, none of them much longer than the others', () => {
    const snapshot = Array.from({ length: 2_000 }, (_, at) =>
      holding(`/pki/${at}.crt`, [sampleCertificate()]),
    );
    const pieces = [...exposition({ ...NOTHING, snapshot }, [], 'text')];
    assert.ok(pieces.length > 10);
    assert.ok(pieces.every((piece) => piece.length < 70_000));
    assert.equal(pieces.join('').match(/^kubecert_certificate_days_to_expiry\{/gm)?.length, 2_000);
  });

  it('writes infinities and what is no number as the formats spell them', () => {
    const values = [Infinity, -Infinity, Number.NaN, 1e21, 0.1].map((value) => ({
      name: 'g',
      labels: {},
      value,
    }));
    const lines = text(NOTHING, [{ name: 'g', type: 'gauge', help: 'h', samples: values }]).split('\n');
    assert.deepEqual(lines.slice(-6, -1), ['g +Inf', 'g -Inf', 'g NaN', 'g 1e+21', 'g 0.1']);
  });

  it('escapes help texts as each format asks', () => {
    const own: readonly OwnMetric[] = [{ name: 'g', type: 'gauge', help: 'a "b" \\ c\nd', samples: [] }];
    assert.ok(text(NOTHING, own).includes(String.raw`# HELP g a "b" \\ c\nd` + '\n'));
    assert.ok(text(NOTHING, own, 'openmetrics').includes(String.raw`# HELP g a \"b\" \\ c\nd` + '\n'));
  });
});

describe("a certificate's days to expiry", () => {
  const daysLeft = (notAfter: number): string | undefined =>
    /^kubecert_certificate_days_to_expiry\{.*\} (.*)$/m.exec(
      text({ ...NOTHING, snapshot: [holding('/a.crt', [sampleCertificate({ notAfter })])] }),
    )?.[1];

  it('have fractions', () => assert.equal(daysLeft(NOW + days(1.5)), '1.5'));
  it('are 0 at the last moment', () => assert.equal(daysLeft(NOW), '0'));
  it('go below 0 and stay', () => assert.equal(daysLeft(NOW - days(400.25)), '-400.25'));
});

describe('the certificates of one location', () => {
  it('are counted from 0, whatever else is kept between them', () => {
    const kubeconfig = { kind: 'kubeconfig', users: [], clusters: [] } as const;
    const snapshot = [
      {
        ...holding('/k3s/serving.crt', []),
        contents: [sampleCertificate(), kubeconfig, sampleCertificate({ isCA: true })],
      },
    ];
    assert.deepEqual(samples(text({ ...NOTHING, snapshot }), 'kubecert_certificate_days_to_expiry'), [
      'location="/k3s/serving.crt",index="0",source="files",subject_cn="kube-apiserver",issuer_cn="kubernetes",role="server",renewal="manual"} 355',
      'location="/k3s/serving.crt",index="1",source="files",subject_cn="kube-apiserver",issuer_cn="kubernetes",role="ca",renewal="none"} 355',
    ]);
  });

  it('come in the order of the locations, whatever the order of the looks', () => {
    const snapshot = ['/b', '/a', '/Z'].map((path) => holding(path, [sampleCertificate()]));
    const paths = samples(text({ ...NOTHING, snapshot }), 'kubecert_certificate_info').map(
      (line) => /location="(.*?)"/.exec(line)?.[1],
    );
    assert.deepEqual(paths, ['/Z', '/a', '/b']);
  });
});

describe('the problems of a location', () => {
  it('are told once for each reason, whether looks or rules tell of them', () => {
    const known: Known = {
      ...NOTHING,
      snapshot: [
        holding('/b.crt', [], [problem('missing'), problem('missing'), problem('key_mismatch')]),
        holding('/a.crt', [], [problem('empty')]),
      ],
      findings: [
        finding('/b.crt', { problem: 'key_mismatch' }),
        finding('/b.crt', { problem: 'names_lost' }),
        finding('/b.crt', {}),
      ],
    };
    assert.deepEqual(samples(text(known), 'kubecert_certificate_problem'), [
      'location="/a.crt",source="files",reason="empty"} 1',
      'location="/b.crt",source="files",reason="missing"} 1',
      'location="/b.crt",source="files",reason="key_mismatch"} 1',
      'location="/b.crt",source="files",reason="names_lost"} 1',
    ]);
  });
});

describe('series with equal labels', () => {
  it('are written once, and the others counted', () => {
    const source = { name: 'files', up: true, locations: 1, errors: new Map() } as const;
    const exposed = text({
      ...NOTHING,
      snapshot: [holding('/a.crt', [sampleCertificate()]), holding('/a.crt', [sampleCertificate()])],
      sources: [source, source],
    });
    assert.equal(samples(exposed, 'kubecert_certificate_days_to_expiry').length, 1);
    assert.equal(samples(exposed, 'kubecert_source_up').length, 1);
    assert.match(exposed, /^kubecert_duplicate_series 2$/m);
  });

  it('are no two nodes that keep a certificate at the same path', () => {
    const snapshot = ['cp-1', 'cp-2'].map((node) => {
      const one = holding('/a.crt', [sampleCertificate()]);
      return { ...one, location: { ...one.location, node } };
    });
    const exposed = text({ ...NOTHING, snapshot });
    assert.equal(samples(exposed, 'kubecert_certificate_days_to_expiry').length, 2);
    assert.match(exposed, /^kubecert_duplicate_series 0$/m);
  });
});

describe('hostile names', () => {
  const hostile = '"} 1\nkubecert_forged{a="b\\\u0000\uD800';

  it('stay inside their labels', () => {
    const certificate = sampleCertificate({
      subject: hostile,
      subjectCommonName: hostile,
      dnsNames: [hostile],
    });
    const lines = text({ ...NOTHING, snapshot: [holding(`/${hostile}.crt`, [certificate])] }).split('\n');
    const escaped = String.raw`\"} 1\nkubecert_forged{a=\"b\\` + '␀\uFFFD';
    assert.deepEqual(
      lines.filter((line) => line.startsWith('kubecert_forged')),
      [],
    );
    assert.ok(
      lines.includes(
        `kubecert_certificate_days_to_expiry{location="/${escaped}.crt",index="0",source="files",subject_cn="${escaped}",` +
          `issuer_cn="kubernetes",role="server",renewal="manual"} 355`,
      ),
    );
  });

  it('do not make a megabyte, however many there are', () => {
    const dnsNames = Array.from({ length: 10_000 }, (_, at) => `host-${at}.example.org`);
    const exposed = text({ ...NOTHING, snapshot: [holding('/a.crt', [sampleCertificate({ dnsNames })])] });
    assert.ok(exposed.length < 10_000);
    assert.match(exposed, /host-49\.example\.org,… \(\+9950\)"/);
  });
});

function text(known: Known, own: readonly OwnMetric[] = [], format: Format = 'text'): string {
  return [...exposition(known, own, format)].join('');
}

function expected(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}

/** What follows `name{` in the lines of one metric. */
function samples(exposed: string, name: string): readonly string[] {
  const start = `${name}{`;
  return exposed
    .split('\n')
    .filter((line) => line.startsWith(start))
    .map((line) => line.slice(start.length));
}

const NOTHING: Known = {
  at: NOW,
  snapshot: [],
  findings: [],
  thresholds: DEFAULT_THRESHOLDS,
  kubelets: [],
  sources: [],
};

const NO_DUPLICATES = `\
# HELP kubecert_duplicate_series Certificates, problems, kubelets and sources left out of this answer, since another has the same labels.
# TYPE kubecert_duplicate_series gauge
kubecert_duplicate_series 0
`;

function problem(reason: Problem['reason']): Problem {
  return { reason, message: `it is ${reason}` };
}

function holding(path: string, contents: readonly Certificate[], problems: readonly Problem[] = []): Holding {
  return { location: { path, source: 'files' }, placement: {}, contents, problems, predecessor: [] };
}

function finding(path: string, { problem: reason }: Pick<Finding, 'problem'>): Finding {
  return {
    rule: 'some-rule',
    severity: 'warning',
    location: { path, source: 'files' },
    summary: 'something is wrong',
    runbook: 'KubecertCertificateProblem',
    ...(reason !== undefined && { problem: reason }),
  };
}

const KUBELET_CONF: Location = { path: '/etc/kubernetes/kubelet.conf', source: 'files', node: 'cp-1' };

const ONE_NODE: Known = {
  ...NOTHING,
  snapshot: [
    {
      location: { path: '/etc/kubernetes/pki/apiserver.crt', source: 'files', node: 'cp-1' },
      placement: { distribution: 'kubeadm', component: 'kube-apiserver', role: 'server', renewal: 'manual' },
      contents: [
        sampleCertificate({
          subject: 'CN=kube-apiserver',
          serialNumber: '0A1B2C3D',
          fingerprintSha256: 'ab'.repeat(32),
          notBefore: NOW - days(10),
          notAfter: NOW + days(355.25),
          dnsNames: ['cp-1', 'kubernetes'],
          ipAddresses: ['10.96.0.1', '10.0.0.11'],
        }),
      ],
      problems: [],
      predecessor: [],
    },
    {
      location: {
        path: 'secret/kube-system/k3s-serving#tls.crt',
        source: 'secrets',
        namespace: 'kube-system',
        name: 'k3s-serving',
      },
      placement: { distribution: 'k3s', renewal: 'automatic' },
      contents: [],
      problems: [problem('malformed')],
      predecessor: [],
    },
  ],
  kubelets: [
    {
      node: 'cp-1',
      location: KUBELET_CONF,
      safe: true,
      reason: 'client_certificate_valid',
      safeUntil: NOW + days(36),
      summary: 'comes up',
    },
    {
      node: 'cp-2',
      location: KUBELET_CONF,
      safe: false,
      reason: 'client_certificate_expired',
      summary: 'exits',
    },
  ],
  sources: [
    {
      name: 'files',
      node: 'cp-1',
      up: true,
      lastSuccess: NOW - 1500,
      locations: 42,
      errors: new Map([
        ['unreadable', 3],
        ['root_unreadable', 0],
      ]),
    },
  ],
};

const OWN: readonly OwnMetric[] = [
  {
    name: 'kubecert_build_info',
    type: 'gauge',
    help: 'The running program; always 1.',
    samples: [{ name: 'kubecert_build_info', labels: { version: '1.2.3' }, value: 1 }],
  },
  {
    name: 'process_cpu_seconds_total',
    type: 'counter',
    help: 'Total user and system CPU time spent in seconds.',
    samples: [{ name: 'process_cpu_seconds_total', labels: {}, value: 0.25 }],
  },
];

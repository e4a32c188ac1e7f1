import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import type { Known } from '../../src/metrics/subjects.ts';
import type { Certificate, Finding, Holding, Placement } from '../../src/model.ts';
import { page } from '../../src/web/page.ts';
import { STYLE } from '../../src/web/style.ts';
import { days, NOW, sampleCertificate } from '../certificates.ts';

describe('the status page', () => {
  it('says when it was made, and how many certificates stand how, the worst first', () => {
    const snapshot = [400, -1, 3, 20, 500].map((left, at) =>
      holding(`/${at}.crt`, { notAfter: NOW + days(left) }),
    );
    assert.ok(
      page({ ...NOTHING, snapshot }, '1.2.3')
        .includes(`<p class="muted">as of <time datetime="2026-06-01T00:00:00.000Z">2026-06-01 00:00:00 UTC</time></p>
<ul class="tally"><li class="critical">1 certificate expired</li><li class="critical">1 certificate critical</li><li class="warning">1 certificate warning</li><li class="ok">2 certificates ok</li></ul>`),
    );
  });

  it('counts what was found before what merely stands well in time', () => {
    const snapshot = [holding('/a.crt', { notAfter: NOW + days(400) })];
    const found = { ...finding('its key does not match'), severity: 'critical' as const };
    assert.ok(
      page({ ...NOTHING, snapshot, findings: [found] }, '1.2.3').includes(
        '<ul class="tally"><li class="critical">1 critical finding</li><li class="ok">1 certificate ok</li></ul>',
      ),
    );
  });

  it('shows a certificate with all that matters', () => {
    const snapshot = [
      holding(
        '/etc/kubernetes/pki/apiserver.crt',
        { notAfter: NOW + days(100) },
        { distribution: 'kubeadm', component: 'kube-apiserver', role: 'server', renewal: 'manual' },
      ),
    ];
    assert.ok(
      page({ ...NOTHING, snapshot }, '1.2.3').includes(
        `<h2 id="certificates">Certificates</h2>
<table>
<thead><tr><th scope="col">Status</th><th scope="col">Expires</th><th scope="col">Location</th><th scope="col">Subject</th><th scope="col">For</th><th scope="col">Renewal</th></tr></thead>
<tbody>
<tr><td data-title="Status"><div><span class="badge ok">ok</span></div></td>` +
          '<td data-title="Expires" class="nowhere"><div>in 100 days<span class="muted"><time datetime="2026-09-09T00:00:00.000Z" title="2026-09-09T00:00:00.000Z">2026-09-09</time></span></div></td>' +
          '<td data-title="Location"><div><code>/etc/kubernetes/pki/apiserver.crt</code><span class="muted">on cp-1</span></div></td>' +
          '<td data-title="Subject" class="anywhere"><div>kube-apiserver<span class="muted">issued by kubernetes</span></div></td>' +
          '<td data-title="For" class="nowhere"><div>kube-apiserver<span class="muted">server, kubeadm</span></div></td>' +
          `<td data-title="Renewal" class="nowhere"><div>manual</div></td></tr>
</tbody>
</table>`,
      ),
    );
  });

  it('begins with what expires first', () => {
    const snapshot = [30, -2, 400, 5].map((left) => holding(`/${left}.crt`, { notAfter: NOW + days(left) }));
    const text = page({ ...NOTHING, snapshot }, '1.2.3');
    assert.deepEqual(
      Array.from(text.matchAll(/<code>\/(.*?)\.crt<\/code>/g), ([, left]) => left),
      ['-2', '5', '30', '400'],
    );
    assert.ok(text.includes('<div>2 days ago<span'));
  });

  it('tells which certificate of a place it is, where there are several', () => {
    const chain = {
      ...holding('/chain.pem'),
      contents: [sampleCertificate(), sampleCertificate({ isCA: true })],
    };
    const text = page({ ...NOTHING, snapshot: [chain] }, '1.2.3');
    assert.equal(text.match(/certificate 2 of this place/g)?.length, 1);
  });

  it('says once what to do where several findings ask for the same', () => {
    const alike = ['/pki/a.crt', '/pki/b.crt'].map((path) => ({
      ...finding(`${path} expires`, 'renew all'),
      location: { path, source: 'files', node: 'cp-1' } as const,
      when: NOW + days(20),
    }));
    const text = page({ ...NOTHING, findings: [...alike, finding('c expires')] }, '1.2.3');
    assert.ok(
      text.includes(`<h2 id="what-to-do">What to do</h2>
<ul class="findings">
<li><div><span class="badge warning">warning</span><span class="muted">KubecertCertificateExpiringSoon</span></div>
<p>2 certificates on cp-1 expire in 20 days, on 2026-06-21</p><p class="muted">/pki: a.crt, b.crt</p><p class="next"><b>Next:</b> renew all</p></li>
<li><div><span class="badge warning">warning</span><span class="muted">KubecertCertificateExpiringSoon</span></div>
<p>c expires</p></li>
</ul>`),
    );
  });

  it('folds away what is much of the same', () => {
    const findings = Array.from({ length: 8 }, (_, at) => finding(`finding ${at}`, 'the same'));
    const line = (at: number): string => `<p class="muted">finding ${at}</p>`;
    assert.ok(
      page({ ...NOTHING, findings }, '1.2.3').includes(
        `${line(4)}<details><summary>and 3 more</summary>${line(5)}${line(6)}${line(7)}</details><p class="next">`,
      ),
    );
  });

  it('shows no more of what is alike than a browser bears, and counts the others', () => {
    const findings = Array.from({ length: 600 }, (_, at) => finding(`finding ${at}`, 'the same'));
    const text = page({ ...NOTHING, findings }, '1.2.3');
    assert.equal(text.match(/<p class="muted">finding /g)?.length, 500);
    assert.ok(
      text.includes('</details><p class="muted">… and 100 more: see the JSON below.</p><p class="next">'),
    );
  });

  it('shows no more rows than a browser bears, and counts the others', () => {
    const snapshot = Array.from({ length: 600 }, (_, at) => holding(`/${at}.crt`));
    const text = page({ ...NOTHING, snapshot }, '1.2.3');
    assert.equal(text.match(/<code>/g)?.length, 500);
    assert.ok(text.includes('<p class="muted">… and 100 more: see the JSON below.</p>'));
  });

  it('says of each kubelet whether it would come up, until when, and why', () => {
    const location = { path: '/etc/kubernetes/kubelet.conf', source: 'files' } as const;
    const text = page(
      {
        ...NOTHING,
        kubelets: [
          {
            location,
            safe: true,
            reason: 'client_certificate_valid',
            safeUntil: NOW + days(9),
            summary: 'it comes up',
          },
          { location, safe: true, reason: 'bootstrap_kubeconfig', summary: 'it joins again' },
          {
            location,
            safe: false,
            reason: 'kubeconfig_missing',
            summary: 'it exits',
            nextStep: 'do not restart it',
          },
        ],
      },
      '1.2.3',
    );
    const row = (badge: string, until: string, why: string): string =>
      `<tr><td data-title="Comes up"><div>${badge}</div></td><td data-title="Kubelet"><div><code>/etc/kubernetes/kubelet.conf</code></div></td>` +
      `<td data-title="Until" class="nowhere"><div>${until}</div></td><td data-title="Why" class="anywhere"><div>${why}</div></td></tr>\n`;
    const yes = '<span class="badge ok">yes</span>';
    const tenth =
      '<time datetime="2026-06-10T00:00:00.000Z" title="2026-06-10T00:00:00.000Z">2026-06-10</time>';
    assert.ok(text.includes(row(yes, tenth, 'it comes up') + row(yes, 'no end', 'it joins again')));
    assert.ok(
      text.includes(
        row(
          '<span class="badge critical">no</span>',
          '–',
          'it exits<span class="muted">do not restart it</span>',
        ),
      ),
    );
  });

  it('shows the problems of places that hold nothing', () => {
    const broken: Holding = {
      ...holding('/broken.pem'),
      contents: [],
      problems: [{ reason: 'malformed', message: 'line 3 is no base64' }],
    };
    assert.ok(
      page({ ...NOTHING, snapshot: [broken] }, '1.2.3').includes(
        '<tr><td data-title="Reason" class="nowhere"><div>malformed</div></td>' +
          '<td data-title="Location"><div><code>/broken.pem</code><span class="muted">on cp-1</span></div></td>' +
          '<td data-title="Problem" class="anywhere"><div>line 3 is no base64</div></td></tr>',
      ),
    );
  });

  it('says how each source fares', () => {
    const text = page(
      {
        ...NOTHING,
        sources: [
          {
            name: 'files',
            node: 'cp-1',
            up: true,
            lastSuccess: NOW - 120_000,
            locations: 42,
            errors: new Map([
              ['unreadable', 3],
              ['empty', 0],
            ]),
          },
          { name: 'secrets', up: false, locations: 0, errors: new Map() },
          { name: 'endpoints', up: false, lastSuccess: NOW - 120_000, locations: 1, errors: new Map() },
        ],
      },
      '1.2.3',
    );
    const row = (badge: string, source: string, places: number, look: string, errors: string): string =>
      `<tr><td data-title="State"><div><span class="badge ${badge}</span></div></td><td data-title="Source"><div>${source}</div></td>` +
      `<td data-title="Places"><div>${places}</div></td><td data-title="Last complete look"><div>${look}</div></td>` +
      `<td data-title="Errors since the start"><div>${errors}</div></td></tr>\n`;
    assert.ok(
      text.includes(
        row('ok">up', 'files<span class="muted">on cp-1</span>', 42, '2 minutes ago', 'unreadable 3') +
          row('info">first look', 'secrets', 0, 'none yet', 'none') +
          row('critical">down', 'endpoints', 1, '2 minutes ago', 'none'),
      ),
    );
    assert.ok(text.includes('<p>Still at the first look: secrets.</p>'));
  });

  it('begins with the way to its parts, and how much there is in each', () => {
    const text = page(
      { ...NOTHING, snapshot: [holding('/a.crt')], findings: [finding('a', 'this'), finding('b', 'that')] },
      '1.2.3',
    );
    assert.ok(
      text.includes(
        '<nav><a href="#what-to-do">What to do (2)</a> <a href="#certificates">Certificates (1)</a> </nav>',
      ),
    );
  });

  it('says so when there is nothing', () => {
    const text = page(NOTHING, '1.2.3');
    assert.ok(text.includes('<p>No certificate has been found.</p>'));
    assert.ok(!text.includes('<h2'));
  });

  it('lets no name out of its place', () => {
    const hostile = '</code><script>alert(1)</script><img src=x onerror="alert(1)">\u202Egnp.exe';
    const certificate = { subject: hostile, subjectCommonName: hostile, issuerCommonName: hostile };
    const text = page(
      {
        ...NOTHING,
        snapshot: [
          { ...holding(hostile, certificate), problems: [{ reason: 'malformed', message: hostile }] },
        ],
        findings: [finding(hostile, hostile)],
      },
      '1.2.3',
    );
    assert.ok(!/<script|<img|\u202E/.test(text));
    assert.ok(
      text.includes(
        String.raw`<code>&lt;/code&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;\u202egnp.exe</code>`,
      ),
    );
  });

  it('needs nothing from elsewhere', () => {
    const text = page({ ...NOTHING, snapshot: [holding('/a.crt')] }, '1.2.3');
    assert.deepEqual(
      Array.from(text.matchAll(/(?:src|href)="(.*?)"/g), ([, target]) => target),
      ['#certificates', '/metrics', '/api/v1/certificates', '/api/v1/findings'],
    );
    assert.ok(text.includes(`<style>${STYLE}</style>`));
    assert.ok(!/url\(|@import/.test(STYLE));
  });
});

const NOTHING: Known = {
  at: NOW,
  snapshot: [],
  findings: [],
  thresholds: DEFAULT_THRESHOLDS,
  kubelets: [],
  sources: [],
};

function holding(path: string, certificate: Partial<Certificate> = {}, placement: Placement = {}): Holding {
  return {
    location: { path, source: 'files', node: 'cp-1' },
    placement,
    contents: [sampleCertificate({ notBefore: NOW - days(300), ...certificate })],
    problems: [],
    predecessor: [],
  };
}

function finding(summary: string, nextStep?: string): Finding {
  return {
    rule: 'expiry',
    severity: 'warning',
    location: { path: '/a.crt', source: 'files' },
    summary,
    runbook: 'KubecertCertificateExpiringSoon',
    ...(nextStep !== undefined && { nextStep }),
  };
}

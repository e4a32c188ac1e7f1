import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Registry } from 'prom-client';
import request from 'supertest';
import { createOwnRegistry } from '../../src/metrics/own.ts';
import type { Observation } from '../../src/model.ts';
import { createStore, type Store } from '../../src/store.ts';
import { type AppOptions, createApp } from '../../src/web/app.ts';
import { days, NOW, sampleCertificate } from '../certificates.ts';

describe('/metrics', () => {
  it('answers in the text format unless asked otherwise', async () => {
    const { status, headers, text } = await request(app()).get('/metrics');
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    assert.match(
      text,
      /^kubecert_certificate_days_to_expiry\{location="\/etc\/kubernetes\/pki\/apiserver.crt",.*\} 5$/m,
    );
    assert.match(text, /^kubecert_source_up\{source="files",node="cp-1"\} 1$/m);
    assert.match(text, /^kubecert_build_info\{version="1.2.3"\} 1$/m);
    assert.match(text, /^process_resident_memory_bytes \d+$/m);
  });

  it('shows the problems that rules deduce', async () => {
    const { text } = await request(app()).get('/metrics');
    assert.match(
      text,
      /^kubecert_certificate_problem\{location="\/etc\/kubernetes\/admin.conf",.*reason="unreadable"\} 1$/m,
    );
  });

  it('answers in OpenMetrics when asked to', async () => {
    const { headers, text } = await request(app())
      .get('/metrics')
      .set('Accept', 'application/openmetrics-text;version=1.0.0');
    assert.equal(headers['content-type'], 'application/openmetrics-text; version=1.0.0; charset=utf-8');
    assert.ok(text.endsWith('\n# EOF\n'));
  });

  it('compresses for whoever accepts it, and for nobody else', async () => {
    const compressed = await request(app()).get('/metrics').set('Accept-Encoding', 'gzip');
    const plain = await request(app()).get('/metrics').set('Accept-Encoding', 'identity');
    assert.equal(compressed.headers['content-encoding'], 'gzip');
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(plain.headers['vary'], 'Accept, Accept-Encoding');
    assert.equal(certificateLines(compressed.text), certificateLines(plain.text));
  });

  it('serves many readers at once', async () => {
    const handler = app();
    const answers = await Promise.all(Array.from({ length: 20 }, () => request(handler).get('/metrics')));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.equal(new Set(answers.map(({ text }) => certificateLines(text))).size, 1);
  });
});

describe('/', () => {
  it('is a page that may load nothing but its own style', async () => {
    const { status, headers, text } = await request(app()).get('/');
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.match(
      headers['content-security-policy'] ?? '',
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    assert.match(text, /<code>\/etc\/kubernetes\/pki\/apiserver.crt<\/code>/);
    assert.match(text, /<b>Next:<\/b>/);
  });
});

describe('/api/v1', () => {
  it('lists certificates', async () => {
    const { headers, body } = await request(app()).get('/api/v1/certificates');
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
    assert.deepEqual(Object.keys(body), [
      'at',
      'certificates',
      'signing_requests',
      'bootstrap_tokens',
      'problems',
    ]);
    assert.equal(body.at, '2026-06-01T00:00:00Z');
    assert.equal(body.certificates[0].location, '/etc/kubernetes/pki/apiserver.crt');
    assert.equal(body.certificates[0].status, 'critical');
  });

  it('lists findings', async () => {
    const { body } = await request(app()).get('/api/v1/findings');
    assert.deepEqual(Object.keys(body), ['at', 'problems', 'findings']);
    assert.deepEqual(
      body.findings.map(({ rule }: { rule: string }) => rule),
      ['expiry', 'problem'],
    );
  });
});

describe('/healthz', () => {
  it('is ok as long as the program answers', async () => {
    const { status, text } = await request(app({ store: createStore() })).get('/healthz');
    assert.deepEqual([status, text], [200, 'ok\n']);
  });
});

describe('/readyz', () => {
  it('waits for the first look of every source, and names those that it waits for', async () => {
    const store = createStore();
    const files = store.sinkFor({ name: 'files', node: 'cp-1' });
    const secrets = store.sinkFor({ name: 'secrets' });
    const ready = async (): Promise<readonly unknown[]> => {
      const { status, text } = await request(app({ store })).get('/readyz');
      return [status, text];
    };
    assert.deepEqual(await ready(), [503, 'waiting for the first look of files on cp-1, secrets\n']);
    files.looked(NOW);
    assert.deepEqual(await ready(), [503, 'waiting for the first look of secrets\n']);
    secrets.looked(NOW);
    assert.deepEqual(await ready(), [200, 'ok\n']);
    secrets.down();
    assert.deepEqual(await ready(), [200, 'ok\n']);
  });
});

describe('every answer', () => {
  const PATHS = ['/', '/metrics', '/api/v1/certificates', '/api/v1/findings', '/healthz', '/readyz'];
  for (const path of PATHS) {
    it(`of ${path} has the same headers, and no body, for HEAD`, async () => {
      const { status, headers, text } = await request(app()).head(path);
      const get = await request(app()).get(path);
      assert.equal(status, 200);
      assert.equal(text, undefined);
      assert.equal(headers['content-type'], get.headers['content-type']);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['x-powered-by'], undefined);
      assert.equal(headers['cache-control'], 'no-store');
    });

    it(`of ${path} refuses to be written to`, async () => {
      const { status, headers, text } = await request(app()).post(path).send('x');
      assert.deepEqual([status, text], [405, 'POST is not served, only GET and HEAD\n']);
      assert.equal(headers['allow'], 'GET, HEAD');
    });
  }

  it('to an unknown path says where there is something', async () => {
    const { status, headers, text } = await request(app()).get('/nowhere/%zz?<script>');
    assert.equal(status, 404);
    assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
    assert.equal(text, `nothing is here; there is something at ${PATHS.join(' ')}\n`);
  });
});

describe('a bug while a request is answered', () => {
  const bug = new Error('secret path /root/x');
  const thrown = (): never => {
    throw bug;
  };

  it('is told to the log, and not to the reader', async () => {
    const errors: unknown[] = [];
    const store = { ...sampleStore(), snapshot: thrown };
    const { status, text } = await request(app({ store, onError: (error) => errors.push(error) })).get(
      '/metrics',
    );
    assert.deepEqual(
      [status, text],
      [500, 'something went wrong inside kubecert-exporter; its log says what\n'],
    );
    assert.deepEqual(errors, [bug]);
  });

  it('does not keep the others waiting', async () => {
    const store = sampleStore();
    let isBroken = true;
    const snapshot = (): ReturnType<Store['snapshot']> => (isBroken ? thrown() : store.snapshot());
    const handler = app({ store: { ...store, snapshot }, onError: () => {} });
    await Promise.all(Array.from({ length: 10 }, () => request(handler).get('/metrics').expect(500)));
    isBroken = false;
    await request(handler).get('/metrics').expect(200);
  });

  it('in the middle of an answer cuts it off, so that nobody takes it for complete', async () => {
    const errors: unknown[] = [];
    const sources: Store['sources'] = () => [
      {
        name: 'files',
        up: true,
        errors: new Map(),
        get locations() {
          return thrown();
        },
      },
    ];
    const handler = app({ store: { ...sampleStore(), sources }, onError: (error) => errors.push(error) });
    await assert.rejects(
      request(handler).get('/metrics').set('Accept-Encoding', 'identity'),
      /aborted|hang up/,
    );
    assert.deepEqual(errors, [bug]);
  });
});

describe('readers that go away', () => {
  let server: Server;
  const errors: unknown[] = [];

  before(async () => {
    server = createServer(app({ store: largeStore(), onError: (error) => errors.push(error) })).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('while they are answered, or while they wait, keep nobody else waiting and are no errors', async () => {
    const { port } = server.address() as AddressInfo;
    const reader = async (): Promise<Socket> => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      await once(socket, 'connect');
      socket.write('GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n');
      return socket;
    };
    const answered = await Promise.all(Array.from({ length: 3 }, reader));
    await Promise.all(answered.map((socket) => once(socket, 'readable')));
    const waiting = await Promise.all(Array.from({ length: 8 }, reader));
    for (const socket of [...waiting, ...answered]) socket.destroy();
    await request(server).get('/metrics').expect(200);
    assert.deepEqual(errors, []);
  });
});

/** Of the certificates alone: what the program uses itself changes from one answer to the next. */
function certificateLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.startsWith('kubecert_certificate'))
    .join('\n');
}

function app(changes: Partial<AppOptions> = {}): ReturnType<typeof createApp> {
  return createApp({
    store: sampleStore(),
    registry,
    version: '1.2.3',
    now: () => NOW,
    onError: (error) => assert.fail(String(error)),
    ...changes,
  });
}

const registry: Registry = createOwnRegistry({ version: '1.2.3' });

function sampleStore(): Store {
  const store = createStore();
  const sink = store.sinkFor({ name: 'files', node: 'cp-1' });
  sink.observe(seen('/etc/kubernetes/pki/apiserver.crt'));
  sink.observe({
    outcome: 'failed',
    location: { path: '/etc/kubernetes/admin.conf', source: 'files', node: 'cp-1' },
    placement: {},
    problems: [{ reason: 'unreadable', message: '/etc/kubernetes/admin.conf: permission denied' }],
  });
  sink.looked(NOW);
  return store;
}

/** Of which an answer is more than the sockets between two processes hold. */
function largeStore(): Store {
  const store = createStore();
  const sink = store.sinkFor({ name: 'files' });
  for (let at = 0; at < 10_000; at += 1) sink.observe(seen(`/pki/${at}.crt`));
  sink.looked(NOW);
  return store;
}

function seen(path: string): Observation {
  return {
    outcome: 'complete',
    location: { path, source: 'files', node: 'cp-1' },
    placement: { distribution: 'kubeadm', component: 'kube-apiserver', role: 'server', renewal: 'manual' },
    contents: [sampleCertificate({ notBefore: NOW - days(360), notAfter: NOW + days(5) })],
    problems: [],
  };
}

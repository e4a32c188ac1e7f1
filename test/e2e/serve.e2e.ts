import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type Authority, createAuthority, type Minted } from '../../src/demo/authority.ts';
import { DAY } from '../../src/model.ts';
import { fingerprintOf } from '../certificates.ts';
import { BUNDLE, run, type Server, start, startServer } from '../program.ts';
import { Scrape } from '../scrape.ts';
import { temporaryHost } from '../temporary-host.ts';
import { kubeadmHost } from './kubeadm-host.ts';
import { assertPromtoolAccepts } from './promtool.ts';

async function serveOn(test: TestContext, root: string, ...flags: readonly string[]): Promise<Server> {
  return startServer(test, ['--host-root', root, '--node', 'cp-1', ...flags], BUNDLE);
}

describe('serve', { timeout: 60_000 }, () => {
  it('serves what promtool accepts', async (test) => {
    const server = await serveOn(test, await kubeadmHost(test));
    assertPromtoolAccepts(await server.get('/metrics'));
  });

  it('serves a page, the same as JSON, and says that it is well', async (test) => {
    const server = await serveOn(test, await kubeadmHost(test));
    assert.match(await server.get('/'), /<h1>Kubernetes certificates<\/h1>/);
    assert.match(
      await server.get('/api/v1/certificates'),
      /"location": "\/etc\/kubernetes\/pki\/apiserver\.crt"/,
    );
    assert.match(await server.get('/api/v1/findings'), /"findings": \[\]/);
    assert.equal(await server.get('/healthz'), 'ok\n');
    assert.equal(await server.get('/readyz'), 'ok\n');
  });

  it('ends with exit code 0 when it is asked to, and says so', async (test) => {
    const server = await serveOn(test, await kubeadmHost(test));
    const { exitCode, stdout, stderr } = await server.stop();
    assert.equal(exitCode, 0);
    assert.equal(stdout, '');
    assert.match(stderr, /"msg":"stopped"\}\n$/);
  });

  it('ends although it is still at its first look', async (test) => {
    const root = await kubeadmHost(test);
    await mkdir(join(root, 'many'));
    for (let number = 0; number < 2000; number += 1)
      await writeFile(join(root, 'many', `${number}.crt`), 'x');
    const flags = ['serve', '--listen', '127.0.0.1:0', '--host-root', root, '--path', '/many'];
    const program = start(test, flags, BUNDLE);
    await program.printed(/"msg":"listening"/);
    const { exitCode, stderr } = await program.stop();
    assert.equal(exitCode, 0);
    assert.match(stderr, /"msg":"stopped"\}\n$/);
  });

  it('ends although a client has not come to the end of its request', async (test) => {
    const server = await serveOn(test, await kubeadmHost(test));
    const { hostname, port } = new URL(server.origin);
    const client = connect(Number(port), hostname);
    test.after(() => client.destroy());
    client.on('error', () => {});
    await once(client, 'connect');
    client.write('GET /metrics HTTP/1.1\r\nHost: cp-1\r\n');
    const asked = performance.now();
    assert.equal((await server.stop()).exitCode, 0);
    test.diagnostic(`it ended after ${Math.round(performance.now() - asked)} ms`);
  });
});

describe('serve, wrongly configured', { timeout: 60_000 }, () => {
  for (const { what, yaml, complaint } of [
    { what: 'an unknown key', yaml: 'hostroot: /host\n', complaint: /config\.yaml:1: hostroot: .*hostRoot/ },
    {
      what: 'a wrong type',
      yaml: 'files:\n  paths: /etc/ssl\n',
      complaint: /config\.yaml:2: files\.paths: .*a list/,
    },
    {
      what: 'an impossible value',
      yaml: 'listen: ":99999"\n',
      complaint: /config\.yaml:1: listen: .*0 to 65535/,
    },
    { what: 'no YAML', yaml: 'listen: "\n', complaint: /config\.yaml:2: a quote or a bracket/ },
  ]) {
    it(`exits with 2 and one line on ${what}`, async (test) => {
      const folder = await mkdtemp(join(tmpdir(), 'kubecert-config-'));
      test.after(async () => rm(folder, { recursive: true }));
      const config = join(folder, 'config.yaml');
      await writeFile(config, yaml);
      const { exitCode, stdout, stderr } = await run(test, ['serve', '--config', config], BUNDLE);
      assert.equal(exitCode, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^kubecert-exporter: [^\n]+\n$/);
      assert.match(stderr, complaint);
    });
  }

  it('exits with 2 and one line on a port in use', async (test) => {
    const root = await kubeadmHost(test);
    const { host } = new URL((await serveOn(test, root)).origin);
    const { exitCode, stderr } = await run(test, ['serve', '--host-root', root, '--listen', host], BUNDLE);
    assert.equal(exitCode, 2);
    assert.equal(
      stderr,
      `kubecert-exporter: cannot listen on ${host} (EADDRINUSE); --listen takes another address, such as 127.0.0.1:9798\n`,
    );
  });
});

describe('a rotation', { timeout: 60_000 }, () => {
  it('by rename is on /metrics', async (test) => {
    const { before, after } = await twoGenerations();
    const path = '/certs/apiserver.crt';
    const host = temporaryHost(test, { [path]: before.certificatePem });
    await sees(test, host.root, path, before, after, () => host.replace(path, after.certificatePem));
  });

  it('by a rewrite in place is on /metrics', async (test) => {
    const { before, after } = await twoGenerations();
    const path = '/certs/apiserver.crt';
    const host = temporaryHost(test, { [path]: before.certificatePem });
    await sees(test, host.root, path, before, after, () => host.write(path, after.certificatePem));
  });

  it('by a kubelet that turns its link is on /metrics', async (test) => {
    const { before, after } = await twoGenerations();
    const folder = '/var/lib/kubelet/pki';
    const path = `${folder}/kubelet-client-current.pem`;
    const host = temporaryHost(test, {
      '/etc/kubernetes/pki/ca.crt': before.certificatePem,
      [`${folder}/kubelet-client-2026-01-01-00-00-00.pem`]: before.certificatePem + before.privateKeyPem,
    });
    host.link(path, `${folder}/kubelet-client-2026-01-01-00-00-00.pem`);
    await sees(test, host.root, path, before, after, () => {
      host.write(
        `${folder}/kubelet-client-2026-10-20-00-00-00.pem`,
        after.certificatePem + after.privateKeyPem,
      );
      host.link(path, `${folder}/kubelet-client-2026-10-20-00-00-00.pem`);
    });
  });

  it('by a mounted Secret that is swapped is on /metrics', async (test) => {
    const { before, after } = await twoGenerations();
    const path = '/certs/tls.crt';
    const host = temporaryHost(test, { '/certs/..2026_01_01/tls.crt': before.certificatePem });
    host.link('/certs/..data', '..2026_01_01');
    host.link(path, '..data/tls.crt');
    await sees(test, host.root, path, before, after, () => {
      host.write('/certs/..2026_10_20/tls.crt', after.certificatePem);
      host.link('/certs/..data', '..2026_10_20');
    });
  });
});

async function twoGenerations(): Promise<{ readonly before: Minted; readonly after: Minted }> {
  const now = Date.now();
  const ca: Authority = await createAuthority({
    commonName: 'kubernetes',
    notBefore: now - DAY,
    notAfter: now + 3650 * DAY,
  });
  const request = { commonName: 'kube-apiserver', role: 'server' } as const;
  return {
    before: await ca.issue({ ...request, notBefore: now - DAY, notAfter: now + 10 * DAY }),
    after: await ca.issue({ ...request, notBefore: now - DAY, notAfter: now + 365 * DAY }),
  };
}

/** Asks again and again until the new certificate is told of, and says how long that took; it waits as long as the test may run. */
async function sees(
  test: TestContext,
  root: string,
  location: string,
  before: Minted,
  after: Minted,
  rotate: () => void,
): Promise<void> {
  const server = await serveOn(test, root, '--path', '/certs');
  const shown = async (): Promise<string | undefined> =>
    new Scrape(await server.get('/metrics')).one('kubecert_certificate_info', { location }).labels[
      'fingerprint_sha256'
    ];
  assert.equal(await shown(), fingerprintOf(before));
  rotate();
  const rotated = performance.now();
  for (;;) {
    const fingerprint = await shown();
    if (fingerprint === fingerprintOf(after)) break;
    assert.equal(fingerprint, fingerprintOf(before));
  }
  test.diagnostic(`it was there after ${Math.round(performance.now() - rotated)} ms`);
}

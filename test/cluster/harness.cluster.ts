/** That the cluster, and what tests do with it, is as real as they take it for; and what the API server answers. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createAuthority } from '../../src/demo/authority.ts';
import { validDays } from '../certificates.ts';
import type { ApiObject, Watch, WatchEvent } from './api-client.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { startKubelet } from './kubelet.ts';
import { startProxy } from './proxy.ts';
import { createBootstrapToken, createSecret } from './secrets.ts';
import { createServiceAccount } from './service-account.ts';
import {
  createSigningRequest,
  decideSigningRequest,
  issuedCertificate,
  type SigningRequestObject,
} from './signing-requests.ts';

const SECRETS = '/api/v1/namespaces/default/secrets';
const SIGNING_REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const STREAMED_LIST = {
  sendInitialEvents: 'true',
  resourceVersionMatch: 'NotOlderThan',
  allowWatchBookmarks: 'true',
};

interface List<T = ApiObject> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly T[];
}

/** What the API server says in place of an object. */
interface Status {
  readonly metadata: { readonly continue?: string };
  readonly message: string;
  readonly reason: string;
  readonly code: number;
}

for (const etcd of ['3.4', '3.6'] as const) {
  describe(`a control plane on etcd ${etcd}`, { timeout: 120_000 }, () => {
    let cluster: Cluster;
    before(async () => {
      cluster = await startCluster({ etcd, controllerManager: {} });
    });
    after(async () => cluster.stop());

    it('keeps Secrets and lists them by type', async () => {
      await createTlsSecret(cluster, 'listed-by-type');
      const query = `fieldSelector=${encodeURIComponent('type=kubernetes.io/tls')}`;
      assert.ok(namesIn(await cluster.api.get<List>(`${SECRETS}?${query}`)).includes('listed-by-type'));
    });

    it('lets nobody in, and a ServiceAccount as far as its Role goes', async () => {
      const credential = await createServiceAccount(cluster.api, {
        namespace: 'default',
        name: 'reader',
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['list', 'watch'] }],
        within: ['default'],
      });
      const reader = cluster.client({ credential });
      const nobody = cluster.client({ credential: 'anonymous' });
      assert.equal((await reader.request('GET', SECRETS)).status, 200);
      assert.equal((await reader.request('GET', '/api/v1/secrets')).status, 403);
      assert.equal((await nobody.request('GET', SECRETS)).status, 403);
    });

    it('issues a certificate for a signing request once it is approved', async () => {
      await createSigningRequest(cluster.api, {
        name: 'alice',
        signerName: 'kubernetes.io/kube-apiserver-client',
        usages: ['client auth'],
        commonName: 'alice',
        expirationSeconds: 3600,
      });
      await decideSigningRequest(cluster.api, 'alice', 'Approved');
      const certificate = new X509Certificate(await issuedCertificate(cluster.api, 'alice'));
      assert.equal(certificate.subject, 'CN=alice');
      assert.ok(certificate.verify(new X509Certificate(cluster.ca).publicKey));
    });

    it('lets the kubelet of a new node have its certificate', async (test) => {
      const token = await createBootstrapToken(cluster.api);
      const kubelet = await startKubelet({
        folder: join(cluster.folder, 'worker-1'),
        node: 'worker-1',
        bootstrapKubeconfig: await cluster.writeKubeconfig({ credential: { token } }),
      });
      test.after(async () => kubelet.stop());
      const { exitCode, log } = await kubelet.ended;
      assert.equal(exitCode, 1);
      assert.match(log, /"failed to run Kubelet: validate service connection: /);

      const { clientCertificate, servingCertificate, kubeconfig } = kubelet.files;
      assert.match(await readlink(clientCertificate), /\/kubelet-client-[-\d]+\.pem$/);
      const client = new X509Certificate(await readFile(clientCertificate));
      assert.equal(client.subject, 'O=system:nodes\nCN=system:node:worker-1');
      assert.ok(client.verify(new X509Certificate(cluster.ca).publicKey));
      const serving = new X509Certificate(await readFile(servingCertificate));
      assert.match(serving.subject, /^CN=worker-1@\d+$/);
      assert.ok((await readFile(kubeconfig, 'utf8')).includes(clientCertificate));

      const { items } = await cluster.api.get<List<SigningRequestObject>>(SIGNING_REQUESTS);
      const request = items.find(({ metadata }) => metadata.name.startsWith('node-csr-'));
      assert.equal(request?.spec.username, `system:bootstrap:${token.split('.')[0]}`);
      assert.deepEqual(
        request.status.conditions?.map(({ type }) => type),
        ['Approved'],
      );
    });

    it('can be watched through a proxy that cuts, once or again and again', async (test) => {
      const proxy = await startProxy(cluster.server);
      test.after(async () => proxy.close());
      const client = cluster.client({ server: proxy.server });
      const held = await client.watch(SECRETS);
      assert.equal(proxy.open, 1);
      const stopCutting = proxy.cutEvery(10);
      await assert.rejects(eventsOf(held), { code: 'ECONNRESET' });
      await assert.rejects(async () => eventsOf(await client.watch(SECRETS)), { code: 'ECONNRESET' });
      stopCutting();
      assert.equal((await client.request('GET', SECRETS)).status, 200);
      assert.ok(proxy.accepted >= 3);
    });

    if (etcd === '3.4') {
      it('refuses to stream initial state by HTTP 200, one ERROR event, and the end of the stream', async () => {
        const query = new URLSearchParams({ ...STREAMED_LIST, watch: 'true' }).toString();
        assert.deepEqual(await cluster.api.request('GET', `${SECRETS}?${query}`), {
          status: 200,
          body: {
            type: 'ERROR',
            object: {
              kind: 'Status',
              apiVersion: 'v1',
              metadata: {},
              status: 'Failure',
              message:
                'a watch stream was requested by the client but the required storage feature RequestWatchProgress is disabled',
              reason: 'InternalError',
              code: 500,
            },
          },
        });
      });
    } else {
      it('streams initial state, up to a bookmark that says so', async () => {
        await createTlsSecret(cluster, 'streamed');
        const events = await initialEvents(await cluster.api.watch(SECRETS, STREAMED_LIST));
        const added = events.slice(0, -1);
        assert.deepEqual(
          added.map(({ object }) => object.metadata.name).sort(),
          namesIn(await cluster.api.get<List>(SECRETS)).sort(),
        );
        assert.ok(added.every(({ type }) => type === 'ADDED'));
        assert.equal(events.at(-1)?.type, 'BOOKMARK');
      });
    }

    it('comes back after its API server was killed', async () => {
      await createTlsSecret(cluster, 'outlives-the-api-server');
      const held = await cluster.api.watch(SECRETS);
      await cluster.killApiServer();
      await assert.rejects(eventsOf(held), { code: 'ECONNRESET' });
      await assert.rejects(cluster.api.get(SECRETS), { code: 'ECONNREFUSED' });
      await cluster.startApiServer();
      assert.ok(namesIn(await cluster.api.get<List>(SECRETS)).includes('outlives-the-api-server'));
    });

    it('knows no old resourceVersion after etcd was compacted and the API server started again', async () => {
      await createTlsSecret(cluster, 'first-page');
      await createTlsSecret(cluster, 'second-page');
      const { metadata } = await cluster.api.get<List>(`${SECRETS}?limit=1`);
      const nextPage = `${SECRETS}?limit=1&continue=${metadata.continue}`;
      const watch = `${SECRETS}?watch=true&resourceVersion=${metadata.resourceVersion}`;
      await createTlsSecret(cluster, 'later');
      await cluster.compactEtcd();
      // Its watch cache knows, and answers pages and watches as if nothing had happened.
      assert.equal((await cluster.api.request('GET', nextPage)).status, 200);
      await cluster.killApiServer();
      await cluster.startApiServer();
      const page = await cluster.api.request('GET', nextPage);
      assert.equal(page.status, 410);
      assert.equal((page.body as Status).reason, 'Expired');
      assert.ok((page.body as Status).metadata.continue, 'offers to go on with what holds now');
      // Not so a watch: HTTP 200, one event, and the end of the stream.
      const { status, body } = await cluster.api.request('GET', watch);
      assert.equal(status, 200);
      const { type, object } = body as WatchEvent<Status>;
      assert.equal(type, 'ERROR');
      assert.match(object.message, /^too old resource version: \d+ \(\d+\)$/);
      assert.deepEqual([object.code, object.reason], [410, 'Expired']);
    });
  });
}

describe('a control plane without a watch cache', { timeout: 120_000 }, () => {
  it('knows no old resourceVersion as soon as etcd was compacted', async (test) => {
    const cluster = await startCluster({ etcd: '3.6', apiServer: { 'watch-cache': 'false' } });
    test.after(async () => cluster.stop());
    const { metadata } = await cluster.api.get<List>(SECRETS);
    // Two: a watch from before the very revision that is kept misses nothing yet.
    await createTlsSecret(cluster, 'forgotten');
    await createTlsSecret(cluster, 'kept');
    await cluster.compactEtcd();
    const watch = `${SECRETS}?watch=true&resourceVersion=${metadata.resourceVersion}`;
    const { status, body } = await cluster.api.request('GET', watch);
    const { type, object } = body as WatchEvent<Status>;
    assert.deepEqual([status, type, object.code, object.reason], [200, 'ERROR', 410, 'Expired']);
  });
});

/** Ended in a bookmark, as the API server says it: everything that it held has been sent. */
async function initialEvents(watch: Watch<ApiObject>): Promise<WatchEvent[]> {
  const initial: WatchEvent[] = [];
  for await (const event of watch.events) {
    initial.push(event);
    if (event.object.metadata.annotations?.['k8s.io/initial-events-end'] === 'true') break;
  }
  watch.close();
  return initial;
}

async function eventsOf({ events }: Watch<ApiObject>): Promise<WatchEvent[]> {
  return Array.fromAsync(events);
}

function namesIn({ items }: List): string[] {
  return items.map(({ metadata }) => metadata.name);
}

async function createTlsSecret({ api }: Cluster, name: string): Promise<void> {
  const authority = await createAuthority({ commonName: 'test CA', ...validDays(-1, 365) });
  const { certificatePem, privateKeyPem } = await authority.issue({
    commonName: name,
    role: 'server',
    ...validDays(-1, 30),
  });
  await createSecret(api, {
    namespace: 'default',
    name,
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': certificatePem, 'tls.key': privateKeyPem },
  });
}

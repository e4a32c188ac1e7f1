import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { type Cluster, startCluster } from './cluster.ts';
import { type Kubelet, startKubelet } from './kubelet.ts';
import { decideSigningRequest, type SigningRequestObject } from './signing-requests.ts';

const SIGNING_REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';

describe('a kubelet', { timeout: 120_000 }, () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster({ etcd: '3.6', controllerManager: {} });
  });
  after(async () => cluster.stop());

  it('needs no bootstrap kubeconfig when it starts again with a good certificate', async (test) => {
    const bootstrap = await cluster.writeKubeconfig({ credential: { token: cluster.bootstrapToken } });
    await (
      await startNode(test, cluster, 'worker-1', bootstrap)
    ).ended;
    const again = await startNode(test, cluster, 'worker-1', join(cluster.folder, 'no-such.conf'));
    assert.match((await again.ended).log, /"failed to run Kubelet: validate service connection: /);
    const { items } = await cluster.api.get<{ items: SigningRequestObject[] }>(SIGNING_REQUESTS);
    assert.equal(items.length, 1);
  });

  it('does not start with neither', async (test) => {
    const missing = join(cluster.folder, 'no-such.conf');
    const { exitCode, log } = await (await startNode(test, cluster, 'worker-2', missing)).ended;
    assert.equal(exitCode, 1);
    assert.ok(
      log.includes(`unable to load bootstrap kubeconfig: stat ${missing}: no such file or directory`),
    );
  });
});

describe('a kubelet whose request nobody signs', { timeout: 120_000 }, () => {
  it('waits until it is told no', async (test) => {
    const cluster = await startCluster({ etcd: '3.6' });
    test.after(async () => cluster.stop());
    const bootstrap = await cluster.writeKubeconfig({ credential: { token: cluster.bootstrapToken } });
    const kubelet = await startNode(test, cluster, 'worker-1', bootstrap);
    const name = await firstSigningRequest(cluster);
    await decideSigningRequest(cluster.api, name, 'Denied');
    const { exitCode, log } = await kubelet.ended;
    assert.equal(exitCode, 1);
    assert.match(log, /certificate signing request is denied/);
  });
});

async function startNode(
  test: TestContext,
  { folder }: Cluster,
  node: string,
  bootstrapKubeconfig: string,
): Promise<Kubelet> {
  const kubelet = await startKubelet({ folder: join(folder, node), node, bootstrapKubeconfig });
  test.after(async () => kubelet.stop());
  return kubelet;
}

async function firstSigningRequest({ api }: Cluster): Promise<string> {
  const watch = await api.watch(SIGNING_REQUESTS);
  for await (const { object } of watch.events) {
    watch.close();
    return object.metadata.name;
  }
  throw new Error('no signing request was made');
}

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';

import { type HostFile, writeHost } from '../../src/demo/hosts/host.ts';
import { detect, DISTRIBUTIONS, distributionNamed } from '../../src/distributions/table.ts';
import { DISTRIBUTION_NAMES, type DistributionName } from '../../src/model.ts';
import { HostRoot } from '../../src/sources/files/host-root.ts';
import { KINDS } from '../sample-hosts.ts';

async function detectOn(test: TestContext, files: readonly HostFile[]): Promise<readonly DistributionName[]> {
  const root = await mkdtemp(join(tmpdir(), 'kubecert-detect-'));
  test.after(async () => rm(root, { recursive: true }));
  await writeHost(root, files);
  const host = new HostRoot(root);
  return detect((path) => host.exists(path)).map(({ name }) => name);
}

/** Files that are there, whatever is in them. */
function present(...paths: readonly string[]): readonly HostFile[] {
  return paths.map((path) => ({ path, content: '' }));
}

describe('the distributions', () => {
  it('are known by each of their names', () => {
    assert.deepEqual(
      DISTRIBUTION_NAMES.map((name) => distributionNamed(name).name),
      DISTRIBUTION_NAMES,
    );
    assert.equal(DISTRIBUTIONS.length, DISTRIBUTION_NAMES.length);
  });
});

describe('detecting a distribution', () => {
  for (const name of DISTRIBUTION_NAMES) {
    it(`finds ${name}, and it alone, on each kind of its hosts`, async (test) => {
      for (const { kind, host } of await KINDS[name]()) {
        assert.deepEqual(await detectOn(test, host.files), [name], kind);
      }
    });
  }

  it('finds none on a host without Kubernetes', async (test) => {
    const files = present(
      '/etc/ssl/certs/ca-certificates.crt',
      '/etc/kubernetes/README',
      '/root/.kube/config',
    );
    assert.deepEqual(await detectOn(test, files), []);
  });

  it('finds two that live side by side', async (test) => {
    const files = present('/etc/kubernetes/pki/ca.crt', '/var/lib/rancher/k3s/agent/client-ca.crt');
    assert.deepEqual(await detectOn(test, files), ['kubeadm', 'k3s']);
  });

  it('finds kubeadm on a worker whose CA was deleted', async (test) => {
    assert.deepEqual(await detectOn(test, present('/etc/kubernetes/kubelet.conf')), ['kubeadm']);
  });

  it('finds kubeadm on a host that runs nothing but a member of an external etcd', async (test) => {
    assert.deepEqual(await detectOn(test, present('/etc/kubernetes/pki/etcd/ca.crt')), ['kubeadm']);
  });

  it("takes a KubeKey host for kubeadm's with Kubespray's etcd", async (test) => {
    const files = present(
      '/etc/kubernetes/pki/ca.crt',
      '/etc/kubernetes/kubelet.conf',
      '/etc/ssl/etcd/ssl/ca.pem',
    );
    assert.deepEqual(await detectOn(test, files), ['kubeadm', 'kubespray']);
  });

  it('does not take a binary install whose CA is called ca.crt for Kubespray', async (test) => {
    const files = present('/etc/kubernetes/ssl/ca.crt', '/etc/kubernetes/kubelet.kubeconfig');
    assert.deepEqual(await detectOn(test, files), ['binary']);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeHost } from '../../src/demo/hosts/host.ts';
import { kubeadmControlPlane } from '../../src/demo/hosts/kubeadm-control-plane.ts';
import { createKubeadmCluster } from '../../src/demo/hosts/kubeadm-node.ts';
import { DAY } from '../../src/model.ts';
import type { Cleanup } from '../cleanup.ts';

/**
 * A kubeadm control-plane node on the disk, gone after the test. Its kubelet rotates; nothing is wrong with it but,
 * perhaps, the days that are left to what `kubeadm certs renew` renews.
 * @returns the folder that stands for its `/`
 */
export async function kubeadmHost(test: Cleanup, { daysLeft = 300 } = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'kubecert-e2e-'));
  test.after(async () => rm(root, { recursive: true, force: true }));
  // A minute more, so that whole days are left while the test runs.
  const now = Date.now() + 60_000;
  const cluster = await createKubeadmCluster({ endpoint: 'api.e2e.example', createdAt: now - 400 * DAY });
  const { files } = await kubeadmControlPlane({
    cluster,
    node: 'cp-1',
    address: '10.10.0.11',
    issuedAt: now - (365 - daysLeft) * DAY,
    kubelet: { issuedAt: now - 60 * DAY, client: 'path' },
  });
  await writeHost(root, files);
  return root;
}

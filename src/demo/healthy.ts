/** One healthy cluster of each distribution: nothing on their disks calls for anybody. */

import { DAY, type Instant } from '../model.ts';
import { binaryHost } from './hosts/binary.ts';
import type { SampleHost } from './hosts/host.ts';
import { createK0sCluster, k0sController, k0sWorker } from './hosts/k0s.ts';
import { createK3sCluster, type K3sCluster, k3sAgent } from './hosts/k3s-agent.ts';
import { k3sServer } from './hosts/k3s-server.ts';
import { kubeadmControlPlane } from './hosts/kubeadm-control-plane.ts';
import { createKubeadmCluster, kubeadmWorker } from './hosts/kubeadm-node.ts';
import { createKubesprayCluster, kubesprayControlPlane } from './hosts/kubespray.ts';
import { microk8sHost } from './hosts/microk8s.ts';
import { YEAR_DAYS } from './hosts/minting.ts';
import { rkeHost } from './hosts/rke1.ts';
import type { SampleCluster } from './sample-cluster.ts';

/** How long ago the clusters were made, and how long ago the leaves of a year were last renewed, in days. */
const CREATED = 400;
const RENEWED = 60;

export const HEALTHY: readonly SampleCluster[] = [
  {
    id: 'kubeadm',
    title: 'kubeadm',
    story: 'Renewed by kubeadm upgrade two months ago; the kubelets rotate by themselves.',
    hosts: kubeadmHosts,
  },
  {
    id: 'k3s',
    title: 'K3s',
    story: 'Restarted two months ago, the dynamic certificate renewed with the files.',
    hosts: async (now) => k3sHosts('k3s', now),
  },
  {
    id: 'rke2',
    title: 'RKE2',
    story: 'Restarted two months ago, the dynamic certificate renewed with the files.',
    hosts: async (now) => k3sHosts('rke2', now),
  },
  {
    id: 'rke1',
    title: 'RKE',
    story: 'Issued by rke up for ten years.',
    hosts: async (now) => [
      await rkeHost({
        node: 'rke-2',
        address: '10.70.0.11',
        createdAt: now - CREATED * DAY,
        issuedAt: now - CREATED * DAY,
        lifeDays: 10 * YEAR_DAYS,
      }),
    ],
  },
  {
    id: 'kubespray',
    title: 'Kubespray',
    story: "Renewed by Kubespray's timer two months ago, etcd issued for a hundred years.",
    hosts: kubesprayHosts,
  },
  {
    id: 'binary',
    title: 'Binary install',
    story: 'Issued for ten years by hand; the kubelet rotates its certificate by itself.',
    hosts: async (now) => [
      await binaryHost({
        node: 'binary-1',
        address: '10.20.1.11',
        createdAt: now - CREATED * DAY,
        kubelet: { issuedAt: now - RENEWED * DAY, client: 'link' },
      }),
    ],
  },
  {
    id: 'microk8s',
    title: 'MicroK8s',
    story: 'microk8s refresh-certs ran two months ago.',
    hosts: async (now) => [
      await microk8sHost({
        node: 'microk8s-1',
        address: '10.80.0.11',
        createdAt: now - CREATED * DAY,
        issuedAt: now - RENEWED * DAY,
      }),
    ],
  },
  {
    id: 'k0s',
    title: 'k0s',
    story: 'The controller was restarted two months ago; the worker rotates by itself.',
    hosts: k0sHosts,
  },
];

async function kubeadmHosts(now: Instant): Promise<readonly SampleHost[]> {
  const cluster = await createKubeadmCluster({
    endpoint: 'api.healthy.example',
    createdAt: now - CREATED * DAY,
  });
  return Promise.all([
    kubeadmControlPlane({
      cluster,
      node: 'kubeadm-1',
      address: '10.10.0.11',
      issuedAt: now - RENEWED * DAY,
      isFirst: true,
      kubelet: { issuedAt: now - RENEWED * DAY, client: 'path', servesByRequest: true },
    }),
    kubeadmWorker({
      cluster,
      node: 'kubeadm-2',
      address: '10.10.0.21',
      kubelet: { issuedAt: now - 2 * RENEWED * DAY, client: 'path' },
    }),
  ]);
}

async function k3sHosts(program: K3sCluster['program'], now: Instant): Promise<readonly SampleHost[]> {
  const cluster = await createK3sCluster({ program, name: program, createdAt: now - CREATED * DAY });
  const issuedAt = now - RENEWED * DAY;
  return Promise.all([
    k3sServer({ cluster, node: `${program}-1`, address: '192.168.2.11', issuedAt }),
    k3sAgent({ cluster, node: `${program}-2`, address: '192.168.2.21', issuedAt }),
  ]);
}

async function kubesprayHosts(now: Instant): Promise<readonly SampleHost[]> {
  const createdAt = now - CREATED * DAY;
  const cluster = await createKubesprayCluster({ endpoint: 'api.kubespray.example', createdAt });
  return [
    await kubesprayControlPlane({
      cluster,
      node: 'kubespray-1',
      address: '10.90.0.11',
      createdAt,
      issuedAt: now - RENEWED * DAY,
      etcd: 'external',
      kubelet: { issuedAt: now - RENEWED * DAY, client: 'path' },
    }),
  ];
}

async function k0sHosts(now: Instant): Promise<readonly SampleHost[]> {
  const cluster = await createK0sCluster('k0s', now - CREATED * DAY);
  const issuedAt = now - RENEWED * DAY;
  return Promise.all([
    k0sController({ cluster, node: 'k0s-1', address: '10.60.0.11', issuedAt }),
    k0sWorker({ cluster, node: 'k0s-2', address: '10.60.0.21', issuedAt }),
  ]);
}

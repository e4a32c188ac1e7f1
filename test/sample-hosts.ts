/** Every kind of host that the tables of distributions speak of, minted once for each test file that asks. */

import type { SampleHost } from '../src/demo/hosts/host.ts';
import { binaryHost } from '../src/demo/hosts/binary.ts';
import { createK0sCluster, k0sController, k0sWorker } from '../src/demo/hosts/k0s.ts';
import { createK3sCluster, k3sAgent } from '../src/demo/hosts/k3s-agent.ts';
import { k3sServer } from '../src/demo/hosts/k3s-server.ts';
import { kubeadmControlPlane } from '../src/demo/hosts/kubeadm-control-plane.ts';
import { createKubeadmCluster, kubeadmWorker } from '../src/demo/hosts/kubeadm-node.ts';
import { createKubesprayCluster, kubesprayControlPlane } from '../src/demo/hosts/kubespray.ts';
import { microk8sHost } from '../src/demo/hosts/microk8s.ts';
import { rkeHost } from '../src/demo/hosts/rke1.ts';
import type { DistributionName } from '../src/model.ts';
import { days, NOW } from './certificates.ts';

/** A host, and in a few words which one: `a worker`. */
export interface KindOfHost {
  readonly kind: string;
  readonly host: SampleHost;
}

const createdAt = NOW - days(400);
const issuedAt = NOW - days(60);

/** The kinds of hosts of each distribution; together they have a file for every row of its table. */
export const KINDS: Readonly<Record<DistributionName, () => Promise<readonly KindOfHost[]>>> = {
  kubeadm: kubeadmHosts,
  k3s: async () => k3sHosts('k3s'),
  rke2: async () => k3sHosts('rke2'),
  rke1: async () => {
    const known = { address: '10.70.0.11', createdAt, issuedAt, lifeDays: 3650 };
    return [
      { kind: 'a node', host: await rkeHost({ ...known, node: 'rke-1' }) },
      {
        kind: 'a node with an external etcd',
        host: await rkeHost({ ...known, node: 'rke-2', etcd: 'external' }),
      },
    ];
  },
  kubespray: kubesprayHosts,
  binary: async () => {
    const known = { address: '10.20.0.11', createdAt };
    const rotating = { issuedAt, client: 'link', servesByRequest: true } as const;
    return [
      {
        kind: 'a node without rotation',
        host: await binaryHost({ ...known, node: 'binary-1', kubelet: { issuedAt, client: 'plain' } }),
      },
      {
        kind: 'a node with rotation',
        host: await binaryHost({ ...known, node: 'binary-2', kubelet: rotating }),
      },
      {
        kind: 'a node whose kubelet keeps to its own folder',
        host: await binaryHost({
          ...known,
          node: 'binary-3',
          kubelet: { ...rotating, folder: '/var/lib/kubelet/pki' },
        }),
      },
    ];
  },
  microk8s: async () => {
    const known = { address: '10.80.0.11', createdAt, issuedAt };
    const { ca } = await createKubeadmCluster({ endpoint: 'microk8s', createdAt });
    return [
      { kind: 'a node', host: await microk8sHost({ ...known, node: 'microk8s-1' }) },
      { kind: 'a worker', host: await microk8sHost({ ...known, node: 'microk8s-2', joined: ca }) },
    ];
  },
  k0s: async () => {
    const cluster = await createK0sCluster('k0s', createdAt);
    const worker = { cluster, address: '10.60.0.21', issuedAt };
    return [
      { kind: 'a controller', host: await k0sController({ ...worker, node: 'k0s-1' }) },
      { kind: 'a worker', host: await k0sWorker({ ...worker, node: 'k0s-2' }) },
      {
        kind: 'a worker that serves self-signed',
        host: await k0sWorker({ ...worker, node: 'k0s-3', servesByRequest: false }),
      },
    ];
  },
};

async function kubeadmHosts(): Promise<readonly KindOfHost[]> {
  const cluster = await createKubeadmCluster({ endpoint: 'api.test.example', createdAt });
  const known = { cluster, address: '10.10.0.11', issuedAt };
  const byPath = { issuedAt, client: 'path' } as const;
  const embedded = { issuedAt, client: 'embedded' } as const;
  return [
    {
      kind: 'the first control-plane node',
      host: await kubeadmControlPlane({
        ...known,
        node: 'cp-1',
        isFirst: true,
        kubelet: { ...byPath, servesByRequest: true },
      }),
    },
    {
      kind: 'a further control-plane node with an embedded kubelet.conf',
      host: await kubeadmControlPlane({ ...known, node: 'cp-2', kubelet: embedded }),
    },
    {
      kind: 'a control-plane node with an external etcd',
      host: await kubeadmControlPlane({ ...known, node: 'cp-3', etcd: 'external', kubelet: byPath }),
    },
    { kind: 'a worker', host: await kubeadmWorker({ ...known, node: 'worker-1', kubelet: byPath }) },
    {
      kind: 'a worker that is joining',
      host: await kubeadmWorker({ ...known, node: 'worker-2', kubelet: byPath, isJoining: true }),
    },
  ];
}

async function k3sHosts(program: 'k3s' | 'rke2'): Promise<readonly KindOfHost[]> {
  const cluster = await createK3sCluster({ program, name: program, createdAt });
  const known = { cluster, address: '192.168.2.11', issuedAt };
  return [
    { kind: 'a server', host: await k3sServer({ ...known, node: `${program}-1` }) },
    { kind: 'an agent', host: await k3sAgent({ ...known, node: `${program}-2` }) },
  ];
}

async function kubesprayHosts(): Promise<readonly KindOfHost[]> {
  const cluster = await createKubesprayCluster({ endpoint: 'api.kubespray.example', createdAt });
  const known = { cluster, address: '10.90.0.11', createdAt, issuedAt };
  const kubelet = { issuedAt, client: 'path' } as const;
  return [
    {
      kind: 'a control-plane node with etcd as a service',
      host: await kubesprayControlPlane({ ...known, node: 'kubespray-1', etcd: 'external', kubelet }),
    },
    {
      kind: 'the first control-plane node, with etcd by kubeadm',
      host: await kubesprayControlPlane({
        ...known,
        node: 'kubespray-2',
        isFirst: true,
        kubelet: { ...kubelet, servesByRequest: true },
      }),
    },
    {
      kind: 'a worker that is joining',
      host: await kubeadmWorker({ ...known, node: 'kubespray-3', kubelet, isJoining: true }),
    },
  ];
}

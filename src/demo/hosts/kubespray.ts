import type { Instant } from '../../model.ts';
import { type HostFile, pemAndKey, type SampleHost } from './host.ts';
import { type KubeadmControlPlane, kubeadmControlPlane } from './kubeadm-control-plane.ts';
import { createKubeadmCluster, type KubeadmCluster } from './kubeadm-node.ts';
import { issue, validFor, YEAR_DAYS } from './minting.ts';

const ETCD = '/etc/ssl/etcd/ssl';

/** Kubespray gives kubeadm another certificatesDir. */
export async function createKubesprayCluster(request: {
  readonly endpoint: string;
  readonly createdAt: Instant;
}): Promise<KubeadmCluster> {
  return createKubeadmCluster({ ...request, pki: '/etc/kubernetes/ssl' });
}

/**
 * A control-plane node. With `etcd: 'external'`, Kubespray's default, it runs an etcd member as a service with
 * certificates for a hundred years.
 */
export async function kubesprayControlPlane(
  request: KubeadmControlPlane & { readonly createdAt: Instant },
): Promise<SampleHost> {
  const { node, files } = await kubeadmControlPlane(request);
  const compatibility: HostFile = { path: '/etc/kubernetes/pki', link: '/etc/kubernetes/ssl' };
  return {
    node,
    files: [...files, compatibility, ...(request.etcd === 'external' ? await etcdFiles(request) : [])],
  };
}

/** Subjects: kubernetes-sigs/kubespray roles/etcd/templates/make-ssl-etcd.sh.j2; each may serve and ask. */
async function etcdFiles(
  request: KubeadmControlPlane & { readonly createdAt: Instant },
): Promise<readonly HostFile[]> {
  const { cluster, node, address, createdAt } = request;
  const peer = {
    role: 'peer',
    dnsNames: ['localhost', node, 'etcd.kube-system.svc.cluster.local', 'etcd.kube-system.svc', 'etcd'],
    ipAddresses: [address, '127.0.0.1'],
    ...validFor(createdAt, 100 * YEAR_DAYS),
  } as const;
  const files = await Promise.all(
    ['member', 'admin', 'node'].map(async (kind) => {
      const stem = `${ETCD}/${kind}-${node}`;
      const minted = await issue(cluster.etcdCa, node + stem, {
        ...peer,
        commonName: `etcd-${kind}-${node}`,
      });
      return pemAndKey(stem, minted);
    }),
  );
  return [...pemAndKey(`${ETCD}/ca`, cluster.etcdCa), ...files.flat()];
}

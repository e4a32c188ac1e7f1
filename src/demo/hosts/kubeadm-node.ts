import type { Instant } from '../../model.ts';
import type { Authority } from '../authority.ts';
import type { HostFile, SampleHost } from './host.ts';
import { kubeconfig, type KubeconfigRequest } from './kubeconfig.ts';
import { KUBELET_PKI, kubeletClient, kubeletSelfSigned, kubeletServing, nodeClient } from './kubelet.ts';
import { createRoot } from './minting.ts';

/** What the nodes of a kubeadm cluster have in common. */
export interface KubeadmCluster {
  readonly ca: Authority;
  readonly frontProxyCa: Authority;
  readonly etcdCa: Authority;
  /** The name of the control-plane endpoint. */
  readonly endpoint: string;
  /** kubeadm's certificatesDir, a host path. */
  readonly pki: string;
}

/** @param request `endpoint` fixes the serial numbers, too; `pki` is /etc/kubernetes/pki by default */
export async function createKubeadmCluster(request: {
  readonly endpoint: string;
  readonly createdAt: Instant;
  readonly pki?: string;
}): Promise<KubeadmCluster> {
  const { endpoint, createdAt, pki = '/etc/kubernetes/pki' } = request;
  const [ca, frontProxyCa, etcdCa] = await Promise.all([
    createRoot(`${endpoint}/ca`, 'kubernetes', createdAt),
    createRoot(`${endpoint}/front-proxy-ca`, 'front-proxy-ca', createdAt),
    createRoot(`${endpoint}/etcd-ca`, 'etcd-ca', createdAt),
  ]);
  return { ca, frontProxyCa, etcdCa, endpoint, pki };
}

/** A node of a kubeadm cluster, whatever runs on it. */
export interface KubeadmNode {
  readonly cluster: KubeadmCluster;
  readonly node: string;
  readonly address: string;
  readonly kubelet: {
    /** When it last got its client certificate. */
    readonly issuedAt: Instant;
    /** When it made its kubelet.crt; with the client certificate by default. */
    readonly servingSince?: Instant;
    /** How kubelet.conf refers to the client certificate: `embedded` on init nodes made before v1.17. */
    readonly client: 'path' | 'embedded';
    /** serverTLSBootstrap is on: then a kubelet.crt from before lies beside what the kubelet serves with, superseded. */
    readonly servesByRequest?: boolean;
  };
  /** The bootstrap kubeconfig of the join is still there. */
  readonly isJoining?: boolean;
}

export async function kubeadmWorker(request: KubeadmNode): Promise<SampleHost> {
  const { cluster, node } = request;
  const ca: HostFile = { path: `${cluster.pki}/ca.crt`, content: cluster.ca.certificatePem };
  return { node, files: [ca, ...(await nodeFiles(request))] };
}

/** What the kubelet of any node has. */
export async function nodeFiles(request: KubeadmNode): Promise<readonly HostFile[]> {
  const { cluster, node, address, kubelet, isJoining = false } = request;
  const asked = { node, ca: cluster.ca, issuedAt: kubelet.issuedAt };
  const files = await Promise.all([
    kubelet.client === 'path' ? kubeletClient(asked) : [],
    kubeletSelfSigned(node, kubelet.servingSince ?? kubelet.issuedAt),
    kubelet.servesByRequest === true ? kubeletServing({ ...asked, address }) : [],
  ]);
  return [
    ...files.flat(),
    await kubeletKubeconfig(request),
    ...(isJoining ? [bootstrapKubeconfig(cluster)] : []),
  ];
}

/** kubelet.conf, which names the client certificate by path or embeds it. */
async function kubeletKubeconfig({ cluster, node, kubelet }: KubeadmNode): Promise<HostFile> {
  const path = '/etc/kubernetes/kubelet.conf';
  const current = `${KUBELET_PKI}/kubelet-client-current.pem`;
  const credential: KubeconfigRequest['credential'] =
    kubelet.client === 'embedded'
      ? await nodeClient({ node, ca: cluster.ca, issuedAt: kubelet.issuedAt }, path)
      : { certificate: current, key: current };
  const user = `system:node:${node}`;
  return {
    path,
    content: kubeconfig({ server: serverOf(cluster), user, authority: cluster.ca, credential }),
  };
}

/** bootstrap-kubelet.conf, which kubeadm removes after the join. The token is the one of kubeadm's documentation. */
function bootstrapKubeconfig(cluster: KubeadmCluster): HostFile {
  return {
    path: '/etc/kubernetes/bootstrap-kubelet.conf',
    content: kubeconfig({
      server: serverOf(cluster),
      user: 'tls-bootstrap-token-user',
      authority: cluster.ca,
      credential: { token: 'abcdef.0123456789abcdef' },
    }),
  };
}

export function serverOf({ endpoint }: KubeadmCluster): string {
  return `https://${endpoint}:6443`;
}

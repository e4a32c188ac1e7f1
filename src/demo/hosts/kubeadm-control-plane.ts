import { DAY, type Instant } from '../../model.ts';
import type { Authority } from '../authority.ts';
import { crtAndKey, type HostFile, type SampleHost } from './host.ts';
import { ADMIN_COPIES, kubeconfig } from './kubeconfig.ts';
import { type KubeadmNode, nodeFiles, serverOf } from './kubeadm-node.ts';
import { issue, type UndatedLeaf, validFor, YEAR_DAYS } from './minting.ts';
import { staticPod } from './static-pod.ts';

/** A control-plane node of a kubeadm cluster. */
export interface KubeadmControlPlane extends KubeadmNode {
  /** When kubeadm issued or last renewed what it renews. */
  readonly issuedAt: Instant;
  /** The node of `kubeadm init`, which alone has super-admin.conf. */
  readonly isFirst?: boolean;
  /** `stacked`, as kubeadm does by default, or elsewhere, with certificates that kubeadm does not know. */
  readonly etcd?: 'stacked' | 'external';
}

export async function kubeadmControlPlane(request: KubeadmControlPlane): Promise<SampleHost> {
  const { cluster, node, isFirst = false, etcd = 'stacked' } = request;
  const { pki } = cluster;
  const admin = await adminKubeconfig(request);
  const files = await Promise.all([
    leaves(request),
    nodeFiles(request),
    Promise.all([
      componentKubeconfig(request, 'controller-manager'),
      componentKubeconfig(request, 'scheduler'),
      leafOfTheYearBefore(request),
      ...(isFirst ? [adminKubeconfig(request, 'super-admin.conf')] : []),
    ]),
  ]);
  return {
    node,
    files: [
      ...crtAndKey(`${pki}/ca`, cluster.ca),
      ...crtAndKey(`${pki}/front-proxy-ca`, cluster.frontProxyCa),
      ...(etcd === 'stacked' ? crtAndKey(`${pki}/etcd/ca`, cluster.etcdCa) : []),
      admin,
      ...ADMIN_COPIES.map((path) => ({ ...admin, path })),
      ...files.flat(),
      ...manifests(request),
    ],
  };
}

type Leaf = readonly [stem: string, authority: Authority, request: UndatedLeaf];

/**
 * Subjects and names: kubernetes/kubernetes v1.36 cmd/kubeadm/app/phases/certs/certlist.go and
 * app/util/pkiutil/pki_helpers.go.
 */
async function leaves(request: KubeadmControlPlane): Promise<readonly HostFile[]> {
  const { cluster, node, address, issuedAt, etcd = 'stacked' } = request;
  const { ca, frontProxyCa, etcdCa, endpoint, pki } = cluster;
  const member = {
    commonName: node,
    role: 'peer',
    dnsNames: [node, 'localhost'],
    ipAddresses: [address, '127.0.0.1', '::1'],
  } as const;
  const kubeletClient = {
    commonName: 'kube-apiserver-kubelet-client',
    organization: 'kubeadm:cluster-admins',
    role: 'client',
  } as const;
  const apiserver = {
    commonName: 'kube-apiserver',
    role: 'server',
    dnsNames: [
      node,
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      'kubernetes.default.svc.cluster.local',
      endpoint,
    ],
    ipAddresses: ['10.96.0.1', address],
  } as const;
  const own: readonly Leaf[] = [
    ['apiserver', ca, apiserver],
    ['apiserver-kubelet-client', ca, kubeletClient],
    ['front-proxy-client', frontProxyCa, { commonName: 'front-proxy-client', role: 'client' }],
  ];
  const ofEtcd: readonly Leaf[] = [
    ['apiserver-etcd-client', etcdCa, { commonName: 'kube-apiserver-etcd-client', role: 'client' }],
    ['etcd/server', etcdCa, member],
    ['etcd/peer', etcdCa, member],
    ['etcd/healthcheck-client', etcdCa, { commonName: 'kube-etcd-healthcheck-client', role: 'client' }],
  ];
  const files = await Promise.all(
    [...own, ...(etcd === 'stacked' ? ofEtcd : [])].map(async ([stem, authority, leaf]) => {
      const path = `${pki}/${stem}`;
      return crtAndKey(
        path,
        await issue(authority, node + path, { ...leaf, ...validFor(issuedAt, YEAR_DAYS) }),
      );
    }),
  );
  return files.flat();
}

const ADMINS = {
  'admin.conf': { user: 'kubernetes-admin', organization: 'kubeadm:cluster-admins' },
  'super-admin.conf': { user: 'kubernetes-super-admin', organization: 'system:masters' },
} as const;

type Renewed = Pick<KubeadmControlPlane, 'cluster' | 'node' | 'issuedAt'>;

/** admin.conf or super-admin.conf as it is after a renewal at `issuedAt`, the certificate embedded. */
export async function adminKubeconfig(
  { cluster, node, issuedAt }: Renewed,
  file: keyof typeof ADMINS = 'admin.conf',
): Promise<HostFile & { readonly content: string }> {
  const { user, organization } = ADMINS[file];
  const path = `/etc/kubernetes/${file}`;
  const credential = await issue(cluster.ca, node + path, {
    commonName: user,
    organization,
    role: 'client',
    ...validFor(issuedAt, YEAR_DAYS),
  });
  return {
    path,
    content: kubeconfig({ server: serverOf(cluster), user, authority: cluster.ca, credential }),
  };
}

/** controller-manager.conf or scheduler.conf as it is after a renewal at `issuedAt`. */
export async function componentKubeconfig(
  { cluster, node, address, issuedAt }: Renewed & Pick<KubeadmControlPlane, 'address'>,
  component: 'controller-manager' | 'scheduler',
): Promise<HostFile> {
  const path = `/etc/kubernetes/${component}.conf`;
  const user = `system:kube-${component}`;
  const credential = await issue(cluster.ca, node + path, {
    commonName: user,
    role: 'client',
    ...validFor(issuedAt, YEAR_DAYS),
  });
  const server = `https://${address}:6443`;
  return { path, content: kubeconfig({ server, user, authority: cluster.ca, credential }) };
}

/** What somebody saved before the last renewal: long expired, and nobody's concern. */
async function leafOfTheYearBefore({ cluster, node, issuedAt }: KubeadmControlPlane): Promise<HostFile> {
  const path = `${cluster.pki}/apiserver.crt.bak`;
  const minted = await issue(cluster.ca, node + path, {
    commonName: 'kube-apiserver',
    role: 'server',
    dnsNames: ['kubernetes'],
    ...validFor(issuedAt - YEAR_DAYS * DAY, YEAR_DAYS),
  });
  return { path, content: minted.certificatePem };
}

function manifests(request: KubeadmControlPlane): readonly HostFile[] {
  const { cluster, address, etcd = 'stacked' } = request;
  const { pki } = cluster;
  const apiserver = staticPod('kube-apiserver', {
    'advertise-address': address,
    'client-ca-file': `${pki}/ca.crt`,
    'kubelet-client-certificate': `${pki}/apiserver-kubelet-client.crt`,
    'proxy-client-cert-file': `${pki}/front-proxy-client.crt`,
    'requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
    'tls-cert-file': `${pki}/apiserver.crt`,
    'tls-private-key-file': `${pki}/apiserver.key`,
  });
  const member = staticPod('etcd', {
    'cert-file': `${pki}/etcd/server.crt`,
    'key-file': `${pki}/etcd/server.key`,
    'peer-cert-file': `${pki}/etcd/peer.crt`,
    'peer-key-file': `${pki}/etcd/peer.key`,
    'trusted-ca-file': `${pki}/etcd/ca.crt`,
  });
  return [
    apiserver,
    staticPod('kube-controller-manager', { kubeconfig: '/etc/kubernetes/controller-manager.conf' }),
    staticPod('kube-scheduler', { kubeconfig: '/etc/kubernetes/scheduler.conf' }),
    ...(etcd === 'stacked' ? [member] : []),
  ];
}

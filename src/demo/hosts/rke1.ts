import type { Instant } from '../../model.ts';
import type { Authority } from '../authority.ts';
import { bundle, type HostFile, pemAndKey, type SampleHost } from './host.ts';
import { ADMIN_COPIES, kubeconfig } from './kubeconfig.ts';
import { createRoot, issue, type UndatedLeaf, validFor, YEAR_DAYS } from './minting.ts';

const SSL = '/etc/kubernetes/ssl';

/** A node with all three roles of RKE. */
export interface RkeNode {
  readonly node: string;
  readonly address: string;
  readonly createdAt: Instant;
  /** When `rke up` or `rke cert rotate` last issued the leaves. */
  readonly issuedAt: Instant;
  /** Ten years, or one where Rancher 2.0 or 2.1 made them. */
  readonly lifeDays: number;
  /** Whether the etcd is somebody else's: then its certificates come from there. */
  readonly etcd?: 'own' | 'external';
}

/** Subjects, names and usages: rancher/rke v1 pki/services.go, pki/util.go. */
export async function rkeHost(request: RkeNode): Promise<SampleHost> {
  const { node, createdAt, issuedAt, etcd = 'own' } = request;
  const [ca, requestHeaderCa] = await Promise.all([
    createRoot(`${node}/kube-ca`, 'kube-ca', createdAt),
    createRoot(`${node}/requestheader-ca`, 'kube-apiserver-requestheader-ca', createdAt),
  ]);
  const files = await Promise.all([
    ...leaves(request).map(async ([name, leaf]) => leafFiles(request, ca, name, leaf)),
    leafFiles(request, requestHeaderCa, 'kube-apiserver-proxy-client', {
      commonName: 'kube-apiserver-proxy-client',
      role: 'peer',
    }),
    adminKubeconfigs(request, ca),
    etcd === 'external' ? externalEtcd(node, issuedAt) : [],
  ]);
  return {
    node,
    files: [
      ...pemAndKey(`${SSL}/kube-ca`, ca),
      ...pemAndKey(`${SSL}/kube-apiserver-requestheader-ca`, requestHeaderCa),
      ...files.flat(),
      ...[
        'kube-node',
        'kube-proxy',
        'kube-controller-manager',
        'kube-scheduler',
        'kube-apiserver-proxy-client',
      ].map(pathKubeconfig),
    ],
  };
}

function leaves({
  address,
  node,
  etcd = 'own',
}: RkeNode): readonly (readonly [name: string, leaf: UndatedLeaf])[] {
  const dashed = address.replaceAll('.', '-');
  const names = {
    dnsNames: [
      node,
      'localhost',
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      'kubernetes.default.svc.cluster.local',
    ],
    ipAddresses: [address, '127.0.0.1', '10.43.0.1'],
  };
  const client = (commonName: string): UndatedLeaf => ({ commonName, role: 'client' });
  return [
    ['kube-apiserver', { commonName: 'system:kube-apiserver', role: 'peer', ...names }],
    ['kube-controller-manager', client('system:kube-controller-manager')],
    ['kube-scheduler', client('system:kube-scheduler')],
    ['kube-proxy', client('system:kube-proxy')],
    ['kube-node', { commonName: 'system:node', organization: 'system:nodes', role: 'client' }],
    [
      `kube-kubelet-${dashed}`,
      { commonName: `kube-kubelet-${dashed}`, role: 'peer', dnsNames: [node], ipAddresses: [address] },
    ],
    ...(etcd === 'own'
      ? [[`kube-etcd-${dashed}`, { commonName: 'system:kube-etcd', role: 'peer', ...names }] as const]
      : []),
  ];
}

/** RKE lets a leaf begin with its CA, however much later it was issued. */
async function leafFiles(
  { node, createdAt, issuedAt, lifeDays }: RkeNode,
  authority: Authority,
  name: string,
  leaf: UndatedLeaf,
): Promise<readonly HostFile[]> {
  const stem = `${SSL}/${name}`;
  const { notAfter } = validFor(issuedAt, lifeDays);
  const minted = await issue(authority, node + stem, { ...leaf, notBefore: createdAt, notAfter });
  // The files hold the chain.
  return pemAndKey(stem, { ...minted, certificatePem: bundle([minted, authority]) });
}

/** What `rke up` writes beside cluster.yml, and the copies that people make of it. */
async function adminKubeconfigs(
  { node, address, createdAt, issuedAt, lifeDays }: RkeNode,
  ca: Authority,
): Promise<readonly HostFile[]> {
  const path = '/root/kube_config_cluster.yml';
  const credential = await issue(ca, node + path, {
    commonName: 'kube-admin',
    organization: 'system:masters',
    role: 'client',
    notBefore: createdAt,
    notAfter: validFor(issuedAt, lifeDays).notAfter,
  });
  const content = kubeconfig({
    cluster: 'local',
    server: `https://${address}:6443`,
    user: 'kube-admin-local',
    context: 'local',
    authority: ca,
    credential,
  });
  return [path, '/home/ops/kube_config_cluster.yml', ...ADMIN_COPIES].map((place) => ({
    path: place,
    content,
  }));
}

async function externalEtcd(node: string, issuedAt: Instant): Promise<readonly HostFile[]> {
  const ca = await createRoot(`${node}/external-etcd-ca`, 'etcd-ca', issuedAt);
  const stem = `${SSL}/kube-etcd-client`;
  const client = await issue(ca, node + stem, {
    commonName: 'kube-apiserver',
    role: 'client',
    ...validFor(issuedAt, YEAR_DAYS),
  });
  return [{ path: `${stem}-ca.pem`, content: ca.certificatePem }, ...pemAndKey(stem, client)];
}

function pathKubeconfig(name: string): HostFile {
  return {
    path: `${SSL}/kubecfg-${name}.yaml`,
    content: kubeconfig({
      cluster: 'local',
      server: 'https://127.0.0.1:6443',
      user: `${name}-local`,
      context: `${name}-local`,
      authority: { path: `${SSL}/kube-ca.pem` },
      credential: { certificate: `${SSL}/${name}.pem`, key: `${SSL}/${name}-key.pem` },
    }),
  };
}

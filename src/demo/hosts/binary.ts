import type { Instant } from '../../model.ts';
import type { Authority } from '../authority.ts';
import { crtAndKey, type HostFile, pemAndKey, type SampleHost } from './host.ts';
import { ADMIN_COPIES, kubeconfig } from './kubeconfig.ts';
import { kubeletClient, kubeletSelfSigned, kubeletServing, nodeClient } from './kubelet.ts';
import { createRoot, issue, type UndatedLeaf, validFor, YEAR_DAYS } from './minting.ts';

const SSL = '/etc/kubernetes/ssl';
const SERVER = 'https://10.20.0.11:6443';

/** A node that is put together from the release binaries, control plane and kubelet on one machine. */
export interface BinaryNode {
  readonly node: string;
  readonly address: string;
  /** When the operator issued what lives for ten years. */
  readonly createdAt: Instant;
  readonly kubelet: {
    readonly issuedAt: Instant;
    /** `link`: rotation is on. `plain`: kubelet-client.crt, as kubelets before v1.8 wrote it. */
    readonly client: 'link' | 'plain';
    readonly servesByRequest?: boolean;
    /** Its `--cert-dir`: with the others by default. */
    readonly folder?: string;
  };
}

export async function binaryHost(request: BinaryNode): Promise<SampleHost> {
  const { node, createdAt } = request;
  const [ca, frontProxyCa, etcdCa] = await Promise.all([
    createRoot(`${node}/ca`, 'kubernetes', createdAt),
    createRoot(`${node}/front-proxy-ca`, 'front-proxy', createdAt),
    createRoot(`${node}/etcd-ca`, 'etcd', createdAt),
  ]);
  const files = await Promise.all([
    ...leaves(request, { ca, frontProxyCa, etcdCa }).map(async ([stem, authority, leaf]) =>
      pemAndKey(
        stem,
        await issue(authority, node + stem, { ...leaf, ...validFor(createdAt, 10 * YEAR_DAYS) }),
      ),
    ),
    ...KUBECONFIGS.map(async (known) => embedded(request, ca, known)),
    kubeletFiles(request, ca),
  ]);
  return {
    node,
    files: [
      ...pemAndKey(`${SSL}/ca`, ca),
      ...pemAndKey(`${SSL}/front-proxy-ca`, frontProxyCa),
      ...pemAndKey(`${SSL}/etcd-ca`, etcdCa),
      ...pemAndKey('/etc/etcd/ssl/ca', etcdCa),
      ...files.flat(),
      kubeletKubeconfig(request, ca),
      bootstrapKubeconfig(ca),
    ],
  };
}

type Leaf = readonly [stem: string, authority: Authority, request: UndatedLeaf];

function leaves(
  { node, address }: BinaryNode,
  { ca, frontProxyCa, etcdCa }: Readonly<Record<'ca' | 'frontProxyCa' | 'etcdCa', Authority>>,
): readonly Leaf[] {
  const member = { role: 'peer', dnsNames: [node], ipAddresses: ['127.0.0.1', address] } as const;
  const apiserver = {
    commonName: 'kubernetes',
    organization: 'k8s',
    role: 'peer',
    dnsNames: [
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      'kubernetes.default.svc.cluster.local',
    ],
    ipAddresses: ['127.0.0.1', address, '10.254.0.1'],
  } as const;
  return [
    [`${SSL}/kubernetes`, ca, apiserver],
    [`${SSL}/admin`, ca, { commonName: 'admin', organization: 'system:masters', role: 'client' }],
    [`${SSL}/kube-proxy`, ca, { commonName: 'system:kube-proxy', organization: 'k8s', role: 'client' }],
    [`${SSL}/kube-controller-manager`, ca, { commonName: 'system:kube-controller-manager', role: 'client' }],
    [`${SSL}/kube-scheduler`, ca, { commonName: 'system:kube-scheduler', role: 'client' }],
    [`${SSL}/front-proxy-client`, frontProxyCa, { commonName: 'front-proxy-client', role: 'client' }],
    [`${SSL}/etcd`, etcdCa, { commonName: 'etcd', ...member }],
    ['/etc/etcd/ssl/etcd', etcdCa, { commonName: 'etcd', ...member }],
  ];
}

interface EmbeddedKubeconfig {
  readonly file: string;
  readonly user: string;
  readonly organization?: string;
  readonly copies?: readonly string[];
}

const KUBECONFIGS: readonly EmbeddedKubeconfig[] = [
  {
    file: 'admin',
    user: 'admin',
    organization: 'system:masters',
    copies: ADMIN_COPIES,
  },
  { file: 'kube-proxy', user: 'system:kube-proxy' },
  { file: 'controller-manager', user: 'system:kube-controller-manager' },
  { file: 'scheduler', user: 'system:kube-scheduler' },
];

async function embedded(
  { node, createdAt }: BinaryNode,
  ca: Authority,
  { file, user, organization, copies = [] }: EmbeddedKubeconfig,
): Promise<readonly HostFile[]> {
  const path = `/etc/kubernetes/${file}.kubeconfig`;
  const credential = await issue(ca, node + path, {
    commonName: user,
    role: 'client',
    ...(organization !== undefined && { organization }),
    ...validFor(createdAt, 10 * YEAR_DAYS),
  });
  const content = kubeconfig({ server: SERVER, user, authority: ca, credential });
  return [path, ...copies].map((place) => ({ path: place, content }));
}

/** What the kubelet got by its bootstrap token, for one year among certificates of ten. */
async function kubeletFiles(
  { node, address, kubelet }: BinaryNode,
  ca: Authority,
): Promise<readonly HostFile[]> {
  const folder = folderOf(kubelet);
  const asked = { node, ca, issuedAt: kubelet.issuedAt, folder };
  const stem = `${folder}/kubelet-client`;
  const files = await Promise.all([
    kubelet.client === 'link'
      ? kubeletClient(asked)
      : nodeClient(asked, stem).then((client) => crtAndKey(stem, client)),
    kubeletSelfSigned(node, kubelet.issuedAt, folder),
    kubelet.servesByRequest === true ? kubeletServing({ ...asked, address }) : [],
  ]);
  return files.flat();
}

function folderOf({ folder = SSL }: BinaryNode['kubelet']): string {
  return folder;
}

function kubeletKubeconfig({ kubelet }: BinaryNode, ca: Authority): HostFile {
  const stem = `${folderOf(kubelet)}/kubelet-client`;
  const credential =
    kubelet.client === 'link'
      ? { certificate: `${stem}-current.pem`, key: `${stem}-current.pem` }
      : { certificate: `${stem}.crt`, key: `${stem}.key` };
  return {
    path: '/etc/kubernetes/kubelet.kubeconfig',
    content: kubeconfig({
      cluster: 'default-cluster',
      server: SERVER,
      user: 'default-auth',
      context: 'default-context',
      authority: ca,
      credential,
    }),
  };
}

/** It stays after the join; its token stands in kube-apiserver's token.csv and never ends. */
function bootstrapKubeconfig(ca: Authority): HostFile {
  return {
    path: '/etc/kubernetes/bootstrap.kubeconfig',
    content: kubeconfig({
      server: SERVER,
      user: 'kubelet-bootstrap',
      context: 'default',
      authority: ca,
      credential: { token: '00112233445566778899aabbccddeeff' },
    }),
  };
}

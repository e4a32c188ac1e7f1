import type { Instant } from '../../model.ts';
import { type Authority, createSelfSigned, type LeafRequest, type Minted } from '../authority.ts';
import { crtAndKey, type HostFile, type SampleHost } from './host.ts';
import { ADMIN_COPIES, kubeconfig } from './kubeconfig.ts';
import { createRoot, issue, serialNumberOf, type UndatedLeaf, validFor, YEAR_DAYS } from './minting.ts';

const SNAP = '/var/snap/microk8s';

/** A machine with MicroK8s on it. */
export interface MicroK8sNode {
  readonly node: string;
  readonly address: string;
  readonly createdAt: Instant;
  /** When server.crt and front-proxy-client.crt, which live for a year, were last issued. */
  readonly issuedAt: Instant;
  /** The CA of the cluster that it has joined as a worker. */
  readonly joined?: Authority;
}

/** Subjects and lives: canonical/microk8s microk8s-resources/actions/common/utils.sh. */
export async function microk8sHost(request: MicroK8sNode): Promise<SampleHost> {
  const { node, createdAt, issuedAt, joined } = request;
  const [ca, frontProxyCa] = await Promise.all([
    createRoot(`${node}/ca`, '10.152.183.1', createdAt),
    createRoot(`${node}/front-proxy-ca`, 'front-proxy-ca', createdAt),
  ]);
  const certs = `${SNAP}/7394/certs`;
  const files = await Promise.all([
    ...yearly(request, { ca, frontProxyCa }).map(async ([name, authority, leaf]) =>
      crtAndKey(
        `${certs}/${name}`,
        await issue(authority, `${node}/${name}`, { ...leaf, ...validFor(issuedAt, YEAR_DAYS) }),
      ),
    ),
    ...USERS.map(async (user) => userFiles(request, ca, user)),
    dqlite(request),
    supersededRevision(request, ca),
  ]);
  return {
    node,
    files: [
      // snapd turns it to another revision at each refresh.
      { path: `${SNAP}/current`, link: '7394' },
      ...crtAndKey(`${certs}/ca`, ca),
      ...crtAndKey(`${certs}/front-proxy-ca`, frontProxyCa),
      ...(joined === undefined ? [] : [{ path: `${certs}/ca.remote.crt`, content: joined.certificatePem }]),
      ...files.flat(),
    ],
  };
}

type Leaf = readonly [name: string, authority: Authority, request: UndatedLeaf];

function yearly(
  { address }: MicroK8sNode,
  { ca, frontProxyCa }: Readonly<Record<'ca' | 'frontProxyCa', Authority>>,
): readonly Leaf[] {
  const server = {
    commonName: '127.0.0.1',
    organization: 'Canonical',
    role: 'server',
    dnsNames: [
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      'kubernetes.default.svc.cluster.local',
    ],
    ipAddresses: ['127.0.0.1', '10.152.183.1', address],
  } as const;
  return [
    ['server', ca, server],
    ['front-proxy-client', frontProxyCa, { commonName: 'front-proxy-client', role: 'client' }],
  ];
}

/** A component with a certificate for ten years and, mostly, a kubeconfig that embeds it. */
interface User {
  readonly file: string;
  /** Of a kubelet's, the node's name follows. */
  readonly commonName: string;
  readonly organization?: string;
  readonly role: LeafRequest['role'];
  readonly kubeconfig: boolean;
  readonly copies?: readonly string[];
}

const USERS: readonly User[] = [
  {
    file: 'client',
    commonName: 'admin',
    organization: 'system:masters',
    role: 'client',
    kubeconfig: true,
    copies: ADMIN_COPIES,
  },
  { file: 'controller', commonName: 'system:kube-controller-manager', role: 'client', kubeconfig: true },
  { file: 'scheduler', commonName: 'system:kube-scheduler', role: 'client', kubeconfig: true },
  { file: 'proxy', commonName: 'system:kube-proxy', role: 'client', kubeconfig: true },
  {
    file: 'kubelet',
    commonName: 'system:node:',
    organization: 'system:nodes',
    role: 'peer',
    kubeconfig: true,
  },
  {
    file: 'apiserver-kubelet-client',
    commonName: 'kube-apiserver-kubelet-client',
    organization: 'system:masters',
    role: 'client',
    kubeconfig: false,
  },
];

async function userFiles(
  { node, address, createdAt, joined }: MicroK8sNode,
  own: Authority,
  { file, commonName, organization, role, kubeconfig: hasKubeconfig, copies = [] }: User,
): Promise<readonly HostFile[]> {
  const name = commonName.endsWith(':') ? commonName + node : commonName;
  const ca = joined !== undefined && (file === 'kubelet' || file === 'proxy') ? joined : own;
  const minted = await issue(ca, `${node}/${file}`, {
    commonName: name,
    role,
    ...(organization !== undefined && { organization }),
    ...(role === 'peer' && { dnsNames: [node], ipAddresses: [address] }),
    ...validFor(createdAt, 10 * YEAR_DAYS),
  });
  return [
    ...crtAndKey(`${SNAP}/7394/certs/${file}`, minted),
    ...(hasKubeconfig ? kubeconfigFiles(file, name, ca, minted, copies) : []),
  ];
}

function kubeconfigFiles(
  file: string,
  user: string,
  ca: Authority,
  credential: Minted,
  copies: readonly string[],
): readonly HostFile[] {
  const content = kubeconfig({
    cluster: 'microk8s-cluster',
    server: 'https://127.0.0.1:16443',
    user,
    context: 'microk8s',
    authority: ca,
    credential,
  });
  return [`${SNAP}/7394/credentials/${file}.config`, ...copies].map((path) => ({ path, content }));
}

/** Shared by the members of the dqlite cluster, and its own issuer. */
async function dqlite({ node, createdAt }: MicroK8sNode): Promise<readonly HostFile[]> {
  const minted = await createSelfSigned({
    commonName: 'k8s',
    role: 'peer',
    dnsNames: [node],
    ipAddresses: ['127.0.0.1'],
    ...validFor(createdAt, 10 * YEAR_DAYS),
    serialNumber: serialNumberOf(`${node}/cluster`),
  });
  return crtAndKey(`${SNAP}/7394/var/kubernetes/backend/cluster`, minted);
}

/** What snapd keeps of the revision before: expired, and nobody's concern. */
async function supersededRevision(
  { node, createdAt }: MicroK8sNode,
  ca: Authority,
): Promise<readonly HostFile[]> {
  const minted = await issue(ca, `${node}/7180/server`, {
    commonName: '127.0.0.1',
    role: 'server',
    ...validFor(createdAt, 30),
  });
  return crtAndKey(`${SNAP}/7180/certs/server`, minted);
}

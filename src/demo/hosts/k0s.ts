import type { Instant } from '../../model.ts';
import type { Authority } from '../authority.ts';
import { crtAndKey, type HostFile, type SampleHost } from './host.ts';
import { ADMIN_COPIES, kubeconfig } from './kubeconfig.ts';
import { kubeletClient, kubeletSelfSigned, kubeletServing } from './kubelet.ts';
import { createRoot, issue, type UndatedLeaf, validFor, YEAR_DAYS } from './minting.ts';

const PKI = '/var/lib/k0s/pki';
const KUBELET = '/var/lib/k0s/kubelet/pki';

/** What the nodes of a k0s cluster have in common. */
export interface K0sCluster {
  readonly ca: Authority;
  readonly frontProxyCa: Authority;
  readonly etcdCa: Authority;
}

/** @param name fixes the serial numbers */
export async function createK0sCluster(name: string, createdAt: Instant): Promise<K0sCluster> {
  const [ca, frontProxyCa, etcdCa] = await Promise.all([
    createRoot(`${name}/ca`, 'kubernetes-ca', createdAt),
    createRoot(`${name}/front-proxy-ca`, 'kubernetes-front-proxy-ca', createdAt),
    createRoot(`${name}/etcd-ca`, 'etcd-ca', createdAt),
  ]);
  return { ca, frontProxyCa, etcdCa };
}

export interface K0sNode {
  readonly cluster: K0sCluster;
  readonly node: string;
  readonly address: string;
  /** Of a controller, its last start; of a worker, when its kubelet last rotated. */
  readonly issuedAt: Instant;
}

/** Subjects and names: k0sproject/k0s pkg/component/controller/certificates.go, etcd.go. */
export async function k0sController(request: K0sNode): Promise<SampleHost> {
  const { cluster, node, issuedAt } = request;
  const files = await Promise.all([
    ...leaves(request).map(async ([name, authority, leaf]) => {
      const stem = `${PKI}/${name}`;
      return crtAndKey(
        stem,
        await issue(authority, node + stem, { ...leaf, ...validFor(issuedAt, YEAR_DAYS) }),
      );
    }),
    ...KUBECONFIGS.map(async (known) => embedded(request, known)),
  ]);
  return {
    node,
    files: [
      ...crtAndKey(`${PKI}/ca`, cluster.ca),
      ...crtAndKey(`${PKI}/front-proxy-ca`, cluster.frontProxyCa),
      ...crtAndKey(`${PKI}/etcd/ca`, cluster.etcdCa),
      ...files.flat(),
    ],
  };
}

export async function k0sWorker(
  request: K0sNode & { readonly servesByRequest?: boolean },
): Promise<SampleHost> {
  const { cluster, node, address, issuedAt, servesByRequest = true } = request;
  const asked = { node, ca: cluster.ca, issuedAt, folder: KUBELET };
  const current = `${KUBELET}/kubelet-client-current.pem`;
  const files = await Promise.all([
    kubeletClient(asked),
    servesByRequest ? kubeletServing({ ...asked, address }) : kubeletSelfSigned(node, issuedAt, KUBELET),
  ]);
  return {
    node,
    files: [
      { path: `${PKI}/ca.crt`, content: cluster.ca.certificatePem },
      {
        path: '/var/lib/k0s/kubelet.conf',
        content: kubeconfig({
          cluster: 'default-cluster',
          server: 'https://10.60.0.11:6443',
          user: 'default-auth',
          context: 'default-context',
          authority: cluster.ca,
          credential: { certificate: current, key: current },
        }),
      },
      ...files.flat(),
    ],
  };
}

type Leaf = readonly [name: string, authority: Authority, request: UndatedLeaf];

function leaves({ cluster, address }: K0sNode): readonly Leaf[] {
  const { ca, frontProxyCa, etcdCa } = cluster;
  // k0s signs everything for both usages.
  const user = (commonName: string, organization = commonName): UndatedLeaf => ({
    commonName,
    organization,
    role: 'peer',
  });
  const names = {
    dnsNames: [
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      'kubernetes.default.svc.cluster',
      'kubernetes.svc.cluster.local',
      'localhost',
    ],
    ipAddresses: ['127.0.0.1', address, '10.96.0.1'],
  };
  const local = { dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] };
  return [
    ['server', ca, { commonName: 'kubernetes', organization: 'kubernetes', role: 'peer', ...names }],
    ['k0s-api', ca, { commonName: 'k0s-api', organization: 'kubernetes', role: 'peer', ...names }],
    ['admin', ca, user('kubernetes-admin', 'system:masters')],
    ['ccm', ca, user('system:kube-controller-manager')],
    ['scheduler', ca, user('system:kube-scheduler')],
    ['konnectivity', ca, user('kubernetes-konnectivity', 'system:masters')],
    ['apiserver-kubelet-client', ca, user('apiserver-kubelet-client', 'system:masters')],
    ['front-proxy-client', frontProxyCa, user('front-proxy-client')],
    ['apiserver-etcd-client', etcdCa, { ...user('apiserver-etcd-client'), ...local }],
    [
      'etcd/server',
      etcdCa,
      { commonName: 'etcd-server', organization: 'etcd-server', role: 'peer', ...local },
    ],
    [
      'etcd/peer',
      etcdCa,
      { commonName: address, organization: 'etcd-peer', role: 'peer', ipAddresses: [address] },
    ],
  ];
}

interface EmbeddedKubeconfig {
  readonly file: string;
  readonly commonName: string;
  readonly organization: string;
  readonly copies?: readonly string[];
}

const KUBECONFIGS: readonly EmbeddedKubeconfig[] = [
  {
    file: 'admin',
    commonName: 'kubernetes-admin',
    organization: 'system:masters',
    copies: ADMIN_COPIES,
  },
  {
    file: 'ccm',
    commonName: 'system:kube-controller-manager',
    organization: 'system:kube-controller-manager',
  },
  { file: 'scheduler', commonName: 'system:kube-scheduler', organization: 'system:kube-scheduler' },
  { file: 'konnectivity', commonName: 'kubernetes-konnectivity', organization: 'system:masters' },
];

async function embedded(
  { cluster, node, issuedAt }: K0sNode,
  { file, commonName, organization, copies = [] }: EmbeddedKubeconfig,
): Promise<readonly HostFile[]> {
  const path = `${PKI}/${file}.conf`;
  const credential = await issue(cluster.ca, node + path, {
    commonName,
    organization,
    role: 'peer',
    ...validFor(issuedAt, YEAR_DAYS),
  });
  const content = kubeconfig({
    cluster: 'local',
    server: 'https://localhost:6443',
    user: 'user',
    context: 'Default',
    authority: cluster.ca,
    credential,
  });
  return [path, ...copies].map((place) => ({ path: place, content }));
}

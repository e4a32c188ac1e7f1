import { hash } from 'node:crypto';

import { DAY, type Instant } from '../../model.ts';
import type { Authority, Minted } from '../authority.ts';
import { bundle, crtAndKey, type HostFile, type SampleHost } from './host.ts';
import { agentFiles, type K3sCluster, type K3sNode, lifeOf, pathKubeconfig } from './k3s-agent.ts';
import { ADMIN_COPIES, kubeconfig } from './kubeconfig.ts';
import { issue, type UndatedLeaf, YEAR_DAYS } from './minting.ts';

export interface K3sServer extends K3sNode {
  /** When the dynamic certificate was renewed; with the leaves by default. */
  readonly dynamicIssuedAt?: Instant;
}

/** A server, which is an agent as well. */
export async function k3sServer(request: K3sServer): Promise<SampleHost> {
  const { cluster, node, issuedAt, dynamicIssuedAt = issuedAt } = request;
  const files = await Promise.all([
    leaves(request),
    adminKubeconfigs(request),
    dynamicCertificate({ ...request, issuedAt: dynamicIssuedAt }),
    backup(request),
    agentFiles(request),
  ]);
  return { node, files: [...authorities(cluster), ...files.flat(), ...pathKubeconfigs(cluster)] };
}

function tlsOf({ program }: K3sCluster): string {
  return `/var/lib/rancher/${program}/server/tls`;
}

function authorities(cluster: K3sCluster): readonly HostFile[] {
  const tls = tlsOf(cluster);
  return [
    ...crtAndKey(`${tls}/client-ca`, cluster.clientCa),
    ...crtAndKey(`${tls}/server-ca`, cluster.serverCa),
    ...crtAndKey(`${tls}/request-header-ca`, cluster.requestHeaderCa),
    ...crtAndKey(`${tls}/etcd/server-ca`, cluster.etcdServerCa),
    ...crtAndKey(`${tls}/etcd/peer-ca`, cluster.etcdPeerCa),
    { path: `${tls}/client-ca.nochain.crt`, content: cluster.clientCa.certificatePem },
    { path: `${tls}/server-ca.nochain.crt`, content: cluster.serverCa.certificatePem },
  ];
}

type Leaf = readonly [stem: string, authority: Authority, request: UndatedLeaf];

/** Subjects, names and issuers: k3s-io/k3s pkg/daemons/control/deps/deps.go. */
function serverLeaves({ cluster, node, address }: K3sNode): readonly Leaf[] {
  const { program, clientCa, serverCa, requestHeaderCa, etcdServerCa, etcdPeerCa } = cluster;
  const client = (commonName: string, organization?: string): UndatedLeaf => ({
    commonName,
    role: 'client',
    ...(organization !== undefined && { organization }),
  });
  const names = [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ];
  const local = { dnsNames: [node, 'localhost'], ipAddresses: ['127.0.0.1', address] };
  return [
    ['client-admin', clientCa, client('system:admin', 'system:masters')],
    ['client-supervisor', clientCa, client(`system:${program}-supervisor`, 'system:masters')],
    ['client-controller', clientCa, client('system:kube-controller-manager')],
    ['client-scheduler', clientCa, client('system:kube-scheduler')],
    ['client-kube-apiserver', clientCa, client('system:apiserver', 'system:masters')],
    ['client-kube-proxy', clientCa, client('system:kube-proxy')],
    [`client-${program}-controller`, clientCa, client(`system:${program}-controller`)],
    [`client-${program}-cloud-controller`, clientCa, client(`${program}-cloud-controller-manager`)],
    ['client-auth-proxy', requestHeaderCa, client('system:auth-proxy')],
    [
      'serving-kube-apiserver',
      serverCa,
      {
        commonName: 'kube-apiserver',
        role: 'server',
        dnsNames: [...names, 'localhost', node],
        ipAddresses: ['127.0.0.1', address, '10.43.0.1'],
      },
    ],
    ['kube-scheduler/kube-scheduler', serverCa, { commonName: 'kube-scheduler', role: 'server', ...local }],
    [
      'kube-controller-manager/kube-controller-manager',
      serverCa,
      { commonName: 'kube-controller-manager', role: 'server', ...local },
    ],
    ['etcd/client', etcdServerCa, client('etcd-client')],
    ['etcd/server-client', etcdServerCa, { commonName: 'etcd-server', role: 'peer', ...local }],
    ['etcd/peer-server-client', etcdPeerCa, { commonName: 'etcd-peer', role: 'peer', ...local }],
  ];
}

async function leaves(request: K3sNode): Promise<readonly HostFile[]> {
  const { cluster, node, issuedAt } = request;
  const files = await Promise.all(
    serverLeaves(request).map(async ([stem, authority, leaf]) => {
      const path = `${tlsOf(cluster)}/${stem}`;
      const minted = await issue(authority, node + path, { ...leaf, ...lifeOf(cluster, issuedAt) });
      return crtAndKey(path, minted, [authority]);
    }),
  );
  return files.flat();
}

/** `/etc/rancher/k3s/k3s.yaml`, its certificate embedded, and the copies that people make of it. */
async function adminKubeconfigs({ cluster, node, issuedAt }: K3sNode): Promise<readonly HostFile[]> {
  const { program, clientCa, serverCa } = cluster;
  const path = `/etc/rancher/${program}/${program}.yaml`;
  const credential = await issue(clientCa, node + path, {
    commonName: 'system:admin',
    organization: 'system:masters',
    role: 'client',
    ...lifeOf(cluster, issuedAt),
  });
  const content = kubeconfig({
    cluster: 'default',
    server: 'https://127.0.0.1:6443',
    user: 'default',
    context: 'default',
    authority: serverCa,
    credential,
  });
  return [path, ...ADMIN_COPIES].map((place) => ({ path: place, content }));
}

/**
 * dynamic-cert.json: a v1.Secret in JSON, as rancher/dynamiclistener's storage/file writes it. The same stands in
 * Secret kube-system/k3s-serving.
 */
async function dynamicCertificate({
  cluster,
  node,
  address,
  issuedAt,
}: K3sNode): Promise<readonly HostFile[]> {
  const { program, serverCa } = cluster;
  const path = `${tlsOf(cluster)}/dynamic-cert.json`;
  const dnsNames = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'localhost', node];
  const ipAddresses = ['10.43.0.1', '127.0.0.1', address];
  const minted = await issue(serverCa, node + path, {
    commonName: program,
    organization: program,
    role: 'server',
    dnsNames,
    ipAddresses,
    ...lifeOf(cluster, issuedAt),
  });
  const secret = {
    metadata: {
      name: `${program}-serving`,
      namespace: 'kube-system',
      annotations: {
        ...Object.fromEntries(
          [...dnsNames, ...ipAddresses].map((name) => [`listener.cattle.io/cn-${name}`, name]),
        ),
        'listener.cattle.io/fingerprint': `SHA1=${sha1(minted)}`,
      },
    },
    data: {
      'tls.crt': base64(bundle([minted, serverCa])),
      'tls.key': base64(minted.privateKeyPem),
    },
    type: 'kubernetes.io/tls',
  };
  return [{ path, content: JSON.stringify(secret) }];
}

/** What `certificate rotate` saved away: expired, and nobody's concern. */
async function backup({ cluster, node, issuedAt }: K3sNode): Promise<readonly HostFile[]> {
  const stem = `${tlsOf(cluster)}-${Math.floor(issuedAt / 1000)}/client-admin`;
  const minted = await issue(cluster.clientCa, `${node}/backup/client-admin`, {
    commonName: 'system:admin',
    organization: 'system:masters',
    role: 'client',
    ...lifeOf(cluster, issuedAt - YEAR_DAYS * DAY),
  });
  return crtAndKey(stem, minted, [cluster.clientCa]);
}

/** server/cred, where every kubeconfig names its certificate in server/tls by path. */
function pathKubeconfigs(cluster: K3sCluster): readonly HostFile[] {
  const tls = tlsOf(cluster);
  const files = {
    admin: 'client-admin',
    supervisor: 'client-supervisor',
    controller: 'client-controller',
    scheduler: 'client-scheduler',
    'api-server': 'client-kube-apiserver',
    'cloud-controller': `client-${cluster.program}-cloud-controller`,
  };
  return Object.entries(files).map(([name, stem]) =>
    pathKubeconfig(
      `/var/lib/rancher/${cluster.program}/server/cred/${name}.kubeconfig`,
      `${tls}/server-ca.crt`,
      `${tls}/${stem}`,
    ),
  );
}

function sha1({ certificateDer }: Minted): string {
  return hash('sha1', certificateDer, 'hex').toUpperCase();
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

import { DAY, type Instant } from '../../model.ts';
import type { Authority } from '../authority.ts';
import { crtAndKey, type HostFile, type SampleHost } from './host.ts';
import { kubeconfig } from './kubeconfig.ts';
import { createRoot, issue, type UndatedLeaf, YEAR_DAYS } from './minting.ts';

/** What the nodes of a K3s or RKE2 cluster have in common; RKE2 is K3s under another name. */
export interface K3sCluster {
  readonly program: 'k3s' | 'rke2';
  readonly createdAt: Instant;
  readonly clientCa: Authority;
  readonly serverCa: Authority;
  readonly requestHeaderCa: Authority;
  readonly etcdServerCa: Authority;
  readonly etcdPeerCa: Authority;
}

/** @param request `name` fixes the serial numbers */
export async function createK3sCluster(request: {
  readonly program: K3sCluster['program'];
  readonly name: string;
  readonly createdAt: Instant;
}): Promise<K3sCluster> {
  const { program, name, createdAt } = request;
  const root = async (prefix: string): Promise<Authority> =>
    createRoot(`${name}/${prefix}`, `${prefix}-ca@${Math.floor(createdAt / 1000)}`, createdAt);
  const [clientCa, serverCa, requestHeaderCa, etcdServerCa, etcdPeerCa] = await Promise.all([
    root(`${program}-client`),
    root(`${program}-server`),
    root(`${program}-request-header`),
    root('etcd-server'),
    root('etcd-peer'),
  ]);
  return { program, createdAt, clientCa, serverCa, requestHeaderCa, etcdServerCa, etcdPeerCa };
}

export interface K3sNode {
  readonly cluster: K3sCluster;
  readonly node: string;
  readonly address: string;
  /** When the last start, or `certificate rotate`, issued the leaves. */
  readonly issuedAt: Instant;
}

/** An agent: nothing but what it asked the server for at its last start. */
export async function k3sAgent(request: K3sNode): Promise<SampleHost> {
  return { node: request.node, files: await agentFiles(request) };
}

/** Subjects: k3s-io/k3s pkg/server/handlers/handlers.go. */
export async function agentFiles({
  cluster,
  node,
  address,
  issuedAt,
}: K3sNode): Promise<readonly HostFile[]> {
  const { program, clientCa, serverCa } = cluster;
  const folder = `/var/lib/rancher/${program}/agent`;
  const requests: readonly (readonly [file: string, authority: Authority, leaf: UndatedLeaf])[] = [
    [
      'client-kubelet',
      clientCa,
      { commonName: `system:node:${node}`, organization: 'system:nodes', role: 'client' },
    ],
    [
      'serving-kubelet',
      serverCa,
      {
        commonName: node,
        role: 'server',
        dnsNames: [node, 'localhost'],
        ipAddresses: ['127.0.0.1', address],
      },
    ],
    ['client-kube-proxy', clientCa, { commonName: 'system:kube-proxy', role: 'client' }],
    [
      `client-${program}-controller`,
      clientCa,
      { commonName: `system:${program}-controller`, role: 'client' },
    ],
  ];
  const files = await Promise.all(
    requests.map(async ([file, authority, leaf]) => {
      const stem = `${folder}/${file}`;
      return crtAndKey(stem, await issue(authority, node + stem, { ...leaf, ...lifeOf(cluster, issuedAt) }), [
        authority,
      ]);
    }),
  );
  return [
    { path: `${folder}/client-ca.crt`, content: clientCa.certificatePem },
    { path: `${folder}/server-ca.crt`, content: serverCa.certificatePem },
    ...files.flat(),
    pathKubeconfig(`${folder}/kubelet.kubeconfig`, `${folder}/server-ca.crt`, `${folder}/client-kubelet`),
    pathKubeconfig(
      `${folder}/kubeproxy.kubeconfig`,
      `${folder}/server-ca.crt`,
      `${folder}/client-kube-proxy`,
    ),
    pathKubeconfig(
      `${folder}/${program}controller.kubeconfig`,
      `${folder}/server-ca.crt`,
      `${folder}/client-${program}-controller`,
    ),
  ];
}

/** A year from `issuedAt` on; but every leaf begins with the CAs (rancher/dynamiclistener cert/cert.go NewSignedCert). */
export function lifeOf(
  { createdAt }: K3sCluster,
  issuedAt: Instant,
): { readonly notBefore: Instant; readonly notAfter: Instant } {
  return { notBefore: createdAt, notAfter: issuedAt + YEAR_DAYS * DAY };
}

/** A kubeconfig that names the certificate `<stem>.crt` and its key by path. */
export function pathKubeconfig(path: string, authority: string, stem: string): HostFile {
  return {
    path,
    content: kubeconfig({
      cluster: 'local',
      server: 'https://127.0.0.1:6444',
      user: 'user',
      context: 'Default',
      authority: { path: authority },
      credential: { certificate: `${stem}.crt`, key: `${stem}.key` },
    }),
  };
}

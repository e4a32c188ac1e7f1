import { DAY, type Instant } from '../../model.ts';
import type { Authority, Minted } from '../authority.ts';
import { bundle, type HostFile } from './host.ts';
import { createRoot, issue, validFor, YEAR_DAYS } from './minting.ts';

/** The kubelet's usual `--cert-dir`. */
export const KUBELET_PKI = '/var/lib/kubelet/pki';

/** A certificate that a kubelet has asked the cluster for. */
export interface KubeletRequest {
  readonly node: string;
  /** The cluster's CA. */
  readonly ca: Authority;
  /** For a year, as the controller manager signs. */
  readonly issuedAt: Instant;
  /** The kubelet's `--cert-dir`. */
  readonly folder?: string;
}

/**
 * The client certificate of a node: `CN=system:node:<node>,O=system:nodes`.
 * @param where fixes its serial number, together with the node
 */
export async function nodeClient({ node, ca, issuedAt }: KubeletRequest, where: string): Promise<Minted> {
  return issue(ca, node + where, {
    commonName: `system:node:${node}`,
    organization: 'system:nodes',
    role: 'client',
    ...validFor(issuedAt, YEAR_DAYS),
  });
}

/**
 * `kubelet-client-<time>.pem` with the `-current.pem` link on it, and the certificate of the year before, which
 * the kubelet left behind. Certificate and key share a file, and the link is absolute, as the kubelet makes both
 * (kubernetes/kubernetes client-go util/certificate/certificate_store.go).
 */
export async function kubeletClient(request: KubeletRequest): Promise<readonly HostFile[]> {
  const { issuedAt, folder = KUBELET_PKI } = request;
  const current = `${folder}/kubelet-client-current.pem`;
  // Rotated with a fifth of its life left.
  const previous = issuedAt - 0.8 * YEAR_DAYS * DAY;
  const [newest, superseded] = await Promise.all([
    nodeClient(request, current),
    nodeClient({ ...request, issuedAt: previous }, `${folder}/kubelet-client-superseded.pem`),
  ]);
  return [
    { path: generation(folder, 'client', previous), content: certificateAndKey(superseded) },
    { path: generation(folder, 'client', issuedAt), content: certificateAndKey(newest) },
    { path: current, link: generation(folder, 'client', issuedAt) },
  ];
}

/** What a kubelet with `serverTLSBootstrap: true` serves: `kubelet-server-<time>.pem` and the link on it. */
export async function kubeletServing(
  request: KubeletRequest & { readonly address: string },
): Promise<readonly HostFile[]> {
  const { node, address, ca, issuedAt, folder = KUBELET_PKI } = request;
  const current = `${folder}/kubelet-server-current.pem`;
  const minted = await issue(ca, node + current, {
    commonName: `system:node:${node}`,
    organization: 'system:nodes',
    role: 'server',
    dnsNames: [node],
    ipAddresses: [address],
    ...validFor(issuedAt, YEAR_DAYS),
  });
  const path = generation(folder, 'server', issuedAt);
  return [
    { path, content: certificateAndKey(minted) },
    { path: current, link: path },
  ];
}

/**
 * What a kubelet makes for itself when it has no serving certificate: `kubelet.crt`, the leaf and a CA of its own in
 * one file, for a year (kubernetes/kubernetes client-go util/cert/cert.go GenerateSelfSignedCertKey).
 */
export async function kubeletSelfSigned(
  node: string,
  createdAt: Instant,
  folder: string = KUBELET_PKI,
): Promise<readonly HostFile[]> {
  const seconds = Math.floor(createdAt / 1000);
  const name = `${node}${folder}/kubelet`;
  const ca = await createRoot(`${name}-ca`, `${node}-ca@${seconds}`, createdAt);
  const leaf = await issue(ca, name, {
    commonName: `${node}@${seconds}`,
    role: 'server',
    dnsNames: [node],
    ...validFor(createdAt, YEAR_DAYS),
  });
  return [
    { path: `${folder}/kubelet.crt`, content: bundle([leaf, ca]) },
    { path: `${folder}/kubelet.key`, content: leaf.privateKeyPem },
  ];
}

/** The path of one dated file behind a `-current.pem` link. */
export function generation(folder: string, kind: 'client' | 'server', issuedAt: Instant): string {
  const time = new Date(issuedAt).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-');
  return `${folder}/kubelet-${kind}-${time}.pem`;
}

function certificateAndKey({ certificatePem, privateKeyPem }: Minted): string {
  return certificatePem + privateKeyPem;
}

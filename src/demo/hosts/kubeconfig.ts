import type { Minted } from '../authority.ts';

/** Where people on the sample hosts have copied the admin kubeconfig to. */
export const ADMIN_COPIES: readonly string[] = ['/root/.kube/config', '/home/ops/.kube/config'];

/** A kubeconfig of one cluster, one user and one context, as kubectl and kubeadm write it. */
export interface KubeconfigRequest {
  /** `kubernetes` by default. */
  readonly cluster?: string;
  readonly server: string;
  readonly user: string;
  /** `<user>@<cluster>` by default. */
  readonly context?: string;
  /** The CA, embedded or by its host path. */
  readonly authority: Minted | { readonly path: string };
  /** The user's certificate and key, embedded or by their host paths, or a token. */
  readonly credential:
    | Minted
    | { readonly certificate: string; readonly key: string }
    | { readonly token: string };
}

export function kubeconfig(request: KubeconfigRequest): string {
  const { cluster = 'kubernetes', server, user, context = `${user}@${cluster}` } = request;
  return `apiVersion: v1
clusters:
- cluster:
    ${authorityLine(request.authority)}
    server: ${server}
  name: ${cluster}
contexts:
- context:
    cluster: ${cluster}
    user: ${user}
  name: ${context}
current-context: ${context}
kind: Config
preferences: {}
users:
- name: ${user}
  user:
    ${credentialLines(request.credential).join('\n    ')}
`;
}

function authorityLine(authority: KubeconfigRequest['authority']): string {
  if ('path' in authority) return `certificate-authority: ${authority.path}`;
  return `certificate-authority-data: ${base64(authority.certificatePem)}`;
}

function credentialLines(credential: KubeconfigRequest['credential']): readonly string[] {
  if ('token' in credential) return [`token: ${credential.token}`];
  if ('certificate' in credential) {
    return [`client-certificate: ${credential.certificate}`, `client-key: ${credential.key}`];
  }
  return [
    `client-certificate-data: ${base64(credential.certificatePem)}`,
    `client-key-data: ${base64(credential.privateKeyPem)}`,
  ];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

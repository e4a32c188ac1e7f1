/** Secrets as a test makes them. */
import type { ApiClient } from './api-client.ts';
import { newBootstrapToken } from './kubeadm.ts';

export interface SecretOptions {
  readonly namespace: string;
  readonly name: string;
  /** `Opaque` by default. */
  readonly type?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Values as they are, not yet in base64. */
  readonly data: Readonly<Record<string, string | Uint8Array>>;
}

export async function createSecret(client: ApiClient, options: SecretOptions): Promise<void> {
  const { namespace, name, type = 'Opaque', annotations = {}, labels = {}, data } = options;
  await client.create(`/api/v1/namespaces/${namespace}/secrets`, {
    metadata: { name, annotations, labels },
    type,
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
    ),
  });
}

/**
 * Makes a bootstrap token that a node can join with.
 * @param expiration Unix milliseconds; absent: it never expires
 * @returns `abcdef.0123456789abcdef`
 */
export async function createBootstrapToken(client: ApiClient, expiration?: number): Promise<string> {
  const token = newBootstrapToken();
  const [id = '', secret = ''] = token.split('.');
  await createSecret(client, {
    namespace: 'kube-system',
    name: `bootstrap-token-${id}`,
    type: 'bootstrap.kubernetes.io/token',
    data: {
      'token-id': id,
      'token-secret': secret,
      'usage-bootstrap-authentication': 'true',
      'usage-bootstrap-signing': 'true',
      'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token',
      ...(expiration === undefined ? {} : { expiration: new Date(expiration).toISOString() }),
    },
  });
  return token;
}

/** Somebody with limited rights: a ServiceAccount, what it may do, and its token. */
import type { ApiClient } from './api-client.ts';
import type { Credential } from './https-json.ts';

/** As in a Role or ClusterRole. */
export interface PolicyRule {
  /** `['']` for the core group. */
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface ServiceAccountOptions {
  readonly namespace: string;
  readonly name: string;
  readonly rules: readonly PolicyRule[];
  /** The namespaces in which it may, by Roles; absent: everywhere, by a ClusterRole. */
  readonly within?: readonly string[];
}

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const GROUP = 'rbac.authorization.k8s.io';

/** Makes one. @returns a token that is good for an hour */
export async function createServiceAccount(
  client: ApiClient,
  { namespace, name, rules, within }: ServiceAccountOptions,
): Promise<Credential> {
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  const metadata = { name };
  await client.create(accounts, { metadata });
  const subjects = [{ kind: 'ServiceAccount', namespace, name }];
  const scopes = within?.map((scope) => `${RBAC}/namespaces/${scope}`) ?? [RBAC];
  const kind = within === undefined ? 'ClusterRole' : 'Role';
  for (const scope of scopes) {
    await client.create(`${scope}/${kind.toLowerCase()}s`, { metadata, rules });
    await client.create(`${scope}/${kind.toLowerCase()}bindings`, {
      metadata,
      roleRef: { apiGroup: GROUP, kind, name },
      subjects,
    });
  }
  const { status } = await client.create<{ status: { token: string } }>(`${accounts}/${name}/token`, {
    spec: {},
  });
  return { token: status.token };
}

import type { Place } from './distribution.ts';

/**
 * Where people copy the admin kubeconfig to, and forget it. No issuer is claimed: a `~/.kube/config` may be another
 * cluster's. Each is transient, since deleting one breaks nothing.
 * @param original host path of the admin kubeconfig that they are copied from
 */
export function adminCopies(original: string): readonly Place[] {
  return ['/root/.kube/config', '/home/*/.kube/config'].map((path) => ({
    path,
    format: 'kubeconfig',
    component: 'admin',
    role: 'client',
    renewal: 'manual',
    part: 'admin-kubeconfig-copy',
    renew: `once ${original} is renewed, copy it again: cp ${original} ~/.kube/config`,
    transient: true,
  }));
}

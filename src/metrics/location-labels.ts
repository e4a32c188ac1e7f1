import type { Location } from '../model.ts';

/** The labels of every series about a location, and what they mean. */
export const LOCATION_LABELS = {
  location:
    'where it is kept: a path on the host, `/etc/kubernetes/admin.conf#user/kubernetes-admin` for what a kubeconfig embeds, `secret/kube-system/k3s-serving#tls.crt` for an API object, `tls://10.0.0.11:6443` for an endpoint',
  source: 'the kind of place: files, secrets, configmaps, cabundles, csrs or endpoints',
  node: 'the node that the place belongs to',
  namespace: 'namespace of the API object',
  name: 'name of the API object',
} as const;

export function locationLabels(location: Location): Record<keyof typeof LOCATION_LABELS, string | undefined> {
  return {
    location: location.path,
    source: location.source,
    node: location.node,
    namespace: location.namespace,
    name: location.name,
  };
}

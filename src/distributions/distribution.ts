import type { DistributionName, Placement, Renewal, Role } from '../model.ts';

/** How to read what lies at a place. */
export type Format = 'certificate' | 'kubeconfig' | 'dynamic-cert';

/**
 * Whose certificates they are; the value of the label `component` of everything that a table places.
 * A client certificate belongs to the component that presents it; `kubernetes` is the cluster as a whole.
 */
export const COMPONENTS = [
  'kubernetes',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'kubelet',
  'cloud-controller-manager',
  'etcd',
  'dqlite',
  'front-proxy',
  'konnectivity',
  'admin',
  'super-admin',
  'k3s',
  'rke2',
  'k0s',
] as const;
export type Component = (typeof COMPONENTS)[number];

/**
 * One row of a distribution's table: a file, or a glob of alike files, and what is known of it beforehand.
 * Of a kubeconfig, role, renewal, issuer and renew are those of the client certificate that it embeds;
 * the CA in it is always a `ca` that nobody renews.
 */
export interface Place extends Omit<Placement, 'distribution'> {
  /** Host path, or a picomatch glob over host paths. The first row that matches a path wins. */
  readonly path: string;
  /** `certificate` is PEM or DER. */
  readonly format: Format;
  readonly component: Component;
  readonly role: Role;
  readonly renewal: Renewal;
  readonly renew: string;
  /** It must be there as soon as one of these host paths is; without them it may be absent from the start. Of paths, not of globs. */
  readonly expectedWith?: readonly string[];
  /** It is superseded, and not looked at, while this host path is there. */
  readonly supersededBy?: string;
  /** It may go away without anything being wrong, as a bootstrap kubeconfig does after the join. */
  readonly transient?: true;
}

/** Where one Kubernetes distribution keeps its certificates: data alone. */
export interface Distribution {
  readonly name: DistributionName;
  /** As its own project writes it. */
  readonly title: string;
  /** It is on a host where one of `anyOf` exists and none of `noneOf` does. Host paths, no globs. */
  readonly evidence: { readonly anyOf: readonly string[]; readonly noneOf?: readonly string[] };
  readonly places: readonly Place[];
  /** Globs of backups and left-overs that lie beside the places and are never looked at. */
  readonly superseded: readonly string[];
}

/**
 * The names that pods reach kube-apiserver by: without them in its certificate, clients in the cluster fail
 * (kubernetes/kubernetes v1.36 cmd/kubeadm/app/util/pkiutil/pki_helpers.go GetAPIServerAltNames).
 */
export const APISERVER_NAMES: readonly string[] = [
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
];

import { adminCopies } from './admin-copies.ts';
import { APISERVER_NAMES, type Component, type Distribution, type Place } from './distribution.ts';

const SSL = '/etc/kubernetes/ssl';

/**
 * What RKE puts on its nodes: every certificate of the cluster is issued by kube-ca, but that of the front proxy
 * (rancher/rke v1 pki/constants.go, pki/services.go; which node gets which: pki/util.go getCertKeys).
 * Leaves live a year when Rancher 2.0 or 2.1 made them, ten since (pki/util.go newSignedCert); NotBefore is the CA's.
 * kube-service-account-token.pem is left out: only its key is ever used, and rke does not renew it.
 */
const places: readonly Place[] = [
  authority('kube-ca', 'kubernetes'),
  authority('kube-apiserver-requestheader-ca', 'front-proxy'),
  {
    ...leaf('kube-apiserver', 'kube-apiserver', 'server', 'kube-apiserver'),
    part: 'serving-certificate',
    requiredNames: APISERVER_NAMES,
  },
  {
    ...leaf('kube-apiserver-proxy-client', 'kube-apiserver', 'client'),
    issuer: `${SSL}/kube-apiserver-requestheader-ca.pem`,
  },
  leaf('kube-controller-manager', 'kube-controller-manager', 'client', 'kube-controller-manager'),
  leaf('kube-scheduler', 'kube-scheduler', 'client', 'kube-scheduler'),
  leaf('kube-proxy', 'kube-proxy', 'client', 'kube-proxy'),
  // The kubelet's static client certificate: the kubelet runs without bootstrapping here, so that none of its parts applies.
  leaf('kube-node', 'kubelet', 'client', 'kubelet'),
  { ...leafOfEach('kube-kubelet', 'kubelet', 'server', 'kubelet'), part: 'kubelet-serving-certificate' },
  // With an external etcd, what its owner gave: not rke's to renew, and not issued by kube-ca.
  {
    path: `${SSL}/kube-etcd-client-ca.pem`,
    format: 'certificate',
    component: 'etcd',
    role: 'ca',
    renewal: 'none',
    renew:
      'a new CA from whoever runs the external etcd, into cluster.yml (services.etcd.ca_cert); then rke up',
  },
  {
    path: `${SSL}/kube-etcd-client.pem`,
    format: 'certificate',
    component: 'kube-apiserver',
    role: 'client',
    renewal: 'manual',
    renew:
      'a new certificate from whoever runs the external etcd, into cluster.yml (services.etcd.cert); then rke up',
  },
  leafOfEach('kube-etcd', 'etcd', 'peer', 'etcd'),
  kubeconfig('kube-node', 'kubelet', 'kubelet'),
  kubeconfig('kube-proxy', 'kube-proxy', 'kube-proxy'),
  kubeconfig('kube-controller-manager', 'kube-controller-manager', 'kube-controller-manager'),
  kubeconfig('kube-scheduler', 'kube-scheduler', 'kube-scheduler'),
  kubeconfig('kube-apiserver-proxy-client', 'kube-apiserver'),
  ...['/root/kube_config_*.{yml,yaml}', '/home/*/kube_config_*.{yml,yaml}'].map(adminKubeconfig),
  ...adminCopies('kube_config_cluster.yml'),
];

function authority(name: string, component: Component): Place {
  return {
    path: `${SSL}/${name}.pem`,
    format: 'certificate',
    component,
    role: 'ca',
    renewal: 'none',
    renew: 'rke cert rotate --rotate-ca, where cluster.yml is kept',
  };
}

/** One that is on every node of its role, under the same name. */
function leaf(name: string, component: Component, role: Place['role'], service?: string): Place {
  return {
    path: `${SSL}/${name}.pem`,
    format: 'certificate',
    component,
    role,
    renewal: 'manual',
    issuer: `${SSL}/kube-ca.pem`,
    renew: certRotate(service),
    expectedWith: [`${SSL}/${name}-key.pem`],
  };
}

/** One for each node, with the node's address in its name: kube-etcd-10-0-0-11.pem. */
function leafOfEach(name: string, component: Component, role: Place['role'], service: string): Place {
  const { expectedWith: _globsExpectNothing, ...place } = leaf(`${name}-*`, component, role, service);
  return place;
}

/** It names its certificate by path. */
function kubeconfig(name: string, component: Component, service?: string): Place {
  return {
    path: `${SSL}/kubecfg-${name}.yaml`,
    format: 'kubeconfig',
    component,
    role: 'client',
    renewal: 'manual',
    renew: certRotate(service),
  };
}

/** It lies where `rke up` was run, which need not be a node, or of this cluster: no issuer is claimed. */
function adminKubeconfig(path: string): Place {
  return {
    path,
    format: 'kubeconfig',
    component: 'admin',
    role: 'client',
    renewal: 'manual',
    part: 'admin-kubeconfig',
    renew: 'rke cert rotate, in the folder of its cluster.yml, which writes it anew',
    transient: true,
  };
}

function certRotate(service?: string): string {
  const command = service === undefined ? 'rke cert rotate' : `rke cert rotate --service ${service}`;
  return `${command}, where cluster.yml is kept (Rancher: Cluster Management, Rotate Certificates)`;
}

export const rke1: Distribution = {
  name: 'rke1',
  title: 'RKE',
  evidence: { anyOf: [`${SSL}/kube-ca.pem`, `${SSL}/kubecfg-kube-node.yaml`] },
  places,
  // Where rke lays certificates down before it deploys them.
  superseded: ['/etc/kubernetes/.tmp/**'],
};

import { adminCopies } from './admin-copies.ts';
import type { Component, Distribution, Place } from './distribution.ts';
import { kubeletCertificates } from './kubelet.ts';

const SSL = '/etc/kubernetes/ssl';
const CA = `${SSL}/ca.pem`;

const REISSUE =
  'issue it again as it was made (cfssl or openssl, with the same names), put it in place on every node; then restart';

/**
 * Clusters put together from the release binaries, as the guides of the v1.6 era tell. Nobody fixed the names: these are
 * the usual ones, nothing is expected, and an issuer is claimed only where no guide has another.
 * No name is required of the apiserver's certificate: pods reach it by address.
 */
const places: readonly Place[] = [
  authority(`${SSL}/{ca,ca-root}.{pem,crt}`, 'kubernetes'),
  authority(`${SSL}/{front-proxy-ca,aggregator-ca}.pem`, 'front-proxy'),
  authority('/etc/{kubernetes,etcd}/ssl/etcd-{ca,root-ca}.pem', 'etcd'),
  authority('/etc/etcd/ssl/ca.pem', 'etcd'),
  {
    ...leaf(
      `${SSL}/{kubernetes,apiserver,kube-apiserver,server}.pem`,
      'kube-apiserver',
      'server',
      'kube-apiserver',
    ),
    issuer: CA,
    part: 'serving-certificate',
  },
  { ...leaf(`${SSL}/admin.pem`, 'admin', 'client'), issuer: CA },
  { ...leaf(`${SSL}/kube-proxy.pem`, 'kube-proxy', 'client', 'kube-proxy'), issuer: CA },
  leaf(
    `${SSL}/{kube-,}controller-manager.pem`,
    'kube-controller-manager',
    'client',
    'kube-controller-manager',
  ),
  leaf(`${SSL}/{kube-,}scheduler.pem`, 'kube-scheduler', 'client', 'kube-scheduler'),
  leaf(
    `${SSL}/{front-proxy-client,aggregator-proxy,proxy-client}.pem`,
    'kube-apiserver',
    'client',
    'kube-apiserver',
  ),
  leaf(`${SSL}/etcd*.pem`, 'etcd', 'peer', 'etcd'),
  leaf('/etc/etcd/ssl/*.pem', 'etcd', 'peer', 'etcd'),
  {
    // A plain file instead of a kubelet-client-current.pem link: this kubelet does not rotate.
    path: `${SSL}/kubelet-client.crt`,
    format: 'certificate',
    component: 'kubelet',
    role: 'client',
    renewal: 'manual',
    issuer: CA,
    part: 'kubelet-client-certificate',
    renew: bootstrapAgain(SSL),
    supersededBy: `${SSL}/kubelet-client-current.pem`,
  },
  ...[SSL, '/var/lib/kubelet/pki'].flatMap((folder) =>
    kubeletCertificates({ folder, issuer: CA, renewClient: bootstrapAgain(folder) }),
  ),
  {
    path: '/etc/kubernetes/kubelet.kubeconfig',
    format: 'kubeconfig',
    component: 'kubelet',
    role: 'client',
    renewal: 'none',
    issuer: CA,
    part: 'kubelet-kubeconfig',
    renew: bootstrapAgain(SSL),
  },
  {
    path: '/etc/kubernetes/{bootstrap,kubelet-bootstrap}.kubeconfig',
    format: 'kubeconfig',
    component: 'kubelet',
    role: 'client',
    renewal: 'manual',
    part: 'kubelet-bootstrap-kubeconfig',
    renew:
      'make it again with a token that kube-apiserver knows (--token-auth-file, or kubeadm token create)',
    transient: true,
  },
  { ...kubeconfig('admin', 'admin'), part: 'admin-kubeconfig' },
  kubeconfig('kube-proxy', 'kube-proxy'),
  kubeconfig('{kube-,}controller-manager', 'kube-controller-manager'),
  kubeconfig('{kube-,}scheduler', 'kube-scheduler'),
  ...adminCopies('/etc/kubernetes/admin.kubeconfig'),
];

function authority(path: string, component: Component): Place {
  return {
    path,
    format: 'certificate',
    component,
    role: 'ca',
    renewal: 'none',
    renew: 'make a new CA and everything that it issues, and put them in place on every node',
  };
}

function leaf(path: string, component: Component, role: Place['role'], restart = 'what uses it'): Place {
  return { path, format: 'certificate', component, role, renewal: 'manual', renew: `${REISSUE} ${restart}` };
}

function kubeconfig(name: string, component: Component): Place {
  return {
    path: `/etc/kubernetes/${name}.kubeconfig`,
    format: 'kubeconfig',
    component,
    role: 'client',
    renewal: 'manual',
    issuer: CA,
    renew: `issue its certificate again, kubectl config set-credentials --embed-certs=true; then restart what uses it`,
  };
}

/** Set aside, not removed: should the bootstrap token be dead, what is there can be put back. */
function bootstrapAgain(folder: string): string {
  return (
    `if the token in bootstrap.kubeconfig lives: mv /etc/kubernetes/kubelet.kubeconfig ${folder}/kubelet-client* /root/; ` +
    'systemctl restart kubelet; kubectl get csr; kubectl certificate approve <name>'
  );
}

export const binary: Distribution = {
  name: 'binary',
  title: 'binary install',
  evidence: {
    anyOf: [
      CA,
      `${SSL}/kubernetes.pem`,
      `${SSL}/kubelet-client.crt`,
      `${SSL}/kubelet-client-current.pem`,
      '/etc/kubernetes/kubelet.kubeconfig',
      '/etc/kubernetes/bootstrap.kubeconfig',
    ],
    // kubeadm's, Kubespray's by its link, and RKE's.
    noneOf: ['/etc/kubernetes/pki/ca.crt', `${SSL}/kube-ca.pem`],
  },
  places,
  superseded: [
    `${SSL}/kubelet-{client,server}-[0-9]*.pem`,
    '/var/lib/kubelet/pki/kubelet-{client,server}-[0-9]*.pem',
  ],
};

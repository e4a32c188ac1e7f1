import { adminCopies } from './admin-copies.ts';
import { APISERVER_NAMES, type Component, type Distribution, type Place } from './distribution.ts';
import { kubeletCertificates } from './kubelet.ts';

const PKI = '/var/lib/k0s/pki';
const CA = `${PKI}/ca.crt`;

const JOIN_AGAIN =
  'k0s token create --role=worker on a controller; on the worker: mv /var/lib/k0s/kubelet.conf /root/, start k0s with that token';

/**
 * What a k0s controller makes (k0sproject/k0s pkg/component/controller/certificates.go, etcd.go) and a worker asks for
 * (pkg/component/worker/utils.go). A controller issues its leaves again at every start, whatever they have left, so that
 * no renewal window applies. The kubelet is started without a bootstrap kubeconfig (pkg/component/worker/kubelet.go):
 * an expired certificate does not keep it from starting, and kubelet.conf is not a part that restart safety depends on.
 */
const places: readonly Place[] = [
  authority(CA, 'kubernetes'),
  authority(`${PKI}/front-proxy-ca.crt`, 'front-proxy'),
  authority(`${PKI}/etcd/ca.crt`, 'etcd'),
  {
    ...leaf('server', 'kube-apiserver', 'server', CA),
    part: 'serving-certificate',
    requiredNames: APISERVER_NAMES,
  },
  leaf('apiserver-kubelet-client', 'kube-apiserver', 'client', CA),
  leaf('apiserver-etcd-client', 'kube-apiserver', 'client', `${PKI}/etcd/ca.crt`),
  leaf('front-proxy-client', 'kube-apiserver', 'client', `${PKI}/front-proxy-ca.crt`),
  leaf('k0s-api', 'k0s', 'server', CA),
  leaf('admin', 'admin', 'client', CA),
  leaf('ccm', 'kube-controller-manager', 'client', CA),
  leaf('scheduler', 'kube-scheduler', 'client', CA),
  leaf('konnectivity', 'konnectivity', 'client', CA),
  leaf('etcd/server', 'etcd', 'server', `${PKI}/etcd/ca.crt`),
  leaf('etcd/peer', 'etcd', 'peer', `${PKI}/etcd/ca.crt`),
  { ...kubeconfig('admin', 'admin'), part: 'admin-kubeconfig' },
  kubeconfig('ccm', 'kube-controller-manager'),
  kubeconfig('scheduler', 'kube-scheduler'),
  kubeconfig('konnectivity', 'konnectivity'),
  {
    // It names kubelet-client-current.pem by path.
    path: '/var/lib/k0s/kubelet.conf',
    format: 'kubeconfig',
    component: 'kubelet',
    role: 'client',
    renewal: 'none',
    issuer: CA,
    renew: JOIN_AGAIN,
  },
  ...kubeletCertificates({
    folder: '/var/lib/k0s/kubelet/pki',
    issuer: CA,
    renewClient: JOIN_AGAIN,
  }),
  ...adminCopies(`${PKI}/admin.conf`),
];

function authority(path: string, component: Component): Place {
  return {
    path,
    format: 'certificate',
    component,
    role: 'ca',
    renewal: 'none',
    renew: 'put a new CA in place by hand, on every controller: https://docs.k0sproject.io/stable/custom-ca/',
  };
}

function leaf(name: string, component: Component, role: Place['role'], issuer: string): Place {
  return {
    path: `${PKI}/${name}.crt`,
    format: 'certificate',
    component,
    role,
    renewal: 'on-restart',
    issuer,
    renew: 'k0s stop && k0s start, on every controller',
    expectedWith: [`${PKI}/${name}.key`],
  };
}

function kubeconfig(name: string, component: Component): Place {
  return {
    path: `${PKI}/${name}.conf`,
    format: 'kubeconfig',
    component,
    role: 'client',
    renewal: 'on-restart',
    issuer: CA,
    renew: 'k0s stop && k0s start, on every controller',
  };
}

export const k0s: Distribution = {
  name: 'k0s',
  title: 'k0s',
  evidence: { anyOf: [CA, '/var/lib/k0s/kubelet.conf'] },
  places,
  superseded: ['/var/lib/k0s/kubelet/pki/kubelet-{client,server}-[0-9]*.pem'],
};

import { adminCopies } from './admin-copies.ts';
import { APISERVER_NAMES, type Distribution, type Place } from './distribution.ts';
import { kubeletCertificates } from './kubelet.ts';

const MANIFESTS = '/etc/kubernetes/manifests';

/**
 * One step for all that kubeadm renews, since all of it ends on the same day: kubernetes/kubernetes v1.36
 * cmd/kubeadm/app/cmd/certs.go, which asks for the restart, too. The command left `alpha` in v1.20. A static pod ends
 * when its manifest goes, which the kubelet notices within 20 seconds (`fileCheckFrequency`).
 */
const RENEW_ALL =
  'on one control-plane node after the other: kubeadm certs renew all (v1.19 and older: kubeadm alpha certs renew all), then ' +
  `restart kube-apiserver, kube-controller-manager, kube-scheduler and etcd by moving their files out of ${MANIFESTS} for 20 seconds`;

/**
 * What kubeadm makes, and the kubelet beside it; Kubespray and KubeKey run kubeadm and keep the same.
 * Names and issuers: kubernetes/kubernetes v1.36 cmd/kubeadm/app/phases/certs/certlist.go; kubeconfigs:
 * cmd/kubeadm/app/phases/kubeconfig/kubeconfig.go.
 * @param pki host path of kubeadm's certificatesDir
 */
export function kubeadmPlaces(pki: string): readonly Place[] {
  return [
    ...authorities(pki),
    ...leaves(pki),
    ...kubeconfigs(pki),
    ...kubelet(pki),
    ...adminCopies('/etc/kubernetes/admin.conf'),
  ];
}

function authorities(pki: string): readonly Place[] {
  return [
    authority(`${pki}/ca.crt`, 'kubernetes', [`${pki}/ca.key`, `${MANIFESTS}/kube-apiserver.yaml`]),
    authority(`${pki}/front-proxy-ca.crt`, 'front-proxy', [
      `${pki}/front-proxy-ca.key`,
      `${MANIFESTS}/kube-apiserver.yaml`,
    ]),
    authority(`${pki}/etcd/ca.crt`, 'etcd', [`${pki}/etcd/ca.key`, `${MANIFESTS}/etcd.yaml`]),
  ];
}

function authority(path: string, component: Place['component'], expectedWith: readonly string[]): Place {
  return {
    path,
    format: 'certificate',
    component,
    role: 'ca',
    renewal: 'none',
    renew:
      'kubeadm never renews a CA: https://kubernetes.io/docs/tasks/tls/manual-rotation-of-ca-certificates/',
    expectedWith,
  };
}

function leaves(pki: string): readonly Place[] {
  const apiserver = [`${pki}/apiserver.key`, `${MANIFESTS}/kube-apiserver.yaml`];
  const etcd = `${MANIFESTS}/etcd.yaml`;
  return [
    {
      path: `${pki}/apiserver.crt`,
      format: 'certificate',
      component: 'kube-apiserver',
      role: 'server',
      renewal: 'manual',
      issuer: `${pki}/ca.crt`,
      part: 'serving-certificate',
      requiredNames: APISERVER_NAMES,
      renew: RENEW_ALL,
      expectedWith: apiserver,
    },
    {
      path: `${pki}/apiserver-kubelet-client.crt`,
      format: 'certificate',
      component: 'kube-apiserver',
      role: 'client',
      renewal: 'manual',
      issuer: `${pki}/ca.crt`,
      renew: RENEW_ALL,
      expectedWith: [`${pki}/apiserver-kubelet-client.key`, ...apiserver],
    },
    {
      path: `${pki}/front-proxy-client.crt`,
      format: 'certificate',
      component: 'kube-apiserver',
      role: 'client',
      renewal: 'manual',
      issuer: `${pki}/front-proxy-ca.crt`,
      renew: RENEW_ALL,
      expectedWith: [`${pki}/front-proxy-client.key`, ...apiserver],
    },
    {
      // With an external etcd the apiserver's client certificate bears whatever name its owner gave it.
      path: `${pki}/apiserver-etcd-client.crt`,
      format: 'certificate',
      component: 'kube-apiserver',
      role: 'client',
      renewal: 'manual',
      issuer: `${pki}/etcd/ca.crt`,
      renew: RENEW_ALL,
      expectedWith: [`${pki}/apiserver-etcd-client.key`],
    },
    {
      path: `${pki}/etcd/server.crt`,
      format: 'certificate',
      component: 'etcd',
      role: 'server',
      renewal: 'manual',
      issuer: `${pki}/etcd/ca.crt`,
      renew: RENEW_ALL,
      expectedWith: [`${pki}/etcd/server.key`, etcd],
    },
    {
      path: `${pki}/etcd/peer.crt`,
      format: 'certificate',
      component: 'etcd',
      role: 'peer',
      renewal: 'manual',
      issuer: `${pki}/etcd/ca.crt`,
      renew: RENEW_ALL,
      expectedWith: [`${pki}/etcd/peer.key`, etcd],
    },
    {
      path: `${pki}/etcd/healthcheck-client.crt`,
      format: 'certificate',
      component: 'etcd',
      role: 'client',
      renewal: 'manual',
      issuer: `${pki}/etcd/ca.crt`,
      renew: RENEW_ALL,
      expectedWith: [`${pki}/etcd/healthcheck-client.key`],
    },
  ];
}

function kubeconfigs(pki: string): readonly Place[] {
  const embedded = {
    format: 'kubeconfig',
    role: 'client',
    renewal: 'manual',
    issuer: `${pki}/ca.crt`,
  } as const;
  return [
    {
      ...embedded,
      path: '/etc/kubernetes/admin.conf',
      component: 'admin',
      part: 'admin-kubeconfig',
      renew: RENEW_ALL,
    },
    {
      // Since v1.29, on the first control-plane node alone; kubeadm's documentation asks to move it to a safe place.
      ...embedded,
      path: '/etc/kubernetes/super-admin.conf',
      component: 'super-admin',
      renew: RENEW_ALL,
      transient: true,
    },
    {
      ...embedded,
      path: '/etc/kubernetes/controller-manager.conf',
      component: 'kube-controller-manager',
      renew: RENEW_ALL,
      expectedWith: [`${MANIFESTS}/kube-controller-manager.yaml`],
    },
    {
      ...embedded,
      path: '/etc/kubernetes/scheduler.conf',
      component: 'kube-scheduler',
      renew: RENEW_ALL,
      expectedWith: [`${MANIFESTS}/kube-scheduler.yaml`],
    },
  ];
}

function kubelet(pki: string): readonly Place[] {
  return [
    {
      // `kubeadm certs renew all` leaves it out, and the kubelet renews only what it names by path.
      path: '/etc/kubernetes/kubelet.conf',
      format: 'kubeconfig',
      component: 'kubelet',
      role: 'client',
      renewal: 'none',
      issuer: `${pki}/ca.crt`,
      part: 'kubelet-kubeconfig',
      renew:
        'on a control-plane node: kubeadm kubeconfig user --org system:nodes --client-name system:node:<node> > kubelet.conf; ' +
        'put it in place, restart the kubelet, then let it name /var/lib/kubelet/pki/kubelet-client-current.pem by path',
    },
    {
      path: '/etc/kubernetes/bootstrap-kubelet.conf',
      format: 'kubeconfig',
      component: 'kubelet',
      role: 'client',
      renewal: 'manual',
      part: 'kubelet-bootstrap-kubeconfig',
      renew: 'kubeadm token create --print-join-command, on a control-plane node',
      transient: true,
    },
    ...kubeletCertificates({
      folder: '/var/lib/kubelet/pki',
      issuer: `${pki}/ca.crt`,
      renewClient:
        'kubeadm token create --print-join-command on a control-plane node, then kubeadm join phase kubelet-start on this one',
    }),
  ];
}

export const kubeadm: Distribution = {
  name: 'kubeadm',
  title: 'kubeadm',
  evidence: {
    anyOf: [
      '/etc/kubernetes/pki/ca.crt',
      '/etc/kubernetes/pki/etcd/ca.crt',
      '/etc/kubernetes/manifests/kube-apiserver.yaml',
      '/etc/kubernetes/kubelet.conf',
    ],
    // Kubespray's, to which its /etc/kubernetes/pki is a link, and RKE's.
    noneOf: ['/etc/kubernetes/ssl/ca.crt', '/etc/kubernetes/ssl/kube-ca.pem'],
  },
  places: kubeadmPlaces('/etc/kubernetes/pki'),
  // kubeadm upgrade keeps what it replaced there.
  superseded: ['/etc/kubernetes/tmp/**', '/var/lib/kubelet/pki/kubelet-{client,server}-[0-9]*.pem'],
};

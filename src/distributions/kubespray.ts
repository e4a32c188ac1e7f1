import type { Distribution, Place } from './distribution.ts';
import { kubeadmPlaces } from './kubeadm.ts';

const ETCD = '/etc/ssl/etcd/ssl';

/**
 * etcd as a service of the host, with a CA of its own: Kubespray (kubernetes-sigs/kubespray
 * roles/etcd/tasks/gen_certs_script.yml) and KubeKey (kubesphere/kubekey v3 cmd/kk/pkg/etcd/certs.go) use the same names.
 * Issued for a year (roles/etcd/files/make-ssl-etcd.sh of 2016) or for a hundred; all three kinds may serve and ask.
 */
const etcd: readonly Place[] = [
  {
    path: `${ETCD}/ca.pem`,
    format: 'certificate',
    component: 'etcd',
    role: 'ca',
    renewal: 'none',
    renew: 'no tool renews it: put a new CA and what it issues in place by hand, on all etcd nodes',
    expectedWith: [`${ETCD}/ca-key.pem`],
  },
  issuedForEtcd('member', 'peer', 'etcd'),
  issuedForEtcd('admin', 'client', 'etcd'),
  issuedForEtcd('node', 'client', 'kube-apiserver'),
];

function issuedForEtcd(kind: string, role: Place['role'], component: Place['component']): Place {
  return {
    path: `${ETCD}/${kind}-*.pem`,
    format: 'certificate',
    component,
    role,
    renewal: 'manual',
    issuer: `${ETCD}/ca.pem`,
    renew:
      'ansible-playbook cluster.yml --tags etcd -e force_etcd_cert_refresh=true, where the inventory is kept',
  };
}

/**
 * kubeadm, whose certificatesDir is /etc/kubernetes/ssl; /etc/kubernetes/pki is a link to it. KubeKey keeps
 * /etc/kubernetes/pki (cmd/kk/pkg/kubernetes/templates/kubeadm_config.go): its host is one of kubeadm's with this etcd, and both are found.
 */
export const kubespray: Distribution = {
  name: 'kubespray',
  title: 'Kubespray',
  evidence: {
    anyOf: ['/etc/kubernetes/ssl/ca.crt', `${ETCD}/ca.pem`],
    noneOf: [
      '/etc/kubernetes/kubelet.kubeconfig',
      '/etc/kubernetes/bootstrap.kubeconfig',
      '/etc/kubernetes/ssl/kube-ca.pem',
    ],
  },
  places: [...kubeadmPlaces('/etc/kubernetes/ssl'), ...etcd],
  superseded: ['/etc/kubernetes/tmp/**', '/var/lib/kubelet/pki/kubelet-{client,server}-[0-9]*.pem'],
};

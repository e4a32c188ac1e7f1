import { adminCopies } from './admin-copies.ts';
import { APISERVER_NAMES, type Component, type Distribution, type Place } from './distribution.ts';

const CURRENT = '/var/snap/microk8s/current';
const CERTS = `${CURRENT}/certs`;

const RENEW_ALL =
  'microk8s refresh-certs -e ca.crt (a new CA: afterwards every other node has to leave and join again)';

/**
 * What MicroK8s keeps in its snap's data (canonical/microk8s microk8s-resources/actions/common/utils.sh; renewal:
 * scripts/wrappers/refresh_certs.py). CAs and users' certificates live ten years, server.crt and
 * front-proxy-client.crt one. The kubelet runs without bootstrapping here, so that none of its parts applies but the serving one.
 */
const places: readonly Place[] = [
  authority('ca', 'kubernetes', RENEW_ALL),
  // On a worker: the CA of the cluster that it joined; ca.crt is then that of its own, unused.
  authority(
    'ca.remote',
    'kubernetes',
    'microk8s leave, then join again after the CA was renewed on the cluster',
  ),
  authority('front-proxy-ca', 'front-proxy', RENEW_ALL),
  {
    ...leaf('server', 'kube-apiserver', 'server', 'microk8s refresh-certs -e server.crt'),
    issuer: `${CERTS}/ca.crt`,
    part: 'serving-certificate',
    requiredNames: APISERVER_NAMES,
  },
  {
    ...leaf(
      'front-proxy-client',
      'kube-apiserver',
      'client',
      'microk8s refresh-certs -e front-proxy-client.crt',
    ),
    issuer: `${CERTS}/front-proxy-ca.crt`,
  },
  { ...leaf('apiserver-kubelet-client', 'kube-apiserver', 'client'), issuer: `${CERTS}/ca.crt` },
  { ...leaf('client', 'admin', 'client'), issuer: `${CERTS}/ca.crt` },
  { ...leaf('controller', 'kube-controller-manager', 'client'), issuer: `${CERTS}/ca.crt` },
  { ...leaf('scheduler', 'kube-scheduler', 'client'), issuer: `${CERTS}/ca.crt` },
  // Issued by ca.crt on a control-plane node, by ca.remote.crt on a worker: no issuer is claimed.
  leaf('proxy', 'kube-proxy', 'client'),
  // The kubelet presents it to the apiserver, and serves with it, since it lies in its --cert-dir.
  { ...leaf('kubelet', 'kubelet', 'peer'), part: 'kubelet-serving-certificate' },
  {
    path: `${CURRENT}/var/kubernetes/backend/cluster.crt`,
    format: 'certificate',
    component: 'dqlite',
    role: 'peer',
    renewal: 'none',
    renew:
      'self-signed, shared by all members: make a new one, put it and its key on every node, restart MicroK8s everywhere',
  },
  { ...kubeconfig('client', 'admin'), issuer: `${CERTS}/ca.crt`, part: 'admin-kubeconfig' },
  { ...kubeconfig('controller', 'kube-controller-manager'), issuer: `${CERTS}/ca.crt` },
  { ...kubeconfig('scheduler', 'kube-scheduler'), issuer: `${CERTS}/ca.crt` },
  kubeconfig('proxy', 'kube-proxy'),
  kubeconfig('kubelet', 'kubelet'),
  ...adminCopies(`${CURRENT}/credentials/client.config`),
];

function authority(name: string, component: Component, renew: string): Place {
  return {
    path: `${CERTS}/${name}.crt`,
    format: 'certificate',
    component,
    role: 'ca',
    renewal: 'none',
    renew,
  };
}

function leaf(name: string, component: Component, role: Place['role'], renew = RENEW_ALL): Place {
  return {
    path: `${CERTS}/${name}.crt`,
    format: 'certificate',
    component,
    role,
    renewal: 'manual',
    renew,
    expectedWith: [`${CERTS}/${name}.key`],
  };
}

/** Embedded since certificates took the place of static tokens (v1.27). */
function kubeconfig(name: string, component: Component): Place {
  return {
    path: `${CURRENT}/credentials/${name}.config`,
    format: 'kubeconfig',
    component,
    role: 'client',
    renewal: 'manual',
    renew: RENEW_ALL,
  };
}

export const microk8s: Distribution = {
  name: 'microk8s',
  title: 'MicroK8s',
  evidence: { anyOf: [CERTS] },
  places,
  // What refresh-certs keeps of the ones before, and the revisions beside the one that the link `current` leads to.
  superseded: ['/var/snap/microk8s/*/certs-backup/**', '/var/snap/microk8s/{,x}[0-9]*/**'],
};

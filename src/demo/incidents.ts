/** The five incidents that gave rise to this program, each as the disks looked before or while it happened. */

import { DAY, type Instant } from '../model.ts';
import { binaryHost } from './hosts/binary.ts';
import { crtAndKey, type HostFile, removeFiles, replaceFiles, type SampleHost } from './hosts/host.ts';
import { ADMIN_COPIES } from './hosts/kubeconfig.ts';
import { createK3sCluster, k3sAgent } from './hosts/k3s-agent.ts';
import { k3sServer } from './hosts/k3s-server.ts';
import { adminKubeconfig, componentKubeconfig, kubeadmControlPlane } from './hosts/kubeadm-control-plane.ts';
import { createKubeadmCluster, type KubeadmCluster, kubeadmWorker } from './hosts/kubeadm-node.ts';
import { generation, KUBELET_PKI } from './hosts/kubelet.ts';
import { createRoot, issue, validFor, YEAR_DAYS } from './hosts/minting.ts';
import { rkeHost } from './hosts/rke1.ts';
import type { SampleCluster } from './sample-cluster.ts';

export const INCIDENTS: readonly SampleCluster[] = [
  {
    id: 'A',
    title: 'Binary install, all nodes NotReady',
    story:
      'Everything was issued for ten years but what the kubelet got by its bootstrap token: one year, and it does not rotate.',
    hosts: kubeletAmongTenYears,
  },
  {
    id: 'B',
    title: 'K3s, files rotated but not the dynamic certificate',
    story:
      'A restart renewed every file a week ago; dynamic-cert.json, which port 6443 presents, was left behind and ends in 20 days.',
    hosts: dynamicCertificateLeftBehind,
  },
  {
    id: 'C',
    title: 'kubeadm with three control-plane nodes, one of them renewed',
    story:
      'Somebody ran kubeadm certs renew all on one node of three; it leaves out the embedded kubelet.conf, and nobody copied admin.conf again.',
    hosts: renewedOnOneNode,
  },
  {
    id: 'D',
    title: 'kubeadm, a kubelet restart kills the node',
    story:
      'Rotation had failed unnoticed for months: the kubelets run on, but none has a bootstrap kubeconfig to come back with.',
    hosts: kubeletsThatCannotRestart,
  },
  {
    id: 'E',
    title: 'kubeadm and Rancher, certificates renewed by hand',
    story:
      'After everything had expired, somebody issued pki/*.crt again with openssl on a laptop, and forgot what is base64 in *.conf.',
    hosts: renewedByHand,
  },
];

async function kubeletAmongTenYears(now: Instant): Promise<readonly SampleHost[]> {
  return [
    await binaryHost({
      node: 'k8s-node-1',
      address: '10.20.0.11',
      createdAt: now - 4 * YEAR_DAYS * DAY,
      kubelet: { issuedAt: now - (YEAR_DAYS - 12) * DAY, client: 'plain' },
    }),
  ];
}

async function dynamicCertificateLeftBehind(now: Instant): Promise<readonly SampleHost[]> {
  const cluster = await createK3sCluster({ program: 'k3s', name: 'edge', createdAt: now - 700 * DAY });
  return Promise.all([
    k3sServer({
      cluster,
      node: 'edge-1',
      address: '192.168.1.11',
      issuedAt: now - 7 * DAY,
      dynamicIssuedAt: now - (YEAR_DAYS - 20) * DAY,
    }),
    // Inside the renewal window: its next start renews.
    k3sAgent({ cluster, node: 'edge-2', address: '192.168.1.12', issuedAt: now - (YEAR_DAYS - 65) * DAY }),
  ]);
}

async function renewedOnOneNode(now: Instant): Promise<readonly SampleHost[]> {
  const cluster = await createKubeadmCluster({
    endpoint: 'api.shop.example',
    createdAt: now - 6 * YEAR_DAYS * DAY,
  });
  const before = now - (YEAR_DAYS - 9) * DAY;
  const renewed = {
    cluster,
    node: 'cp-1',
    address: '10.30.0.11',
    issuedAt: now - 2 * DAY,
    kubelet: { issuedAt: before, servingSince: now - 90 * DAY, client: 'embedded' },
  } as const;
  const [first, stale, others] = await Promise.all([
    kubeadmControlPlane(renewed),
    adminKubeconfig({ ...renewed, issuedAt: before }),
    Promise.all(
      ['cp-2', 'cp-3'].map(async (node, index) =>
        kubeadmControlPlane({
          cluster,
          node,
          address: `10.30.0.${12 + index}`,
          issuedAt: before,
          kubelet: { issuedAt: now - 90 * DAY, client: 'path' },
        }),
      ),
    ),
  ]);
  const copies = ADMIN_COPIES.map((path) => ({ ...stale, path }));
  return [{ ...first, files: replaceFiles(first.files, copies) }, ...others];
}

async function kubeletsThatCannotRestart(now: Instant): Promise<readonly SampleHost[]> {
  const cluster = await createKubeadmCluster({ endpoint: 'api.lab.example', createdAt: now - 700 * DAY });
  const overdue = now - (YEAR_DAYS - 5) * DAY;
  const recent = now - 40 * DAY;
  const worker = async (node: string, address: string, issuedAt: Instant): Promise<SampleHost> =>
    kubeadmWorker({ cluster, node, address, kubelet: { issuedAt, servingSince: recent, client: 'path' } });
  const [first, second, third] = await Promise.all([
    worker('worker-1', '10.40.0.21', overdue),
    worker('worker-2', '10.40.0.22', recent),
    worker('worker-3', '10.40.0.23', recent),
  ]);
  return [
    first,
    // The link leads nowhere.
    { ...second, files: removeFiles(second.files, [generation(KUBELET_PKI, 'client', recent)]) },
    // The link was put back from a backup, and with it the generation before the newest.
    { ...third, files: turnedBack(third.files) },
  ];
}

/** The `-current.pem` link on the oldest generation that is there. */
function turnedBack(files: readonly HostFile[]): readonly HostFile[] {
  const [oldest] = files
    .map(({ path }) => path)
    .filter((path) => /kubelet-client-\d.*\.pem$/.test(path))
    .sort();
  if (oldest === undefined) return files;
  return replaceFiles(files, [{ path: `${KUBELET_PKI}/kubelet-client-current.pem`, link: oldest }]);
}

async function renewedByHand(now: Instant): Promise<readonly SampleHost[]> {
  const cluster = await createKubeadmCluster({ endpoint: 'api.office.example', createdAt: now - 800 * DAY });
  const expired = now - (YEAR_DAYS + 9) * DAY;
  const master = { cluster, node: 'master-1', address: '10.50.0.11' };
  const [host, admin, controllerManager, scheduler, damaged, rke] = await Promise.all([
    kubeadmControlPlane({
      ...master,
      issuedAt: now - 3 * DAY,
      kubelet: { issuedAt: expired, servingSince: now - 90 * DAY, client: 'embedded' },
    }),
    adminKubeconfig({ ...master, issuedAt: expired }),
    componentKubeconfig({ ...master, issuedAt: expired }, 'controller-manager'),
    componentKubeconfig({ ...master, issuedAt: expired }, 'scheduler'),
    damagedLeaves(cluster, now),
    // RKE lets leaves begin with the CA, which ends in 150 days.
    rkeHost({
      node: 'rke-1',
      address: '10.50.0.31',
      createdAt: now - (10 * YEAR_DAYS - 150) * DAY,
      issuedAt: now - (YEAR_DAYS - 6) * DAY,
      lifeDays: YEAR_DAYS,
    }),
  ]);
  const copies = ADMIN_COPIES.map((path) => ({ ...admin, path }));
  const files = replaceFiles(host.files, [admin, ...copies, controllerManager, scheduler, ...damaged]);
  return [{ ...host, files: removeFiles(files, [`${cluster.pki}/etcd/healthcheck-client.crt`]) }, rke];
}

/** What goes wrong when certificates are issued by hand: each of these did. */
async function damagedLeaves(cluster: KubeadmCluster, now: Instant): Promise<readonly HostFile[]> {
  const { pki, ca, frontProxyCa, etcdCa } = cluster;
  const tenYears = validFor(now - 3 * DAY, 10 * YEAR_DAYS);
  const anotherCa = await createRoot('master-1/by-hand/ca', 'kubernetes', now - 3 * DAY);
  const [nameless, stranger, keyless, early, cutOff] = await Promise.all([
    issue(ca, 'master-1/by-hand/apiserver', { commonName: 'kube-apiserver', role: 'server', ...tenYears }),
    issue(anotherCa, 'master-1/by-hand/apiserver-kubelet-client', {
      commonName: 'kube-apiserver-kubelet-client',
      organization: 'system:masters',
      role: 'client',
      ...tenYears,
    }),
    issue(frontProxyCa, 'master-1/by-hand/front-proxy-client', {
      commonName: 'front-proxy-client',
      role: 'client',
      ...tenYears,
    }),
    issue(etcdCa, 'master-1/by-hand/etcd-server', {
      commonName: 'master-1',
      role: 'peer',
      dnsNames: ['master-1', 'localhost'],
      ipAddresses: ['10.50.0.11', '127.0.0.1', '::1'],
      ...validFor(now + DAY / 4, YEAR_DAYS),
    }),
    issue(etcdCa, 'master-1/by-hand/apiserver-etcd-client', {
      commonName: 'kube-apiserver-etcd-client',
      role: 'client',
      ...tenYears,
    }),
  ]);
  return [
    // Without the names that clients ask for.
    ...crtAndKey(`${pki}/apiserver`, nameless),
    // From a CA of the same name, made that day.
    ...crtAndKey(`${pki}/apiserver-kubelet-client`, stranger),
    // With a new key, which was never put in place.
    { path: `${pki}/front-proxy-client.crt`, content: keyless.certificatePem },
    // By the laptop's clock, six hours ahead.
    ...crtAndKey(`${pki}/etcd/server`, early),
    // Pasted in part.
    {
      path: `${pki}/apiserver-etcd-client.crt`,
      content: cutOff.certificatePem.slice(0, cutOff.certificatePem.length / 2),
    },
  ];
}

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import type { SampleHost } from '../../src/demo/hosts/host.ts';
import { INCIDENTS } from '../../src/demo/incidents.ts';
import type { Finding } from '../../src/model.ts';
import { NOW } from '../certificates.ts';
import { findingsOn } from '../findings-on.ts';

/** The hosts of an incident and what is found on them. */
interface Shown {
  readonly hosts: readonly SampleHost[];
  readonly findings: readonly Finding[];
}

/** `warning worker-1 expiry /etc/kubernetes/admin.conf`, in the order of the alphabet. */
function lines(findings: readonly Finding[]): readonly string[] {
  return findings
    .map(({ severity, location: { node, path }, rule }) => `${severity} ${node} ${rule} ${path}`)
    .sort();
}

describe('the incidents', () => {
  const shown = new Map<string, Shown>();

  function incident(id: string): Shown {
    const known = shown.get(id);
    assert.ok(known, id);
    return known;
  }

  before(async () => {
    for (const { id, hosts } of INCIDENTS) {
      const minted = await hosts(NOW);
      shown.set(id, { hosts: minted, findings: await findingsOn(minted, NOW) });
    }
  });

  it('are A to E, each told in one sentence', () => {
    assert.deepEqual(
      INCIDENTS.map(({ id }) => id),
      ['A', 'B', 'C', 'D', 'E'],
    );
    for (const { story } of INCIDENTS) assert.match(story, /^[A-Z][^\n]*\.$/);
  });

  it('lie on nodes of different names', () => {
    const nodes = [...shown.values()].flatMap(({ hosts }) => hosts.map(({ node }) => node));
    assert.deepEqual([...new Set(nodes)], nodes);
  });

  it('A: twelve days left to the kubelet among certificates of ten years', () => {
    const ssl = '/etc/kubernetes/ssl';
    assert.deepEqual(lines(incident('A').findings), [
      `warning k8s-node-1 expiry ${ssl}/kubelet-client.crt`,
      `warning k8s-node-1 expiry ${ssl}/kubelet.crt`,
      `warning k8s-node-1 kubelet-not-rotating ${ssl}/kubelet-client.crt`,
    ]);
  });

  it('B: the dynamic certificate left behind, and an agent that a restart renews', () => {
    const agent = '/var/lib/rancher/k3s/agent';
    assert.deepEqual(lines(incident('B').findings), [
      `info edge-2 restart-needed ${agent}/client-k3s-controller.crt`,
      `info edge-2 restart-needed ${agent}/client-kube-proxy.crt`,
      `info edge-2 restart-needed ${agent}/client-kubelet.crt`,
      `info edge-2 restart-needed ${agent}/serving-kubelet.crt`,
      'warning edge-1 dynamic-certificate-stale /var/lib/rancher/k3s/server/tls/dynamic-cert.json',
    ]);
  });

  it('C: on the renewed node, what the renewal left out', () => {
    const onFirst = incident('C').findings.filter(({ location }) => location.node === 'cp-1');
    assert.deepEqual(lines(onFirst), [
      'warning cp-1 expiry /etc/kubernetes/kubelet.conf#user/system:node:cp-1',
      'warning cp-1 kubeconfig-stale /home/ops/.kube/config#user/kubernetes-admin',
      'warning cp-1 kubeconfig-stale /root/.kube/config#user/kubernetes-admin',
      'warning cp-1 kubelet-not-rotating /etc/kubernetes/kubelet.conf#user/system:node:cp-1',
      'warning cp-1 kubelet-restart /etc/kubernetes/kubelet.conf',
    ]);
  });

  it('C: on each of the other nodes, everything that kubeadm issues', () => {
    for (const node of ['cp-2', 'cp-3']) {
      const found = incident('C').findings.filter(({ location }) => location.node === node);
      assert.deepEqual(lines(found), [
        `warning ${node} expiry /etc/kubernetes/admin.conf#user/kubernetes-admin`,
        `warning ${node} expiry /etc/kubernetes/controller-manager.conf#user/system:kube-controller-manager`,
        `warning ${node} expiry /etc/kubernetes/pki/apiserver-etcd-client.crt`,
        `warning ${node} expiry /etc/kubernetes/pki/apiserver-kubelet-client.crt`,
        `warning ${node} expiry /etc/kubernetes/pki/apiserver.crt`,
        `warning ${node} expiry /etc/kubernetes/pki/etcd/healthcheck-client.crt`,
        `warning ${node} expiry /etc/kubernetes/pki/etcd/peer.crt`,
        `warning ${node} expiry /etc/kubernetes/pki/etcd/server.crt`,
        `warning ${node} expiry /etc/kubernetes/pki/front-proxy-client.crt`,
        `warning ${node} expiry /etc/kubernetes/scheduler.conf#user/system:kube-scheduler`,
        `warning ${node} expiry /home/ops/.kube/config#user/kubernetes-admin`,
        `warning ${node} expiry /root/.kube/config#user/kubernetes-admin`,
      ]);
    }
  });

  it('D: a kubelet that soon, one that at once, and one that with an old certificate restarts badly', () => {
    const current = '/var/lib/kubelet/pki/kubelet-client-current.pem';
    assert.deepEqual(lines(incident('D').findings), [
      `critical worker-1 renewal-overdue ${current}`,
      'critical worker-2 kubelet-restart /etc/kubernetes/kubelet.conf',
      `critical worker-2 problem ${current}`,
      'warning worker-1 kubelet-restart /etc/kubernetes/kubelet.conf',
      `warning worker-3 problem ${current}`,
    ]);
    const problems = incident('D').findings.map(({ problem }) => problem);
    assert.deepEqual(
      problems.filter((problem) => problem !== undefined),
      ['dangling_link', 'superseded_link'],
    );
  });

  it('E: what was forgotten on the master, and what was done badly', () => {
    const onMaster = incident('E').findings.filter(({ location }) => location.node === 'master-1');
    const pki = '/etc/kubernetes/pki';
    assert.deepEqual(lines(onMaster), [
      'critical master-1 expiry /etc/kubernetes/admin.conf#user/kubernetes-admin',
      'critical master-1 expiry /etc/kubernetes/controller-manager.conf#user/system:kube-controller-manager',
      'critical master-1 expiry /etc/kubernetes/kubelet.conf#user/system:node:master-1',
      'critical master-1 expiry /etc/kubernetes/scheduler.conf#user/system:kube-scheduler',
      'critical master-1 kubeconfig-stale /home/ops/.kube/config#user/kubernetes-admin',
      'critical master-1 kubeconfig-stale /root/.kube/config#user/kubernetes-admin',
      'critical master-1 kubelet-restart /etc/kubernetes/kubelet.conf',
      `critical master-1 names-lost ${pki}/apiserver.crt`,
      `critical master-1 not-yet-valid ${pki}/etcd/server.crt`,
      `critical master-1 problem ${pki}/apiserver-etcd-client.crt`,
      `critical master-1 problem ${pki}/etcd/healthcheck-client.crt`,
      `critical master-1 problem ${pki}/front-proxy-client.crt`,
      `critical master-1 untrusted-chain ${pki}/apiserver-kubelet-client.crt`,
      'warning master-1 kubelet-not-rotating /etc/kubernetes/kubelet.conf#user/system:node:master-1',
    ]);
  });

  it('E: every leaf of RKE with six days left, and its CAs near their end', () => {
    const ssl = '/etc/kubernetes/ssl';
    const onRke = incident('E').findings.filter(({ location }) => location.node === 'rke-1');
    assert.deepEqual(lines(onRke), [
      `critical rke-1 expiry ${ssl}/kube-apiserver-proxy-client.pem`,
      `critical rke-1 expiry ${ssl}/kube-apiserver.pem`,
      `critical rke-1 expiry ${ssl}/kube-controller-manager.pem`,
      `critical rke-1 expiry ${ssl}/kube-etcd-10-50-0-31.pem`,
      `critical rke-1 expiry ${ssl}/kube-kubelet-10-50-0-31.pem`,
      `critical rke-1 expiry ${ssl}/kube-node.pem`,
      `critical rke-1 expiry ${ssl}/kube-proxy.pem`,
      `critical rke-1 expiry ${ssl}/kube-scheduler.pem`,
      'critical rke-1 expiry /home/ops/.kube/config#user/kube-admin-local',
      'critical rke-1 expiry /home/ops/kube_config_cluster.yml#user/kube-admin-local',
      'critical rke-1 expiry /root/.kube/config#user/kube-admin-local',
      'critical rke-1 expiry /root/kube_config_cluster.yml#user/kube-admin-local',
      `warning rke-1 expiry ${ssl}/kube-apiserver-requestheader-ca.pem`,
      `warning rke-1 expiry ${ssl}/kube-ca.pem`,
    ]);
  });

  it('show every kind of finding between them', () => {
    const rules = [...shown.values()].flatMap(({ findings }) => findings.map(({ rule }) => rule));
    assert.deepEqual([...new Set(rules)].sort(), [
      'dynamic-certificate-stale',
      'expiry',
      'kubeconfig-stale',
      'kubelet-not-rotating',
      'kubelet-restart',
      'names-lost',
      'not-yet-valid',
      'problem',
      'renewal-overdue',
      'restart-needed',
      'untrusted-chain',
    ]);
  });
});

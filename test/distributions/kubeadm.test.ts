import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { describe, it } from 'node:test';

import picomatch from 'picomatch';

import type { Place } from '../../src/distributions/distribution.ts';
import { kubeadm } from '../../src/distributions/kubeadm.ts';
import { kubespray } from '../../src/distributions/kubespray.ts';

const PKI = '/etc/kubernetes/pki';

function placeAt(path: string): Place {
  const place = kubeadm.places.find((row) => row.path === path);
  assert.ok(place, path);
  return place;
}

/** What must be there as soon as `path` is. */
function calledForBy(path: string): readonly string[] {
  return kubeadm.places
    .filter(({ expectedWith = [] }) => expectedWith.includes(path))
    .map((place) => place.path);
}

describe("kubeadm's table", () => {
  it("expects what kube-apiserver's manifest names", () => {
    assert.deepEqual(calledForBy('/etc/kubernetes/manifests/kube-apiserver.yaml'), [
      `${PKI}/ca.crt`,
      `${PKI}/front-proxy-ca.crt`,
      `${PKI}/apiserver.crt`,
      `${PKI}/apiserver-kubelet-client.crt`,
      `${PKI}/front-proxy-client.crt`,
    ]);
  });

  it('expects the same of kube-apiserver when its key is all that is left', () => {
    assert.deepEqual(calledForBy(`${PKI}/apiserver.key`), [
      `${PKI}/apiserver.crt`,
      `${PKI}/apiserver-kubelet-client.crt`,
      `${PKI}/front-proxy-client.crt`,
    ]);
  });

  it("expects what etcd's manifest names", () => {
    assert.deepEqual(calledForBy('/etc/kubernetes/manifests/etcd.yaml'), [
      `${PKI}/etcd/ca.crt`,
      `${PKI}/etcd/server.crt`,
      `${PKI}/etcd/peer.crt`,
    ]);
  });

  it('expects each certificate whose key is there', () => {
    assert.deepEqual(calledForBy(`${PKI}/apiserver-etcd-client.key`), [`${PKI}/apiserver-etcd-client.crt`]);
    assert.deepEqual(calledForBy(`${PKI}/etcd/healthcheck-client.key`), [
      `${PKI}/etcd/healthcheck-client.crt`,
    ]);
  });

  it('expects neither super-admin.conf, which is on one node alone, nor a bootstrap kubeconfig', () => {
    for (const path of ['/etc/kubernetes/super-admin.conf', '/etc/kubernetes/bootstrap-kubelet.conf']) {
      const { expectedWith, transient } = placeAt(path);
      assert.deepEqual({ expectedWith, transient }, { expectedWith: undefined, transient: true }, path);
    }
  });

  it('has each leaf chain to the CA that kubeadm issues it with', () => {
    const issued = (ca: string): readonly string[] =>
      kubeadm.places.filter(({ issuer }) => issuer === `${PKI}/${ca}`).map(({ path }) => path);
    assert.deepEqual(issued('front-proxy-ca.crt'), [`${PKI}/front-proxy-client.crt`]);
    assert.deepEqual(issued('etcd/ca.crt'), [
      `${PKI}/apiserver-etcd-client.crt`,
      `${PKI}/etcd/server.crt`,
      `${PKI}/etcd/peer.crt`,
      `${PKI}/etcd/healthcheck-client.crt`,
    ]);
    assert.deepEqual(issued('ca.crt'), [
      `${PKI}/apiserver.crt`,
      `${PKI}/apiserver-kubelet-client.crt`,
      '/etc/kubernetes/admin.conf',
      '/etc/kubernetes/super-admin.conf',
      '/etc/kubernetes/controller-manager.conf',
      '/etc/kubernetes/scheduler.conf',
      '/etc/kubernetes/kubelet.conf',
      '/var/lib/kubelet/pki/kubelet-client-current.pem',
      '/var/lib/kubelet/pki/kubelet-server-current.pem',
    ]);
  });

  it('says in the same words of all that kubeadm renews which command does it, in old versions too', () => {
    const renewals = [
      'apiserver.crt',
      'apiserver-kubelet-client.crt',
      'front-proxy-client.crt',
      'apiserver-etcd-client.crt',
      'etcd/server.crt',
      'etcd/peer.crt',
      'etcd/healthcheck-client.crt',
      '../admin.conf',
      '../super-admin.conf',
      '../controller-manager.conf',
      '../scheduler.conf',
    ].map((path) => placeAt(posix.join(PKI, path)).renew);
    assert.deepEqual(
      [...new Set(renewals)],
      [
        'on one control-plane node after the other: kubeadm certs renew all (v1.19 and older: kubeadm alpha certs renew all), then restart kube-apiserver, kube-controller-manager, kube-scheduler and etcd by moving their files out of /etc/kubernetes/manifests for 20 seconds',
      ],
    );
  });

  it('counts a kubelet.crt as superseded once the kubelet serves what it asked for', () => {
    assert.equal(
      placeAt('/var/lib/kubelet/pki/kubelet.crt').supersededBy,
      '/var/lib/kubelet/pki/kubelet-server-current.pem',
    );
  });

  it('knows that nobody renews what kubelet.conf embeds, and that the kubelet renews what it names', () => {
    assert.equal(placeAt('/etc/kubernetes/kubelet.conf').renewal, 'none');
    assert.equal(placeAt('/var/lib/kubelet/pki/kubelet-client-current.pem').renewal, 'automatic');
  });
});

describe("kubeadm's left-overs", () => {
  const isSuperseded = picomatch([...kubeadm.superseded], { dot: true });

  it("are the dated files behind the kubelet's links, but not the links", () => {
    assert.ok(isSuperseded('/var/lib/kubelet/pki/kubelet-client-2026-06-01-00-00-00.pem'));
    assert.ok(isSuperseded('/var/lib/kubelet/pki/kubelet-server-2026-06-01-00-00-00.pem'));
    assert.ok(!isSuperseded('/var/lib/kubelet/pki/kubelet-client-current.pem'));
  });

  it('are the backups of an upgrade', () => {
    assert.ok(isSuperseded('/etc/kubernetes/tmp/kubeadm-backup-etcd-2026-06-01-00-00-00/etcd/server.crt'));
  });
});

describe("Kubespray's table", () => {
  it("is kubeadm's under /etc/kubernetes/ssl, and an etcd of its own", () => {
    const moved = kubeadm.places.map(({ path }) => path.replace(PKI, '/etc/kubernetes/ssl'));
    assert.deepEqual(
      kubespray.places.map(({ path }) => path),
      [
        ...moved,
        '/etc/ssl/etcd/ssl/ca.pem',
        '/etc/ssl/etcd/ssl/member-*.pem',
        '/etc/ssl/etcd/ssl/admin-*.pem',
        '/etc/ssl/etcd/ssl/node-*.pem',
      ],
    );
  });
});

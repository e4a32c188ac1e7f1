import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY } from '../../src/model.ts';
import { replayed } from './replay.ts';

/**
 * kubeadm with three control-plane nodes. Somebody ran `kubeadm certs renew all` on one of them and took the cluster for
 * renewed. On the others everything ended; on the first, the embedded kubelet.conf and the copies of admin.conf.
 */
describe('incident C: kubeadm renews one control-plane node of three', { timeout: 60_000 }, () => {
  const incident = replayed('C');
  const renewal = incident.now - 2 * DAY;
  const outage = incident.now + 9 * DAY;
  const embedded = '/etc/kubernetes/kubelet.conf#user/system:node:cp-1';

  /** Everything that `kubeadm certs renew all` renews. */
  const renewed = [
    '/etc/kubernetes/admin.conf#user/kubernetes-admin',
    '/etc/kubernetes/controller-manager.conf#user/system:kube-controller-manager',
    '/etc/kubernetes/pki/apiserver-etcd-client.crt',
    '/etc/kubernetes/pki/apiserver-kubelet-client.crt',
    '/etc/kubernetes/pki/apiserver.crt',
    '/etc/kubernetes/pki/etcd/healthcheck-client.crt',
    '/etc/kubernetes/pki/etcd/peer.crt',
    '/etc/kubernetes/pki/etcd/server.crt',
    '/etc/kubernetes/pki/front-proxy-client.crt',
    '/etc/kubernetes/scheduler.conf#user/system:kube-scheduler',
  ];

  it('shows each node apart, what lies as base64 in *.conf included', async () => {
    for (const [node, days] of [
      ['cp-1', 363],
      ['cp-2', 9],
      ['cp-3', 9],
    ] as const) {
      const scrape = await incident.on(node).scrape();
      for (const location of renewed) {
        const { value } = scrape.one('kubecert_certificate_days_to_expiry', { node, location });
        assert.equal(Math.ceil(value), days, `${location} on ${node}`);
      }
    }
  });

  it('would have warned of the nodes that were forgotten 30 days before, and been critical 7 days before', () => {
    for (const node of ['cp-2', 'cp-3']) {
      for (const location of renewed) {
        const asked = { rule: 'expiry', location, before: outage };
        assert.deepEqual(incident.on(node).warned(asked), { warning: 30, critical: 7 }, location);
      }
    }
  });

  it('would have said all year that nobody renews what kubelet.conf embeds', async () => {
    const host = incident.on('cp-1');
    const asked = { rule: 'kubelet-not-rotating', location: embedded, before: outage };
    assert.deepEqual(host.warned(asked), { warning: 365 });
    const [problem] = (await host.scrape()).all('kubecert_certificate_problem');
    assert.deepEqual(
      [problem?.labels['location'], problem?.labels['reason']],
      [embedded, 'embedded_not_rotating'],
    );
  });

  it('would have warned 30 days before that the kubelet of the renewed node ends all the same', async () => {
    const host = incident.on('cp-1');
    assert.deepEqual(host.warned({ rule: 'expiry', location: embedded, before: outage }), {
      warning: 30,
      critical: 7,
    });
    const restart = { rule: 'kubelet-restart', location: '/etc/kubernetes/kubelet.conf', before: outage };
    assert.deepEqual(host.warned(restart), { warning: 30, critical: 0 });
    const until = (await host.scrape()).one('kubecert_kubelet_restart_safe_until_timestamp_seconds');
    assert.equal(until.value * 1000, outage);
  });

  it('would have said on the day of the renewal that the copies of admin.conf are stale', () => {
    for (const home of ['/root', '/home/ops']) {
      const asked = {
        rule: 'kubeconfig-stale',
        location: `${home}/.kube/config#user/kubernetes-admin`,
        before: outage,
        since: renewal,
      };
      assert.deepEqual(incident.on('cp-1').warned(asked), { warning: 11, critical: 7 }, home);
    }
  });

  it('tells whoever asks check on any of the nodes', async () => {
    for (const node of ['cp-1', 'cp-2', 'cp-3']) {
      const host = incident.on(node);
      assert.equal((await host.check(incident.now)).exitCode, 1, node);
      assert.equal((await host.check(outage - 6 * DAY)).exitCode, 2, node);
    }
  });
});

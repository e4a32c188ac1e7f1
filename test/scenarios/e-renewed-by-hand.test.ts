import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY } from '../../src/model.ts';
import { replayed } from './replay.ts';

/**
 * kubeadm and RKE ("протухли сертификаты и кластер превратился в тыкву"). Nobody had watched what lies as base64 in
 * *.conf, and it expired. Then somebody issued pki/*.crt again with openssl on a laptop, and did each thing wrong
 * that can be done wrong. An RKE node beside it was to be the next.
 */
describe('incident E: the cluster turns into a pumpkin, and is renewed by hand', { timeout: 60_000 }, () => {
  const incident = replayed('E');
  const outage = incident.now - 9 * DAY;
  const pki = '/etc/kubernetes/pki';

  /** What is base64 in *.conf. */
  const embedded = [
    '/etc/kubernetes/admin.conf#user/kubernetes-admin',
    '/etc/kubernetes/controller-manager.conf#user/system:kube-controller-manager',
    '/etc/kubernetes/kubelet.conf#user/system:node:master-1',
    '/etc/kubernetes/scheduler.conf#user/system:kube-scheduler',
  ];

  it('would have warned of what is base64 in *.conf 30 days before, and been critical 7 days before', () => {
    for (const location of embedded) {
      const asked = { rule: 'expiry', location, before: outage };
      assert.deepEqual(incident.on('master-1').warned(asked), { warning: 30, critical: 7 }, location);
    }
  });

  it('would have warned 30 days before that the kubelet does not survive a restart', () => {
    const asked = { rule: 'kubelet-restart', location: '/etc/kubernetes/kubelet.conf', before: outage };
    assert.deepEqual(incident.on('master-1').warned(asked), { warning: 30, critical: 0 });
  });

  it('goes on to show what has expired', async () => {
    const scrape = await incident.on('master-1').scrape();
    for (const location of embedded) {
      const { value } = scrape.one('kubecert_certificate_days_to_expiry', { location });
      assert.equal(Math.ceil(value), -9, location);
    }
  });

  it('shows what went wrong by hand, each with its reason', async () => {
    const problems = (await incident.on('master-1').scrape()).all('kubecert_certificate_problem');
    assert.deepEqual(
      problems.map(({ labels: { reason, location } }) => `${reason} ${location}`),
      [
        'embedded_not_rotating /etc/kubernetes/kubelet.conf#user/system:node:master-1',
        `malformed ${pki}/apiserver-etcd-client.crt`,
        `untrusted_chain ${pki}/apiserver-kubelet-client.crt`,
        `names_lost ${pki}/apiserver.crt`,
        `missing ${pki}/etcd/healthcheck-client.crt`,
        `key_mismatch ${pki}/front-proxy-client.crt`,
      ],
    );
  });

  it('says that the certificate from a laptop with a wrong clock is not yet valid, until it is', async () => {
    const host = incident.on('master-1');
    const location = `${pki}/etcd/server.crt`;
    const begin = (await host.scrape()).one('kubecert_certificate_not_before_timestamp_seconds', {
      location,
    });
    assert.equal(begin.value * 1000, incident.now + DAY / 4);
    const finding = (await host.findings()).find((one) => one.location === location);
    assert.deepEqual([finding?.rule, finding?.severity], ['not-yet-valid', 'critical']);
    assert.match((await host.check(incident.now)).stdout, /becomes\s+valid only in 6 hours/);
    assert.doesNotMatch((await host.check(incident.now + DAY)).stdout, /becomes\s+valid only/);
  });

  it('would have warned of RKE 30 days before, and been critical 7 days before', () => {
    const end = incident.now + 6 * DAY;
    for (const file of [
      'kube-apiserver',
      'kube-apiserver-proxy-client',
      'kube-controller-manager',
      'kube-etcd-10-50-0-31',
      'kube-kubelet-10-50-0-31',
      'kube-node',
      'kube-proxy',
      'kube-scheduler',
    ]) {
      const location = `/etc/kubernetes/ssl/${file}.pem`;
      const asked = { rule: 'expiry', location, before: end };
      assert.deepEqual(incident.on('rke-1').warned(asked), { warning: 30, critical: 7 }, file);
    }
  });

  it('gives half a year for a new CA, and a year to whoever plans ahead', () => {
    const end = incident.now + 150 * DAY;
    for (const file of ['kube-ca', 'kube-apiserver-requestheader-ca']) {
      const asked = { rule: 'expiry', location: `/etc/kubernetes/ssl/${file}.pem`, before: end };
      assert.deepEqual(incident.on('rke-1').warned(asked), { info: 365, warning: 180, critical: 30 }, file);
    }
  });

  it('tells whoever asks check', async () => {
    assert.equal((await incident.on('master-1').check(incident.now)).exitCode, 2);
    assert.equal((await incident.on('rke-1').check(incident.now)).exitCode, 2);
  });
});

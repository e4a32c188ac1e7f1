import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DAY } from '../../src/model.ts';
import { replayed } from './replay.ts';

/**
 * A kubelet goes on running with a certificate that is past its rotation, or gone from the disk. Then somebody restarts
 * it: it finds no certificate to go on with and no bootstrap kubeconfig to begin with, and the node is lost.
 */
describe('incident D: a restart of the kubelet takes the node away', { timeout: 60_000 }, () => {
  const incident = replayed('D');
  const outage = incident.now + 5 * DAY;
  const link = '/var/lib/kubelet/pki/kubelet-client-current.pem';
  const kubeconfig = '/etc/kubernetes/kubelet.conf';

  it('would have warned 30 days before that the rotation is overdue, and been critical 7 days before', () => {
    const asked = { rule: 'renewal-overdue', location: link, before: outage };
    assert.deepEqual(incident.on('worker-1').warned(asked), { warning: 30, critical: 7 });
  });

  it('would have warned 30 days before that a restart stops being safe', async () => {
    const host = incident.on('worker-1');
    const asked = { rule: 'kubelet-restart', location: kubeconfig, before: outage };
    assert.deepEqual(host.warned(asked), { warning: 30, critical: 0 });
    const scrape = await host.scrape();
    const safe = scrape.one('kubecert_kubelet_restart_safe');
    assert.deepEqual([safe.labels['reason'], safe.value], ['client_certificate_valid', 1]);
    const until = scrape.one('kubecert_kubelet_restart_safe_until_timestamp_seconds');
    assert.equal(until.value * 1000, outage);
  });

  it('says of the link that leads nowhere that the next restart is the outage, whenever it comes', async () => {
    const host = incident.on('worker-2');
    const scrape = await host.scrape();
    const safe = scrape.one('kubecert_kubelet_restart_safe');
    assert.deepEqual([safe.labels['reason'], safe.value], ['client_certificate_missing', 0]);
    const problem = scrape.one('kubecert_certificate_problem', { location: link });
    assert.equal(problem.labels['reason'], 'dangling_link');

    const finding = (await host.findings()).find(({ rule }) => rule === 'kubelet-restart');
    assert.equal(finding?.severity, 'critical');
    assert.match(
      finding.summary,
      /unable to load bootstrap kubeconfig: stat \/etc\/kubernetes\/bootstrap-kubelet\.conf: no such file or directory$/,
    );
    assert.match(finding.next_step ?? '', /^do not restart it, nor the node, before this: /);
  });

  it('says of the link that was turned back that a newer certificate lies beside', async () => {
    const host = incident.on('worker-3');
    const problem = (await host.scrape()).one('kubecert_certificate_problem', { location: link });
    assert.equal(problem.labels['reason'], 'superseded_link');
    assert.equal((await host.check(incident.now)).exitCode, 1);
  });

  it('tells whoever asks check before they restart a kubelet', async () => {
    assert.equal((await incident.on('worker-1').check(outage - 20 * DAY)).exitCode, 1);
    assert.equal((await incident.on('worker-1').check(outage + DAY)).exitCode, 2);
    assert.equal((await incident.on('worker-2').check(incident.now)).exitCode, 2);
  });

  it('sees the remedy: with a bootstrap kubeconfig, a restart is safe again', async () => {
    const host = incident.on('worker-2');
    const path = '/etc/kubernetes/bootstrap-kubelet.conf';
    await writeFile(join(host.root, path), BOOTSTRAP_KUBECONFIG);
    await host.server.printed(
      /"location":"\/etc\/kubernetes\/bootstrap-kubelet\.conf".*"msg":"kubeconfig appeared"/,
    );
    const safe = (await host.scrape()).one('kubecert_kubelet_restart_safe');
    assert.deepEqual([safe.labels['reason'], safe.value], ['bootstrap_kubeconfig', 1]);
  });
});

/** As kubeadm's documentation tells to write it after `kubeadm token create`. */
const BOOTSTRAP_KUBECONFIG = `apiVersion: v1
kind: Config
clusters:
- cluster:
    server: https://api.lab.example:6443
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: tls-bootstrap-token-user
  name: tls-bootstrap-token-user@kubernetes
current-context: tls-bootstrap-token-user@kubernetes
users:
- name: tls-bootstrap-token-user
  user:
    token: abcdef.0123456789abcdef
`;

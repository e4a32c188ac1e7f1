import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY } from '../../src/model.ts';
import { replayed } from './replay.ts';

/**
 * K3s v1.18.6. A restart had renewed every file; dynamic-cert.json, which port 6443 presents, and Secret k3s-serving
 * had restored each other and stayed old. All looked well, `k3s certificate check` included, until the old date passed.
 */
describe('incident B: k3s renews every file but its dynamic certificate', { timeout: 60_000 }, () => {
  const incident = replayed('B');
  const renewal = incident.now - 7 * DAY;
  const outage = incident.now + 20 * DAY;
  const dynamic = '/var/lib/rancher/k3s/server/tls/dynamic-cert.json';

  it('shows the certificate inside dynamic-cert.json beside the files around it', async () => {
    const leaves = (await incident.on('edge-1').scrape())
      .all('kubecert_certificate_days_to_expiry', { index: '0', component: 'k3s' })
      .map(({ labels: { location, role, renewal: renewedBy }, value }) =>
        [location, role, renewedBy, Math.ceil(value)].join(' '),
      );
    assert.deepEqual(leaves, [
      '/var/lib/rancher/k3s/agent/client-k3s-controller.crt client on-restart 358',
      '/var/lib/rancher/k3s/server/tls/client-k3s-controller.crt client on-restart 358',
      '/var/lib/rancher/k3s/server/tls/client-supervisor.crt client on-restart 358',
      `${dynamic} server automatic 20`,
    ]);
  });

  it('would have said on the day of the renewal that it was left behind, 27 days before the outage', () => {
    const asked = { rule: 'dynamic-certificate-stale', location: dynamic, before: outage };
    assert.deepEqual(incident.on('edge-1').warned({ ...asked, since: renewal }), {
      warning: 27,
      critical: 7,
    });
  });

  it('finds nothing else on that server: it is the one thing to do', async () => {
    const findings = await incident.on('edge-1').findings();
    assert.deepEqual(
      findings.map(({ rule, severity, location }) => ({ rule, severity, location })),
      [{ rule: 'dynamic-certificate-stale', severity: 'warning', location: dynamic }],
    );
  });

  it('says how to renew it, and that old versions need both the Secret and the file deleted', async () => {
    const [finding] = await incident.on('edge-1').findings();
    assert.match(finding?.next_step ?? '', /k3s certificate rotate --service k3s-server/);
    assert.match(finding?.next_step ?? '', /delete Secret kube-system\/k3s-serving and this file/);
  });

  it('tells whoever asks check, before and after the old date has passed', async () => {
    const host = incident.on('edge-1');
    assert.equal((await host.check(incident.now)).exitCode, 1);
    assert.equal((await host.check(outage - 6 * DAY)).exitCode, 2);
    const { exitCode, stdout } = await host.check(outage + 3 * DAY);
    assert.equal(exitCode, 2);
    assert.match(stdout, /dynamic-cert\.json\s+server\s+[-\d]{10} [:\d]{5}\s+-3d\s+automatic\s+expired/);
  });

  it('tells of the agent, 120 days before its own end, that its next restart renews it', async () => {
    const end = incident.now + 65 * DAY;
    for (const file of ['client-kubelet', 'serving-kubelet', 'client-kube-proxy', 'client-k3s-controller']) {
      const location = `/var/lib/rancher/k3s/agent/${file}.crt`;
      const warned = (rule: string) => incident.on('edge-2').warned({ rule, location, before: end });
      assert.deepEqual(warned('restart-needed'), { info: 120 }, file);
      assert.deepEqual(warned('expiry'), { warning: 30, critical: 7 }, file);
    }
  });

  it('wakes nobody for the agent as long as there is time', async () => {
    assert.equal((await incident.on('edge-2').check(incident.now)).exitCode, 0);
  });
});

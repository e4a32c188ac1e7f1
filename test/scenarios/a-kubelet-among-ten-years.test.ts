import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DAY } from '../../src/model.ts';
import { replayed } from './replay.ts';

/**
 * A cluster put together from the v1.6 binaries. Everything was issued for ten years, but what the kubelet got by its
 * bootstrap token: one year. The day that it ended, every node went NotReady at once.
 */
describe('incident A: every node of a binary install goes NotReady', { timeout: 60_000 }, () => {
  const incident = replayed('A');
  const outage = incident.now + 12 * DAY;
  const ssl = '/etc/kubernetes/ssl';
  const node = 'k8s-node-1';

  it('shows the one-year certificates among those of ten years', async () => {
    const scrape = await incident.on(node).scrape();
    const shortest = scrape
      .all('kubecert_certificate_days_to_expiry')
      .filter(({ value }) => value < 2000)
      .map(({ labels: { location, role, component, renewal }, value }) =>
        [location, role, component, renewal, Math.ceil(value)].join(' '),
      );
    assert.deepEqual(shortest, [
      `${ssl}/kubelet-client.crt client kubelet manual 12`,
      `${ssl}/kubelet.crt server kubelet none 12`,
    ]);
  });

  it('passes over the private keys beside them in silence', async () => {
    const scrape = await incident.on(node).scrape();
    assert.deepEqual(scrape.all('kubecert_certificate_problem'), []);
    for (const { labels, value } of scrape.all('kubecert_source_errors_total')) {
      assert.equal(value, 0, labels['reason']);
    }
  });

  it('would have said from the first day on that nobody renews the certificate of the kubelet', async () => {
    assert.deepEqual(
      incident.on(node).warned({
        rule: 'kubelet-not-rotating',
        location: `${ssl}/kubelet-client.crt`,
        before: outage,
      }),
      { warning: 365 },
    );
  });

  it('would have warned 30 days before, and been critical 7 days before', async () => {
    for (const file of ['kubelet-client.crt', 'kubelet.crt']) {
      const asked = { rule: 'expiry', location: `${ssl}/${file}`, before: outage };
      assert.deepEqual(incident.on(node).warned(asked), { warning: 30, critical: 7 }, file);
    }
  });

  it('tells whoever asks check, with an exit code for a cron job', async () => {
    const host = incident.on(node);
    assert.equal((await host.check(outage - 8 * DAY)).exitCode, 1);
    assert.equal((await host.check(outage - 6 * DAY)).exitCode, 2);
    const { exitCode, stdout } = await host.check(outage + DAY);
    assert.equal(exitCode, 2);
    assert.match(stdout, /expired 24 hours ago, on [-\d]{10}: servers reject whoever\s+presents it/);
  });

  it('says what to do first', async () => {
    const findings = await incident.on(node).findings();
    const client = findings.find(
      ({ rule, location }) => rule === 'expiry' && location === `${ssl}/kubelet-client.crt`,
    );
    assert.match(client?.next_step ?? '', /kubectl certificate approve/);
  });

  it('knows that a restart is no way into the outage here: the bootstrap kubeconfig is still there', async () => {
    const scrape = await incident.on(node).scrape();
    assert.equal(scrape.one('kubecert_kubelet_restart_safe', { node }).value, 1);
    assert.deepEqual(scrape.all('kubecert_kubelet_restart_safe_until_timestamp_seconds'), []);
  });
});

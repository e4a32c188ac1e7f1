/** What a whole host of each distribution looks like to Prometheus. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { SampleHost } from '../../src/demo/hosts/host.ts';
import { distributionNamed } from '../../src/distributions/table.ts';
import { assessKubelets } from '../../src/findings/kubelet-restart.ts';
import { findings } from '../../src/findings/rules.ts';
import { DEFAULT_THRESHOLDS } from '../../src/findings/thresholds.ts';
import { exposition } from '../../src/metrics/exposition.ts';
import { DISTRIBUTION_NAMES } from '../../src/model.ts';
import type { Store } from '../../src/store.ts';
import { NOW } from '../certificates.ts';
import { certificatesAt } from '../host-contents.ts';
import { KINDS } from '../sample-hosts.ts';
import { storeOf } from '../store-of.ts';

/** `UPDATE_EXPECTED=1` writes the expected files anew: read what has changed in them before it is believed. */
describe('the whole exposition', () => {
  for (const name of DISTRIBUTION_NAMES) {
    it(`of ${distributionNamed(name).title}`, async () => {
      const hosts = (await KINDS[name]()).map(({ host }) => host);
      const exposed = withoutFingerprints(expositionOf(await storeOf(hosts, NOW)), hosts);
      const file = new URL(`${name}.prom`, import.meta.url);
      if (process.env['UPDATE_EXPECTED'] === '1') writeFileSync(file, exposed);
      assert.deepEqual(exposed.split('\n'), readFileSync(file, 'utf8').split('\n'));
    });
  }
});

/** All families but those that the program keeps of its own process. */
function expositionOf(store: Store): string {
  const snapshot = store.snapshot();
  const known = {
    at: NOW,
    snapshot,
    thresholds: DEFAULT_THRESHOLDS,
    findings: findings(snapshot, NOW),
    kubelets: assessKubelets(snapshot, NOW),
    sources: store.sources(),
  };
  return [...exposition(known, [], 'text')].join('');
}

/**
 * Keys are made anew at every run, and fingerprints with them: each is compared with the SHA-256 of the very
 * certificate that lies at its place, and then written in words.
 */
function withoutFingerprints(exposed: string, hosts: readonly SampleHost[]): string {
  return exposed.replaceAll(
    /(location="([^"]*)",index="(\d+)",source="files",node="([^"]*)",.*fingerprint_sha256=")([0-9a-f]*)"/g,
    (_, before: string, location: string, index: string, node: string, fingerprint: string) => {
      const host = hosts.find((one) => one.node === node);
      const certificate = host && certificatesAt(host, location)[Number(index)];
      assert.ok(certificate, `no certificate ${index} at ${location} on ${node}`);
      assert.equal(fingerprint, hash('sha256', certificate.raw, 'hex'), `${location} on ${node}`);
      return `${before}<SHA-256 of its DER>"`;
    },
  );
}

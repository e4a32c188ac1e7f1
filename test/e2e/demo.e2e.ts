import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { BUNDLE, run, type Running, start } from '../program.ts';
import { Scrape } from '../scrape.ts';
import { Secrets, secretsIn } from './secrets.ts';

/** A folder for temporary files of its own: what the demo leaves behind shows. */
async function ownFolder(test: TestContext): Promise<Running & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'kubecert-demo-e2e-'));
  test.after(async () => rm(folder, { recursive: true }));
  return { ...BUNDLE, folder, environment: { TMPDIR: folder } };
}

describe('the demo', { timeout: 60_000 }, () => {
  it('prints every incident and every healthy cluster once, and leaves nothing behind', async (test) => {
    const running = await ownFolder(test);
    const { exitCode, stdout, stderr } = await run(test, ['demo', '--once'], running);
    assert.equal(exitCode, 0);
    assert.equal(stderr, '');
    for (const incident of ['A', 'B', 'C', 'D', 'E']) {
      assert.match(stdout, new RegExp(`^Incident ${incident}: `, 'm'));
    }
    for (const healthy of [
      'kubeadm',
      'K3s',
      'RKE2',
      'RKE',
      'Kubespray',
      'Binary install',
      'MicroK8s',
      'k0s',
    ]) {
      assert.match(stdout, new RegExp(`^Healthy: ${healthy}$`, 'm'));
    }
    assert.deepEqual(
      stdout.split('\n').filter((line) => line.length > 100),
      [],
    );
    assert.deepEqual(await readdir(running.folder), []);
  });

  it('ends with 2 and one line on a port in use, and leaves nothing behind', async (test) => {
    const running = await ownFolder(test);
    const first = start(test, ['demo', '--listen', '127.0.0.1:0'], running);
    const [, host = ''] = await first.printed(/http:\/\/(127\.0\.0\.1:\d+)\/metrics /);
    const { exitCode, stderr } = await run(test, ['demo', '--listen', host], running);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^kubecert-exporter: cannot listen on .* \(EADDRINUSE\).*\n$/);
    assert.equal((await readdir(running.folder)).length, 1);
  });

  it('serves the same, but no key, until it is stopped, and leaves nothing behind', async (test) => {
    const running = await ownFolder(test);
    const demo = start(test, ['demo', '--listen', '127.0.0.1:0'], running);
    const [, origin] = await demo.printed(/(http:\/\/127\.0\.0\.1:\d+)\/metrics .*[^]*Ctrl-C ends it/);
    const get = async (path: string): Promise<string> => (await fetch(origin + path)).text();
    const scrape = new Scrape(await get('/metrics'));
    for (const node of ['k8s-node-1', 'edge-1', 'cp-1', 'worker-1', 'master-1', 'rke-1', 'k0s-2']) {
      assert.equal(scrape.one('kubecert_source_up', { node }).value, 1);
    }

    const secrets = new Secrets(await secretsBelow(running.folder));
    assert.ok(secrets.size > 10_000);
    for (const path of ['/', '/metrics', '/api/v1/certificates', '/api/v1/findings']) {
      secrets.assertNoneIn(await get(path), path);
    }
    secrets.assertNoneIn(demo.stdout, 'what it prints');

    assert.equal((await demo.stop()).exitCode, 0);
    assert.deepEqual(await readdir(running.folder), []);
  });
});

/** What must not be shown of the files in a folder. */
async function secretsBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(async ({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
  );
  return texts.flatMap(secretsIn);
}

import assert from 'node:assert/strict';
import { chmod, cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { REPOSITORY, run, type Running, startServer } from '../program.ts';
import { Scrape } from '../scrape.ts';
import { kubeadmHost } from './kubeadm-host.ts';

/** Becomes the user nobody before the program begins. */
const AS_NOBODY = 'data:text/javascript,process.setgroups([]);process.setgid(65534);process.setuid(65534)';

/** The bundle, run by the user nobody from where that user can read it, wherever the repository lies. */
async function asNobody(test: TestContext): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'kubecert-bundle-'));
  test.after(async () => rm(folder, { recursive: true }));
  await cp(join(REPOSITORY, 'dist'), folder, { recursive: true });
  await chmod(folder, 0o755);
  return { entry: ['--import', AS_NOBODY, join(folder, 'main.js')] };
}

/** A host whose files everybody may read, but for those that are named. */
async function readableHost(test: TestContext, ...unreadable: readonly string[]): Promise<string> {
  const root = await kubeadmHost(test);
  await chmod(root, 0o755);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) await chmod(join(entry.parentPath, entry.name), 0o644);
  }
  for (const path of unreadable) await chmod(join(root, path), 0);
  return root;
}

describe('run as a user who may not read everything', { timeout: 60_000 }, () => {
  const pki = '/etc/kubernetes/pki';

  before(() => {
    assert.equal(process.getuid?.(), 0, 'run these tests as root: they become the user nobody');
  });

  it('tells of each file that it cannot read, and goes on with the others', async (test) => {
    const root = await readableHost(
      test,
      `${pki}/apiserver.crt`,
      `${pki}/etcd`,
      '/etc/kubernetes/admin.conf',
    );
    const server = await startServer(test, ['--host-root', root, '--node', 'cp-1'], await asNobody(test));
    const scrape = new Scrape(await server.get('/metrics'));
    const problems = scrape.all('kubecert_certificate_problem');
    assert.deepEqual(
      problems.map(({ labels: { reason, location } }) => `${reason} ${location}`),
      [
        'unreadable /etc/kubernetes/admin.conf',
        `unreadable ${pki}/apiserver.crt`,
        `unreadable ${pki}/etcd/ca.crt`,
        `unreadable ${pki}/etcd/healthcheck-client.crt`,
        `unreadable ${pki}/etcd/peer.crt`,
        `unreadable ${pki}/etcd/server.crt`,
      ],
    );
    const errors = scrape.one('kubecert_source_errors_total', { reason: 'unreadable' });
    assert.equal(errors.value, problems.length);
    for (const file of ['apiserver-kubelet-client.crt', 'front-proxy-client.crt', 'ca.crt']) {
      scrape.one('kubecert_certificate_days_to_expiry', { location: `${pki}/${file}` });
    }
  });

  it('sees a file as soon as it may be read', async (test) => {
    const root = await readableHost(test, `${pki}/apiserver.crt`);
    const server = await startServer(test, ['--host-root', root, '--node', 'cp-1'], await asNobody(test));
    await chmod(join(root, pki, 'apiserver.crt'), 0o644);
    await server.printed(/"location":"\/etc\/kubernetes\/pki\/apiserver\.crt".*"msg":"problem cleared"/);
    const scrape = new Scrape(await server.get('/metrics'));
    assert.deepEqual(scrape.all('kubecert_certificate_problem'), []);
  });

  it('makes check exit with 3 where one file cannot be read and nothing worse is known', async (test) => {
    const root = await readableHost(test, `${pki}/apiserver.crt`);
    const { exitCode, stdout } = await run(test, ['check', '--host-root', root], await asNobody(test));
    assert.equal(exitCode, 3);
    assert.match(stdout, /^UNKNOWN: /);
    assert.match(stdout, /^unknown +\/etc\/kubernetes\/pki\/apiserver\.crt.*: cannot be read \(EACCES\)$/m);
  });

  it('needs no private key: certificates are told of where the keys beside them cannot be read', async (test) => {
    const root = await readableHost(test);
    for (const name of await readdir(join(root, pki))) {
      if (name.endsWith('.key')) await chmod(join(root, pki, name), 0);
    }
    const { exitCode } = await run(test, ['check', '--host-root', root], await asNobody(test));
    assert.equal(exitCode, 0);
  });
});

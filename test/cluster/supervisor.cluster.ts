import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { REPOSITORY } from '../program.ts';
import { startCluster } from './cluster.ts';
import { temporaryFolder } from './leftovers.ts';
import { Supervisor } from './supervisor.ts';

describe('a process of a cluster that dies by itself', { timeout: 120_000 }, () => {
  it('ends whatever waits for it, and says why in the tail of its log', async (test) => {
    const folder = temporaryFolder();
    test.after(() => folder.remove());
    const supervisor = new Supervisor();
    // An `ls` that knows no such flag stands for an API server that knows none.
    const logFile = join(folder.path, 'log');
    supervisor.start({ name: 'kube-apiserver', program: 'ls', flags: { 'no-such-flag': '1' }, logFile });
    const message = /^kube-apiserver ended with exit code 2; the tail of its log:\n[^]*no-such-flag=1/;
    await assert.rejects(
      supervisor.until(async () => Promise.resolve(false)),
      { message },
    );
    await assert.rejects(supervisor.stop(), { message });
  });

  it('fails the requests that are under way, and the stop of the cluster', async () => {
    const cluster = await startCluster({ etcd: '3.6' });
    const etcd = (await processesOf(cluster.folder)).find(({ command }) => command.includes('--data-dir='));
    assert.ok(etcd !== undefined);
    const held = await cluster.api.watch('/api/v1/namespaces');
    process.kill(etcd.pid, 'SIGKILL');
    const message = /^etcd was killed by somebody else; the tail of its log:\n/;
    await assert.rejects(Array.fromAsync(held.events), { message });
    await assert.rejects(cluster.api.get('/api/v1/namespaces'), { message });
    await assert.rejects(cluster.stop(), { message });
  });
});

describe('what a test leaves behind', { timeout: 120_000 }, () => {
  it('is nothing when it has stopped its cluster', async () => {
    const cluster = await startCluster({ etcd: '3.6', controllerManager: {} });
    assert.equal((await processesOf(cluster.folder)).length, 3);
    await cluster.stop();
    assert.deepEqual(await processesOf(cluster.folder), []);
    assert.ok(!existsSync(cluster.folder));
  });

  it('is nothing when it forgets to', async (test) => {
    const { folder, run } = await runThatStartsACluster(test, '');
    await once(run, 'exit');
    await assertGone(folder);
    assert.ok(!existsSync(folder));
  });

  for (const { signal, folderStays } of [
    { signal: 'SIGTERM', folderStays: false },
    { signal: 'SIGKILL', folderStays: true },
  ] as const) {
    it(`is ${folderStays ? 'at most a folder' : 'nothing'} when it is ended by ${signal}`, async (test) => {
      const { folder, run } = await runThatStartsACluster(test, 'setInterval(() => undefined, 1000);');
      assert.equal((await processesOf(folder)).length, 2);
      run.kill(signal);
      await once(run, 'exit');
      await assertGone(folder);
      assert.equal(existsSync(folder), folderStays);
    });
  }
});

/**
 * What stands for a test: a process that starts a cluster, and does not stop it.
 * @param next what it does when the cluster runs
 */
async function runThatStartsACluster(
  test: TestContext,
  next: string,
): Promise<{ folder: string; run: ChildProcess }> {
  const script = `
    import { startCluster } from './test/cluster/cluster.ts';
    const { folder } = await startCluster({ etcd: '3.6' });
    console.log(folder);
    ${next}`;
  const run = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  test.after(() => run.kill('SIGKILL'));
  const [folder] = (await once(createInterface(run.stdout), 'line')) as [string];
  test.after(async () => rm(folder, { recursive: true, force: true }));
  return { folder, run };
}

/** At once, but for the moment that the kernel needs; else the test's time runs out. */
async function assertGone(folder: string): Promise<void> {
  while ((await processesOf(folder)).length > 0) await setTimeout(10);
}

/** Those that were given a path in a folder; proc(5). */
async function processesOf(folder: string): Promise<{ pid: number; command: string }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const processes = await Promise.all(pids.map(async (pid) => ({ pid, command: await commandOf(pid) })));
  return processes.filter(({ command }) => command.includes(folder));
}

async function commandOf(pid: number): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // Gone since.
  }
}

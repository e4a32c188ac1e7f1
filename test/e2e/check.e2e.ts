import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { ReportDocument } from '../../src/report/document.ts';
import type { Cleanup } from '../cleanup.ts';
import { BUNDLE, type Outcome, REPOSITORY, run } from '../program.ts';
import { Scrape } from '../scrape.ts';
import { kubeadmHost } from './kubeadm-host.ts';
import { type JudgedByOpenssl, opensslOn } from './openssl.ts';
import { assertPromtoolAccepts } from './promtool.ts';

async function check(test: Cleanup, root: string, ...flags: readonly string[]): Promise<Outcome> {
  return run(test, ['check', '--host-root', root, '--node', 'cp-1', ...flags], BUNDLE);
}

describe('npm start -- check', { timeout: 60_000 }, () => {
  it('shows every certificate of a kubeadm host with the date that openssl tells', async (test) => {
    const root = await kubeadmHost(test);
    const flags = ['start', '--', 'check', '--host-root', root, '--node', 'cp-1'];
    const { stdout } = await promisify(execFile)('npm', flags, { cwd: REPOSITORY });
    const expected = opensslOn(root).map(rowFor);
    assert.ok(expected.length > 20);
    assert.deepEqual(rowsOf(stdout).sort(), expected.sort());
  });
});

/** `/etc/kubernetes/pki/apiserver.crt 2027-03-28 11:45`, for each row of the table. */
function rowsOf(table: string): string[] {
  const rows: string[] = [];
  let folder = '';
  for (const line of table.split('\n')) {
    [, folder = folder] = /^(\/\S*) \(kubeadm\)$/.exec(line) ?? [];
    const [, file, date] =
      /^ {2}(\S.*?) +(?:ca|server|client|peer) +(\d{4}-\d\d-\d\d \d\d:\d\d) /.exec(line) ?? [];
    if (file !== undefined) rows.push(`${folder}/${file} ${date}`);
  }
  return rows;
}

function rowFor({ location, index, notAfter }: JudgedByOpenssl): string {
  const [file = '', part] = location.split('#');
  const what = part === undefined ? '' : ` ${posix.dirname(part)}`;
  const which = index === 0 ? '' : ` [${index}]`;
  return `${file}${what}${which} ${notAfter.slice(0, 16).replace('T', ' ')}`;
}

describe('check --output json', { timeout: 60_000 }, () => {
  it('tells the same of each certificate as openssl: end, serial number and fingerprint', async (test) => {
    const root = await kubeadmHost(test);
    const { stdout } = await check(test, root, '--output', 'json');
    const { certificates } = JSON.parse(stdout) as ReportDocument;
    const told = certificates.map(({ location, index, not_after, serial, fingerprint_sha256 }) => ({
      location,
      index,
      notAfter: not_after,
      serial,
      fingerprint: fingerprint_sha256,
    }));
    assert.deepEqual(told.sort(byPlace), opensslOn(root).toSorted(byPlace));
  });
});

function byPlace(a: JudgedByOpenssl, b: JudgedByOpenssl): number {
  return a.location.localeCompare(b.location) || a.index - b.index;
}

describe('check --output prometheus', { timeout: 60_000 }, () => {
  it('writes what promtool accepts, a line for each certificate', async (test) => {
    const root = await kubeadmHost(test);
    const { stdout } = await check(test, root, '--output', 'prometheus');
    assertPromtoolAccepts(stdout);
    const series = new Scrape(stdout).all('kubecert_certificate_not_after_timestamp_seconds', {
      node: 'cp-1',
    });
    assert.equal(series.length, opensslOn(root).length);
  });
});

describe('check on a host whose kubelet is well', { timeout: 60_000 }, () => {
  it('says that it comes up after a restart, and until when', async (test) => {
    const { stdout } = await check(test, await kubeadmHost(test, { daysLeft: 300 }));
    assert.match(
      stdout.replaceAll('\n', ' '),
      /the kubelet on cp-1 comes up after a restart: its client certificate is valid, until \d{4}-\d\d-\d\d/,
    );
  });
});

describe("check's exit code", { timeout: 60_000 }, () => {
  for (const { code, word, of, daysLeft } of [
    { code: 0, word: 'OK', of: 'a healthy host', daysLeft: 300 },
    { code: 1, word: 'WARNING', of: 'a host with 20 days left', daysLeft: 20 },
    { code: 2, word: 'CRITICAL', of: 'a host with 3 days left', daysLeft: 3 },
    { code: 2, word: 'CRITICAL', of: 'a host whose certificates have expired', daysLeft: -1 },
  ]) {
    it(`is ${code} on ${of}`, async (test) => {
      const { exitCode, stdout, stderr } = await check(test, await kubeadmHost(test, { daysLeft }));
      assert.equal(exitCode, code);
      assert.match(stdout, new RegExp(`^${word}: cp-1 as of `));
      assert.equal(stderr, '');
    });
  }

  it('is 2 where a certificate is missing', async (test) => {
    const root = await kubeadmHost(test);
    await rm(join(root, '/etc/kubernetes/pki/apiserver.crt'));
    const { exitCode, stdout } = await check(test, root);
    assert.equal(exitCode, 2);
    assert.match(stdout, /^critical +\/etc\/kubernetes\/pki\/apiserver\.crt.*: not there/m);
  });

  it('is 3 where there is nothing to be told of', async (test) => {
    const root = await kubeadmHost(test);
    assert.equal((await check(test, root, '/etc/nothing-of-the-kind.crt')).exitCode, 3);
    assert.equal((await check(test, join(root, 'etc'))).exitCode, 3);
    assert.equal((await check(test, join(root, 'no-such-folder'))).exitCode, 3);
  });

  it('is 3 for a command line that means nothing, which is told in one line', async (test) => {
    for (const flags of [
      ['--warnin', '30d'],
      ['--at', '2027-02-30'],
      ['--output', 'xml'],
      ['--config', '/no/such'],
    ]) {
      const { exitCode, stdout, stderr } = await run(test, ['check', ...flags], BUNDLE);
      assert.equal(exitCode, 3, flags.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr, /^kubecert-exporter: [^\n]+\n$/);
    }
  });
});

describe('check in a pipe', { timeout: 60_000 }, () => {
  for (const { reader, when } of [
    { reader: 'head -n 1', when: 'early' },
    { reader: 'true', when: 'before anything was written' },
  ]) {
    it(`does not mind a reader that leaves ${when}`, async (test) => {
      const root = await kubeadmHost(test);
      for (const output of ['table', 'json', 'prometheus']) {
        const script = `"$0" dist/main.js check --host-root "$1" --output ${output} | ${reader}; exit "\${PIPESTATUS[0]}"`;
        const asked = ['-c', script, process.execPath, root];
        const { stderr } = await promisify(execFile)('bash', asked, { cwd: REPOSITORY });
        assert.equal(stderr, '', output);
      }
    });
  }
});

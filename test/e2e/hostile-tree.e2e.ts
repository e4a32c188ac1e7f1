import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { ReportDocument } from '../../src/report/document.ts';
import { suiteCleanup } from '../cleanup.ts';
import { BUNDLE, run, type Server, startServer } from '../program.ts';
import { Scrape } from '../scrape.ts';
import { DEEP, ODD_NAMES, plant } from './hostile-tree.ts';
import { assertPromtoolAccepts } from './promtool.ts';

describe('a hostile tree', { timeout: 120_000 }, () => {
  const cleanup = suiteCleanup();
  let root = '';
  let host: readonly string[] = [];
  let server: Server;
  let scrape: Scrape;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'kubecert-hostile-'));
    cleanup.after(async () => rm(root, { recursive: true }));
    host = ['--host-root', join(root, 'host'), '--distribution', 'none'];
    await plant(root);
    server = await startServer(cleanup, [...host, '--path', '/hostile/**', '--log-level', 'debug'], BUNDLE);
    scrape = new Scrape(await server.get('/metrics'));
  });

  it('is read to its end, and what Prometheus is told can be read', async () => {
    assertPromtoolAccepts(await server.get('/metrics'));
    assert.equal(scrape.one('kubecert_source_up').value, 1);
    assert.equal(scrape.one('kubecert_duplicate_series').value, 0);
  });

  it('does not hide the neighbours', () => {
    for (const location of ['/hostile/a.crt', '/hostile/m.crt', '/hostile/z.crt', `/hostile${DEEP}`]) {
      const { value } = scrape.one('kubecert_certificate_days_to_expiry', { location });
      assert.equal(Math.floor(value), 300, location);
    }
  });

  it('is told of, each thing with its reason', () => {
    const problems = scrape
      .all('kubecert_certificate_problem')
      .map(({ labels: { reason, location } }) => `${reason} ${location}`);
    assert.deepEqual(problems.sort(), [
      'dangling_link /hostile/device.crt',
      'dangling_link /hostile/nowhere.crt',
      'dangling_link /hostile/out.crt',
      'empty /hostile/empty.crt',
      'link_loop /hostile/loop-a.crt',
      'link_loop /hostile/loop-b.crt',
      'malformed /hostile/aliases.conf',
      'malformed /hostile/cut-off.crt',
      'malformed /hostile/noise.crt',
      'malformed /hostile/zeros.crt',
      'not_a_file /hostile/fifo.crt',
      'not_a_file /hostile/folder.crt',
      'too_large /hostile/huge.crt',
      // Its name is not UTF-8.
      'unreadable /hostile/odd/latin-\uFFFD.crt',
    ]);
  });

  it('finds the certificate among 10,000 other files, once, although a link leads back to it', () => {
    const places = scrape
      .all('kubecert_certificate_days_to_expiry')
      .map(({ labels: { location = '' } }) => location)
      .filter((location) => location.endsWith('/among-others.crt'));
    assert.deepEqual(places, ['/hostile/crowd/among-others.crt']);
  });

  it('has every odd name on a line of its own, harmless', () => {
    for (const shown of Object.values(ODD_NAMES)) {
      scrape.one('kubecert_certificate_days_to_expiry', { location: `/hostile/odd/${shown}` });
    }
  });

  it('does not make a certificate with thousands of names a megabyte', () => {
    const { labels } = scrape.one('kubecert_certificate_info', { location: '/hostile/many-names.crt' });
    assert.match(labels['dns_names'] ?? '', /^host-0\.example,.*,… \(\+\d{4}\)$/);
  });

  it('may have kubeconfigs with any line ends', () => {
    for (const location of ['/hostile/crlf.conf#user/admin', '/hostile/crlf.conf#cluster/kubernetes']) {
      scrape.one('kubecert_certificate_days_to_expiry', { location });
    }
  });

  it('goes on being watched', async () => {
    const certificate = await readFile(join(root, 'host/hostile/a.crt'));
    await writeFile(join(root, 'host/hostile/late.crt'), certificate);
    await server.printed(/"location":"\/hostile\/late\.crt".*"msg":"certificate appeared"/);
    new Scrape(await server.get('/metrics')).one('kubecert_certificate_info', {
      location: '/hostile/late.crt',
    });
  });

  it('does no harm to a terminal, a page or whoever reads the JSON', async () => {
    // oxlint-disable-next-line no-control-regex -- control characters are what it is about
    const harmful = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;
    const table = await run(cleanup, ['check', ...host, '/hostile/**'], BUNDLE);
    assert.doesNotMatch(table.stdout, harmful);
    const json = await run(cleanup, ['check', ...host, '/hostile/**', '--output', 'json'], BUNDLE);
    assert.doesNotMatch(json.stdout, harmful);
    const { certificates } = JSON.parse(json.stdout) as ReportDocument;
    const told = new Set(certificates.map(({ location }) => location));
    for (const name of Object.keys(ODD_NAMES))
      assert.ok(told.has(`/hostile/odd/${name}`), JSON.stringify(name));
    assert.doesNotMatch(await server.get('/'), /<b>markup/);
    assert.doesNotMatch(server.stderr, harmful);
  });
});

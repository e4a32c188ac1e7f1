import assert from 'node:assert/strict';
import { mkdtemp, readFile, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';

import { type HostFile, removeFiles, replaceFiles, writeHost } from '../../../src/demo/hosts/host.ts';

async function temporaryFolder(test: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kubecert-write-host-'));
  test.after(async () => rm(folder, { recursive: true }));
  return folder;
}

const FILES: readonly HostFile[] = [
  { path: '/etc/kubernetes/ssl/ca.crt', content: 'a certificate' },
  { path: '/etc/kubernetes/pki', link: '/etc/kubernetes/ssl' },
];

describe('writing a host', () => {
  it('writes the files below the folder, for its owner alone', async (test) => {
    const folder = await temporaryFolder(test);
    await writeHost(folder, FILES);
    const path = join(folder, 'etc/kubernetes/ssl/ca.crt');
    assert.equal(await readFile(path, 'utf8'), 'a certificate');
    assert.equal(((await stat(path)).mode % 0o1000).toString(8), '600');
  });

  it('keeps the target of an absolute link, which leads into the host', async (test) => {
    const folder = await temporaryFolder(test);
    await writeHost(folder, FILES);
    assert.equal(await readlink(join(folder, 'etc/kubernetes/pki')), '/etc/kubernetes/ssl');
  });
});

describe('changing the files of a host', () => {
  it('exchanges some, a link for a file too, and adds others', () => {
    assert.deepEqual(
      replaceFiles(FILES, [
        { path: '/etc/kubernetes/pki', content: 'a file' },
        { path: '/etc/hosts', content: '' },
      ]),
      [
        { path: '/etc/kubernetes/ssl/ca.crt', content: 'a certificate' },
        { path: '/etc/kubernetes/pki', content: 'a file' },
        { path: '/etc/hosts', content: '' },
      ],
    );
  });

  it('removes some', () => {
    assert.deepEqual(removeFiles(FILES, ['/etc/kubernetes/ssl/ca.crt']), [
      { path: '/etc/kubernetes/pki', link: '/etc/kubernetes/ssl' },
    ]);
  });
});

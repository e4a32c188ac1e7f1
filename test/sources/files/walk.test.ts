import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { HostRoot } from '../../../src/sources/files/host-root.ts';
import { compilePattern } from '../../../src/sources/files/pattern.ts';
import { walk } from '../../../src/sources/files/walk.ts';
import { temporaryHost } from '../../temporary-host.ts';

function walked(root: string, glob: string, entries = 1000): readonly string[] {
  return [...walk(new HostRoot(root), compilePattern(glob), () => true, { entries })]
    .map(({ kind, path }) => (kind === 'file' ? path : `${path}: problem`))
    .sort();
}

describe('a walk', () => {
  it('finds what a glob matches, as deep as it says', (t) => {
    const host = temporaryHost(t, { '/a/x.crt': '', '/a/b/y.crt': '', '/a/b/c/z.crt': '', '/a/b/y.txt': '' });
    assert.deepEqual(walked(host.root, '/a/*.crt'), ['/a/x.crt']);
    assert.deepEqual(walked(host.root, '/a/*/*.crt'), ['/a/b/y.crt']);
    assert.deepEqual(walked(host.root, '/a/**/*.crt'), ['/a/b/c/z.crt', '/a/b/y.crt', '/a/x.crt']);
    assert.deepEqual(walked(host.root, '/a/{b,c}/y.{crt,txt}'), ['/a/b/y.crt', '/a/b/y.txt']);
  });

  it('names a path without magic, whether it is there or not', (t) => {
    const host = temporaryHost(t);
    assert.deepEqual(walked(host.root, '/a/none.crt'), ['/a/none.crt']);
    assert.deepEqual(walked(host.root, '/a/*.crt'), []);
  });

  it('meets names with a leading dot', (t) => {
    const host = temporaryHost(t, { '/home/ann/.kube/config': '', '/home/bob/.kube/cache/x': '' });
    assert.deepEqual(walked(host.root, '/home/*/.kube/config'), ['/home/ann/.kube/config']);
  });

  it('meets names with a line feed', (t) => {
    const host = temporaryHost(t, { '/a/two\nlines.crt': '' });
    assert.deepEqual(walked(host.root, '/a/*.crt'), ['/a/two\nlines.crt']);
    assert.deepEqual(walked(host.root, '/**'), ['/a', '/a/two\nlines.crt']);
  });

  it('cannot open what has no UTF-8 name, and says so where it may be a certificate', (t) => {
    const host = temporaryHost(t, { '/a/\uFFFD.crt': '' });
    for (const name of ['caf\u00e9.crt', 'caf\u00e9.txt']) {
      writeFileSync(Buffer.from(`${host.root}/a/${name}`, 'latin1'), '');
    }
    assert.deepEqual(walked(host.root, '/a/*'), [
      '/a/caf\uFFFD.crt: problem',
      '/a/caf\uFFFD.txt',
      '/a/\uFFFD.crt',
    ]);
  });

  it('goes through each folder once, however many links lead to it', (t) => {
    const host = temporaryHost(t, { '/a/b/x.crt': '' });
    host.link('/a/again', 'b');
    host.link('/a/b/up', '/a');
    assert.equal(walked(host.root, '/a/**/*.crt').length, 1);
  });

  it('passes backups and the generations of projected volumes', (t) => {
    const host = temporaryHost(t, { '/a/..2026/x.crt': '', '/a/tls-1700000000/x.crt': '', '/a/y.crt': '' });
    assert.deepEqual(walked(host.root, '/a/**/*.crt'), ['/a/y.crt']);
  });

  it('enters no /proc, /sys or /dev', (t) => {
    const host = temporaryHost(t, { '/proc/1/x.crt': '', '/sys/x.crt': '', '/dev/x.crt': '', '/x.crt': '' });
    assert.deepEqual(walked(host.root, '/**/*.crt'), ['/x.crt']);
  });

  it('ends at its limit', (t) => {
    const host = temporaryHost(t, { '/a/1.crt': '', '/a/2.crt': '', '/a/3.crt': '' });
    assert.equal(walked(host.root, '/a/*.crt', 2).length, 2);
  });
});

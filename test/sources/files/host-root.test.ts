import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { HostRoot } from '../../../src/sources/files/host-root.ts';
import { temporaryHost } from '../../temporary-host.ts';

/** The host path where `path` ends, or why it does not. */
function end(root: HostRoot, path: string): string {
  const resolution = root.resolve(path);
  if (resolution.kind === 'found') return resolution.path;
  return resolution.kind === 'absent' ? 'absent' : resolution.problem.reason;
}

describe('a host root resolves', () => {
  it('plain paths, with dots and doubled slashes', (t) => {
    const host = temporaryHost(t, { '/etc/kubernetes/pki/ca.crt': 'ca' });
    const root = new HostRoot(host.root);
    assert.equal(end(root, '/etc/kubernetes/pki/ca.crt'), '/etc/kubernetes/pki/ca.crt');
    assert.equal(end(root, '/etc//kubernetes/./pki/../pki/ca.crt'), '/etc/kubernetes/pki/ca.crt');
    assert.equal(end(root, '/'), '/');
    assert.equal(end(root, '/etc/kubernetes/pki/none.crt'), 'absent');
    assert.equal(end(root, '/etc/kubernetes/pki/ca.crt/below-a-file'), 'absent');
  });

  it('absolute links from the host’s own root', (t) => {
    const host = temporaryHost(t, { '/data/pki/ca.crt': 'ca' });
    host.link('/etc/kubernetes/pki', '/data/pki');
    host.link('/etc/ca.crt', '/etc/kubernetes/pki/ca.crt');
    const root = new HostRoot(host.root);
    assert.equal(end(root, '/etc/kubernetes/pki/ca.crt'), '/data/pki/ca.crt');
    assert.deepEqual(
      [root.resolve('/etc/ca.crt'), root.resolve('/data/pki/ca.crt')].map(
        (one) => one.kind === 'found' && one.isLink,
      ),
      [true, false],
    );
  });

  it('.. behind a link as the folder above the link’s target', (t) => {
    const host = temporaryHost(t, { '/data/a/b/x': '', '/data/a/y': 'here', '/etc/y': 'not here' });
    host.link('/etc/link', '/data/a/b');
    assert.equal(end(new HostRoot(host.root), '/etc/link/../y'), '/data/a/y');
  });

  it('nothing outside, however many .. a link has', (t) => {
    const host = temporaryHost(t, { '/etc/passwd': 'the host’s' });
    writeFileSync(join(dirname(host.root), 'kubecert-outside'), 'outside');
    t.after(() =>
      import('node:fs').then(({ rmSync }) => rmSync(join(dirname(host.root), 'kubecert-outside'))),
    );
    host.link('/up.crt', '../../../../../../../../etc/passwd');
    host.link('/out.crt', '../kubecert-outside');
    host.link('/folder', '../..');
    const root = new HostRoot(host.root);
    assert.equal(end(root, '/up.crt'), '/etc/passwd');
    assert.equal(end(root, '/out.crt'), 'absent');
    assert.equal(end(root, '/folder/kubecert-outside'), 'absent');
    assert.equal(end(root, '/../../kubecert-outside'), 'absent');
  });

  it('a link that leads nowhere, and a loop, without following it for ever', (t) => {
    const host = temporaryHost(t);
    host.link('/etc/dangling.crt', '/nowhere/x.crt');
    host.link('/etc/a.crt', 'b.crt');
    host.link('/etc/b.crt', '/etc/a.crt');
    host.link('/etc/self', 'self/self');
    const root = new HostRoot(host.root);
    assert.deepEqual(root.resolve('/etc/dangling.crt'), { kind: 'absent', isLink: true });
    assert.equal(end(root, '/etc/a.crt'), 'link_loop');
    assert.equal(end(root, '/etc/self/x'), 'link_loop');
  });

  it('as many links as Linux allows', (t) => {
    const host = temporaryHost(t, { '/l0': 'end' });
    for (let at = 1; at <= 41; at += 1) host.link(`/l${at}`, `l${at - 1}`);
    const root = new HostRoot(host.root);
    assert.equal(end(root, '/l40'), '/l0');
    assert.equal(end(root, '/l41'), 'link_loop');
  });
});

describe('a host root that has listed a folder in this look', () => {
  it('knows what is a link in it, and what is not there, until the look ends', (t) => {
    const host = temporaryHost(t, { '/certs/a.crt': 'a' });
    host.link('/certs/b.crt', 'a.crt');
    const root = new HostRoot(host.root);
    root.beginLook();
    root.list('/certs');
    host.write('/certs/c.crt', 'c');
    assert.deepEqual([root.isLink('/certs/a.crt'), root.isLink('/certs/b.crt')], [false, true]);
    assert.equal(end(root, '/certs/c.crt'), 'absent');
    root.endLook();
    assert.equal(end(root, '/certs/c.crt'), '/certs/c.crt');
  });
});

describe('a host root reads', () => {
  const buffer = Buffer.alloc(17);
  const reading = (root: HostRoot, path: string): string => {
    const result = root.read(path, buffer);
    return result.kind === 'read' ? buffer.toString('latin1', 0, result.size) : result.problem.reason;
  };

  it('a file up to the limit, and says when it is larger', (t) => {
    const host = temporaryHost(t, { '/x': 'exactly 16 bytes', '/y': 'more than sixteen' });
    const root = new HostRoot(host.root);
    assert.equal(reading(root, '/x'), 'exactly 16 bytes');
    assert.equal(reading(root, '/y'), 'too_large');
  });

  it('no FIFO, no folder, no device, and hangs on none', (t) => {
    const host = temporaryHost(t);
    host.fifo('/x.crt');
    host.folder('/y.crt');
    const root = new HostRoot(host.root);
    assert.equal(reading(root, '/x.crt'), 'not_a_file');
    assert.equal(reading(root, '/y.crt'), 'not_a_file');
    assert.equal(reading(new HostRoot('/'), '/dev/zero'), 'not_a_file');
  });

  it('nothing outside when a folder turns into a link after it was resolved', (t) => {
    const host = temporaryHost(t, { '/certs/tls.crt': 'inside' });
    const outside = temporaryHost(t, { '/tls.crt': 'outside' });
    const root = new HostRoot(host.root);
    assert.equal(end(root, '/certs/tls.crt'), '/certs/tls.crt');
    host.remove('/certs');
    symlinkSync(outside.root, join(host.root, 'certs'));
    assert.equal(reading(root, '/certs/tls.crt'), 'outside_root');
  });

  it('not through a link that has taken the file’s place', (t) => {
    const host = temporaryHost(t, { '/tls.crt': 'inside' });
    const outside = temporaryHost(t, { '/tls.crt': 'outside' });
    const root = new HostRoot(host.root);
    host.remove('/tls.crt');
    symlinkSync(join(outside.root, 'tls.crt'), join(host.root, 'tls.crt'));
    assert.equal(reading(root, '/tls.crt'), 'unreadable');
  });
});

describe('a host root remembers which folders an answer depended on', () => {
  const names = (root: HostRoot): Record<string, readonly string[] | 'any'> =>
    Object.fromEntries(
      [...root.consulted].map(([path, folder]) => [
        path,
        folder.names === 'any' ? 'any' : [...folder.names].sort(),
      ]),
    );

  it('those on the way, those of links, and the nearest one to what is not there', (t) => {
    const host = temporaryHost(t, { '/data/pki/ca.crt': 'ca', '/data/pki/x.crt': 'x' });
    host.link('/etc/pki', '/data/pki');
    const root = new HostRoot(host.root);
    root.resolve('/etc/pki/ca.crt');
    root.resolve('/etc/kubernetes/pki/apiserver.crt');
    assert.deepEqual(names(root), {
      '/': ['data', 'etc'],
      '/etc': ['kubernetes', 'pki'],
      '/data': ['pki'],
      '/data/pki': ['ca.crt'],
    });
    root.list('/data/pki');
    assert.equal(names(root)['/data/pki'], 'any');
    root.beginLook();
    assert.deepEqual(names(root), {});
  });
});

describe('a host root that is not there', () => {
  it('is an error at once', (t) => {
    const host = temporaryHost(t);
    assert.throws(() => new HostRoot(join(host.root, 'none')), /ENOENT/);
  });

  it('may itself be reached through a link', (t) => {
    const host = temporaryHost(t);
    mkdirSync(join(host.root, 'real/etc'), { recursive: true });
    writeFileSync(join(host.root, 'real/etc/x'), 'x');
    host.link('/alias', 'real');
    const root = new HostRoot(join(host.root, 'alias'));
    assert.equal(end(root, '/etc/x'), '/etc/x');
  });
});

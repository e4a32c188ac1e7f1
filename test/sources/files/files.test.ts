import assert from 'node:assert/strict';
import { linkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { type Authority, createAuthority, type Minted } from '../../../src/demo/authority.ts';
import type { Holding } from '../../../src/model.ts';
import { type FilesOptions, filesSource } from '../../../src/sources/files/files.ts';
import { HostRoot } from '../../../src/sources/files/host-root.ts';
import { fingerprintOf, NOW, validDays } from '../../certificates.ts';
import { type TemporaryHost, temporaryHost } from '../../temporary-host.ts';
import { watchedStore } from '../../watched-store.ts';

let authority: Authority;
let first: Minted;
let second: Minted;

before(async () => {
  authority = await createAuthority({ commonName: 'kubernetes', ...validDays(-10, 3640) });
  first = await authority.issue({ commonName: 'first', role: 'server', ...validDays(-10, 355) });
  second = await authority.issue({ commonName: 'second', role: 'server', ...validDays(-1, 364) });
});

/** A files source on a host, after its first complete look; stopped when the test ends. */
async function watching(t: TestContext, host: TemporaryHost, options: Partial<FilesOptions> = {}) {
  const store = watchedStore();
  const stop = new AbortController();
  t.after(() => stop.abort());
  const source = filesSource({
    hostRoot: host.root,
    node: 'cp-1',
    distributions: [],
    places: true,
    paths: ['/certs'],
    exclude: [],
    maxFileSize: 64 * 1024,
    interval: 3_600_000,
    clock: () => NOW,
    ...options,
  });
  await source.start(store.sinkFor(source), stop.signal);
  return store;
}

const holds =
  (minted: Minted) =>
  (holding: Holding | undefined): boolean => {
    const content = holding?.contents[0];
    return content?.kind === 'certificate' && content.fingerprintSha256 === fingerprintOf(minted);
  };
const hasProblem =
  (reason: string) =>
  (holding: Holding | undefined): boolean =>
    holding?.problems.some((problem) => problem.reason === reason) ?? false;
const isGone = (holding: Holding | undefined): boolean => holding === undefined;

describe('files notices a rotation', { timeout: 20_000 }, () => {
  const path = '/certs/tls.crt';
  const rotations: Readonly<Record<string, (host: TemporaryHost) => void>> = {
    'by rename': (host) => host.replace(path, second.certificatePem),
    'by a rewrite in place': (host) => host.write(path, second.certificatePem),
    'by delete and create': (host) => {
      host.remove(path);
      host.write(path, second.certificatePem);
    },
    'by a folder that takes the folder’s place': (host) => {
      host.remove('/certs');
      host.write(path, second.certificatePem);
    },
  };
  for (const [name, rotate] of Object.entries(rotations)) {
    it(name, async (t) => {
      const host = temporaryHost(t, { [path]: first.certificatePem });
      const store = await watching(t, host);
      assert.ok(await store.until(path, holds(first)));
      rotate(host);
      assert.ok(await store.until(path, holds(second)));
    });
  }

  it('through ..data, as projected volumes do it, under one name that lasts', async (t) => {
    const host = temporaryHost(t, {
      '/certs/..2026_01/tls.crt': first.certificatePem,
      '/certs/..2026_02/tls.crt': second.certificatePem,
      '/certs/..2026_01/sub/ca.crt': authority.certificatePem,
      '/certs/..2026_02/sub/ca.crt': authority.certificatePem,
    });
    host.link('/certs/..data', '..2026_01');
    host.link('/certs/tls.crt', '..data/tls.crt');
    host.link('/certs/sub', '..data/sub');
    const store = await watching(t, host);
    assert.deepEqual(store.paths(), ['/certs/sub/ca.crt', '/certs/tls.crt']);
    host.link('/certs/..data', '..2026_02');
    assert.ok(await store.until('/certs/tls.crt', holds(second)));
    assert.deepEqual(store.paths(), ['/certs/sub/ca.crt', '/certs/tls.crt']);
  });

  it('through kubelet-client-current.pem, an absolute link, and reports neither generation by its own name', async (t) => {
    const folder = '/certs/pki';
    const together = ({ certificatePem, privateKeyPem }: Minted): string => certificatePem + privateKeyPem;
    const host = temporaryHost(t, { [`${folder}/kubelet-client-2026-01-01-00-00-00.pem`]: together(first) });
    host.link(`${folder}/kubelet-client-current.pem`, `${folder}/kubelet-client-2026-01-01-00-00-00.pem`);
    const store = await watching(t, host);
    assert.deepEqual(store.paths(), [`${folder}/kubelet-client-current.pem`]);
    host.write(`${folder}/kubelet-client-2026-02-01-00-00-00.pem`, together(second));
    await store.until(`${folder}/kubelet-client-current.pem`, hasProblem('superseded_link'));
    host.link(`${folder}/kubelet-client-current.pem`, `${folder}/kubelet-client-2026-02-01-00-00-00.pem`);
    const holding = await store.until(`${folder}/kubelet-client-current.pem`, holds(second));
    assert.deepEqual(store.paths(), [`${folder}/kubelet-client-current.pem`]);
    assert.deepEqual(holding?.problems, []);
  });

  it('of a file behind a link to a folder that is not watched for itself', async (t) => {
    const host = temporaryHost(t, {
      '/data/one/tls.crt': first.certificatePem,
      '/data/two/tls.crt': second.certificatePem,
    });
    host.link('/certs/tls.crt', '/data/now/tls.crt');
    host.link('/data/now', 'one');
    const store = await watching(t, host);
    assert.ok(await store.until(path, holds(first)));
    host.link('/data/now', 'two');
    assert.ok(await store.until(path, holds(second)));
    host.replace('/data/two/tls.crt', first.certificatePem);
    assert.ok(await store.until(path, holds(first)));
  });

  it('that nothing tells of, at the next periodic look', async (t) => {
    const host = temporaryHost(t, {
      '/elsewhere/tls.crt': first.certificatePem,
      '/certs/ca.crt': authority.certificatePem,
    });
    // What is written through another name of the same file is told to whoever watches that name's folder.
    linkSync(join(host.root, 'elsewhere/tls.crt'), join(host.root, path));
    t.mock.timers.enable({ apis: ['setInterval'] });
    const store = await watching(t, host, { interval: 60_000 });
    host.write('/elsewhere/tls.crt', second.certificatePem);
    t.mock.timers.tick(60_000);
    assert.ok(await store.until(path, holds(second)));
  });
});

describe('files reads again only what has changed', { timeout: 20_000 }, () => {
  it('by inode, size and times of the file and of its key', async (t) => {
    const host = temporaryHost(t, {
      '/certs/a.crt': first.certificatePem,
      '/certs/a.key': first.privateKeyPem,
      '/certs/b.crt': second.certificatePem,
    });
    const read = t.mock.method(HostRoot.prototype, 'read');
    const readPaths = (): readonly unknown[] => {
      const paths = read.mock.calls.map(({ arguments: [of] }) => of);
      read.mock.resetCalls();
      return paths;
    };
    // The moment of the look lies well after the files' own times.
    const store = await watching(t, host, { clock: () => Date.now() + 3_600_000 });
    assert.deepEqual(readPaths(), ['/certs/a.crt', '/certs/a.key', '/certs/b.crt']);
    host.replace('/certs/a.key', second.privateKeyPem);
    await store.until('/certs/a.crt', hasProblem('key_mismatch'));
    assert.deepEqual(readPaths(), ['/certs/a.crt', '/certs/a.key']);
  });

  it('and what changed so recently that it may change again within one tick of the file system’s clock', async (t) => {
    const host = temporaryHost(t, {
      '/certs/a.crt': first.certificatePem,
      '/certs/b.crt': first.certificatePem,
    });
    const store = await watching(t, host, { clock: Date.now });
    const read = t.mock.method(HostRoot.prototype, 'read');
    host.replace('/certs/b.crt', second.certificatePem);
    await store.until('/certs/b.crt', holds(second));
    assert.ok(read.mock.calls.some(({ arguments: [of] }) => of === '/certs/a.crt'));
  });
});

describe('files follows what comes and goes', { timeout: 20_000 }, () => {
  it('a new file, a new folder, and a folder that was not there at the start', async (t) => {
    const host = temporaryHost(t, { '/etc/hostname': 'cp-1' });
    const store = await watching(t, host, { paths: ['/certs/**/*.crt'] });
    assert.deepEqual(store.paths(), []);
    host.write('/certs/tls.crt', first.certificatePem);
    await store.until('/certs/tls.crt', holds(first));
    host.write('/certs/deep/er/tls.crt', second.certificatePem);
    await store.until('/certs/deep/er/tls.crt', holds(second));
    host.remove('/certs/deep');
    await store.until('/certs/deep/er/tls.crt', isGone);
    assert.deepEqual(store.paths(), ['/certs/tls.crt']);
  });

  it('a file that was asked for by name is missing when it is not there', async (t) => {
    const host = temporaryHost(t);
    const store = await watching(t, host, { paths: ['/certs/tls.crt'] });
    assert.deepEqual(store.problems(), { '/certs/tls.crt': ['missing'] });
    host.write('/certs/tls.crt', first.certificatePem);
    await store.until('/certs/tls.crt', holds(first));
    assert.deepEqual(store.problems(), {});
    host.remove('/certs/tls.crt');
    const holding = await store.until('/certs/tls.crt', hasProblem('missing'));
    assert.deepEqual(holding?.contents, []);
  });
});

describe('files keeps the last good certificate when a look fails', { timeout: 20_000 }, () => {
  const path = '/certs/tls.crt';
  const failures: Readonly<Record<string, (host: TemporaryHost) => void>> = {
    empty: (host) => host.write(path, ''),
    malformed: (host) => host.write(path, 'this is no certificate'),
    too_large: (host) => host.write(path, first.certificatePem.padEnd(70_000, '\n')),
    not_a_file: (host) => {
      host.remove(path);
      host.fifo(path);
    },
    dangling_link: (host) => host.link(path, '/nowhere'),
    link_loop: (host) => host.link(path, path),
  };
  for (const [reason, fail] of Object.entries(failures)) {
    it(`and says ${reason}`, async (t) => {
      const host = temporaryHost(t, {
        [path]: first.certificatePem,
        '/certs/neighbour.crt': second.certificatePem,
      });
      const store = await watching(t, host);
      fail(host);
      const holding = await store.until(path, hasProblem(reason));
      assert.ok(holds(first)(holding));
      assert.deepEqual(store.problems(), { [path]: [reason] });
      assert.ok(await store.until('/certs/neighbour.crt', holds(second)));
      host.remove(path);
      host.write(path, second.certificatePem);
      await store.until(path, holds(second));
      assert.deepEqual(store.problems(), {});
    });
  }
});

describe('files takes whatever is on a disk as data', () => {
  it('a loop, a dangling link, a FIFO, a folder with a certificate’s name, junk: each a problem, none a neighbour’s', async (t) => {
    const host = temporaryHost(t, {
      '/certs/good.crt': first.certificatePem,
      '/certs/garbage.crt': Buffer.from([0x30, 0x82, 0xff, 0xff, 1, 2, 3]),
      '/certs/empty.pem': '',
      '/certs/large.pem': 'x'.repeat(70_000),
      '/certs/folder.crt/inside.crt': second.certificatePem,
    });
    host.link('/certs/loop.crt', 'loop.crt');
    host.link('/certs/dangling.crt', '/nowhere/x.crt');
    host.link('/certs/again', '/certs');
    host.fifo('/certs/fifo.crt');
    const store = await watching(t, host);
    assert.deepEqual(store.problems(), {
      '/certs/dangling.crt': ['dangling_link'],
      '/certs/empty.pem': ['empty'],
      '/certs/fifo.crt': ['not_a_file'],
      '/certs/folder.crt': ['not_a_file'],
      '/certs/garbage.crt': ['malformed'],
      '/certs/large.pem': ['too_large'],
      '/certs/loop.crt': ['link_loop'],
    });
    assert.ok(await store.until('/certs/good.crt', holds(first)));
    assert.ok(await store.until('/certs/folder.crt/inside.crt', holds(second)));
  });

  it('a device is not read', async () => {
    const store = watchedStore();
    const source = filesSource({
      hostRoot: '/',
      distributions: [],
      places: true,
      paths: ['/dev/zero'],
      exclude: [],
      maxFileSize: 1024,
      clock: () => NOW,
    });
    await source.start(store.sinkFor(source), AbortSignal.timeout(10_000));
    assert.deepEqual(store.problems(), { '/dev/zero': ['not_a_file'] });
    assert.equal(store.sources()[0]?.up, true);
  });

  it('folders and FIFOs without a certificate’s name, to which a glob or a folder leads, are no problem', async (t) => {
    const host = temporaryHost(t, {
      '/certs/sub/good.crt': first.certificatePem,
      '/certs/.config/app': 'x',
    });
    host.link('/certs/again', 'sub');
    host.fifo('/certs/queue');
    for (const path of ['/certs', '/certs/**']) {
      const store = await watching(t, host, { paths: [path] });
      assert.deepEqual(store.problems(), {}, path);
      assert.ok(await store.until('/certs/sub/good.crt', holds(first)));
    }
  });

  it('keys, requests, backups and left-over generations are passed over in silence', async (t) => {
    const host = temporaryHost(t, {
      '/certs/tls.crt': first.certificatePem,
      '/certs/tls.key': first.privateKeyPem,
      '/certs/ca-key.pem': authority.privateKeyPem,
      '/certs/only-a-key.pem': authority.privateKeyPem,
      '/certs/dhparam.pem': '-----BEGIN DH PARAMETERS-----\nMAYCAQUCAQI=\n-----END DH PARAMETERS-----\n',
      '/certs/tls.csr': 'junk',
      '/certs/tls.crt.bak': 'junk',
      '/certs/old.pem.old': 'junk',
      '/certs/some.conf': '[section]\nkey = value\n',
      '/certs/values.yaml': 'a: 1\n',
      '/certs/readme.txt': 'junk',
      '/certs/tls-1700000000/old.crt': second.certificatePem,
      '/certs/tmp/kubeadm-backup-1/x.crt': second.certificatePem,
    });
    const store = await watching(t, host);
    assert.deepEqual([store.paths(), store.problems()], [['/certs/tls.crt'], {}]);
  });

  it('what lies outside the host root is never read', async (t) => {
    const host = temporaryHost(t, { '/certs/tls.crt': first.certificatePem });
    const outside = temporaryHost(t, { '/outside.crt': second.certificatePem });
    host.link('/certs/absolute.crt', join(outside.root, 'outside.crt'));
    host.link('/certs/relative.crt', `../..${outside.root}/outside.crt`);
    const store = await watching(t, host, { paths: ['/certs', `/..${outside.root}/outside.crt`] });
    assert.deepEqual(store.problems(), {
      '/certs/absolute.crt': ['dangling_link'],
      '/certs/relative.crt': ['dangling_link'],
      [`${outside.root}/outside.crt`]: ['missing'],
    });
  });
});

describe('files reports each certificate once', () => {
  it('under the folder’s real name when a folder link leads to it', async (t) => {
    const host = temporaryHost(t, { '/etc/kubernetes/ssl/ca.crt': authority.certificatePem });
    host.link('/etc/kubernetes/pki', '/etc/kubernetes/ssl');
    const store = await watching(t, host, {
      paths: ['/etc/kubernetes/pki/*.crt', '/etc/kubernetes/**/*.crt'],
    });
    assert.deepEqual(store.paths(), ['/etc/kubernetes/ssl/ca.crt']);
  });

  it('under its own name when a link in the same folder leads to it, and under the link’s when that is all there is', async (t) => {
    const host = temporaryHost(t, {
      '/certs/a.crt': first.certificatePem,
      '/archive/b3.pem': second.certificatePem,
    });
    host.link('/certs/also-a.crt', 'a.crt');
    host.link('/certs/b.pem', '/archive/b3.pem');
    const store = await watching(t, host);
    assert.deepEqual(store.paths(), ['/certs/a.crt', '/certs/b.pem']);
  });

  it('under the name of a link that every update turns to another folder', async (t) => {
    const host = temporaryHost(t, {
      '/snap/1/certs/ca.crt': authority.certificatePem,
      '/snap/2/certs/ca.crt': authority.certificatePem,
    });
    host.link('/snap/current', '1');
    const store = await watching(t, host, { paths: ['/snap/current/certs'] });
    assert.deepEqual(store.paths(), ['/snap/current/certs/ca.crt']);
    host.link('/snap/current', '2');
    host.replace('/snap/2/certs/ca.crt', first.certificatePem);
    await store.until('/snap/current/certs/ca.crt', holds(first));
    assert.deepEqual(store.paths(), ['/snap/current/certs/ca.crt']);
  });

  it('not at all when it is excluded', async (t) => {
    const host = temporaryHost(t, {
      '/certs/a.crt': first.certificatePem,
      '/certs/b/b.crt': second.certificatePem,
    });
    const store = await watching(t, host, { exclude: ['/certs/b/**'] });
    assert.deepEqual(store.paths(), ['/certs/a.crt']);
  });
});

describe('files compares a certificate with the key beside it', { timeout: 20_000 }, () => {
  it('by the names that distributions use, and notices when the key alone changes', async (t) => {
    const host = temporaryHost(t, {
      '/certs/apiserver.crt': first.certificatePem,
      '/certs/apiserver.key': first.privateKeyPem,
      '/certs/admin.pem': first.certificatePem,
      '/certs/admin-key.pem': second.privateKeyPem,
      '/certs/fullchain.pem': first.certificatePem,
      '/certs/privkey.pem': second.privateKeyPem,
    });
    const store = await watching(t, host);
    assert.deepEqual(store.problems(), {
      '/certs/admin.pem': ['key_mismatch'],
      '/certs/fullchain.pem': ['key_mismatch'],
    });
    host.replace('/certs/apiserver.key', second.privateKeyPem);
    await store.until('/certs/apiserver.crt', hasProblem('key_mismatch'));
    host.replace('/certs/apiserver.crt', second.certificatePem);
    const holding = await store.until('/certs/apiserver.crt', holds(second));
    assert.deepEqual(holding?.problems, []);
  });
});

describe('files follows kubeconfigs', { timeout: 20_000 }, () => {
  const kubeconfig = (user: string, cluster = ''): string =>
    `apiVersion: v1\nkind: Config\ncurrent-context: c\ncontexts: [{name: c, context: {user: u, cluster: k}}]\n` +
    `clusters: [{name: k, cluster: {server: "https://192.0.2.11:6443"${cluster}}}]\nusers: [{name: u, user: ${user}}]\n`;
  const base64 = (text: string): string => Buffer.from(text).toString('base64');

  it('to what they embed, under a location for each', async (t) => {
    const embedded = (minted: Minted): string =>
      kubeconfig(
        `{client-certificate-data: ${base64(minted.certificatePem)}, client-key-data: ${base64(minted.privateKeyPem)}}`,
        `, certificate-authority-data: ${base64(authority.certificatePem)}`,
      );
    const host = temporaryHost(t, { '/certs/admin.conf': embedded(first) });
    const store = await watching(t, host);
    assert.deepEqual(store.paths(), [
      '/certs/admin.conf',
      '/certs/admin.conf#cluster/k',
      '/certs/admin.conf#user/u',
    ]);
    const user = await store.until('/certs/admin.conf#user/u', holds(first));
    assert.equal(user?.placement.role, 'client');
    host.replace('/certs/admin.conf', embedded(second));
    await store.until('/certs/admin.conf#user/u', holds(second));
    host.write('/certs/admin.conf', 'users: [');
    await store.until('/certs/admin.conf', hasProblem('malformed'));
    assert.ok(await store.until('/certs/admin.conf#user/u', holds(second)));
  });

  it('to what they name by path, on the host, from their own folder, with its key', async (t) => {
    const host = temporaryHost(t, {
      '/certs/kubelet.conf': kubeconfig(
        '{client-certificate: /var/lib/kubelet/pki/client.pem, client-key: ../keys/kubelet.pem}',
        ', certificate-authority: pki/ca.crt',
      ),
      '/var/lib/kubelet/pki/client.pem': first.certificatePem,
      '/keys/kubelet.pem': second.privateKeyPem,
    });
    const store = await watching(t, host, { paths: ['/certs/*.conf'] });
    assert.deepEqual(store.paths(), [
      '/certs/kubelet.conf',
      '/certs/pki/ca.crt',
      '/var/lib/kubelet/pki/client.pem',
    ]);
    assert.deepEqual(store.problems(), {
      '/certs/pki/ca.crt': ['missing'],
      '/var/lib/kubelet/pki/client.pem': ['key_mismatch'],
    });
    host.write('/certs/pki/ca.crt', authority.certificatePem);
    const ca = await store.until('/certs/pki/ca.crt', holds(authority));
    assert.equal(ca?.placement.role, 'ca');
    host.remove('/certs/kubelet.conf');
    await store.until('/var/lib/kubelet/pki/client.pem', isGone);
    assert.deepEqual(store.paths(), []);
  });

  it('to the key that they name, and notices when it goes, comes back, or is named elsewhere', async (t) => {
    const naming = (key: string): string =>
      kubeconfig(`{client-certificate: client.pem, client-key: ${key}}`);
    const host = temporaryHost(t, {
      '/certs/kubelet.conf': naming('/keys/kubelet.pem'),
      '/certs/client.pem': first.certificatePem,
      '/keys/kubelet.pem': first.privateKeyPem,
    });
    const store = await watching(t, host, { paths: ['/certs/*.conf'] });
    const isWell = (holding: Holding | undefined): boolean =>
      holds(first)(holding) && holding?.problems.length === 0;
    const until = (isWanted: typeof isWell) => store.until('/certs/client.pem', isWanted);
    await until(isWell);
    host.remove('/keys/kubelet.pem');
    assert.ok(holds(first)(await until(hasProblem('key_missing'))));
    host.write('/keys/kubelet.pem', first.privateKeyPem);
    await until(isWell);
    host.replace('/certs/kubelet.conf', naming('/keys/other.pem'));
    await until(hasProblem('key_missing'));
  });
});

describe('files as a source', () => {
  const optionsFor = ({ root }: TemporaryHost): FilesOptions => ({
    hostRoot: root,
    distributions: [],
    places: true,
    paths: ['/certs'],
    exclude: [],
    maxFileSize: 1024 * 1024,
    interval: 3_600_000,
    clock: () => NOW,
  });

  it('is down, with an error by reason, while the host root is not there', async (t) => {
    const host = temporaryHost(t);
    const store = await watching(t, { ...host, root: join(host.root, 'none') });
    assert.equal(store.sources()[0]?.up, false);
    assert.equal(store.sources()[0]?.errors.get('root_unreadable'), 1);
  });

  it('says once that the host root is not there, and goes up when it is', async (t) => {
    const host = temporaryHost(t);
    t.mock.timers.enable({ apis: ['setInterval'] });
    const root = join(host.root, 'mounted');
    const store = await watching(t, { ...host, root }, { interval: 60_000 });
    t.mock.timers.tick(60_000);
    host.write('/mounted/certs/tls.crt', first.certificatePem);
    t.mock.timers.tick(60_000);
    await store.until('/certs/tls.crt', holds(first));
    assert.deepEqual([store.sources()[0]?.up, store.sources()[0]?.errors.get('root_unreadable')], [true, 1]);
  });

  it('stops at its signal and watches nothing more', async (t) => {
    const host = temporaryHost(t, { '/certs/tls.crt': first.certificatePem });
    const store = watchedStore();
    const stop = new AbortController();
    const source = filesSource(optionsFor(host));
    await source.start(store.sinkFor(source), stop.signal);
    const watched = host.watched();
    stop.abort();
    assert.deepEqual([watched, host.watched()], [true, false]);
    writeFileSync(join(host.root, 'certs/tls.crt'), second.certificatePem);
    assert.ok(holds(first)(store.snapshot()[0]));
  });

  it('does not begin to watch when its signal has come before the first look was over', async (t) => {
    const host = temporaryHost(t, { '/certs/tls.crt': first.certificatePem });
    const store = watchedStore();
    const source = filesSource(optionsFor(host));
    await source.start(store.sinkFor(source), AbortSignal.abort());
    assert.equal(host.watched(), false);
  });
});

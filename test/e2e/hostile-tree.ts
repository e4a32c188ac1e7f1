/** A host whose folder of certificates holds everything that somebody could put there by mistake or on purpose. */
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, createAuthority } from '../../src/demo/authority.ts';
import { kubeconfig } from '../../src/demo/hosts/kubeconfig.ts';
import { DAY } from '../../src/model.ts';

/** As many folders in each other as no sane host has. */
export const DEEP = `/deep/${Array.from({ length: 200 }, () => 'd').join('/')}/deep.crt`;

/**
 * Names that are no good on a line, between quotes or on a screen, and how a label shows them: control characters but
 * the line feed, which the format can escape, as pictures of themselves.
 */
export const ODD_NAMES: Readonly<Record<string, string>> = {
  'line\nfeed.crt': 'line\nfeed.crt',
  'carriage\rreturn.crt': 'carriage\u240Dreturn.crt',
  'tab\tstop.crt': 'tab\u2409stop.crt',
  '\u001B[31mred.crt': '\u241B[31mred.crt',
  'quote".crt': 'quote".crt',
  'back\\slash.crt': 'back\\slash.crt',
  '<b>markup.crt': '<b>markup.crt',
  '\u202Egnp.crt': '\u202Egnp.crt',
  '$NODE_NAME.crt': '$NODE_NAME.crt',
  ' spaces .crt': ' spaces .crt',
  '\u{1F510}.crt': '\u{1F510}.crt',
};

/**
 * Everything that has no business in a folder of certificates, and a few certificates that live for 300 days, in
 * `<folder>/host/hostile`; and a certificate beside the host, which is none of the host's.
 */
export async function plant(folder: string): Promise<void> {
  const now = Date.now() + 60_000;
  const authority = await createAuthority({
    commonName: 'ca',
    notBefore: now - DAY,
    notAfter: now + 900 * DAY,
  });
  const life = { notBefore: now - DAY, notAfter: now + 300 * DAY };
  const { certificatePem } = await authority.issue({ commonName: 'neighbour', role: 'server', ...life });
  const at = (path: string): string => join(folder, 'host/hostile', path);
  await mkdir(at('odd'), { recursive: true });
  for (const name of ['a.crt', 'm.crt', 'z.crt', ...Object.keys(ODD_NAMES).map((odd) => `odd/${odd}`)]) {
    await writeFile(at(name), certificatePem);
  }
  await writeFile(
    Buffer.concat([Buffer.from(at('odd/latin-')), Buffer.from([0xe9]), Buffer.from('.crt')]),
    certificatePem,
  );
  await plantFiles(at, certificatePem, authority);
  await plantLinks(at);
  // It is there; but not on this host.
  await writeFile(join(folder, 'outside.crt'), certificatePem);
  await symlink(`${'../'.repeat(50)}${folder}/outside.crt`, at('out.crt'));
  await mkdir(join(at(DEEP), '..'), { recursive: true });
  await writeFile(at(DEEP), certificatePem);
  await plantCrowd(at('crowd'), certificatePem);
}

async function plantFiles(
  at: (path: string) => string,
  certificatePem: string,
  authority: Authority,
): Promise<void> {
  const life = { notBefore: Date.now() - DAY, notAfter: Date.now() + 300 * DAY };
  const dnsNames = Array.from({ length: 5000 }, (_, number) => `host-${number}.example`);
  const manyNames = await authority.issue({ commonName: 'many', role: 'server', dnsNames, ...life });
  const admin = await authority.issue({ commonName: 'admin', role: 'client', ...life });
  const plain = kubeconfig({ server: 'https://10.0.0.1:6443', user: 'admin', authority, credential: admin });
  const bomb = [
    'a: &a [x]',
    ...'bcdefghi'.split('').map((name, number) => {
      const last = 'abcdefgh'[number];
      return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${last}`).join(',')}]`;
    }),
  ].join('\n');
  const contents: Readonly<Record<string, string | Uint8Array>> = {
    'aliases.conf': `${bomb}\nclusters: *i\nusers: *i\n`,
    'crlf.conf': plain.replaceAll('\n', '\r\n'),
    'cut-off.crt': certificatePem.slice(0, 200),
    'empty.crt': '',
    'many-names.crt': manyNames.certificatePem,
    'noise.crt': Uint8Array.from({ length: 5000 }, (_, number) => (number * 7919) % 251),
    'zeros.crt': new Uint8Array(1000),
  };
  for (const [name, content] of Object.entries(contents)) await writeFile(at(name), content);
  await mkdir(at('folder.crt'));
  execFileSync('mkfifo', [at('fifo.crt')]);
  await writeFile(at('huge.crt'), '');
  // Without a block on the disk.
  await truncate(at('huge.crt'), 2 ** 40);
}

async function plantLinks(at: (path: string) => string): Promise<void> {
  // From the host's own /dev, which is empty here, and from nowhere else.
  await symlink('/dev/zero', at('device.crt'));
  await symlink('/no/such/file', at('nowhere.crt'));
  await symlink('loop-b.crt', at('loop-a.crt'));
  await symlink('loop-a.crt', at('loop-b.crt'));
  await symlink('..', at('odd/up'));
}

async function plantCrowd(folder: string, certificatePem: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'among-others.crt'), certificatePem);
  for (let number = 0; number < 10_000; number += 1) await writeFile(join(folder, `${number}.txt`), '');
}

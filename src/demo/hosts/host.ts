/** A sample host as data: its files, and nothing done with them yet. */

import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Minted } from '../authority.ts';

/** A file with its text, or a symbolic link with its target as the host sees it. `path` is a host path. */
export type HostFile =
  | { readonly path: string; readonly content: string }
  | { readonly path: string; readonly link: string };

/** A machine of a sample cluster. */
export interface SampleHost {
  readonly node: string;
  readonly files: readonly HostFile[];
}

/** Writes files below `folder`, which stands for the host's `/`. Links keep their targets: absolute ones lead into the host. */
export async function writeHost(folder: string, files: readonly HostFile[]): Promise<void> {
  for (const file of files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    if ('link' in file) await symlink(file.link, path);
    else await writeFile(path, file.content, { mode: 0o600 });
  }
}

/** The files with some of them exchanged; what was not there is added. */
export function replaceFiles(
  files: readonly HostFile[],
  replacements: readonly HostFile[],
): readonly HostFile[] {
  const replaced = new Set(replacements.map(({ path }) => path));
  return [...files.filter(({ path }) => !replaced.has(path)), ...replacements];
}

/** The files without some of them. */
export function removeFiles(files: readonly HostFile[], paths: readonly string[]): readonly HostFile[] {
  return files.filter(({ path }) => !paths.includes(path));
}

/** `<stem>.crt` and `<stem>.key`, as kubeadm, k3s and k0s name them; the certificate is followed by its `chain`. */
export function crtAndKey(stem: string, minted: Minted, chain: readonly Minted[] = []): readonly HostFile[] {
  return [
    { path: `${stem}.crt`, content: bundle([minted, ...chain]) },
    { path: `${stem}.key`, content: minted.privateKeyPem },
  ];
}

/** `<stem>.pem` and `<stem>-key.pem`, as cfssl and RKE name them. */
export function pemAndKey(stem: string, minted: Minted): readonly HostFile[] {
  return [
    { path: `${stem}.pem`, content: minted.certificatePem },
    { path: `${stem}-key.pem`, content: minted.privateKeyPem },
  ];
}

/** Certificates one after the other in one PEM text. */
export function bundle(minted: readonly Minted[]): string {
  return minted.map(({ certificatePem }) => certificatePem).join('');
}

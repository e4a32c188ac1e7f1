/** Reads a sample host that was never written to a disk. */

import { X509Certificate } from 'node:crypto';
import { posix } from 'node:path';

import type { SampleHost } from '../src/demo/hosts/host.ts';

/** The text at a host path, links on the file and on folders followed; undefined where nothing is. */
export function textAt(host: SampleHost, path: string): string | undefined {
  const file = host.files.find(
    (one) => path === one.path || ('link' in one && path.startsWith(`${one.path}/`)),
  );
  if (file === undefined) return undefined;
  if ('content' in file) return file.content;
  const target = posix.resolve(posix.dirname(file.path), file.link);
  return textAt(host, target + path.slice(file.path.length));
}

export function certificatesIn(text: string): readonly X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

/** The certificates at a location as the program names it, in their order, by way of none of its code. */
export function certificatesAt(host: SampleHost, location: string): readonly X509Certificate[] {
  const [path = '', part] = location.split('#');
  const text = textAt(host, path) ?? '';
  if (path.endsWith('/dynamic-cert.json')) {
    return certificatesIn(unwrapped((JSON.parse(text) as { data: { 'tls.crt': string } }).data['tls.crt']));
  }
  if (part === undefined) return certificatesIn(text);
  const key = part.startsWith('user/') ? 'client-certificate-data' : 'certificate-authority-data';
  const [, data = ''] = new RegExp(`^ +${key}: (\\S+)$`, 'm').exec(text) ?? [];
  return certificatesIn(unwrapped(data));
}

function unwrapped(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

/** The leaf of each certificate file, by path. */
export function leavesOf({ files }: SampleHost): ReadonlyMap<string, X509Certificate> {
  const leaves = new Map<string, X509Certificate>();
  for (const file of files) {
    const [leaf] = 'content' in file ? certificatesIn(file.content) : [];
    if (leaf !== undefined) leaves.set(file.path, leaf);
  }
  return leaves;
}

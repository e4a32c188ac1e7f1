/** Reads a sample host that was never written to a disk. */

import { X509Certificate } from 'node:crypto';

import type { SampleHost } from '../src/demo/hosts/host.ts';

/** The text at a host path, a link on the file followed; undefined where nothing is. */
export function textAt({ files }: SampleHost, path: string): string | undefined {
  const file = files.find((one) => one.path === path);
  if (file === undefined) return undefined;
  return 'link' in file ? textAt({ node: '', files }, file.link) : file.content;
}

export function certificatesIn(text: string): readonly X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
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

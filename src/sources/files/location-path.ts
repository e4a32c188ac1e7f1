import type { HostRoot } from './host-root.ts';
import { isTurnedLink } from './names.ts';
import { folderOf, nameOf, pathIn } from './path.ts';

/**
 * The path under which a file is reported: links between folders are resolved, so that kubespray's
 * `pki -> ssl` counts once. But a link that is turned to another target at every rotation keeps its name: the
 * file's own, a folder of an atomic writer (`certs -> ..data/certs`), the `current` of a snap.
 */
export function locationPath(root: HostRoot, path: string): string {
  const file = path.replace(/(?<=.)\/$/, '');
  return pathIn(locationFolder(root, folderOf(file)), nameOf(file));
}

/** The folder under which the files of a folder are reported. */
export function locationFolder(root: HostRoot, folder: string): string {
  if (folder === '/') return folder;
  const name = nameOf(folder);
  const here = pathIn(locationFolder(root, folderOf(folder)), name);
  const resolution = root.resolveFolder(here);
  if (resolution.kind !== 'found' || !resolution.isLink) return here;
  return isTurnedLink(name) || isGeneration(resolution.path) ? here : resolution.path;
}

/** Whether a path without links leads through one generation of an atomic writer: `/certs/..2026_11_22_10_00/tls.crt`. */
export function isGeneration(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('..'));
}

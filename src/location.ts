/** How locations are put in order, and what they are called for short. */
import { posix } from 'node:path';
import type { Location } from './model.ts';

/** Something with a place. */
export interface Located {
  readonly location: Location;
}

/** By path, then by node; by UTF-16 code units, which are the same on every machine, whatever its locale. */
export function byLocation({ location: a }: Located, { location: b }: Located): number {
  return compare(a.path, b.path) || compare(a.node ?? '', b.node ?? '');
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The folder of the file that a location is, or is a part of. */
export function folderOf(path: string): string {
  return posix.dirname(partOf(path).file);
}

/**
 * What locations are called below their folders: `apiserver.crt`, or `admin.conf user` for what a kubeconfig holds, its
 * own name added where it holds several of the kind.
 * @param paths of all locations that are called something here
 */
export function shortNames(paths: Iterable<string>): (path: string) => string {
  const kindOf = (path: string): string => {
    const { file, kind } = partOf(path);
    return `${file}#${kind}`;
  };
  const alike = Map.groupBy(new Set(paths), kindOf);
  return (path) => {
    const { file, kind, name } = partOf(path);
    const isOneOfSeveral = (alike.get(kindOf(path))?.length ?? 0) > 1;
    const words = [posix.basename(file), kind, isOneOfSeveral ? name : undefined];
    return words.filter((word) => word !== undefined).join(' ');
  };
}

/** A location's file, and which part of it is meant, where it is a kubeconfig. */
function partOf(path: string): { readonly file: string; readonly kind?: string; readonly name?: string } {
  const { file, kind, name } = /^(?<file>.*?)#(?<kind>user|cluster)\/(?<name>.*)$/s.exec(path)?.groups ?? {};
  return { file: file ?? path, ...(kind !== undefined && { kind }), ...(name !== undefined && { name }) };
}

/**
 * Host paths as walks and patterns make them: absolute, without `.`, `..` or a slash at the end. On ten thousand of
 * them node:path, which takes every path apart character by character, needs as long as the kernel.
 */

/** The path of what is called `name` in a folder. */
export function pathIn(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** The last component; empty for `/`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Everything before the last component; `/` for `/` itself. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

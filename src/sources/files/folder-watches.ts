import { type FSWatcher, watch } from 'node:fs';
import type { ConsultedFolder } from './host-root.ts';

/**
 * Watches folders, not files: inotify tells of everything that happens to the names in a folder, so that one
 * watch sees a rewrite, a rename, a new file and a turned link. A watch for each file costs, at 10,000 files,
 * 140 MB and half a second (chokidar 5); a hundred folders cost neither (docs/decisions/0003-folder-watches.md).
 */
export class FolderWatches {
  readonly #watches = new Map<string, { readonly watcher: FSWatcher; folder: ConsultedFolder }>();
  readonly #onChange: () => void;
  readonly #onFailure: (message: string) => void;

  /**
   * @param onChange something that matters has changed in one of the folders
   * @param onFailure a folder cannot be watched; changes in it are seen by the next periodic look
   */
  constructor(onChange: () => void, onFailure: (message: string) => void) {
    this.#onChange = onChange;
    this.#onFailure = onFailure;
  }

  /**
   * Watches these folders, by the path that this process reaches them by, and no others. Returns whether one is
   * new: what happened in it before it was watched has to be looked for.
   */
  update(folders: ReadonlyMap<string, ConsultedFolder>): boolean {
    for (const [path, { watcher, folder }] of this.#watches) {
      // Another folder of the same name has taken its place: the old watch sees nothing of it.
      if (folders.get(path)?.inode === folder.inode) continue;
      watcher.close();
      this.#watches.delete(path);
    }
    let isNew = false;
    for (const [path, folder] of folders) {
      const known = this.#watches.get(path);
      if (known === undefined) isNew = this.#add(path, folder) || isNew;
      else known.folder = folder;
    }
    return isNew;
  }

  close(): void {
    for (const { watcher } of this.#watches.values()) watcher.close();
    this.#watches.clear();
  }

  #add(path: string, folder: ConsultedFolder): boolean {
    try {
      const watcher = watch(path, { persistent: false }, (_event, name) => {
        const names = this.#watches.get(path)?.folder.names;
        if (names === 'any' || name === null || names?.has(name) === true) this.#onChange();
      });
      watcher.on('error', () => {
        watcher.close();
        this.#watches.delete(path);
        this.#onChange();
      });
      this.#watches.set(path, { watcher, folder });
      return true;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      const hint = code === 'ENOSPC' ? '; fs.inotify.max_user_watches is too low' : '';
      // A folder that has just gone away is no failure: the next look sees that it has.
      if (code !== 'ENOENT') this.#onFailure(`${path}: cannot be watched (${code})${hint}`);
      return false;
    }
  }
}

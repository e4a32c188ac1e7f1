/** A host's file system in a temporary folder. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

export interface TemporaryHost {
  /** The folder that stands for the host's `/`. */
  readonly root: string;
  /** Writes a file in place, with the folders above it. */
  write(path: string, content: string | Uint8Array): void;
  /** Writes a file beside and renames it into place, as careful programs do. */
  replace(path: string, content: string | Uint8Array): void;
  /** A link, turned to its new target in one step when there is one already. */
  link(path: string, target: string): void;
  folder(path: string): void;
  fifo(path: string): void;
  remove(path: string): void;
  /** Whether this process watches the host's folder, as the kernel tells it (proc(5), fdinfo of inotify). */
  watched(): boolean;
}

/** Removed with everything in it when the test ends. */
export function temporaryHost(
  test: TestContext,
  files: Readonly<Record<string, string | Uint8Array>> = {},
): TemporaryHost {
  const root = mkdtempSync(join(tmpdir(), 'kubecert-host-'));
  test.after(() => rmSync(root, { recursive: true, force: true }));
  const at = (path: string): string => {
    const real = join(root, path);
    mkdirSync(dirname(real), { recursive: true });
    return real;
  };
  const host: TemporaryHost = {
    root,
    write: (path, content) => writeFileSync(at(path), content),
    replace(path, content) {
      writeFileSync(at(`${path}.new`), content);
      renameSync(at(`${path}.new`), at(path));
    },
    link(path, target) {
      symlinkSync(target, at(`${path}.new`));
      renameSync(at(`${path}.new`), at(path));
    },
    folder: (path) => void mkdirSync(at(path), { recursive: true }),
    fifo: (path) => void execFileSync('mkfifo', [at(path)]),
    remove: (path) => rmSync(at(path), { recursive: true }),
    watched: () => {
      const inode = statSync(root).ino.toString(16);
      return readdirSync('/proc/self/fdinfo').some((descriptor) => {
        try {
          return readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8').includes(`ino:${inode} `);
        } catch {
          return false; // The descriptor of this very listing is closed by now.
        }
      });
    },
  };
  for (const [path, content] of Object.entries(files)) host.write(path, content);
  return host;
}

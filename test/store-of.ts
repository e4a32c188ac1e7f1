/** What the program holds after one look. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type SampleHost, writeHost } from '../src/demo/hosts/host.ts';
import type { Instant } from '../src/model.ts';
import { filesSource } from '../src/sources/files/files.ts';
import { createStore, type Store } from '../src/store.ts';

/** Writes the hosts to temporary folders, which are removed again, and looks at them together. */
export async function storeOf(hosts: readonly SampleHost[], now: Instant): Promise<Store> {
  const store = createStore();
  for (const { node, files } of hosts) {
    const hostRoot = await mkdtemp(join(tmpdir(), 'kubecert-store-'));
    try {
      await writeHost(hostRoot, files);
      await lookAt(store, hostRoot, node, now);
    } finally {
      await rm(hostRoot, { recursive: true });
    }
  }
  return store;
}

/** Looks once at every place that the distributions on a host keep certificates in. */
export async function lookAt(store: Store, hostRoot: string, node: string, now: Instant): Promise<void> {
  const source = filesSource({
    hostRoot,
    node,
    distributions: 'auto',
    places: true,
    paths: [],
    exclude: [],
    maxFileSize: 1024 * 1024,
    clock: () => now,
  });
  await source.start(store.sinkFor(source), new AbortController().signal);
}

/** A store that can be waited for. */
import { EventEmitter, once } from 'node:events';
import type { Holding } from '../src/model.ts';
import { type Change, createStore, type Store } from '../src/store.ts';

export interface WatchedStore extends Store {
  /** The holding of a path, as soon as it is as wanted: now, or after one of the next changes. */
  until(path: string, isWanted: (holding: Holding | undefined) => boolean): Promise<Holding | undefined>;
  /** The paths that something holds, in order. */
  paths(): readonly string[];
  /** The reasons of the problems of each path that has any. */
  problems(): Readonly<Record<string, readonly string[]>>;
}

export function watchedStore(): WatchedStore {
  const changes = new EventEmitter<{ change: [Change] }>().setMaxListeners(0);
  const store = createStore((change) => changes.emit('change', change));
  const holdingOf = (path: string): Holding | undefined =>
    store.snapshot().find(({ location }) => location.path === path);
  return {
    ...store,
    async until(path, isWanted) {
      while (!isWanted(holdingOf(path))) await once(changes, 'change');
      return holdingOf(path);
    },
    paths: () =>
      store
        .snapshot()
        .map(({ location }) => location.path)
        .sort(),
    problems: () =>
      Object.fromEntries(
        store
          .snapshot()
          .filter(({ problems }) => problems.length > 0)
          .map(({ location, problems }) => [location.path, problems.map(({ reason }) => reason)]),
      ),
  };
}

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { after, before, describe, it } from 'node:test';

import picomatch from 'picomatch';

import { writeHost } from '../../src/demo/hosts/host.ts';
import type { Place } from '../../src/distributions/distribution.ts';
import { DISTRIBUTIONS } from '../../src/distributions/table.ts';
import { HostRoot } from '../../src/sources/files/host-root.ts';
import { KINDS } from '../sample-hosts.ts';

function isGlob(path: string): boolean {
  return picomatch.scan(path).isGlob;
}

function matches(place: Place, path: string): boolean {
  return picomatch.isMatch(path, place.path, { dot: true });
}

for (const { name, title, evidence, places, superseded } of DISTRIBUTIONS) {
  describe(`the table of ${title}`, () => {
    const paths = places.map(({ path }) => path);
    const evident = [...evidence.anyOf, ...(evidence.noneOf ?? [])];
    const conditions = places.flatMap(({ expectedWith = [], supersededBy }) => [
      ...expectedWith,
      ...(supersededBy === undefined ? [] : [supersededBy]),
    ]);

    it('has absolute paths, without detours', () => {
      for (const path of [...paths, ...superseded, ...evident, ...conditions]) {
        assert.equal(posix.join('/', path), path);
      }
    });

    it('has evidence and conditions that are paths, not globs', () => {
      assert.deepEqual([...evident, ...conditions].filter(isGlob), []);
    });

    it('has each path once, and none of a private key', () => {
      assert.deepEqual([...new Set(paths)], paths);
      assert.deepEqual(
        paths.filter((path) => /\.key$|-key\.pem$/.test(path)),
        [],
      );
    });

    it('names issuers that are CAs of its own', () => {
      for (const { path, issuer } of places) {
        if (issuer === undefined) continue;
        const row = places.find((place) => matches(place, issuer));
        assert.equal(row?.role, 'ca', `${path}: ${issuer}`);
      }
    });

    it('says in one line how each is renewed, and that nobody renews a CA', () => {
      for (const { path, role, renewal, renew } of places) {
        assert.match(renew, /^\S.*\S$/, path);
        if (role === 'ca') assert.equal(renewal, 'none', path);
      }
    });

    it('has a renewal window for nothing but what a restart renews', () => {
      const windowed = places.filter(({ renewalWindowDays }) => renewalWindowDays !== undefined);
      assert.deepEqual(
        windowed.filter(({ renewal }) => renewal !== 'on-restart'),
        [],
      );
    });

    it('expects paths alone: a glob cannot be missing', () => {
      const expected = places.filter(({ expectedWith }) => expectedWith !== undefined);
      assert.deepEqual(expected.map(({ path }) => path).filter(isGlob), []);
    });

    it('has no place among its left-overs', () => {
      const leftOver = picomatch([...superseded], { dot: true });
      assert.deepEqual(
        paths.filter((path) => !isGlob(path) && leftOver(path)),
        [],
      );
    });
  });

  describe(`the table of ${title}, on its hosts`, () => {
    const hosts: { readonly kind: string; readonly root: HostRoot; readonly files: readonly string[] }[] = [];
    const folders: string[] = [];

    before(async () => {
      for (const { kind, host } of await KINDS[name]()) {
        const folder = await mkdtemp(join(tmpdir(), 'kubecert-places-'));
        folders.push(folder);
        await writeHost(folder, host.files);
        hosts.push({ kind, root: new HostRoot(folder), files: host.files.map(({ path }) => path) });
      }
    });

    after(async () => {
      for (const folder of folders) await rm(folder, { recursive: true });
    });

    it('reaches a file by every row', () => {
      const unreached = places.filter(
        (place) =>
          !hosts.some(({ root, files }) => {
            const found = isGlob(place.path) ? files : [place.path].filter((path) => root.exists(path));
            return found.some((path) => places.find((row) => matches(row, path)) === place);
          }),
      );
      assert.deepEqual(
        unreached.map(({ path }) => path),
        [],
      );
    });

    it('misses nothing on a healthy host, whatever runs on it', () => {
      for (const { kind, root } of hosts) {
        const missed = places.filter(
          ({ path, expectedWith = [] }) =>
            expectedWith.some((other) => root.exists(other)) && !root.exists(path),
        );
        assert.deepEqual(
          missed.map(({ path }) => path),
          [],
          kind,
        );
      }
    });
  });
}
